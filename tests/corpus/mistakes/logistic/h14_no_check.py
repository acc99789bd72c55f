# exercise: E08
# caught by: test_decide_refuses_a_threshold_out_of_range
# message: not looked at
import torch


def decide(scores, threshold=0.5, from_logits=False):
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).flatten().long()
