# exercise: E03
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    total = torch.zeros_like(x)
    for _ in range(n):
        (slope,) = torch.autograd.grad(z, x, retain_graph=True)
        total = total + slope
        out.append(total.detach())
    return out
