# exercise: E04
# caught by: test_nth_derivative_is_plain_and_leaves_the_arguments_alone
# held out: yes
# message: The numbers of nth_derivative are right, but the result still carries
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    p = sum(c * x ** k for k, c in enumerate(coeffs)) + 0 * x
    if n == 0:
        return p
    x = x.detach().clone().requires_grad_()
    p = sum(c * x ** k for k, c in enumerate(coeffs.detach())) + 0 * x ** 9
    for _ in range(n):
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p.detach()
