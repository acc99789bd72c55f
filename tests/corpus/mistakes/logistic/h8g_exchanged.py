# exercise: E08
# caught by: test_decide_on_probabilities
# message: exchanged
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = scores if from_logits else torch.sigmoid(scores)
    return (p >= threshold).flatten().long()
