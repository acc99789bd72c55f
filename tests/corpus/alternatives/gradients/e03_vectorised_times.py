# exercise: E03
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    g = 3.0 * x.detach().square()
    return [torch.mul(g, float(k)) for k in range(1, n + 1)]
