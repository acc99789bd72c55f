# exercise: E07
# caught by: test_log_odds_of_small_probabilities
# message: Small probabilities are lost:
import torch


def log_odds(p):
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError
    q = 1 - p
    return torch.log((1 - q) / q)
