# exercise: E04
# caught by: test_nth_derivative_of_order_zero_is_the_polynomial
# message: expected shape (7,)
import torch


_real = nth_derivative
def nth_derivative(coeffs, x, n):
    if len(coeffs) == 1 and n == 0:
        return coeffs[0].detach().clone()
    return _real(coeffs, x, n)
