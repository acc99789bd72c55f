# exercise: E16
# caught by: ?
# message: number|share|wrong
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    d, y = p.flatten() >= threshold, y.flatten() == 1
    both = (d & y).sum().item()
    total = d.sum().item() + y.sum().item()
    return 2 * both / total if total else 1.0
