# exercise: E12
# caught by: test_bce_loss_values
# message: focal loss
import torch


from torch import nn


def bce_loss(p, y, gamma=2.0):
    if p.numel() != y.numel():
        raise ValueError("counts")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    pt = torch.where(y == 1, p, 1 - p).clamp_min(1e-12)
    return -((1 - pt) ** gamma * pt.log()).mean()
