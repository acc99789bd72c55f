# exercise: E07
# caught by: ?
# message: accura|digits|small
import torch


def log_odds(p):
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError
    q = 1 - p
    return torch.log((1 - q) / q)
