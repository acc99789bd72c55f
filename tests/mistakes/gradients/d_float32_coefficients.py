# exercise: E04
# caught by: ?
# message: ?
import torch


_real = nth_derivative
def nth_derivative(coeffs, x, n):
    return _real(coeffs.detach().float(), x, n)
