# exercise: E07
# caught by: test_log_odds_refuses_what_is_out_of_range, test_log_odds_refuses_nan
# held out: yes
# message: Arguments that the contract forbids must be refused with a ValueError
import torch


def log_odds(p):
    if (p < 0).any() or (p > 1).any() or p.isnan().any():
        raise KeyError("outside [0, 1]")
    return torch.log(p) - torch.log1p(-p)
