# exercise: E04
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    c = coeffs.detach().to(x.dtype)
    for _ in range(n):
        c = (torch.arange(len(c), dtype=c.dtype) * c)[1:]
    if not len(c):
        return x.detach() * 0
    exponents = torch.arange(len(c), dtype=x.dtype)
    return ((x.detach()[..., None] ** exponents) * c).sum(-1)
