# exercise: E03
# caught by: ?
# message: number|entry|wrong
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    out, g = [], 3 * x.detach() ** 2
    for _ in range(n):
        out.append(g.clone())
        g = g + g
    return out
