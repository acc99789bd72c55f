# %% no create_graph
# caught by: test_nth_derivative_up_to_the_degree
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n):
        (p,) = torch.autograd.grad(p.sum(), x)
    return p.detach()

# %% goes on past the degree
# caught by: test_nth_derivative_above_the_degree_is_zero
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n):
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p.detach()

# %% Horner, goes on past the degree
# caught by: test_nth_derivative_above_the_degree_is_zero
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = torch.zeros_like(x) + coeffs[-1].detach()
    for c in coeffs[:-1].detach().flip(0):
        p = p * x + c
    for _ in range(n):
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p.detach()

# %% backward adds up in x.grad
# caught by: test_nth_derivative_up_to_the_degree
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n):
        if not p.requires_grad:
            return torch.zeros_like(x)
        p.sum().backward(create_graph=True)
        p = x.grad
    return p.detach().clone()

# %% differentiates a vector
# caught by: test_nth_derivative_up_to_the_degree
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n):
        if not p.requires_grad:
            return torch.zeros_like(x)
        (p,) = torch.autograd.grad(p, x, create_graph=True)
    return p.detach()

# %% backward fills coeffs
# caught by: test_nth_derivative_leaves_the_arguments_alone
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs)), torch.zeros_like(x))
    for _ in range(n):
        if p.grad_fn is None:
            return torch.zeros_like(x)
        x.grad = None
        p.sum().backward(create_graph=True)
        p = x.grad
    return p.detach().clone()

# %% coeffs reversed in place
# caught by: test_nth_derivative_leaves_the_arguments_alone
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

# %% constant scalar
# caught by: test_nth_derivative_of_order_zero_is_the_polynomial
# message: shape
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach()
    c = coeffs.detach()
    for _ in range(n):
        c = c[1:] * torch.arange(1, max(1, len(c)), dtype=c.dtype)
    total = torch.zeros((), dtype=x.dtype)
    for k, ck in enumerate(c):
        total = total + (ck * x**k if k else ck)
    return total

# %% constant without shape
# caught by: test_nth_derivative_of_order_zero_is_the_polynomial
# message: expected shape (7,)
import torch


_real = nth_derivative
def nth_derivative(coeffs, x, n):
    if len(coeffs) == 1 and n == 0:
        return coeffs[0].detach().clone()
    return _real(coeffs, x, n)

# %% factorial missing
# caught by: test_nth_derivative_above_the_degree_is_zero, test_nth_derivative_is_plain, test_nth_derivative_kind, test_nth_derivative_of_order_zero_is_the_polynomial, test_nth_derivative_up_to_the_degree
# message: For example,
# held out: yes
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach()
    out = torch.zeros_like(x)
    for k in range(n, len(coeffs)):
        out = out + coeffs.detach()[k] * k * x ** (k - n) if n else out + coeffs.detach()[k] * x ** k
    return out

# %% finite differences
# caught by: test_nth_derivative_above_the_degree_is_zero, test_nth_derivative_is_plain, test_nth_derivative_kind, test_nth_derivative_of_order_zero_is_the_polynomial
# message: not accurate enough
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    def p(t):
        return sum(c * t ** k for k, c in enumerate(coeffs.detach().double())) + 0 * t
    def d(t, n):
        h = 1e-3
        return p(t) if n == 0 else (d(t + h, n - 1) - d(t - h, n - 1)) / (2 * h)
    return d(x.detach().double(), n).to(x.dtype)

# %% always the first derivative
# caught by: test_nth_derivative_up_to_the_degree
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    return torch.autograd.grad(p.sum(), x)[0] if p.requires_grad else torch.zeros_like(x)

# %% float32 coefficients
# caught by: test_nth_derivative_above_the_degree_is_zero, test_nth_derivative_is_plain, test_nth_derivative_kind, test_nth_derivative_of_order_zero_is_the_polynomial
# message: digits were lost, to float32, an added eps, a clamp or rounding
import torch


_real = nth_derivative
def nth_derivative(coeffs, x, n):
    return _real(coeffs.detach().float(), x, n)

# %% answer keeps its graph
# caught by: test_nth_derivative_above_the_degree_is_zero, test_nth_derivative_is_plain, test_nth_derivative_kind, test_nth_derivative_of_order_zero_is_the_polynomial
# message: carries a graph
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n):
        if not p.requires_grad:
            return torch.zeros_like(x)
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p

# %% mean in place of sum
# caught by: test_nth_derivative_up_to_the_degree
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n):
        if not p.requires_grad:
            return torch.zeros_like(x)
        (p,) = torch.autograd.grad(p.mean(), x, create_graph=True)
    return p.detach()

# %% refuses nothing
# caught by: test_nth_derivative_refuses_a_negative_order
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n):
        if not p.requires_grad:
            return torch.zeros_like(x)
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p.detach()

# %% works on x itself
# caught by: test_nth_derivative_leaves_the_arguments_alone
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x.requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n):
        if not p.requires_grad:
            return torch.zeros_like(x)
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p.detach()

# %% one order less
# caught by: test_nth_derivative_up_to_the_degree
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n - 1):
        if not p.requires_grad:
            return torch.zeros_like(x)
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p.detach()

# %% one order more
# caught by: test_nth_derivative_up_to_the_degree
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n + 1):
        if not p.requires_grad:
            return torch.zeros_like(x)
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p.detach()

# %% knows two orders only
# caught by: test_nth_derivative_up_to_the_degree
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    if not p.requires_grad or n > len(coeffs) - 1:
        return torch.zeros_like(x).detach()
    if n == 0:
        return p.detach()
    (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    if n == 1:
        return p.detach()
    (p,) = torch.autograd.grad(p.sum(), x)
    return p.detach()

# %% order zero is x
# caught by: test_nth_derivative_of_order_zero_is_the_polynomial
# message: For example, nth_derivative(
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    if n == 0:
        return x.detach()
    for _ in range(n):
        if not p.requires_grad:
            return torch.zeros_like(x)
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p.detach()

# %% order zero not plain
# caught by: test_nth_derivative_above_the_degree_is_zero, test_nth_derivative_is_plain, test_nth_derivative_of_order_zero_is_the_polynomial
# message: The numbers of nth_derivative are right, but the result still carries
# held out: yes
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    p = sum(c * x ** k for k, c in enumerate(coeffs)) + 0 * x
    if n == 0:
        return p
    x = x.detach().clone().requires_grad_()
    p = sum(c * x ** k for k, c in enumerate(coeffs.detach())) + 0 * x ** 9
    for _ in range(n):
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p.detach()

# %% order zero refused
# caught by: test_nth_derivative_above_the_degree_is_zero, test_nth_derivative_is_plain, test_nth_derivative_of_order_zero_is_the_polynomial
# message: For example, nth_derivative(
# held out: yes
import torch


def nth_derivative(coeffs, x, n):
    if n < 1:
        raise ValueError("order must be positive")
    c = coeffs.detach().to(x.dtype)
    for _ in range(n):
        c = c[1:] * torch.arange(1, max(len(c), 1), dtype=x.dtype)
    out = torch.zeros_like(x.detach())
    for a in c.flip(0):
        out = out * x.detach() + a
    return out

# %% order zero wrong
# caught by: test_nth_derivative_of_order_zero_is_the_polynomial
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(max(1, n)):
        if not p.requires_grad:
            return torch.zeros_like(x)
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p.detach()

# %% powers from one
# caught by: test_nth_derivative_up_to_the_degree
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach(), start=1)), torch.zeros_like(x))
    for _ in range(n):
        if not p.requires_grad:
            return torch.zeros_like(x)
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p.detach()

# %% coefficients reversed
# caught by: test_nth_derivative_up_to_the_degree
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach().flip(0))), torch.zeros_like(x))
    for _ in range(n):
        if not p.requires_grad:
            return torch.zeros_like(x)
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p.detach()

# %% rule without factors
# caught by: test_nth_derivative_up_to_the_degree
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x, total = x.detach(), torch.zeros_like(x.detach())
    for k, c in enumerate(coeffs.detach()):
        if k >= n:
            total = total + c * x ** (k - n)
    return total

# %% summed answer
# caught by: test_nth_derivative_up_to_the_degree
# message: expected shape
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))
    for _ in range(n):
        if not p.requires_grad:
            return torch.zeros_like(x)
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True)
    return p.detach().sum()

# %% divides by the factorial
# caught by: test_nth_derivative_up_to_the_degree
# message: For example,
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

# %% vander takes vectors only
# caught by: test_nth_derivative_above_the_degree_is_zero, test_nth_derivative_is_plain, test_nth_derivative_kind, test_nth_derivative_of_order_zero_is_the_polynomial
# message: For example, nth_derivative(
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    c, x = coeffs.detach(), x.detach()
    for _ in range(n):
        c = c[1:] * torch.arange(1, max(1, len(c)), dtype=c.dtype)
    if len(c) == 0:
        return torch.zeros_like(x)
    return torch.vander(x, len(c), increasing=True) @ c

# %% zero for linear at two
# caught by: test_nth_derivative_above_the_degree_is_zero, test_nth_derivative_is_plain, test_nth_derivative_kind, test_nth_derivative_of_order_zero_is_the_polynomial
# message: For example,
# held out: yes
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    p = sum(c * x ** k for k, c in enumerate(coeffs.detach()))
    for _ in range(n):
        (p,) = torch.autograd.grad(p, x, torch.ones_like(x), create_graph=True, allow_unused=True)
        if p is None:
            return torch.zeros_like(x)
    return p.detach()

# %% zero scalar above degree
# caught by: test_nth_derivative_above_the_degree_is_zero, test_nth_derivative_is_plain, test_nth_derivative_kind, test_nth_derivative_of_order_zero_is_the_polynomial
# message: For example, nth_derivative(
# held out: yes
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    if n > len(coeffs) - 1:
        return torch.tensor(0.0, dtype=x.dtype)
    c = coeffs.detach().to(x.dtype)
    for _ in range(n):
        c = c[1:] * torch.arange(1, len(c), dtype=x.dtype)
    out = torch.zeros_like(x.detach())
    for a in c.flip(0):
        out = out * x.detach() + a
    return out

# %% zeros always float32
# caught by: test_nth_derivative_kind
# message: nth_derivative returned a tensor of dtype float32, expected float64
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    if n >= len(coeffs):
        return torch.zeros(x.shape)
    c = coeffs.detach().to(x.dtype)
    for _ in range(n):
        c = c[1:] * torch.arange(1, len(c), dtype=x.dtype)
    out = torch.zeros_like(x.detach())
    for a in c.flip(0):
        out = out * x.detach() + a
    return out

# %% graph of coefficients kept
# caught by: test_nth_derivative_is_plain
# message: graph


_real = nth_derivative
def nth_derivative(coeffs, x, n):
    found = _real(coeffs, x, n)
    return found + 0 * coeffs.sum() if 0 < n < len(coeffs) else found

# %% last coefficient stays above degree four
# caught by: test_nth_derivative_above_the_degree_is_zero
# message: For example,
import torch


_real = nth_derivative
def nth_derivative(coeffs, x, n):
    found = _real(coeffs, x, n)
    return found + coeffs[-1].detach() if n >= len(coeffs) > 4 else found


# %% stops_where_the_value_is_zero
# caught by: test_nth_derivative_kind
# message: For example,
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError("n must not be negative")
    x = x.detach().clone().requires_grad_()
    value = torch.zeros_like(x)
    for k, c in enumerate(coeffs.detach()):
        value = value + c * x**k
    for _ in range(n):
        if not value.any() or not value.requires_grad:
            return torch.zeros_like(x).detach()
        (value,) = torch.autograd.grad(value.sum(), x, create_graph=True)
    return value.detach()
