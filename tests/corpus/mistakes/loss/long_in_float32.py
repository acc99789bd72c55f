# exercise: E12
# caught by: test_bce_loss_float64
# message: bce_loss returned a tensor of dtype float32, expected float64.
import torch


_real = bce_loss
def bce_loss(p, y):
    if p.numel() >= 40 and not p.requires_grad:
        p = p.float()
    return _real(p, y)
