# exercise: E12
# caught by: test_bce_loss_one_sample
# message: no axis left
# ruff: noqa: N812

import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    return F.binary_cross_entropy(p.squeeze(), y.to(p.dtype))
