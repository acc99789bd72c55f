# exercise: E12
# caught by: ?
# message: number|wrong|value
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return torch.nn.functional.binary_cross_entropy(p, y, reduction="none").median()
