# exercise: E07
# caught by: test_log_odds_values, test_log_odds_undoes_the_sigmoid
# message: truth value
import torch


def log_odds(p):
    if p < 0 or p > 1:
        raise ValueError
    return torch.log(p / (1 - p))
