# exercise: E08
# caught by: ?
# message: class|number|value|wrong
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = scores.sigmoid() if from_logits else scores
    return torch.where(p.flatten() < threshold, 0, 1).to(torch.uint8)
