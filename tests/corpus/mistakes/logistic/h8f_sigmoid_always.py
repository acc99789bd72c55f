# exercise: E08
# caught by: test_decide_on_probabilities
# message: treated as logits
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    return (torch.sigmoid(scores) >= threshold).flatten().long()
