# exercise: E08
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    if p.dim() == 2:
        p = p.squeeze(1)
    out = torch.zeros(p.shape, dtype=torch.long)
    out[p >= threshold] = 1
    return out
