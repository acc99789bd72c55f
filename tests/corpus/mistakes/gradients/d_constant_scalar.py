# exercise: E04
# caught by: test_nth_derivative_of_order_zero_is_the_polynomial
# message: shape
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach()
    c = coeffs.detach()
    for _ in range(n):
        c = c[1:] * torch.arange(1, max(1, len(c)), dtype=c.dtype)
    total = torch.zeros((), dtype=x.dtype)
    for k, ck in enumerate(c):
        total = total + (ck * x**k if k else ck)
    return total
