# exercise: E08
# caught by: test_decide_flattens_columns
# message: scores in sorted order
import torch


_real = decide
def decide(scores, threshold=0.5, from_logits=False):
    if scores.dim() == 2:
        scores = scores.sort(dim=0).values
    return _real(scores, threshold, from_logits)
