# exercise: E04
# caught by: test_nth_derivative_of_any_shape
# message: 0 to a negative power
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError("n")
    x = x.detach()
    out = torch.zeros_like(x)
    for k, c in enumerate(coeffs.tolist()):
        factor = 1
        for j in range(n):
            factor *= k - j
        out = out + c * factor * x ** (k - n)
    return out
