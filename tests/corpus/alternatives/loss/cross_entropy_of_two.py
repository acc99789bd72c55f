# exercise: E13
# ruff: noqa: F821, N812

import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.cross_entropy(torch.stack([torch.zeros_like(z), z], dim=1), y.long())
