# exercise: E04
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n):
        if not p.requires_grad:
            p = p + 0 * x
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True, materialize_grads=True)
    return p.detach()
