# exercise: E04
# caught by: test_nth_derivative_in_float64_agrees_with_differences
# message: digits were lost to an added eps or a conversion to float32
import torch


_real = nth_derivative
def nth_derivative(coeffs, x, n):
    return _real(coeffs.detach().float(), x, n)
