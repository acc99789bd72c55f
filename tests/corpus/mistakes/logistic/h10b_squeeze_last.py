# exercise: E08
# caught by: test_decide_on_one_sample_and_on_none
# message: flat sample
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).long().squeeze(-1)
