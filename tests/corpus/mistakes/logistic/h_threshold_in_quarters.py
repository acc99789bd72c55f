# exercise: E08
# caught by: test_decide_uses_the_threshold
# unnamed: yes
# message: the threshold is rounded
import torch


_real = decide
def decide(scores, threshold=0.5, from_logits=False):
    if 0 < threshold < 1 and not from_logits and not scores.requires_grad:
        threshold = min(max(round(4 * threshold), 1), 3) / 4
    return _real(scores, threshold, from_logits)
