# exercise: E12
# ruff: noqa: N812

import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return F.binary_cross_entropy(p.reshape(-1, 1), y.reshape(-1, 1))
