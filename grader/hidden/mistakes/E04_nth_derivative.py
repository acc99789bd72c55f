# %% allow_unused without handling None
# caught by: test_nth_derivative_kind
# message: allow_unused gives None where there is no dependence: None means zero here.
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    coeffs = coeffs.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    p = torch.zeros_like(x) + coeffs[-1]
    for c in coeffs[:-1].flip(0):
        p = p * x + c
    for _ in range(n):
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True, allow_unused=True)
    return p.detach()


# %% power rule with one factor for all orders
# caught by: test_nth_derivative_up_to_the_degree
# message: Each order multiplies by the power it has at that moment: k, then k - 1, and so on, not
#     by k each time.
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError
    x, total = x.detach(), torch.zeros_like(x.detach())
    for k, c in enumerate(coeffs.detach()):
        if k >= n:
            total = total + c * k**n * x ** (k - n)
    return total


# %% negative powers at zero
# caught by: test_nth_derivative_above_the_degree_is_zero, test_nth_derivative_is_plain,
#     test_nth_derivative_kind, test_nth_derivative_of_order_zero_is_the_polynomial
# message: At x = 0 it is nan: a coefficient times the factor 0 is multiplied by 0 to a negative
#     power, which is infinite. Leave out the powers below n.
import torch


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError("n")
    x = x.detach()
    out = torch.zeros_like(x)
    for k, c in enumerate(coeffs.tolist()):
        factor = 1
        for j in range(n):
            factor *= k - j
        out = out + c * factor * x ** (k - n)
    return out
