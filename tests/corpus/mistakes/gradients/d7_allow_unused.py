# exercise: E04
# caught by: test_nth_derivative_above_the_degree_is_zero
# message: None means zero
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    coeffs = coeffs.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    p = torch.zeros_like(x) + coeffs[-1]
    for c in coeffs[:-1].flip(0):
        p = p * x + c
    for _ in range(n):
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True, allow_unused=True)
    return p.detach()
