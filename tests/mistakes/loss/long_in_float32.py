# exercise: E12
# caught by: ?
# message: ?
import torch


_real = bce_loss
def bce_loss(p, y):
    if p.numel() >= 40 and not p.requires_grad:
        p = p.float()
    return _real(p, y)
