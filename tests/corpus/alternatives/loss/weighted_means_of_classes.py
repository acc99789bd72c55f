# exercise: E12
import torch


def bce_loss(p, y):
    p = p.flatten()
    mask = y.flatten() != 0
    if mask.shape != p.shape:
        raise ValueError
    eps = torch.finfo(p.dtype).tiny
    ones = -torch.log(p[mask] + eps).sum()
    zeros = -torch.log((1 - p[~mask]) + eps).sum()
    return (ones + zeros) / len(p)
