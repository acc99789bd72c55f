# exercise: E02b
# caught by: ?
# message: shape|tensor
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    total = sum(float(w) * l.sum() for l, w in zip(losses, weights))
    if losses:
        total.backward()
