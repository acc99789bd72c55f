# exercise: E08
# caught by: test_decide_on_logits
# message: The signature differs from the one asked for.
import torch


_real = decide
def decide(scores, threshold=0.5, logits=False):
    return _real(scores, threshold, logits)
