# exercise: E12
# caught by: ?
# message: refuse|IndexError
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise IndexError("counts differ")
    return torch.nn.functional.binary_cross_entropy(p.flatten(), y.flatten().to(p.dtype))
