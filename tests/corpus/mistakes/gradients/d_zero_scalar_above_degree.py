# exercise: E04
# caught by: test_nth_derivative_above_the_degree_is_zero, test_nth_derivative_is_plain_and_leaves_the_arguments_alone
# held out: yes
# message: expected shape (7,)
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    if n > len(coeffs) - 1:
        return torch.tensor(0.0, dtype=x.dtype)
    c = coeffs.detach().to(x.dtype)
    for _ in range(n):
        c = c[1:] * torch.arange(1, len(c), dtype=x.dtype)
    out = torch.zeros_like(x.detach())
    for a in c.flip(0):
        out = out * x.detach() + a
    return out
