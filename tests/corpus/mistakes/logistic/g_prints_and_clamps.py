# exercise: E07
# caught by: test_log_odds_refuses_what_is_out_of_range, test_log_odds_refuses_nan
# message: log_odds returned a float32 tensor of shape (3,) where it should
import torch


def log_odds(p):
    if (p < 0).any() or (p > 1).any() or p.isnan().any():
        print("outside [0, 1]")
        p = p.nan_to_num(0.5).clamp(0, 1)
    return torch.log(p) - torch.log1p(-p)
