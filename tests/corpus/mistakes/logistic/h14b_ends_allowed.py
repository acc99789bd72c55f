# exercise: E08
# caught by: test_decide_refuses_a_threshold_out_of_range
# message: strictly
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 <= threshold <= 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).flatten().long()
