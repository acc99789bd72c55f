# exercise: E08
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if threshold <= 0 or threshold >= 1:
        raise ValueError
    p = scores.detach().reshape(-1).double()
    bar = torch.tensor([threshold], dtype=torch.float64)
    if from_logits:
        bar = bar.log() - (1 - bar).log()
    return torch.searchsorted(bar, p, side="right").to(torch.int64)
