# exercise: E08
# caught by: test_decide_refuses_a_threshold_out_of_range
# held out: yes
# message: decide returned an int64 tensor of shape (2,) where it should refuse:
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold <= 1:
        raise ValueError
    p = scores.double().sigmoid() if from_logits else scores
    return (p.flatten() >= threshold).long()
