"""Known mistakes of gradients.nth_derivative (E04), written out."""

from collections.abc import Callable

import torch
from torch import Tensor

from grader.testing import KnownMistake

from .graph_gradients import fresh


def power_sum(coeffs: Tensor, x: Tensor) -> Tensor:
    """Return p(x) as a sum of powers: the derivative of a constant has no graph, a constant has."""
    return sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))


def by_rule(
    coeffs: Tensor, x: Tensor, n: int, factor: Callable[[int, int], float] | None = None
) -> Tensor:
    """Return the n-th derivative by the power rule; *factor* replaces k! / (k - n)!."""
    x, total = x.detach(), torch.zeros_like(x.detach())
    for k, coefficient in enumerate(coeffs.detach().to(x.dtype)):
        if k >= n:
            falling = 1.0
            for i in range(n):
                falling *= k - i
            total = total + coefficient * x ** (k - n) * (factor(k, n) if factor else falling)
    return total


def none_is_differentiated(coeffs: Tensor, x: Tensor, n: int) -> Tensor:
    # None comes back once a coefficient is all that is left and requires grad itself.
    coeffs, x = fresh(coeffs), fresh(x)
    value = torch.zeros_like(x)
    for number, coefficient in enumerate(coeffs.flip(0)):
        value = value + coefficient if number == 0 else value * x + coefficient
    for _ in range(n):
        (value,) = torch.autograd.grad(value.sum(), x, create_graph=True, allow_unused=True)
    return value.detach()


def no_scalar_start(coeffs: Tensor, x: Tensor, n: int) -> Tensor:
    x = fresh(x)
    value = power_sum(coeffs, x)
    for _ in range(n):
        (value,) = torch.autograd.grad(value, x, create_graph=True)
    return value.detach()


def shifted(orders: int) -> Callable[[Tensor, Tensor, int], Tensor]:
    """Return a derivative of another order."""
    return lambda coeffs, x, n: by_rule(coeffs, x, max(0, n + orders))


def averaged(coeffs: Tensor, x: Tensor, n: int) -> Tensor:
    return by_rule(coeffs, x, n) / max(1, x.numel()) ** n


def with_coefficients(
    change: Callable[[Tensor], Tensor],
) -> Callable[[Tensor, Tensor, int], Tensor]:
    """Return the derivative of a polynomial with other coefficients."""
    return lambda coeffs, x, n: by_rule(change(coeffs.detach()), x, n)


def negative_powers(coeffs: Tensor, x: Tensor, n: int) -> Tensor:
    """Return the power rule for every power, those below n too."""
    total = torch.zeros_like(x.detach())
    for k, coefficient in enumerate(coeffs.detach()):
        factor = 1.0
        for taken in range(max(0, n)):
            factor *= k - taken
        total = total + coefficient * factor * x.detach() ** float(k - n)
    return total


NTH_DERIVATIVE = [
    KnownMistake(
        "allow_unused gives None where there is no dependence: None means zero here.",
        none_is_differentiated,
    ),
    KnownMistake(
        "p has several elements; each depends only on its own x, so their sum is a safe scalar to "
        "start from.",
        no_scalar_start,
    ),
    KnownMistake(
        "n = 0 asks for p itself; this is the first derivative.",
        lambda c, x, n: by_rule(c, x, max(1, n)),
    ),
    KnownMistake("This is the derivative of one order more than asked for.", shifted(1)),
    KnownMistake("This is the derivative of one order less than asked for.", shifted(-1)),
    KnownMistake("Whatever n is, this is p itself.", lambda c, x, _n: by_rule(c, x, 0)),
    KnownMistake("Whatever n is, this is the first derivative.", lambda c, x, _n: by_rule(c, x, 1)),
    KnownMistake(
        "n = 0 asks for p(x), not for x.", lambda c, x, n: by_rule(c, x, n) if n else x.clone()
    ),
    KnownMistake(
        "The coefficients are read from the wrong end: the lowest power comes first.",
        with_coefficients(lambda coeffs: coeffs.flip(0)),
    ),
    KnownMistake(
        "The powers start one too high: coeffs[0] belongs to x ** 0.",
        with_coefficients(lambda coeffs: torch.cat([coeffs.new_zeros(1), coeffs])),
    ),
    KnownMistake(
        "p is averaged where it should be summed, so every order is too small.",
        averaged,
    ),
    KnownMistake(
        "p is averaged where it should be summed, once.",
        lambda c, x, n: by_rule(c, x, n) / (max(1, x.numel()) if n else 1),
    ),
    KnownMistake(
        "The factors of the power rule are missing: the slope of x ** k is k * x ** (k - 1).",
        lambda c, x, n: by_rule(c, x, n, lambda _k, _n: 1.0),
    ),
    KnownMistake(
        "Each order multiplies by the power it has at that moment: k, then k - 1, and so on, not "
        "by k each time.",
        lambda c, x, n: by_rule(c, x, n, lambda k, n: float(k) ** n),
    ),
    KnownMistake(
        "The power rule keeps the exponent: x ** k has the slope k * x ** (k - 1).",
        lambda c, x, n: by_rule(c, x, n) * x.detach() ** n,
    ),
    KnownMistake(
        "This is the n-th power of the first derivative, not the n-th derivative.",
        lambda c, x, n: by_rule(c, x, 1) ** n if n else by_rule(c, x, 0),
    ),
    KnownMistake(
        "At x = 0 it is nan: a coefficient times the factor 0 is multiplied by 0 to a negative "
        "power, which is infinite. Leave out the powers below n.",
        lambda c, x, n: negative_powers(c, x, n),
    ),
    KnownMistake(
        "The n-th derivative is divided by the factorial of n, as in a Taylor series.",
        lambda c, x, n: by_rule(c, x, n) / float(torch.arange(1, n + 1).prod()),
    ),
]
