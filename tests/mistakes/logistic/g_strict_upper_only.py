# exercise: E07
# caught by: ?
# message: inf|1
import torch


def log_odds(p):
    if not ((p >= 0) & (p < 1)).all():
        raise ValueError
    return torch.log(p) - torch.log1p(-p)
