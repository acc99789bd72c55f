# exercise: E12
# caught by: test_bce_loss_values
# message: added inside the logarithms
import torch


from torch import nn


def bce_loss(p, y, eps=1e-3):
    if p.numel() != y.numel():
        raise ValueError("counts")
    p = p.flatten()
    y = y.flatten().to(p.dtype)
    return -(y * torch.log(p + eps) + (1 - y) * torch.log(1 - p + eps)).mean()
