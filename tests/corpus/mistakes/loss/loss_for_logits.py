# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_columns
# message: probability already
# ruff: noqa: N812

import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return F.binary_cross_entropy_with_logits(p, y)
