# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_float64
# message: rounded
# ruff: noqa: F821, N812

import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return torch.round(F.binary_cross_entropy(p, y), decimals=4)
