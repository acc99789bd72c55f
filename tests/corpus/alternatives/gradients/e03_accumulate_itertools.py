# exercise: E03
import torch


from itertools import accumulate, repeat


def backward_n_times(x, n):
    if n < 0:
        raise ValueError("n >= 0, please")
    leaf = torch.nn.Parameter(x.detach().clone())
    z = torch.pow(leaf, 3).sum()
    once = (torch.autograd.grad(z, leaf, retain_graph=True)[0] for _ in range(n))
    return [g.clone() for g in accumulate(once)]
