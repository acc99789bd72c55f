# exercise: E12
# ruff: noqa: N812

import torch.nn.functional as F


def bce_loss(p, y):
    if len(p) != len(y):
        raise ValueError(f"{len(p)} against {len(y)}")
    return F.binary_cross_entropy(p.reshape(len(p)), y.reshape(len(y)).to(p))
