# exercise: E04
import torch


import numpy as np


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    p = np.polynomial.Polynomial(coeffs.detach().double().numpy())
    for _ in range(n):
        p = p.deriv()
    return torch.as_tensor(p(x.detach().double().numpy()), dtype=x.dtype).reshape(x.shape)
