# exercise: E07
# caught by: test_log_odds_of_small_probabilities
# message: Small probabilities are lost:
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return -torch.logit(1 - p)
