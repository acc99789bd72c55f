# exercise: E16
# caught by: ?
# message: number|share|wrong
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    d, y = p.flatten() >= threshold, y.flatten() == 1
    parts = [(d[m] == y[m]).double().mean().item() for m in (y, ~y) if m.any()]
    return sum(parts) / len(parts)
