# exercise: E07
# caught by: ?
# message: refuse|KeyError
import torch


def log_odds(p):
    if (p < 0).any() or (p > 1).any() or p.isnan().any():
        raise KeyError("outside [0, 1]")
    return torch.log(p) - torch.log1p(-p)
