"""Known mistakes of logistic.sigmoid (E06), written out."""

from collections.abc import Callable

import torch
from torch import Tensor

from grader.testing import KnownMistake


def stable(z: Tensor) -> Tensor:
    """Return the sigmoid in a form that is safe far out, with the right slope everywhere."""
    positive = z >= 0
    small = torch.exp(torch.where(positive, -z, z))
    return torch.where(positive, 1 / (1 + small), small / (1 + small))


def by_masks(z: Tensor) -> Tensor:
    positive = (z >= 0).to(z.dtype)
    small = torch.exp(z)
    return positive / (1 + torch.exp(-z)) + (1 - positive) * small / (1 + small)


def by_abs(z: Tensor) -> Tensor:
    small = torch.exp(-z.abs())
    return torch.where(z >= 0, 1 / (1 + small), small / (1 + small))


def by_clamp(z: Tensor) -> Tensor:
    """Return a safe form whose slope at 0 comes from a corner: 0 or 1/2 of the right one."""
    falling, rising = torch.exp(-torch.relu(z)), torch.exp(-torch.relu(-z))
    return torch.where(z >= 0, 1 / (1 + falling), rising / (1 + rising))


def signed(z: Tensor) -> Tensor:
    small = torch.exp(-z.abs())
    return 0.5 + torch.sign(z) * (1 / (1 + small) - 0.5)


def clamped(bound: float) -> Callable[[Tensor], Tensor]:
    """Return a sigmoid that lets nothing beyond *bound* through."""
    return lambda z: 1 / (1 + torch.exp(-z.clamp(-bound, bound)))


class Unchained(torch.autograd.Function):
    """A sigmoid whose backward returns the slope alone."""

    @staticmethod
    def forward(ctx, z):
        ctx.save_for_backward(z)
        return stable(z)

    @staticmethod
    def backward(ctx, _grad):
        (z,) = ctx.saved_tensors
        return stable(z) * stable(-z)


class StraightThrough(torch.autograd.Function):
    """A sigmoid whose backward lets everything through."""

    @staticmethod
    def forward(_ctx, z):
        return stable(z)

    @staticmethod
    def backward(_ctx, grad):
        return grad.clone()


class HalfSlope(torch.autograd.Function):
    """A sigmoid whose backward forgets the factor 1 - s."""

    @staticmethod
    def forward(ctx, z):
        ctx.save_for_backward(stable(z))
        return stable(z)

    @staticmethod
    def backward(ctx, grad):
        (s,) = ctx.saved_tensors
        return grad * s


ONLY_AT_ZERO = (
    "Right everywhere except the slope at exactly z = 0: abs, relu and clamp have a corner there, "
    "so training from zero weights would not start as it should. Choose the sign with torch.where."
)
CUT_OFF = (
    "You cut z off before the formula, so the tails are not as small as they should be. A form "
    "without an overflow needs no limit."
)

OTHERS = (
    "Each value changes with the other scores in the tensor: the sigmoid of a score depends on "
    "that score alone, so no maximum, sum or mean of all belongs into it."
)

SIGMOID = [
    KnownMistake(OTHERS, lambda z: stable(z - z.max()) if z.numel() else stable(z)),
    KnownMistake(OTHERS, lambda z: stable(z - z.mean())),
    KnownMistake(OTHERS, lambda z: stable((z - z.mean()) / z.std(correction=0))),
    KnownMistake(
        "Your own backward gives the slope s: it is s * (1 - s).", lambda z: HalfSlope.apply(z)
    ),
    KnownMistake(
        "Your own backward forgets the gradient that comes in: multiply the slope by it.",
        lambda z: Unchained.apply(z),
    ),
    KnownMistake(
        "Your own backward hands the gradient on as if the slope were 1. It is s * (1 - s).",
        lambda z: StraightThrough.apply(z),
    ),
    KnownMistake(
        "You return the probability of the other class: check the sign of z.", lambda z: stable(-z)
    ),
    KnownMistake(
        "inf / inf is nan at large z: rewrite it so that exp never sees a large positive number.",
        lambda z: torch.exp(z) / (1 + torch.exp(z)),
    ),
    KnownMistake(
        "The value is right, but its gradient is lost where exp(-z) overflows at very negative z: "
        "there, use the form with exp(z).",
        lambda z: 1 / (1 + torch.exp(-z)),
    ),
    KnownMistake(
        "The value is right, but its gradient is lost where exp(z) overflows at large z: there, "
        "use the form with exp(-z).",
        lambda z: 1 - 1 / (1 + torch.exp(z)),
    ),
    KnownMistake(
        "0 times inf is nan: multiplying with a mask does not hide an overflow. Choose with "
        "torch.where, and make both arms harmless.",
        by_masks,
    ),
    KnownMistake(ONLY_AT_ZERO, by_abs),
    KnownMistake(ONLY_AT_ZERO, by_clamp),
    KnownMistake(ONLY_AT_ZERO, signed),
    KnownMistake(
        "Half of your values are negative: tanh runs from -1 to 1, a probability from 0 to 1.",
        torch.tanh,
    ),
    KnownMistake(
        "tanh(z) is twice as steep: the sigmoid is half of (1 + tanh(z / 2)).",
        lambda z: 0.5 * (1 + torch.tanh(z)),
    ),
    KnownMistake(
        "The 1 is missing before the half of tanh: the values run from -1/2 to 1/2.",
        lambda z: 0.5 * torch.tanh(z / 2),
    ),
    KnownMistake("Brackets: this computes 1 + exp(-z).", lambda z: 1 / 1 + torch.exp(-z)),
    KnownMistake("This is 1 + exp(-z): the division is missing.", lambda z: 1 + torch.exp(-z)),
    KnownMistake("The 1 is missing below: this is exp(z).", lambda z: 1 / torch.exp(-z)),
    KnownMistake(
        "The sign below is wrong: it is 1 plus exp(-z).", lambda z: 1 / (1 - torch.exp(-z))
    ),
    KnownMistake("This is the logarithm of the sigmoid.", torch.nn.functional.logsigmoid),
    KnownMistake("This is the logarithm of 1 + exp(z).", torch.nn.functional.softplus),
    KnownMistake("The sigmoid is applied twice.", lambda z: stable(stable(z))),
    KnownMistake("The base is 2; the formula has e.", lambda z: 1 / (1 + 2 ** (-z))),
    KnownMistake("The base is 10; the formula has e.", lambda z: 1 / (1 + 10 ** (-z))),
    KnownMistake("z is squared on the way.", lambda z: 1 / (1 + torch.exp(-(z**2)))),
    KnownMistake("The sign of z is lost on the way.", lambda z: stable(z.abs())),
    KnownMistake("This is a decision, 0 or 1, not a probability.", lambda z: (z >= 0).to(z.dtype)),
    KnownMistake("This is a decision, 0 or 1, not a probability.", lambda z: (z > 0).to(z.dtype)),
    KnownMistake("This is a straight line, cut at 0 and 1.", torch.nn.functional.hardsigmoid),
    KnownMistake(
        "softmax over the scores makes them share 1. Each score has a probability of its own.",
        lambda z: torch.softmax(z.reshape(-1), 0).reshape(z.shape),
    ),
    KnownMistake(
        "exp(z) divided by the sum over all scores: each score has a probability of its own.",
        lambda z: torch.exp(z) / torch.exp(z).sum(),
    ),
    KnownMistake(
        "Do not round: the steps after this need full precision.",
        lambda z: (stable(z) * 1e4).round() / 1e4,
    ),
    KnownMistake(
        "Do not round: the steps after this need full precision.",
        lambda z: (stable(z) * 1e6).round() / 1e6,
    ),
    KnownMistake(
        "Do not round: the steps after this need full precision.",
        lambda z: (stable(z) * 1e3).round() / 1e3,
    ),
    KnownMistake(CUT_OFF, clamped(5.0)),
    KnownMistake(CUT_OFF, clamped(10.0)),
    KnownMistake(CUT_OFF, clamped(12.0)),
    KnownMistake(CUT_OFF, clamped(15.0)),
    KnownMistake(CUT_OFF, clamped(20.0)),
    KnownMistake(
        "The ends are kept away from 0 and 1. Rounding to exactly 0 or 1 is fine here.",
        lambda z: stable(z).clamp(1e-7, 1 - 1e-7),
    ),
    KnownMistake(
        "The ends are kept away from 0 and 1. Rounding to exactly 0 or 1 is fine here.",
        lambda z: stable(z).clamp(1e-6, 1 - 1e-6),
    ),
]
