# exercise: E07
import torch


def log_odds(p):
    q = torch.ones_like(p) - p
    for value in p.detach().flatten().tolist():
        if not 0.0 <= value <= 1.0:
            raise ValueError(value)
    return torch.log(p) + torch.log(1 / q)
