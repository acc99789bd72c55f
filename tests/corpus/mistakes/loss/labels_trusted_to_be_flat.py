# exercise: E12
# caught by: test_bce_loss_columns
# message: same number of samples
# ruff: noqa: N812

import torch.nn.functional as F


def bce_loss(p, y):
    return F.binary_cross_entropy(p.flatten(), y.to(p.dtype))
