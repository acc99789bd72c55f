# exercise: E03
# caught by: ?
# message: list|tensor
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    leaf = x.detach().clone().requires_grad_()
    z = (leaf ** 3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(leaf.grad.tolist())
    return out
