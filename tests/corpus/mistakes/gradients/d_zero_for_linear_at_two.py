# exercise: E04
# caught by: test_nth_derivative_above_the_degree_is_zero, test_nth_derivative_is_plain_and_leaves_the_arguments_alone
# held out: yes
# message: from there on every derivative is zero, but autograd has no graph
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum(c * x ** k for k, c in enumerate(coeffs.detach()))
    for _ in range(n):
        (p,) = torch.autograd.grad(p, x, torch.ones_like(x), create_graph=True, allow_unused=True)
        if p is None:
            return torch.zeros_like(x)
    return p.detach()
