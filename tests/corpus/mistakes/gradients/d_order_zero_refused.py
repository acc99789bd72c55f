# exercise: E04
# caught by: test_nth_derivative_of_order_zero_is_the_polynomial, test_nth_derivative_in_float64_agrees_with_differences, test_nth_derivative_is_plain_and_leaves_the_arguments_alone
# held out: yes
# message: n = 0 gives p(x) itself, also for a constant and a straight line
import torch


def nth_derivative(coeffs, x, n):
    if n < 1:
        raise ValueError("order must be positive")
    c = coeffs.detach().to(x.dtype)
    for _ in range(n):
        c = c[1:] * torch.arange(1, max(len(c), 1), dtype=x.dtype)
    out = torch.zeros_like(x.detach())
    for a in c.flip(0):
        out = out * x.detach() + a
    return out
