# exercise: E07
# caught by: test_log_odds_refuses_nan
# message: nan
import torch


def log_odds(p):
    if (p < 0).any() or (p > 1).any():
        raise ValueError
    return torch.log(p / (1 - p))
