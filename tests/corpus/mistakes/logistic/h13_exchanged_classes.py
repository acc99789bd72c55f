# exercise: E08
# caught by: test_decide_on_probabilities
# message: exchanged
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p < threshold).flatten().long()
