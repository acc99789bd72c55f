# exercise: E04
# caught by: test_nth_derivative_up_to_the_degree
# message: first derivative
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    return torch.autograd.grad(p.sum(), x)[0] if p.requires_grad else torch.zeros_like(x)
