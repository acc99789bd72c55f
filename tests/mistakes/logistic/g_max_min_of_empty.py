# exercise: E07
# caught by: ?
# message: empty|number
import torch


def log_odds(p):
    if p.min() < 0 or p.max() > 1 or p.isnan().any():
        raise ValueError
    return torch.log(p) - torch.log1p(-p)
