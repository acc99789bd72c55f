# exercise: E07
# caught by: test_log_odds_values, test_log_odds_gradient, test_log_odds_of_certainty
# message: For example,
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.logit(p).clamp(-20, 20)
