# exercise: E04
# caught by: test_nth_derivative_above_the_degree_is_zero
# message: nth_derivative returned a tensor of dtype float32, expected float64
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    if n >= len(coeffs):
        return torch.zeros(x.shape)
    c = coeffs.detach().to(x.dtype)
    for _ in range(n):
        c = c[1:] * torch.arange(1, len(c), dtype=x.dtype)
    out = torch.zeros_like(x.detach())
    for a in c.flip(0):
        out = out * x.detach() + a
    return out
