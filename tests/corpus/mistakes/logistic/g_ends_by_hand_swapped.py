# exercise: E07
# caught by: test_log_odds_of_certainty
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.where(p <= 0, torch.inf, torch.where(p >= 1, -torch.inf, torch.logit(p)))
