# exercise: E12
# caught by: ?
# message: refuse
import torch


def bce_loss(p, y):
    if y.numel() > p.numel():
        raise ValueError
    p, y = p.flatten(), y.flatten().to(p.dtype).expand(p.numel()) if y.numel() == 1 else y.flatten().to(p.dtype)
    return torch.nn.functional.binary_cross_entropy(p, y)
