# exercise: E13
# caught by: test_bce_with_logits_slope_at_zero
# message: one-sided slopes
# ruff: noqa: F821, N812

import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (F.relu(z) - z * y + torch.log1p(torch.exp(-torch.abs(z)))).mean()
