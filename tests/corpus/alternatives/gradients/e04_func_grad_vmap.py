# exercise: E04
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    c = coeffs.detach().to(x.dtype)

    def p(t):
        return sum(ck * t**k for k, ck in enumerate(c))

    f = p
    for _ in range(n):
        f = torch.func.grad(f)
    x = x.detach()
    if x.numel() == 0:
        return torch.zeros_like(x)
    return torch.func.vmap(f)(x.reshape(-1)).reshape(x.shape)
