# exercise: E08
# caught by: test_decide_on_probabilities
# message: truth value
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    if p >= threshold:
        return 1
    return 0
