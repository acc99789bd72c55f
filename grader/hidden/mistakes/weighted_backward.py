"""Known mistakes of gradients.weighted_backward (E02), written out."""

from collections.abc import Callable

import torch
from torch import Tensor

from grader.testing import KnownMistake

from .graph_gradients import JACOBIAN, fresh, squared


def _weighted(w: Tensor, x: Tensor, c: Tensor) -> Tensor:
    if c.numel() != 2:
        raise ValueError("two weights")
    c0, c1 = c.tolist()
    return (c0 * (x + 2 * w + 1) + 2 * c1).detach()


def weighted(change: Callable[..., Tensor]) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    """Return ``change(g0, g1, c0, c1)`` of the two gradients and the two weights."""

    def mistaken(w: Tensor, x: Tensor, loss_weights: Tensor) -> Tensor:
        w, x = w.detach(), x.detach()
        c0, c1 = loss_weights.detach().tolist()
        answer: Tensor = change(x + 2 * w + 1, torch.full_like(w, 2.0), c0, c1)
        return answer

    return mistaken


def of_values(change: Callable[..., Tensor]) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    """Return ``change(w, x, c0, c1)`` of plain tensors and two numbers."""

    def mistaken(w: Tensor, x: Tensor, loss_weights: Tensor) -> Tensor:
        c0, c1 = loss_weights.detach().tolist()
        return change(w.detach(), x.detach(), c0, c1)

    return mistaken


def losses_of(w: Tensor, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return a leaf w and both losses."""
    w, x = fresh(w), x.detach()
    a, b = x + w, w + 1
    return w, a * b, a + b


def weights_for_a_joined_vector(w: Tensor, x: Tensor, loss_weights: Tensor) -> Tensor:
    w, y0, y1 = losses_of(w, x)
    torch.cat([y0, y1]).backward(loss_weights)
    assert w.grad is not None
    return w.grad


NOTHING_AVERAGED = "The losses are averaged where the task says sum."

WEIGHTED_BACKWARD = [
    KnownMistake(JACOBIAN, lambda w, x, c: squared(_weighted(w, x, c))),
    KnownMistake(
        "A weight of 0 acts as 1: 0 is a weight like any other.",
        lambda w, x, c: _weighted(w, x, torch.where(c == 0, torch.ones_like(c), c)),
    ),
    KnownMistake(
        "Each weight acts twice: your answer is the one for the weights squared. Put them into the "
        "sum or into grad_tensors, not into both.",
        weighted(lambda g0, g1, c0, c1: c0**2 * g0 + c1**2 * g1),
    ),
    KnownMistake(
        "The weights are ignored: your answer is the one for weights of 1.",
        weighted(lambda g0, g1, _c0, _c1: g0 + g1),
    ),
    KnownMistake(
        "Only the first loss counts. The second one adds its own gradient.",
        weighted(lambda g0, _g1, c0, _c1: c0 * g0),
    ),
    KnownMistake(
        "The second loss counts without its weight.",
        weighted(lambda g0, g1, c0, _c1: c0 * g0 + g1),
    ),
    KnownMistake(
        "The first loss counts without its weight.",
        weighted(lambda g0, g1, _c0, c1: g0 + c1 * g1),
    ),
    KnownMistake(
        "The product of the weights acts on both losses; each loss has a weight of its own.",
        weighted(lambda g0, g1, c0, c1: c0 * c1 * (g0 + g1)),
    ),
    KnownMistake(
        NOTHING_AVERAGED,
        weighted(lambda g0, g1, c0, c1: (c0 * g0 + c1 * g1) / max(1, g0.numel())),
    ),
    KnownMistake(
        "The second loss is averaged where the task says sum; the first one is summed.",
        weighted(lambda g0, g1, c0, c1: c0 * g0 + c1 * g1 / max(1, g1.numel())),
    ),
    KnownMistake(
        "The first loss is averaged where the task says sum; the second one is summed.",
        weighted(lambda g0, g1, c0, c1: c0 * g0 / max(1, g0.numel()) + c1 * g1),
    ),
    KnownMistake(
        "The two losses are averaged where the task says sum: everything is half as large.",
        weighted(lambda g0, g1, c0, c1: (c0 * g0 + c1 * g1) / 2),
    ),
    KnownMistake(
        "The weights are divided by their sum before they act. Take them as they are.",
        weighted(lambda g0, g1, c0, c1: (c0 * g0 + c1 * g1) / (c0 + c1) if c0 + c1 else g0 * 0),
    ),
    KnownMistake(
        "The second loss has the slope 1 in your answer. w is in both of its terms, so it is 2.",
        weighted(lambda g0, g1, c0, c1: c0 * g0 + c1 * g1 / 2),
    ),
    KnownMistake(
        "This is the weighted sum of the losses, not its gradient with respect to w.",
        of_values(lambda w, x, c0, c1: c0 * (x + w) * (w + 1) + c1 * (x + 2 * w + 1)),
    ),
    KnownMistake(
        "The gradient is taken with respect to x, not to w.",
        of_values(lambda w, _x, c0, c1: c0 * (w + 1) + c1),
    ),
    KnownMistake(
        "The weights were cut to whole numbers. Keep them as they are.",
        weighted(lambda g0, g1, c0, c1: int(c0) * g0 + int(c1) * g1),
    ),
    KnownMistake(
        "Joined to one vector, the losses have many entries and the weights are two: every entry "
        "needs one (repeat each weight).",
        weights_for_a_joined_vector,
    ),
]
