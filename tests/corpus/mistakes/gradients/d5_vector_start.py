# exercise: E04
# caught by: test_nth_derivative_up_to_the_degree
# message: several elements
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n):
        if not p.requires_grad:
            return torch.zeros_like(x)
        (p,) = torch.autograd.grad(p, x, create_graph=True)
    return p.detach()
