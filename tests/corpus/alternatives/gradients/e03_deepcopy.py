# exercise: E03
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    import copy

    for _ in range(n):
        torch.autograd.backward([z], retain_graph=True)
        out.append(copy.deepcopy(x.grad))
    return out
