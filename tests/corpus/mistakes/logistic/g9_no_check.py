# exercise: E07
# caught by: test_log_odds_refuses_what_is_out_of_range
# message: refuse
import torch


def log_odds(p):
    return torch.log(p / (1 - p))
