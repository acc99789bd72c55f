# exercise: E04
# caught by: test_nth_derivative_up_to_the_degree, test_nth_derivative_in_float64_agrees_with_differences, test_nth_derivative_of_any_shape
# held out: yes
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach()
    out = torch.zeros_like(x)
    for k in range(n, len(coeffs)):
        out = out + coeffs.detach()[k] * k * x ** (k - n) if n else out + coeffs.detach()[k] * x ** k
    return out
