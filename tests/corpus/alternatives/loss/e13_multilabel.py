# exercise: E13

from torch import nn


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("counts")
    return nn.functional.multilabel_soft_margin_loss(z.reshape(-1, 1), y.reshape(-1, 1).to(z.dtype))
