# exercise: E07
# caught by: test_log_odds_refuses_what_is_out_of_range
# message: one bad entry, wherever it stands
import torch


def log_odds(p):
    if p.numel() and not 0 <= p.flatten()[0] <= 1:
        raise ValueError
    return torch.log(p / (1 - p))
