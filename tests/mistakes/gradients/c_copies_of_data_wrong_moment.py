# exercise: E03
# caught by: ?
# message: entry|number|wrong
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    leaf = x.detach().clone().requires_grad_()
    z = (leaf ** 3).sum()
    for _ in range(n):
        z.backward(retain_graph=True)
    return [leaf.grad.clone() for _ in range(n)]
