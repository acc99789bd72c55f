# exercise: E07
# caught by: test_log_odds_of_certainty
# message: -inf
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.logit(p.clamp(1e-7, 1 - 1e-7))
