# exercise: E13
# caught by: test_bce_with_logits_one_sample
# message: bring both to one shape (flatten), and refuse only different counts
import torch


_real = bce_with_logits
def bce_with_logits(z, y):
    if z.dim() == 2:
        z = z.squeeze()
    if z.numel() == y.numel() and z.dim() == 0:
        raise ValueError("no samples")
    return _real(z, y)
