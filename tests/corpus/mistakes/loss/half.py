# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_columns
# message: half of the expected
# ruff: noqa: N812

import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return 0.5 * F.binary_cross_entropy(p, y)
