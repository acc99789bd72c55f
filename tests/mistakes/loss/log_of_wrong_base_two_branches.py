# exercise: E12
# caught by: ?
# message: number|wrong|value
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * torch.log(p.clamp(1e-7, 1 - 1e-7)) - (1 - y) * torch.log((1 - p).clamp(1e-7, 1))).mean()
