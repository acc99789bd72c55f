# exercise: E03
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    if n == 0:
        return []
    before = backward_n_times(x, n - 1)
    once = torch.func.grad(lambda t: (t**3).sum())(x.detach())
    return before + [once if not before else before[-1] + once]
