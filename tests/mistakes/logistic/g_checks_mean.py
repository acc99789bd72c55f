# exercise: E07
# caught by: ?
# message: refuse
import torch


def log_odds(p):
    if p.numel() and not 0 <= p.mean() <= 1:
        raise ValueError
    return torch.log(p) - torch.log1p(-p)
