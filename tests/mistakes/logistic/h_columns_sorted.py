# exercise: E08
# caught by: ?
# message: ?
import torch


_real = decide
def decide(scores, threshold=0.5, from_logits=False):
    if scores.dim() == 2:
        scores = scores.sort(dim=0).values
    return _real(scores, threshold, from_logits)
