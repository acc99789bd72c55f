# exercise: E13
# caught by: test_bce_with_logits_values, test_bce_with_logits_columns
# message: class 0
# ruff: noqa: N812

import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.softplus(z).mean()
