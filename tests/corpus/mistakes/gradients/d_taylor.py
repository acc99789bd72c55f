# exercise: E04
# caught by: test_nth_derivative_up_to_the_degree
# message: factorial
import math

import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x, total = x.detach(), torch.zeros_like(x.detach())
    for k, c in enumerate(coeffs.detach()):
        if k >= n:
            total = total + c * math.comb(k, n) * x ** (k - n)
    return total
