# exercise: E07
# caught by: test_log_odds_refuses_what_is_out_of_range
# held out: yes
# message: one bad entry, wherever it stands
import torch


def log_odds(p):
    if p.numel() and not 0 <= p.mean() <= 1:
        raise ValueError
    return torch.log(p) - torch.log1p(-p)
