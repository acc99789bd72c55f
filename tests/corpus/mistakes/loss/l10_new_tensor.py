# exercise: E12
# caught by: test_bce_loss_gradient
# message: without a graph
# ruff: noqa: F821, N812

import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return torch.tensor(F.binary_cross_entropy(p, y).item(), dtype=p.dtype)
