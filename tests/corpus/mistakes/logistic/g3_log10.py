# exercise: E07
# caught by: test_log_odds_values, test_log_odds_undoes_the_sigmoid
# message: 2.3026
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.log10(p / (1 - p))
