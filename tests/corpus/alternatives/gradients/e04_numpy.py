# exercise: E04
import numpy as np
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    p = np.polynomial.Polynomial(coeffs.detach().numpy().astype(np.float64)).deriv(n)
    values = np.asarray(p(x.detach().numpy().astype(np.float64)))
    return torch.from_numpy(np.array(np.broadcast_to(values, tuple(x.shape)))).to(x.dtype)
