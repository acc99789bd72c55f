# exercise: E04
# caught by: test_nth_derivative_of_any_shape
# message: the missing axis makes the difference
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    c, x = coeffs.detach(), x.detach()
    for _ in range(n):
        c = c[1:] * torch.arange(1, max(1, len(c)), dtype=c.dtype)
    if len(c) == 0:
        return torch.zeros_like(x)
    return torch.vander(x, len(c), increasing=True) @ c
