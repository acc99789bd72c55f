# exercise: E02b
# caught by: ?
# message: in place
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    for l, w in zip(losses, weights):
        l.mul_(w)
    torch.autograd.backward(losses, [torch.ones_like(l) for l in losses])
