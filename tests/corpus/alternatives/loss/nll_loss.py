# exercise: E12
# ruff: noqa: F821, N812

import torch.nn.functional as F


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    both = torch.stack([1 - p, p], dim=1).clamp(min=1e-12).log()
    return F.nll_loss(both, y.long())
