# exercise: E07
# caught by: test_log_odds_of_certainty
# message: -inf
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.log(p + 1e-12) - torch.log(1 - p + 1e-12)
