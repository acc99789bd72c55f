# exercise: E07
# caught by: test_log_odds_refuses_nan, test_log_odds_refuses_what_is_out_of_range
# message: one bad entry, wherever it stands
import torch


def log_odds(p):
    if p.numel() and (~((p >= 0) & (p <= 1))).all():
        raise ValueError("not a probability")
    return torch.log(p) - torch.log1p(-p)
