# exercise: E12
# caught by: test_bce_loss_refuses_unequal_counts
# message: Arguments that the contract forbids must be refused with a ValueError
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise IndexError("counts differ")
    return torch.nn.functional.binary_cross_entropy(p.flatten(), y.flatten().to(p.dtype))
