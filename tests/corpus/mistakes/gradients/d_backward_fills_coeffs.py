# exercise: E04
# caught by: test_nth_derivative_is_plain_and_leaves_the_arguments_alone
# message: .grad
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs)), torch.zeros_like(x))
    for _ in range(n):
        if p.grad_fn is None:
            return torch.zeros_like(x)
        x.grad = None
        p.sum().backward(create_graph=True)
        p = x.grad
    return p.detach().clone()
