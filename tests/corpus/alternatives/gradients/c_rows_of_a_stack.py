# exercise: E03
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    if n == 0:
        return []
    total = torch.stack([(k + 1) * 3 * x.detach() ** 2 for k in range(n)])
    return list(total.unbind(0))
