# exercise: E13
# caught by: test_bce_with_logits_float64
# message: digits were lost to an added eps or a conversion to float32
import torch


_real = bce_with_logits
def bce_with_logits(z, y):
    if z.numel() >= 40 and not z.requires_grad:
        return _real(z.float(), y).to(z.dtype)
    return _real(z, y)
