# %% allow unused
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n):
        if not p.requires_grad:
            return torch.zeros_like(x).detach()
        (g,) = torch.autograd.grad(p.sum(), x, create_graph=True, allow_unused=True)
        p = torch.zeros_like(x).detach() if g is None else g
    return p.detach()

# %% cleared backward
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n):
        if not p.requires_grad:
            return torch.zeros_like(x).detach()
        x.grad = None
        p.sum().backward(create_graph=True)
        p = x.grad
    return p.detach().clone()

# %% companion matrix
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    k = len(coeffs)
    shift = torch.diag(torch.arange(1, k, dtype=torch.float64), 1)
    c = torch.linalg.matrix_power(shift, n) @ coeffs.detach().double()
    powers = x.detach().double().unsqueeze(-1) ** torch.arange(k)
    return (powers @ c).to(x.dtype)

# %% degree looked at first
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    if n >= len(coeffs):
        return torch.zeros_like(x).detach()
    for _ in range(n):
        (p,) = torch.autograd.grad(p, x, torch.ones_like(p), create_graph=True)
    return p.detach()

# %% einsum power table
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    c = coeffs.detach().to(x.dtype)
    for _ in range(n):
        c = (torch.arange(len(c), dtype=c.dtype) * c)[1:]
    if not len(c):
        return x.detach() * 0
    exponents = torch.arange(len(c), dtype=x.dtype)
    return ((x.detach()[..., None] ** exponents) * c).sum(-1)

# %% an expanded zero above the degree
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError("n")
    if n >= coeffs.numel():
        return torch.zeros((), dtype=x.dtype).expand(x.shape)
    f = lambda t: sum(c * t**k for k, c in enumerate(coeffs.detach().to(x.dtype)))
    for _ in range(n):
        f = (lambda g: lambda t: torch.func.jvp(g, (t,), (torch.ones_like(t),))[1])(f)
    return f(x.detach())

# %% forward over forward
import torch


from torch.func import jvp


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    coeffs = coeffs.detach().to(x.dtype)

    def p(t):
        out = torch.zeros_like(t)
        for a in coeffs.flip(0):
            out = out * t + a
        return out

    f = p
    for _ in range(n):
        f = (lambda g: lambda t: jvp(g, (t,), (torch.ones_like(t),))[1])(f)
    return f(x.detach())

# %% func.grad under vmap
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    c = coeffs.detach().to(x.dtype)

    def p(t):
        return sum(ck * t**k for k, ck in enumerate(c))

    f = p
    for _ in range(n):
        f = torch.func.grad(f)
    x = x.detach()
    if x.numel() == 0:
        return torch.zeros_like(x)
    return torch.func.vmap(f)(x.reshape(-1)).reshape(x.shape)

# %% horner
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = 0 * x
    for c in reversed(coeffs.detach().unbind()):
        p = p * x + c
    for _ in range(n):
        if p.grad_fn is None:
            p = torch.zeros_like(x)
            break
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p.detach()

# %% jvp
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x, c = x.detach(), coeffs.detach()

    def derive(f):
        return lambda t: torch.func.jvp(f, (t,), (torch.ones_like(t),))[1]

    def f(t):
        return sum((ck * t**k for k, ck in enumerate(c)), torch.zeros_like(t))

    for _ in range(n):
        f = derive(f)
    # Of a number without an axis torch.func makes float64 above the degree.
    return f(x).to(x.dtype)

# %% materialize_grads
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n):
        if not p.requires_grad:
            p = p + 0 * x
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True, materialize_grads=True)
    return p.detach()

# %% numpy
import numpy as np
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    p = np.polynomial.Polynomial(coeffs.detach().numpy().astype(np.float64)).deriv(n)
    values = np.asarray(p(x.detach().numpy().astype(np.float64)))
    return torch.from_numpy(np.array(np.broadcast_to(values, tuple(x.shape)))).to(x.dtype)

# %% numpy polynomial object
import torch


import numpy as np


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    p = np.polynomial.Polynomial(coeffs.detach().double().numpy())
    for _ in range(n):
        p = p.deriv()
    return torch.as_tensor(p(x.detach().double().numpy()), dtype=x.dtype).reshape(x.shape)

# %% math.perm
import torch


from math import perm


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    base = x.detach()
    terms = [coeffs[k].item() * perm(k, n) * base ** (k - n) for k in range(n, coeffs.numel())]
    return torch.stack(terms).sum(0).to(x.dtype) if terms else base * 0

# %% power rule
import math

import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x, total = x.detach(), torch.zeros_like(x.detach())
    for k, c in enumerate(coeffs.tolist()):
        if k >= n:
            total = total + c * math.perm(k, n) * x ** (k - n)
    return total

# %% powers matrix
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    powers = torch.stack([x**k for k in range(len(coeffs))], dim=-1)
    p = powers @ coeffs.detach()
    for _ in range(n):
        if not p.requires_grad:
            return torch.zeros_like(x).detach()
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p.detach()

# %% taylor shift
def nth_derivative(coeffs, x, n):
    import math

    if n < 0:
        raise ValueError("order below zero")
    x = x.detach()
    if n >= len(coeffs):
        return x.new_zeros(x.shape)
    row = [x * 0 + c for c in reversed(coeffs.tolist())]
    for done in range(n + 1):
        for i in range(1, len(row) - done):
            row[i] = row[i] + row[i - 1] * x
    return row[len(row) - 1 - n] * math.factorial(n)

# %% sum of powers in the dtype of coeffs
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError("n must be 0 or more")
    c, x = coeffs.detach(), x.detach()
    for _ in range(n):
        c = c[1:] * torch.arange(1, len(c)) if len(c) else c
    value = torch.zeros(x.shape, dtype=c.dtype)
    for coefficient in c.flip(0):
        value = value * x + coefficient
    return value
