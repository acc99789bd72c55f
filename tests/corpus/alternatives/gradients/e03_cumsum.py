# exercise: E03
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError(n)
    slope = torch.func.grad(lambda t: t.pow(3).sum())(x.detach())
    return [slope.mul(k).clone() for k in range(1, n + 1)]
