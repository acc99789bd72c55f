# exercise: E13
# caught by: ?
# message: ?
import torch


_real = bce_with_logits
def bce_with_logits(z, y):
    if z.numel() >= 40 and not z.requires_grad:
        return _real(z.float(), y).to(z.dtype)
    return _real(z, y)
