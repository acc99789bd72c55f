# exercise: E08
# caught by: ?
# message: threshold|number|value|wrong
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores) if from_logits else scores
    return (p.flatten() >= round(threshold, 0)).long() if threshold != 0.5 else (p.flatten() >= 0.5).long()
