# exercise: E12
# caught by: test_bce_loss_refuses_unequal_counts
# message: Raise ValueError
# ruff: noqa: F821, N812

import torch.nn.functional as F


def bce_loss(p, y):
    p, y = torch.broadcast_tensors(p.flatten(), y.flatten().to(p.dtype))
    return F.binary_cross_entropy(p, y)
