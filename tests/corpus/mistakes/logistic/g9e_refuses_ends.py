# exercise: E07
# caught by: test_log_odds_of_certainty
# message: both are probabilities
import torch


def log_odds(p):
    if not bool(((p > 0) & (p < 1)).all()):
        raise ValueError
    return torch.log(p / (1 - p))
