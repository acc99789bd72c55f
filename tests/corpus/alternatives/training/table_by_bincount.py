# exercise: E16
import torch


def accuracy(p, y, threshold=0.5):
    d = p.detach().reshape(-1).ge(threshold).long()
    if d.numel() < 1:
        raise ValueError("empty")
    table = torch.bincount(2 * d + y.reshape(-1).long(), minlength=4)
    return float((table[0] + table[3]).double() / table.sum())
