# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_columns
# message: For example,
# ruff: noqa: F821, N812

import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    w = torch.where(y == 1, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    return F.binary_cross_entropy(p, y, weight=w)
