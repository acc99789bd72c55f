"""Known mistakes of gradients.graph_gradients (E01), written out."""

from collections.abc import Callable

import torch
from torch import Tensor

from grader.testing import KnownMistake


def squared(tensor: Tensor) -> Tensor:
    """Return the Jacobian of an elementwise function whose gradient of the sum is *tensor*."""
    return torch.diag(tensor.reshape(-1)).reshape(2 * tuple(tensor.shape))


JACOBIAN = (
    "That is a Jacobian: the slope of every element of y by every element. Asked for is the "
    "gradient of the sum."
)


def fresh(tensor: Tensor) -> Tensor:
    """Return a leaf of its own with the values of *tensor*."""
    return tensor.detach().clone().requires_grad_()


Four = dict[str, Tensor | None]


def four(change: Callable[[Tensor, Tensor], Four]) -> Callable[[Tensor, Tensor], Four]:
    """Return the right answer with the entries of ``change(a, b)`` put in."""

    def mistaken(w: Tensor, x: Tensor) -> Four:
        a, b = (x + w).detach(), (w + 1).detach()
        return {"w": a + b, "x": b, "a": b, "b": a} | change(a, b)

    return mistaken


def autograd_of(build: Callable[[Tensor, Tensor, Tensor, Tensor], Tensor]) -> Callable[..., Four]:
    """Return the gradients of ``build(w, x, a, b)`` in place of ``sum(a * b)``."""

    def mistaken(w: Tensor, x: Tensor) -> Four:
        w, x = fresh(w), fresh(x)
        a, b = x + w, w + 1
        found = torch.autograd.grad(build(w, x, a, b), [w, x, a, b], allow_unused=True)
        return dict(zip("wxab", found, strict=True))

    return mistaken


def other_graph(nodes: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]) -> Callable[..., Four]:
    """Return the gradients of ``sum(a * b)`` for other inner nodes."""

    def mistaken(w: Tensor, x: Tensor) -> Four:
        w, x = fresh(w), fresh(x)
        a, b = nodes(w, x)
        found = torch.autograd.grad((a * b).sum(), [w, x, a, b], allow_unused=True)
        return dict(zip("wxab", found, strict=True))

    return mistaken


NOT_RETAINED = (
    'The gradients of "a" and "b" came back as None or as a stand-in. They are inner nodes: '
    "autograd drops their gradients unless you ask to keep them before you go backward."
)


GRAPH_GRADIENTS = [
    KnownMistake(NOT_RETAINED, four(lambda _a, _b: {"a": None, "b": None})),
    KnownMistake(NOT_RETAINED, four(lambda _a, _b: {"a": None})),
    KnownMistake(NOT_RETAINED, four(lambda _a, _b: {"b": None})),
    KnownMistake(
        NOT_RETAINED,
        four(lambda a, b: {"a": torch.zeros_like(a), "b": torch.zeros_like(b)}),
    ),
    KnownMistake(
        "You averaged where the task says sum: every gradient is smaller by the number of entries.",
        autograd_of(lambda _w, _x, a, b: (a * b).mean()),
    ),
    KnownMistake(
        'The gradient of "w" misses the path through b: w feeds both a and b, and both paths add '
        "up. Was b, or w on the way to it, detached?",
        four(lambda _a, b: {"w": b}),
    ),
    KnownMistake(
        'The gradient of "w" misses the path through a: w feeds both a and b, and both paths add '
        "up. Was a, or w on the way to it, detached?",
        four(lambda a, _b: {"w": a}),
    ),
    KnownMistake(
        'The gradient of "w" is 1, as if w did not take part in the product.',
        four(lambda a, _b: {"w": torch.ones_like(a)}),
    ),
    KnownMistake(
        'The entry under "x" is the gradient of b, not the one of x. x feeds a, and what stands '
        "beside a in the product is its slope.",
        four(lambda a, _b: {"x": a}),
    ),
    KnownMistake(
        "These are the tensors themselves, not the gradients with respect to them.",
        lambda w, x: {"w": w, "x": x, "a": x + w, "b": w + 1},
    ),
    KnownMistake(
        "Every gradient is twice too large: backward ran twice and adds up, or y was squared.",
        four(lambda a, b: {"w": 2 * (a + b), "x": 2 * b, "a": 2 * b, "b": 2 * a}),
    ),
    KnownMistake(
        "These are the gradients of a + b. y is their product.",
        autograd_of(lambda _w, _x, a, b: (a + b).sum()),
    ),
    KnownMistake(
        "These are the gradients of the sum of y squared: the start of the way back is 1 for every "
        "entry, not y itself.",
        autograd_of(lambda _w, _x, a, b: (a * b).pow(2).sum() / 2),
    ),
    KnownMistake(
        "Only one entry of y went backward. The start is the sum of all of them.",
        autograd_of(lambda _w, _x, a, b: (a * b).reshape(-1)[0]),
    ),
    KnownMistake(
        "Only one entry of y went backward. The start is the sum of all of them.",
        autograd_of(lambda _w, _x, a, b: (a * b).reshape(-1)[-1]),
    ),
    KnownMistake(
        "Only the largest entry of y went backward. The start is the sum of all of them.",
        autograd_of(lambda _w, _x, a, b: (a * b).max()),
    ),
    KnownMistake("b is w + 1; yours is x + 1.", other_graph(lambda w, x: (x + w, x + 1))),
]
