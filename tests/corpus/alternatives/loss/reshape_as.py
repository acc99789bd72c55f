# exercise: E13
# ruff: noqa: N812

import torch.nn.functional as F


def bce_with_logits(z, y):
    return F.binary_cross_entropy_with_logits(z, y.reshape_as(z).type_as(z))
