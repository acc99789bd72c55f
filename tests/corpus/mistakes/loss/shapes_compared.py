# exercise: E12
# caught by: test_bce_loss_columns
# message: same number of samples
# ruff: noqa: N812

import torch.nn.functional as F


def bce_loss(p, y):
    if p.shape != y.shape:
        raise ValueError("shapes differ")
    return F.binary_cross_entropy(p, y.to(p.dtype))
