# exercise: E04
# caught by: test_nth_derivative_up_to_the_degree
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    if not p.requires_grad or n > len(coeffs) - 1:
        return torch.zeros_like(x).detach()
    if n == 0:
        return p.detach()
    (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    if n == 1:
        return p.detach()
    (p,) = torch.autograd.grad(p.sum(), x)
    return p.detach()
