# exercise: E12
# caught by: test_bce_loss_one_sample
# message: A tensor without any axis turned up, where one with an axis is needed.
# ruff: noqa: N812

import torch.nn.functional as F


def bce_loss(p, y):
    p, y = p.squeeze(), y.squeeze().to(p.dtype)
    if len(p) != len(y):
        raise ValueError
    return F.binary_cross_entropy(p, y)
