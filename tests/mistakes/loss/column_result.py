# exercise: E12
# caught by: ?
# message: shape
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.reshape(-1, 1), y.reshape(-1, 1).to(p.dtype)
    return torch.nn.functional.binary_cross_entropy(p, y, reduction="none").mean(dim=0)
