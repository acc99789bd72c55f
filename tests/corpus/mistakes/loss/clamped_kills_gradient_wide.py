# exercise: E12
# caught by: test_bce_loss_certain
# message: right costs too much
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.flatten().clamp(0.05, 0.95), y.flatten().to(p.dtype)
    return torch.nn.functional.binary_cross_entropy(p, y)
