# exercise: E04
# caught by: ?
# message: shape|float|int
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    if n > len(coeffs) - 1:
        return torch.tensor(0.0, dtype=x.dtype)
    c = coeffs.detach().to(x.dtype)
    for _ in range(n):
        c = c[1:] * torch.arange(1, len(c), dtype=x.dtype)
    out = torch.zeros_like(x.detach())
    for a in c.flip(0):
        out = out * x.detach() + a
    return out
