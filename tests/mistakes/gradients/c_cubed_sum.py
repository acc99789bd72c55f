# exercise: E03
# caught by: ?
# message: number|factor|wrong
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    out = []
    for k in range(n):
        z = x.sum() ** 3
        z.backward()
        out.append(x.grad.clone())
    return out
