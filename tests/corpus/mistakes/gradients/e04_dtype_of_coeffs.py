# exercise: E04
# caught by: test_nth_derivative_of_any_shape
# message: with coeffs as float32
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError("n must be 0 or more")
    c, x = coeffs.detach(), x.detach()
    for _ in range(n):
        c = c[1:] * torch.arange(1, len(c)) if len(c) else c
    value = torch.zeros(x.shape, dtype=c.dtype)
    for coefficient in c.flip(0):
        value = value * x + coefficient
    return value
