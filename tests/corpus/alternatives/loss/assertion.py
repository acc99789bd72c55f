# exercise: E12
# ruff: noqa: N812

import torch.nn.functional as F


def bce_loss(p, y):
    assert p.numel() == y.numel(), "sizes"
    return F.binary_cross_entropy(
        p.view(-1) if p.is_contiguous() else p.reshape(-1), y.reshape(-1).type_as(p)
    )
