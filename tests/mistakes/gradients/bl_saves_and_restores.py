# exercise: E02b
# caught by: ?
# message: grad
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    with torch.no_grad():
        total = sum((w * l).sum() for l, w in zip(losses, weights))
    total.requires_grad_().backward()
