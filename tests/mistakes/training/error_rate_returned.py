# exercise: E16
# caught by: ?
# message: number|share|wrong|error
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    return ((p.flatten() >= threshold) != (y.flatten() == 1)).double().mean().item()
