# exercise: E07
# caught by: test_log_odds_of_certainty
# message: log_odds refuses 0 or 1.
import torch


def log_odds(p):
    if not ((p >= 0) & (p < 1)).all():
        raise ValueError
    return torch.log(p) - torch.log1p(-p)
