# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_columns
# message: For example,
# ruff: noqa: N812

import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    return F.binary_cross_entropy(p.flatten(), y.flatten().to(p.dtype), reduction="none").max()
