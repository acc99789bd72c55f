# exercise: E02b
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    kept = [(loss, c) for loss, c in zip(losses, weights, strict=True) if torch.as_tensor(c).any()]
    total = 0.0
    for loss, c in kept:
        total += (c * loss).sum()
    if kept:
        total.backward()
