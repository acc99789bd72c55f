# exercise: E13
import torch


def bce_with_logits(z, y):
    n = z.numel()
    if y.numel() != n:
        raise ValueError
    pair = torch.stack([torch.zeros_like(z.reshape(-1)), z.reshape(-1)], 1)
    return torch.nn.functional.cross_entropy(pair, y.reshape(-1).long())
