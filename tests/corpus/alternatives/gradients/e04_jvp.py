# exercise: E04
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x, c = x.detach(), coeffs.detach()

    def derive(f):
        return lambda t: torch.func.jvp(f, (t,), (torch.ones_like(t),))[1]

    def f(t):
        return sum((ck * t**k for k, ck in enumerate(c)), torch.zeros_like(t))

    for _ in range(n):
        f = derive(f)
    return f(x)
