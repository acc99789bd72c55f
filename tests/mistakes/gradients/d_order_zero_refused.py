# exercise: E04
# caught by: ?
# message: order|n = 0|ValueError
import torch


def nth_derivative(coeffs, x, n):
    if n < 1:
        raise ValueError("order must be positive")
    c = coeffs.detach().to(x.dtype)
    for _ in range(n):
        c = c[1:] * torch.arange(1, max(len(c), 1), dtype=x.dtype)
    out = torch.zeros_like(x.detach())
    for a in c.flip(0):
        out = out * x.detach() + a
    return out
