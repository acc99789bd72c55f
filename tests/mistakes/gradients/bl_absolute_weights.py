# exercise: E02b
# caught by: ?
# message: sign|number|wrong
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    sum((abs(w) * l).sum() for l, w in zip(losses, weights)).backward()
