# exercise: E12
# ruff: noqa: N812

import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise TypeError("sizes")
    return F.binary_cross_entropy(p.ravel(), y.ravel().to(p.dtype))
