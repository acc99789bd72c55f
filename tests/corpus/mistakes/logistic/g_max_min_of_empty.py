# exercise: E07
# caught by: test_log_odds_of_any_shape
# message: A step needs at least one number and found none.
import torch


def log_odds(p):
    if p.min() < 0 or p.max() > 1 or p.isnan().any():
        raise ValueError
    return torch.log(p) - torch.log1p(-p)
