# exercise: E04
# caught by: ?
# message: ?
import torch


_real = nth_derivative
def nth_derivative(coeffs, x, n):
    if len(coeffs) == 1 and n == 0:
        return coeffs[0].detach().clone()
    return _real(coeffs, x, n)
