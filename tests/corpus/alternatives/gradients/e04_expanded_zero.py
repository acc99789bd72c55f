# exercise: E04
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError("n")
    if n >= coeffs.numel():
        return torch.zeros((), dtype=x.dtype).expand(x.shape)
    f = lambda t: sum(c * t**k for k, c in enumerate(coeffs.detach().to(x.dtype)))
    for _ in range(n):
        f = (lambda g: lambda t: torch.func.jvp(g, (t,), (torch.ones_like(t),))[1])(f)
    return f(x.detach())
