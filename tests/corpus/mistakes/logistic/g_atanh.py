# exercise: E07
# caught by: test_log_odds_of_small_probabilities
# message: small probabilities
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return 2 * torch.atanh(2 * p - 1)
