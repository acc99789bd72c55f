# exercise: E07
# caught by: test_log_odds_undoes_the_sigmoid
# message: somewhere they went through float32
import torch


_real = log_odds
def log_odds(p):
    if p.numel() >= 40 and not p.requires_grad:
        return _real(p.float()).to(p.dtype)
    return _real(p)
