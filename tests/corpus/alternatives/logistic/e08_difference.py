# exercise: E08
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (torch.sign(p.detach().flatten() - threshold) >= 0).int().long()
