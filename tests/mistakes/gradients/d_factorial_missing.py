# exercise: E04
# caught by: ?
# message: number|factor|wrong
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach()
    out = torch.zeros_like(x)
    for k in range(n, len(coeffs)):
        out = out + coeffs.detach()[k] * k * x ** (k - n) if n else out + coeffs.detach()[k] * x ** k
    return out
