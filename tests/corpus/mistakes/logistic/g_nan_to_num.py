# exercise: E07
# caught by: test_log_odds_of_certainty
# message: finite
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.nan_to_num(torch.logit(p))
