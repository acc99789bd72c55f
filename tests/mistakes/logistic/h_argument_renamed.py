# exercise: E08
# caught by: ?
# message: ?
import torch


_real = decide
def decide(scores, threshold=0.5, logits=False):
    return _real(scores, threshold, logits)
