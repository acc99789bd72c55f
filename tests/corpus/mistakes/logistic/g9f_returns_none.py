# exercise: E07
# caught by: test_log_odds_refuses_what_is_out_of_range
# message: None
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        return None
    return torch.log(p / (1 - p))
