# exercise: E03
# caught by: ?
# message: ?
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    out = []
    for _ in range(n):
        leaf = x.detach().clone().requires_grad_()
        (leaf ** 3).sum().backward()
        out.append(leaf.grad)
    return out
