# exercise: E12
# caught by: ?
# message: float
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    return torch.nn.functional.binary_cross_entropy(p.flatten().double(), y.flatten().double())
