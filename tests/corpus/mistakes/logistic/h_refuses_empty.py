# exercise: E08
# caught by: test_decide_on_one_sample_and_on_none
# message: One sample gives one class in shape (1,), no sample gives shape (0,),
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    if scores.numel() == 0:
        raise ValueError("no samples")
    p = scores.sigmoid() if from_logits else scores
    return (p.flatten() >= threshold).long()
