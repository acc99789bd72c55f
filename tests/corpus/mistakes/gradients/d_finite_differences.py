# exercise: E04
# caught by: test_nth_derivative_up_to_the_degree, test_nth_derivative_in_float64_agrees_with_differences
# message: not accurate enough
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    def p(t):
        return sum(c * t ** k for k, c in enumerate(coeffs.detach().double())) + 0 * t
    def d(t, n):
        h = 1e-3
        return p(t) if n == 0 else (d(t + h, n - 1) - d(t - h, n - 1)) / (2 * h)
    return d(x.detach().double(), n).to(x.dtype)
