# exercise: E04
# caught by: test_nth_derivative_is_plain_and_leaves_the_arguments_alone
# message: Argument 1 of nth_derivative has changed:
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach()
    with torch.no_grad():
        for _ in range(n):
            for k in range(len(coeffs) - 1):
                coeffs[k] = coeffs[k + 1] * (k + 1)
            coeffs[-1] = 0
        return sum(c * x ** k for k, c in enumerate(coeffs)) + 0 * x
