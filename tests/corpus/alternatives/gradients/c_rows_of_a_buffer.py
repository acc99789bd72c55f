# exercise: E03
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []  # noqa: F841
    buffer = torch.zeros(n, *x.shape, dtype=x.dtype)
    for k in range(n):
        z.backward(retain_graph=True)
        buffer[k] = x.grad
    return list(buffer)
