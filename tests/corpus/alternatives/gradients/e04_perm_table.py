# exercise: E04
import torch


from math import perm


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    base = x.detach()
    terms = [coeffs[k].item() * perm(k, n) * base ** (k - n) for k in range(n, coeffs.numel())]
    return torch.stack(terms).sum(0).to(x.dtype) if terms else base * 0
