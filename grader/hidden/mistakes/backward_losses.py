"""Known mistakes of gradients.backward_losses (E02b), written out."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from grader.testing import KnownMistake

Weights = Sequence[float | Tensor]


def starts_of(losses: Sequence[Tensor], weights: Weights) -> list[Tensor]:
    """Return the starting gradient of every loss, and none for a loss without a weight."""
    return [
        weight.to(loss.dtype) if isinstance(weight, Tensor) else torch.full_like(loss, weight)
        for loss, weight in zip(losses, weights, strict=False)
    ]


def reweighted(
    change: Callable[[Sequence[Tensor], list[Tensor]], tuple[Sequence[Tensor], Sequence[Tensor]]],
) -> Callable[[Sequence[Tensor], Weights], None]:
    """Go backward from ``change(losses, starts)``."""

    def mistaken(losses: Sequence[Tensor], weights: Weights) -> None:
        changed, starts = change(losses, starts_of(losses, weights))
        torch.autograd.backward(list(changed), grad_tensors=list(starts))

    return mistaken


def leaves_of(losses: Sequence[Tensor]) -> list[Tensor]:
    """Return every leaf that the losses reach."""
    leaves: dict[int, Tensor] = {}
    waiting = [loss.grad_fn for loss in losses]
    seen = set()
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if hasattr(node, "variable"):
            leaves[id(node.variable)] = node.variable
        waiting += [following for following, _ in node.next_functions]
    return list(leaves.values())


def cleared_first(losses: Sequence[Tensor], weights: Weights) -> None:
    for leaf in leaves_of(losses):
        leaf.grad = None
    torch.autograd.backward(list(losses), grad_tensors=starts_of(losses, weights))


def cleared_between(losses: Sequence[Tensor], weights: Weights) -> None:
    for loss, start in zip(losses, starts_of(losses, weights), strict=False):
        for leaf in leaves_of(losses):
            leaf.grad = None
        loss.backward(start, retain_graph=True)


def one_by_one(losses: Sequence[Tensor], weights: Weights) -> None:
    for loss, start in zip(losses, starts_of(losses, weights), strict=False):
        loss.backward(start)


def plain_numbers(losses: Sequence[Tensor], weights: Weights) -> None:
    torch.autograd.backward(list(losses), grad_tensors=list(weights))  # type: ignore[arg-type]


def bare_numbers(losses: Sequence[Tensor], weights: Weights) -> None:
    starts = [torch.as_tensor(weight, dtype=losses[0].dtype) for weight in weights]
    torch.autograd.backward(list(losses), grad_tensors=starts)


def each_backward_unweighted(losses: Sequence[Tensor], _weights: Weights) -> None:
    torch.autograd.backward(list(losses))


def means(losses: Sequence[Tensor], weights: Weights) -> None:
    pairs = zip(losses, starts_of(losses, weights), strict=False)
    torch.stack([(start * loss).mean() for loss, start in pairs]).sum().backward()


def summed_late(losses: Sequence[Tensor], weights: Weights) -> None:
    pairs = zip(losses, weights, strict=False)
    sum((weight * loss for loss, weight in pairs), torch.zeros(())).sum().backward()


def sums_before_weights(losses: Sequence[Tensor], weights: Weights) -> None:
    pairs = zip(losses, starts_of(losses, weights), strict=False)
    torch.stack([start.sum() * loss.sum() for loss, start in pairs]).sum().backward()


def indexed(losses: Sequence[Tensor], weights: Weights) -> None:
    for number, loss in enumerate(losses):
        loss.backward(starts_of([loss], [weights[number]])[0], retain_graph=True)


BACKWARD_LOSSES = [
    KnownMistake(
        "Each weight acts twice: your gradients are those for the weights squared. Put them into "
        "the sum or into grad_tensors, not into both.",
        reweighted(lambda losses, starts: (losses, [start**2 for start in starts])),
    ),
    KnownMistake(
        "The weights are ignored: your gradients are those for weights of 1.",
        reweighted(lambda losses, starts: (losses, [torch.ones_like(s) for s in starts])),
    ),
    KnownMistake(
        "The weights meet the losses in the wrong order: weights[i] belongs to losses[i].",
        reweighted(
            lambda losses, starts: (
                losses,
                [
                    start.mean().expand_as(loss)
                    for loss, start in zip(losses, starts[::-1], strict=False)
                ],
            )
        ),
    ),
    KnownMistake(
        "Only the last loss counts. The others are overwritten or cleared before it.",
        reweighted(lambda losses, starts: (losses[-1:], starts[-1:])),
    ),
    KnownMistake(
        "Only the first loss counts. Does the function return inside its loop?",
        reweighted(lambda losses, starts: (losses[:1], starts[:1])),
    ),
    KnownMistake(
        "Only the first two losses count: there may be any number of them.",
        reweighted(lambda losses, starts: (losses[:2], starts[:2])),
    ),
    KnownMistake(
        "The first weight acts on every loss; each has a weight of its own.",
        reweighted(
            lambda losses, starts: (
                losses,
                [torch.full_like(loss, float(starts[0].mean())) for loss in losses],
            )
        ),
    ),
    KnownMistake(
        "The losses are averaged over their number. Asked for is the weighted sum.",
        reweighted(lambda losses, starts: (losses, [start / len(losses) for start in starts])),
    ),
    KnownMistake(
        "The entries of a vector loss are averaged. Asked for is the weighted sum.", means
    ),
    KnownMistake(
        "Weights of a vector loss are summed up before they meet its entries. Multiply entry by "
        "entry, then sum.",
        sums_before_weights,
    ),
    KnownMistake(
        "The weighted losses are added up before each is summed: a scalar loss is broadcast and "
        "counts once for every entry of a vector loss. Reduce each loss to a number first.",
        summed_late,
    ),
    KnownMistake(
        "The weights of a vector loss are averaged: every entry has a weight of its own.",
        reweighted(
            lambda losses, starts: (losses, [s.mean().expand_as(s).clone() for s in starts])
        ),
    ),
    KnownMistake(
        "The weights were cut to whole numbers, or to the dtype of the first. Keep them as they "
        "are.",
        reweighted(lambda losses, starts: (losses, [start.trunc() for start in starts])),
    ),
    KnownMistake(
        "A weight of 0 acts as 1. 0 is a number like any other; None is the absence of one.",
        reweighted(
            lambda losses, starts: (losses, [s + (s == 0).all().to(s.dtype) for s in starts])
        ),
    ),
    KnownMistake(
        "Everything is added twice: there is one backward too many.",
        reweighted(lambda losses, starts: (losses, [2 * start for start in starts])),
    ),
    KnownMistake(
        "The gradients have the opposite sign. .grad grows by the gradient; nothing descends here.",
        reweighted(lambda losses, starts: (losses, [-start for start in starts])),
    ),
    KnownMistake(
        "What was in .grad before is gone. The call adds to it; do not clear it first.",
        cleared_first,
    ),
    KnownMistake(
        "Only the last loss is left in .grad: it was cleared between two losses.",
        cleared_between,
    ),
    KnownMistake(
        "Two passes over a shared part of the graph: the first one freed the values that the "
        "second needs. Start from the whole list at once, or keep the graph until the last pass.",
        one_by_one,
    ),
    KnownMistake(
        "grad_tensors wants tensors, one per loss and each with the shape of that loss, not plain "
        "numbers.",
        plain_numbers,
    ),
    KnownMistake(
        "A weight that is one number was handed to a vector loss as it is. A starting gradient has "
        "the shape of its loss: one number for every element.",
        bare_numbers,
    ),
    KnownMistake(
        "A vector loss cannot start by itself: its starting gradient is missing.",
        each_backward_unweighted,
    ),
    KnownMistake(
        "With too few weights you run into an index, after .grad has changed. Compare the numbers "
        "first and raise ValueError.",
        indexed,
    ),
]
