# exercise: E12
# caught by: test_bce_loss_refuses_unequal_counts
# message: Raise ValueError
# ruff: noqa: N812

import torch.nn.functional as F


def bce_loss(p, y):
    n = min(p.numel(), y.numel())
    return F.binary_cross_entropy(p.flatten()[:n], y.flatten()[:n].to(p.dtype))
