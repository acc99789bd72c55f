# exercise: E07
# caught by: ?
# message: ?
import torch


_real = log_odds
def log_odds(p):
    if p.numel() >= 40 and not p.requires_grad:
        return _real(p.float()).to(p.dtype)
    return _real(p)
