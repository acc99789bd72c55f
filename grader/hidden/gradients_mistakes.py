"""Known mistakes of gradients.py, written out, and a visible question for each function."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from grader.judging.student import Answer, Student, raised_failure
from grader.judging.suspects import Example, Examples, Suspect, Suspects, example_call

__all__ = ["EXAMPLES", "SUSPECTS"]


def fresh(tensor: Tensor) -> Tensor:
    """Return a leaf of its own with the values of *tensor*."""
    return tensor.detach().clone().requires_grad_()


# ---- E01 graph_gradients ----------------------------------------------------

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


def four_asked_one_by_one(w: Tensor, x: Tensor) -> Four:
    w, x = fresh(w), fresh(x)
    a, b = x + w, w + 1
    total = (a * b).sum()
    tensors = {"w": w, "x": x, "a": a, "b": b}
    return {key: torch.autograd.grad(total, tensor)[0] for key, tensor in tensors.items()}


def four_of_clones(w: Tensor, x: Tensor) -> Four:
    w, x = w.clone().requires_grad_(), x.clone().requires_grad_()
    a, b = x + w, w + 1
    gradients = torch.autograd.grad((a * b).sum(), [a, b])
    total = gradients[0] + gradients[1]
    return {
        "w": total if w.is_leaf else None,
        "x": gradients[0] if x.is_leaf else None,
        "a": gradients[0],
        "b": gradients[1],
    }


def four_on_the_arguments(w: Tensor, x: Tensor) -> Four:
    w.requires_grad_()
    x.requires_grad_()
    a, b = x + w, w + 1
    a.retain_grad()
    b.retain_grad()
    (a * b).sum().backward()
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}


NOT_RETAINED = (
    'The gradients of "a" and "b" came back as None or as a stand-in. They are inner nodes: '
    "autograd drops their gradients unless you ask to keep them before you go backward."
)


def _with_old(w: Tensor, x: Tensor) -> Four:
    a, b = (x + w).detach(), (w + 1).detach()
    found = {"w": a + b, "x": b, "a": a * 0 + b, "b": a}
    for key, leaf in (("w", w), ("x", x)):
        if leaf.grad is not None:
            found[key] = found[key] + leaf.grad
    return found


JACOBIAN = (
    "That is a Jacobian: the slope of every element of y by every element. Asked for is the "
    "gradient of the sum."
)


def squared(tensor: Tensor) -> Tensor:
    """Return the Jacobian of an elementwise function whose gradient of the sum is *tensor*."""
    return torch.diag(tensor.reshape(-1)).reshape(2 * tuple(tensor.shape))


def jacobians(w: Tensor, x: Tensor) -> Four:
    a, b = (x + w).detach(), (w + 1).detach()
    return {"w": squared(a + b), "x": squared(b), "a": squared(b), "b": squared(a)}


def _weighted(w: Tensor, x: Tensor, c: Tensor) -> Tensor:
    if c.numel() != 2:
        raise ValueError("two weights")
    c0, c1 = c.tolist()
    return (c0 * (x + 2 * w + 1) + 2 * c1).detach()


GRAPH_GRADIENTS = [
    Suspect(JACOBIAN, jacobians),
    Suspect(
        "What was in .grad of the arguments is added to your answer. It belongs to earlier code.",
        lambda w, x: _with_old(w, x),
    ),
    Suspect(NOT_RETAINED, four(lambda _a, _b: {"a": None, "b": None})),
    Suspect(NOT_RETAINED, four(lambda _a, _b: {"a": None})),
    Suspect(NOT_RETAINED, four(lambda _a, _b: {"b": None})),
    Suspect(
        NOT_RETAINED,
        four(lambda a, b: {"a": torch.zeros_like(a), "b": torch.zeros_like(b)}),
    ),
    Suspect(
        "You averaged where the task says sum: every gradient is smaller by the number of entries.",
        autograd_of(lambda _w, _x, a, b: (a * b).mean()),
    ),
    Suspect(
        'The gradient of "w" misses the path through b: w feeds both a and b, and both paths add '
        "up. Was b, or w on the way to it, detached?",
        four(lambda _a, b: {"w": b}),
    ),
    Suspect(
        'The gradient of "w" misses the path through a: w feeds both a and b, and both paths add '
        "up. Was a, or w on the way to it, detached?",
        four(lambda a, _b: {"w": a}),
    ),
    Suspect(
        'The gradient of "w" multiplies its two paths. Along a path slopes are multiplied, the '
        "paths themselves are added.",
        four(lambda a, b: {"w": a * b}),
    ),
    Suspect(
        'The gradient of "w" is 1, as if w did not take part in the product.',
        four(lambda a, _b: {"w": torch.ones_like(a)}),
    ),
    Suspect(
        '"a" and "b" are exchanged: in a product the slope of one factor is the other.',
        four(lambda a, b: {"a": a, "b": b}),
    ),
    Suspect(
        '"a" and "b" are exchanged, and with them "x": in a product the slope of one factor is '
        "the other.",
        four(lambda a, b: {"a": a, "b": b, "x": a}),
    ),
    Suspect('The entries of "w" and "x" are exchanged.', four(lambda a, b: {"w": b, "x": a + b})),
    Suspect(
        'The entry under "x" is the gradient of b, not the one of x. x feeds a, and what stands '
        "beside a in the product is its slope.",
        four(lambda a, _b: {"x": a}),
    ),
    Suspect(
        "These are the tensors themselves, not the gradients with respect to them.",
        lambda w, x: {"w": w, "x": x, "a": x + w, "b": w + 1},
    ),
    Suspect(
        "Every gradient is twice too large: backward ran twice and adds up, or y was squared.",
        four(lambda a, b: {"w": 2 * (a + b), "x": 2 * b, "a": 2 * b, "b": 2 * a}),
    ),
    Suspect(
        'The gradients of "w" and "x" are twice too large, those of "a" and "b" are not: two '
        "backwards added up in .grad of the leaves.",
        four(lambda a, b: {"w": 2 * (a + b), "x": 2 * b}),
    ),
    Suspect(
        "These are the gradients of a + b. y is their product.",
        autograd_of(lambda _w, _x, a, b: (a + b).sum()),
    ),
    Suspect(
        "These are the gradients of the sum of y squared: the start of the way back is 1 for every "
        "entry, not y itself.",
        autograd_of(lambda _w, _x, a, b: (a * b).pow(2).sum() / 2),
    ),
    Suspect(
        "Only one entry of y went backward. The start is the sum of all of them.",
        autograd_of(lambda _w, _x, a, b: (a * b).reshape(-1)[0]),
    ),
    Suspect(
        "Only one entry of y went backward. The start is the sum of all of them.",
        autograd_of(lambda _w, _x, a, b: (a * b).reshape(-1)[-1]),
    ),
    Suspect(
        "Only the largest entry of y went backward. The start is the sum of all of them.",
        autograd_of(lambda _w, _x, a, b: (a * b).max()),
    ),
    Suspect("b is w + 1; yours is x + 1.", other_graph(lambda w, x: (x + w, x + 1))),
    Suspect("a is x + w; yours is x * w.", other_graph(lambda w, x: (x * w, w + 1))),
    Suspect("a is x + w; yours is x - w.", other_graph(lambda w, x: (x - w, w + 1))),
    Suspect("b is w + 1; yours is w.", other_graph(lambda w, x: (x + w, w + 0))),
    Suspect("b is w + 1; yours is w - 1.", other_graph(lambda w, x: (x + w, w - 1))),
    Suspect(
        "The first call freed the graph. Ask for all four gradients in one call, or keep the graph "
        "until the last one.",
        four_asked_one_by_one,
    ),
    Suspect(
        "An argument that requires grad gives None: clone() alone keeps its graph, so the copy is "
        "no leaf. Detach it first.",
        four_of_clones,
    ),
    Suspect(
        "What was in the arguments' .grad is in your answer: backward adds to it. Work on leaves "
        "of your own.",
        four_on_the_arguments,
    ),
]

# ---- E02 weighted_backward --------------------------------------------------


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


def weights_as_one_tensor(w: Tensor, x: Tensor, loss_weights: Tensor) -> Tensor:
    w, y0, y1 = losses_of(w, x)
    torch.autograd.backward([y0, y1], grad_tensors=loss_weights)
    assert w.grad is not None
    return w.grad


def weights_without_shape(w: Tensor, x: Tensor, loss_weights: Tensor) -> Tensor:
    w, y0, y1 = losses_of(w, x)
    c0, c1 = loss_weights
    torch.autograd.backward([y0, y1], grad_tensors=[c0, c1])
    assert w.grad is not None
    return w.grad


def weights_as_numbers(w: Tensor, x: Tensor, loss_weights: Tensor) -> Tensor:
    w, y0, y1 = losses_of(w, x)
    torch.autograd.backward([y0, y1], grad_tensors=loss_weights.tolist())
    assert w.grad is not None
    return w.grad


def weights_for_a_joined_vector(w: Tensor, x: Tensor, loss_weights: Tensor) -> Tensor:
    w, y0, y1 = losses_of(w, x)
    torch.cat([y0, y1]).backward(loss_weights)
    assert w.grad is not None
    return w.grad


def shared_nodes_twice(w: Tensor, x: Tensor, loss_weights: Tensor) -> Tensor:
    w = fresh(w)
    a, b = x.detach() + w, w + 1
    c0, c1 = loss_weights.detach()
    total = c0 * (a * b).sum() + c1 * (a + b).sum()
    total.backward()
    total.backward()
    assert w.grad is not None
    return w.grad


def third_weight_ignored(_w: Tensor, _x: Tensor, loss_weights: Tensor) -> Tensor:
    return loss_weights[1]


def weighted_on_the_arguments(w: Tensor, x: Tensor, loss_weights: Tensor) -> Tensor:
    c0, c1 = loss_weights.tolist()
    w.requires_grad_()
    a, b = x + w, w + 1
    (c0 * (a * b) + c1 * (a + b)).sum().backward()
    assert w.grad is not None
    return w.grad


NOTHING_AVERAGED = "The losses are averaged where the task says sum."

WEIGHTED_BACKWARD = [
    Suspect(JACOBIAN, lambda w, x, c: squared(_weighted(w, x, c))),
    Suspect(
        "A negative weight is taken for 0: it counts with its sign.",
        lambda w, x, c: _weighted(w, x, c.clamp(min=0)),
    ),
    Suspect("The weights count without their signs.", lambda w, x, c: _weighted(w, x, c.abs())),
    Suspect(
        "What was in .grad of w is added to your answer. It belongs to earlier code.",
        lambda w, x, c: _weighted(w, x, c) + (0 if w.grad is None else w.grad),
    ),
    Suspect(
        "A weight of 0 acts as 1: 0 is a weight like any other.",
        lambda w, x, c: _weighted(w, x, torch.where(c == 0, torch.ones_like(c), c)),
    ),
    Suspect(
        "Each weight acts twice: your answer is the one for the weights squared. Put them into the "
        "sum or into grad_tensors, not into both.",
        weighted(lambda g0, g1, c0, c1: c0**2 * g0 + c1**2 * g1),
    ),
    Suspect(
        "The order is swapped: your answer fits the weights exchanged.",
        weighted(lambda g0, g1, c0, c1: c1 * g0 + c0 * g1),
    ),
    Suspect(
        "The weights are ignored: your answer is the one for weights of 1.",
        weighted(lambda g0, g1, _c0, _c1: g0 + g1),
    ),
    Suspect(
        "Only the second loss is left. Gradients add up in .grad: was it cleared half way?",
        weighted(lambda _g0, g1, _c0, c1: c1 * g1),
    ),
    Suspect(
        "Only the first loss counts. The second one adds its own gradient.",
        weighted(lambda g0, _g1, c0, _c1: c0 * g0),
    ),
    Suspect(
        "The second loss counts without its weight.",
        weighted(lambda g0, g1, c0, _c1: c0 * g0 + g1),
    ),
    Suspect(
        "The first loss counts without its weight.",
        weighted(lambda g0, g1, _c0, c1: g0 + c1 * g1),
    ),
    Suspect(
        "The first weight acts on both losses.",
        weighted(lambda g0, g1, c0, _c1: c0 * g0 + c0 * g1),
    ),
    Suspect(
        "The second weight acts on both losses.",
        weighted(lambda g0, g1, _c0, c1: c1 * g0 + c1 * g1),
    ),
    Suspect(
        "The sum of the weights acts on both losses; each loss has a weight of its own.",
        weighted(lambda g0, g1, c0, c1: (c0 + c1) * (g0 + g1)),
    ),
    Suspect(
        "The product of the weights acts on both losses; each loss has a weight of its own.",
        weighted(lambda g0, g1, c0, c1: c0 * c1 * (g0 + g1)),
    ),
    Suspect(
        NOTHING_AVERAGED,
        weighted(lambda g0, g1, c0, c1: (c0 * g0 + c1 * g1) / max(1, g0.numel())),
    ),
    Suspect(
        "The second loss is averaged where the task says sum; the first one is summed.",
        weighted(lambda g0, g1, c0, c1: c0 * g0 + c1 * g1 / max(1, g1.numel())),
    ),
    Suspect(
        "The first loss is averaged where the task says sum; the second one is summed.",
        weighted(lambda g0, g1, c0, c1: c0 * g0 / max(1, g0.numel()) + c1 * g1),
    ),
    Suspect(
        "The two losses are averaged where the task says sum: everything is half as large.",
        weighted(lambda g0, g1, c0, c1: (c0 * g0 + c1 * g1) / 2),
    ),
    Suspect(
        "The weights are divided by their sum before they act. Take them as they are.",
        weighted(lambda g0, g1, c0, c1: (c0 * g0 + c1 * g1) / (c0 + c1) if c0 + c1 else g0 * 0),
    ),
    Suspect(
        "Everything is twice too large: was there a second backward? .grad adds up.",
        weighted(lambda g0, g1, c0, c1: 2 * (c0 * g0 + c1 * g1)),
    ),
    Suspect(
        "The second loss counts twice: once with the first backward, once with its own.",
        weighted(lambda g0, g1, c0, c1: c0 * g0 + 2 * c1 * g1),
    ),
    Suspect(
        "The first loss counts twice: .grad still held it when the second was added.",
        weighted(lambda g0, g1, c0, c1: 2 * c0 * g0 + c1 * g1),
    ),
    Suspect(
        "The second loss has the slope 1 in your answer. w is in both of its terms, so it is 2.",
        weighted(lambda g0, g1, c0, c1: c0 * g0 + c1 * g1 / 2),
    ),
    Suspect(
        "The gradient of the first loss misses the path through its second factor: w is in both.",
        of_values(lambda w, _x, c0, c1: c0 * (w + 1) + 2 * c1),
    ),
    Suspect(
        "The gradient of the first loss misses the path through its first factor: w is in both.",
        of_values(lambda w, x, c0, c1: c0 * (x + w) + 2 * c1),
    ),
    Suspect(
        "This is the weighted sum of the losses, not its gradient with respect to w.",
        of_values(lambda w, x, c0, c1: c0 * (x + w) * (w + 1) + c1 * (x + 2 * w + 1)),
    ),
    Suspect(
        "The gradient is taken with respect to x, not to w.",
        of_values(lambda w, _x, c0, c1: c0 * (w + 1) + c1),
    ),
    Suspect(
        "The weights were cut to whole numbers. Keep them as they are.",
        weighted(lambda g0, g1, c0, c1: int(c0) * g0 + int(c1) * g1),
    ),
    Suspect(
        "grad_tensors needs one entry per loss, each with the shape of that loss; you gave one "
        "tensor for the whole list.",
        weights_as_one_tensor,
    ),
    Suspect(
        "grad_tensors got the bare weights. Each entry needs the shape of its loss: one number for "
        "every element of it.",
        weights_without_shape,
    ),
    Suspect(
        "grad_tensors wants tensors, one per loss and each with the shape of that loss, not plain "
        "numbers.",
        weights_as_numbers,
    ),
    Suspect(
        "Joined to one vector, the losses have many entries and the weights are two: every entry "
        "needs one (repeat each weight).",
        weights_for_a_joined_vector,
    ),
    Suspect(
        "A second backward ran on the same graph: one pass with weights is enough here.",
        shared_nodes_twice,
    ),
    Suspect(
        "With too few weights you run into an index. Count them first and raise ValueError.",
        third_weight_ignored,
    ),
    Suspect(
        "What was in the .grad of w is in your answer: backward adds to it. Work on a leaf of your "
        "own, also for a second call.",
        weighted_on_the_arguments,
    ),
]

# ---- E02b backward_losses ---------------------------------------------------

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
    Suspect(
        "Each weight acts twice: your gradients are those for the weights squared. Put them into "
        "the sum or into grad_tensors, not into both.",
        reweighted(lambda losses, starts: (losses, [start**2 for start in starts])),
    ),
    Suspect(
        "The weights are ignored: your gradients are those for weights of 1.",
        reweighted(lambda losses, starts: (losses, [torch.ones_like(s) for s in starts])),
    ),
    Suspect(
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
    Suspect(
        "Only the last loss counts. The others are overwritten or cleared before it.",
        reweighted(lambda losses, starts: (losses[-1:], starts[-1:])),
    ),
    Suspect(
        "Only the first loss counts. Does the function return inside its loop?",
        reweighted(lambda losses, starts: (losses[:1], starts[:1])),
    ),
    Suspect(
        "The first weight acts on every loss; each has a weight of its own.",
        reweighted(
            lambda losses, starts: (
                losses,
                [torch.full_like(loss, float(starts[0].mean())) for loss in losses],
            )
        ),
    ),
    Suspect(
        "The losses are averaged over their number. Asked for is the weighted sum.",
        reweighted(lambda losses, starts: (losses, [start / len(losses) for start in starts])),
    ),
    Suspect("The entries of a vector loss are averaged. Asked for is the weighted sum.", means),
    Suspect(
        "Weights of a vector loss are summed up before they meet its entries. Multiply entry by "
        "entry, then sum.",
        sums_before_weights,
    ),
    Suspect(
        "The weighted losses are added up before each is summed: a scalar loss is broadcast and "
        "counts once for every entry of a vector loss. Reduce each loss to a number first.",
        summed_late,
    ),
    Suspect(
        "The weights of a vector loss are averaged: every entry has a weight of its own.",
        reweighted(
            lambda losses, starts: (losses, [s.mean().expand_as(s).clone() for s in starts])
        ),
    ),
    Suspect(
        "The weights were cut to whole numbers, or to the dtype of the first. Keep them as they "
        "are.",
        reweighted(lambda losses, starts: (losses, [start.trunc() for start in starts])),
    ),
    Suspect(
        "A weight of 0 acts as 1. 0 is a number like any other; None is the absence of one.",
        reweighted(
            lambda losses, starts: (losses, [s + (s == 0).all().to(s.dtype) for s in starts])
        ),
    ),
    Suspect(
        "Everything is added twice: there is one backward too many.",
        reweighted(lambda losses, starts: (losses, [2 * start for start in starts])),
    ),
    Suspect(
        "The gradients have the opposite sign. .grad grows by the gradient; nothing descends here.",
        reweighted(lambda losses, starts: (losses, [-start for start in starts])),
    ),
    Suspect(
        "What was in .grad before is gone. The call adds to it; do not clear it first.",
        cleared_first,
    ),
    Suspect(
        "Only the last loss is left in .grad: it was cleared between two losses.",
        cleared_between,
    ),
    Suspect(
        "Two passes over a shared part of the graph: the first one freed the values that the "
        "second needs. Start from the whole list at once, or keep the graph until the last pass.",
        one_by_one,
    ),
    Suspect(
        "grad_tensors wants tensors, one per loss and each with the shape of that loss, not plain "
        "numbers.",
        plain_numbers,
    ),
    Suspect(
        "A weight that is one number was handed to a vector loss as it is. A starting gradient has "
        "the shape of its loss: one number for every element.",
        bare_numbers,
    ),
    Suspect(
        "A vector loss cannot start by itself: its starting gradient is missing.",
        each_backward_unweighted,
    ),
    Suspect(
        "With too few weights you run into an index, after .grad has changed. Compare the numbers "
        "first and raise ValueError.",
        indexed,
    ),
]

# ---- E03 backward_n_times ---------------------------------------------------


def passes(entry: Callable[[Tensor, int, int], Tensor]) -> Callable[[Tensor, int], list[Tensor]]:
    """Return ``entry(x, k, n)`` for every k below n."""
    return lambda x, n: [entry(x.detach(), k, n) for k in range(n)]


def freed(x: Tensor, n: int) -> list[Tensor]:
    x = fresh(x)
    total = (x**3).sum()
    found = []
    for _ in range(n):
        total.backward()
        assert x.grad is not None
        found.append(x.grad.clone())
    return found


def on_the_argument(x: Tensor, n: int) -> list[Tensor]:
    x.requires_grad_()
    total = (x**3).sum()
    found = []
    for _ in range(n):
        total.backward(retain_graph=True)
        assert x.grad is not None
        found.append(x.grad.clone())
    return found


def on_a_detached_view(x: Tensor, n: int) -> list[Tensor | None]:
    x = x.clone().requires_grad_()
    if x.is_leaf:
        return [(k + 1) * 3 * x.detach() ** 2 for k in range(n)]
    return [None] * n


def no_scalar(x: Tensor, n: int) -> list[Tensor]:
    x = fresh(x)
    cubes = x**3
    for _ in range(n):
        cubes.backward(retain_graph=True)
    return []


ALL_EQUAL = (
    "All your snapshots are equal to the last one: they are the same memory, which keeps growing. "
    "detach() shares it too. Make a real copy after each pass."
)
WHERE_IT_STARTS = "Entry 0 is the gradient after the first pass, not before it."

BACKWARD_N_TIMES = [
    Suspect(
        "A range over a negative number is empty and says nothing. Check n first.",
        passes(lambda x, k, _n: (k + 1) * 3 * x**2),
    ),
    Suspect(ALL_EQUAL, passes(lambda x, _k, n: n * 3 * x**2)),
    Suspect(
        "Pass 1 is right. A later pass needs the saved values that the one before freed: keep the "
        "graph for as long as passes follow.",
        freed,
    ),
    Suspect(
        "Every entry is the gradient of a single pass. Nothing is cleared in between, so they "
        "grow: once, twice, three times.",
        passes(lambda x, _k, _n: 3 * x**2),
    ),
    Suspect(
        "The growth is added up twice: .grad holds the total already, and you sum the totals.",
        passes(lambda x, k, _n: (k + 1) * (k + 2) / 2 * 3 * x**2),
    ),
    Suspect(
        "The gradient doubles from pass to pass. Each pass adds the same amount: do you build on "
        "the last total?",
        passes(lambda x, k, _n: 2**k * 3 * x**2),
    ),
    Suspect(WHERE_IT_STARTS, passes(lambda x, k, _n: k * 3 * x**2)),
    Suspect(
        "The first entry has two passes in it already. Is there a backward before the loop?",
        passes(lambda x, k, _n: (k + 2) * 3 * x**2),
    ),
    Suspect(
        "The entries come in reverse order: the first has one pass in it.",
        passes(lambda x, k, n: (n - k) * 3 * x**2),
    ),
    Suspect(
        "These are averages over the passes so far or over the entries. Return the sums.",
        passes(lambda x, k, _n: (k + 1) * 3 * x**2 / max(1, x.numel())),
    ),
    Suspect(
        "The slope of x ** 3 is 3 * x ** 2; this is that of x ** 2.",
        passes(lambda x, k, _n: (k + 1) * 2 * x),
    ),
    Suspect(
        "The factor 3 is missing: the slope of x ** 3 is 3 * x ** 2.",
        passes(lambda x, k, _n: (k + 1) * x**2),
    ),
    Suspect(
        "These are powers of the gradient. n passes add it n times.",
        passes(lambda x, k, _n: (3 * x**2) ** (k + 1)),
    ),
    Suspect(
        "These are derivatives of higher order. Asked for is the same first derivative, again and "
        "again, added up.",
        passes(lambda x, k, _n: [3 * x**2, 6 * x, 6 + 0 * x][k] if k < 3 else 0 * x),
    ),
    Suspect(
        "What was in .grad before the first pass is in your totals. Start with a leaf of your own, "
        "also in a second call.",
        on_the_argument,
    ),
    Suspect(
        "An argument that requires grad gives None: clone() alone keeps its graph, so the copy is "
        "no leaf. Detach it first.",
        on_a_detached_view,
    ),
    Suspect(
        "backward can only start from one number by itself. z is the sum of x ** 3.",
        no_scalar,
    ),
]

# ---- E04 nth_derivative -----------------------------------------------------


def polynomial(coeffs: Tensor, x: Tensor) -> Tensor:
    """Return p(x) by Horner's rule: a constant has no graph."""
    value = torch.zeros_like(x)
    for number, coefficient in enumerate(coeffs.detach().flip(0)):
        value = value + coefficient if number == 0 else value * x + coefficient
    return value


def power_sum(coeffs: Tensor, x: Tensor) -> Tensor:
    """Return p(x) as a sum of powers: the derivative of a constant has no graph, a constant has."""
    return sum((c * x**k for k, c in enumerate(coeffs.detach())), torch.zeros_like(x))


def stepwise(
    start: Callable[[Tensor, Tensor], Tensor], create: bool = True
) -> Callable[[Tensor, Tensor, int], Tensor]:
    """Differentiate n times without a look at what is left of the graph."""

    def mistaken(coeffs: Tensor, x: Tensor, n: int) -> Tensor:
        x = fresh(x)
        value = start(coeffs, x)
        for _ in range(n):
            (value,) = torch.autograd.grad(value.sum(), x, create_graph=create)
        return value.detach()

    return mistaken


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


def accumulated(coeffs: Tensor, x: Tensor, n: int) -> Tensor:
    """Return what ``p.backward(create_graph=True); p = x.grad`` gives: backward adds."""
    x = fresh(x)
    value = power_sum(coeffs, x)
    held = torch.zeros_like(x)
    for _ in range(n):
        if value.requires_grad:
            (slope,) = torch.autograd.grad(value.sum(), x, create_graph=True)
            held = held + slope
        value = held
    return value.detach()


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


PAST_THE_DEGREE = (
    "Your polynomial became a constant: from there on every derivative is zero, but autograd has "
    "no graph left to differentiate. Look at the degree, or at requires_grad, before you ask."
)

NTH_DERIVATIVE = [
    Suspect(
        "A range over a negative number is empty and says nothing, so p itself came back. Check n "
        "first.",
        lambda c, x, n: by_rule(c, x, max(0, n)),
    ),
    Suspect(PAST_THE_DEGREE, stepwise(polynomial)),
    Suspect(PAST_THE_DEGREE, stepwise(power_sum)),
    Suspect(
        "Order 1 is right; to differentiate it again, its own computation must be recorded "
        "(create_graph).",
        stepwise(power_sum, create=False),
    ),
    Suspect(
        "Your order 2 is order 1 plus order 2: backward adds into x.grad. Clear it, or use "
        "autograd.grad.",
        accumulated,
    ),
    Suspect(
        "allow_unused gives None where there is no dependence: None means zero here.",
        none_is_differentiated,
    ),
    Suspect(
        "p has several elements; each depends only on its own x, so their sum is a safe scalar to "
        "start from.",
        no_scalar_start,
    ),
    Suspect(
        "n = 0 asks for p itself; this is the first derivative.",
        lambda c, x, n: by_rule(c, x, max(1, n)),
    ),
    Suspect("This is the derivative of one order more than asked for.", shifted(1)),
    Suspect("This is the derivative of one order less than asked for.", shifted(-1)),
    Suspect("Whatever n is, this is p itself.", lambda c, x, _n: by_rule(c, x, 0)),
    Suspect("Whatever n is, this is the first derivative.", lambda c, x, _n: by_rule(c, x, 1)),
    Suspect(
        "n = 0 asks for p(x), not for x.", lambda c, x, n: by_rule(c, x, n) if n else x.clone()
    ),
    Suspect(
        "n = 0 asks for p(x), not for zeros.",
        lambda c, x, n: by_rule(c, x, n) if n else torch.zeros_like(x),
    ),
    Suspect(
        "The coefficients are read from the wrong end: the lowest power comes first.",
        with_coefficients(lambda coeffs: coeffs.flip(0)),
    ),
    Suspect(
        "The powers start one too high: coeffs[0] belongs to x ** 0.",
        with_coefficients(lambda coeffs: torch.cat([coeffs.new_zeros(1), coeffs])),
    ),
    Suspect(
        "The last coefficient is missing. Does a range end one too early?",
        with_coefficients(lambda coeffs: coeffs[:-1]),
    ),
    Suspect(
        "The first coefficient does not count. Does a range start one too late?",
        with_coefficients(lambda coeffs: torch.cat([0 * coeffs[:1], coeffs[1:]])),
    ),
    Suspect(
        "The coefficients are cut to whole numbers: take them as they are.",
        with_coefficients(torch.trunc),
    ),
    Suspect(
        "The coefficients do not count: all are taken as 1.", with_coefficients(torch.ones_like)
    ),
    Suspect(
        "p is averaged where it should be summed, so every order is too small.",
        averaged,
    ),
    Suspect(
        "p is averaged where it should be summed, once.",
        lambda c, x, n: by_rule(c, x, n) / (max(1, x.numel()) if n else 1),
    ),
    Suspect(
        "The factors of the power rule are missing: the slope of x ** k is k * x ** (k - 1).",
        lambda c, x, n: by_rule(c, x, n, lambda _k, _n: 1.0),
    ),
    Suspect(
        "Each order multiplies by the power it has at that moment: k, then k - 1, and so on, not "
        "by k each time.",
        lambda c, x, n: by_rule(c, x, n, lambda k, n: float(k) ** n),
    ),
    Suspect(
        "The power rule keeps the exponent: x ** k has the slope k * x ** (k - 1).",
        lambda c, x, n: by_rule(c, x, n) * x.detach() ** n,
    ),
    Suspect(
        "The derivatives up to order n are added up. Return the n-th alone.",
        lambda c, x, n: (
            torch.stack([by_rule(c, x, i) for i in range(1, n + 1)]).sum(0)
            if n
            else by_rule(c, x, 0)
        ),
    ),
    Suspect(
        "This is the n-th power of the first derivative, not the n-th derivative.",
        lambda c, x, n: by_rule(c, x, 1) ** n if n else by_rule(c, x, 0),
    ),
    Suspect(
        "At x = 0 it is nan: a coefficient times the factor 0 is multiplied by 0 to a negative "
        "power, which is infinite. Leave out the powers below n.",
        lambda c, x, n: negative_powers(c, x, n),
    ),
    Suspect(
        "The n-th derivative is divided by the factorial of n, as in a Taylor series.",
        lambda c, x, n: by_rule(c, x, n) / float(torch.arange(1, n + 1).prod()),
    ),
]

# ---- E05 manual_gradient_descent --------------------------------------------

Line = dict[str, object]


def descent(
    *,
    x: Tensor,
    y: Tensor,
    w: float,
    b: float,
    lr: float,
    steps: int,
    scale: float | str = 1.0,
    loss_scale: float | str = 1.0,
    clear: bool = True,
    order: str = "both",
    record: str = "before",
    sign: float = 1.0,
    moves: str = "wb",
) -> Line:
    """
    Descend with one thing done differently.

    Args:
        x: As in the exercise. y: Likewise. w: Likewise. b: Likewise. lr: Likewise.
        steps: Likewise.
        scale: Factor of the gradients; "n" is the number of samples.
        loss_scale: Factor of the recorded losses; "n" likewise.
        clear: Whether each gradient starts anew.
        order: "wb" or "bw" if the second gradient is taken after the first move.
        record: "after" for the loss at the new place.
        sign: -1 for a step uphill.
        moves: Which of w and b move.
    """
    n = len(x)
    factor = float(n) if scale == "n" else float(scale)
    loss_factor = float(n) if loss_scale == "n" else float(loss_scale)
    x, y = x.detach(), y.detach()
    at_w, at_b = torch.tensor(w, dtype=x.dtype), torch.tensor(b, dtype=x.dtype)
    held_w, held_b = torch.zeros_like(at_w), torch.zeros_like(at_b)
    losses = []

    def loss() -> float:
        return loss_factor * float((0.5 * (y - at_w * x - at_b) ** 2).mean())

    for _ in range(steps):
        if record == "before":
            losses.append(loss())
        if not clear:
            held_w, held_b = held_w.clone(), held_b.clone()
        else:
            held_w, held_b = torch.zeros_like(at_w), torch.zeros_like(at_b)
        residual = at_w * x + at_b - y
        step_w, step_b = factor * (residual * x).mean(), factor * residual.mean()
        if order == "wb":
            moved = at_w - lr * sign * step_w
            step_b = factor * (moved * x + at_b - y).mean()
        if order == "bw":
            moved = at_b - lr * sign * step_b
            step_w = factor * ((at_w * x + moved - y) * x).mean()
        held_w, held_b = held_w + step_w, held_b + step_b
        if "w" in moves:
            at_w = at_w - lr * sign * held_w
        if "b" in moves:
            at_b = at_b - lr * sign * held_b
        if record == "after":
            losses.append(loss())
    return {"w": float(at_w), "b": float(at_b), "losses": losses}


def descends(
    **settings: object,
) -> Callable[[Tensor, Tensor, float, float, float, int], Line]:
    """Return a descent with one thing done differently, with the exercise's signature."""

    def mistaken(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
        return descent(x=x, y=y, w=w0, b=b0, lr=lr, steps=steps, **settings)  # type: ignore[arg-type]

    return mistaken


def steps_by(
    move: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]],
) -> Callable[[Tensor, Tensor, float, float, float, int], Line]:
    """Return a descent whose step *move* makes of the gradient by (w, b) and of what it kept."""

    def mistaken(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
        x, y = x.detach(), y.detach()
        at = torch.tensor([w0, b0], dtype=x.dtype)
        kept, losses = torch.zeros_like(at), []
        for _ in range(steps):
            residual = at[0] * x + at[1] - y
            losses.append(float((0.5 * residual**2).mean()))
            step, kept = move(torch.stack([(residual * x).mean(), residual.mean()]), kept)
            at = at - lr * step
        return {"w": float(at[0]), "b": float(at[1]), "losses": losses}

    return mistaken


def with_momentum(gradient: Tensor, kept: Tensor) -> tuple[Tensor, Tensor]:
    return 0.9 * kept + gradient, 0.9 * kept + gradient


def sample_by_sample(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
    at_w, at_b, losses = float(w0), float(b0), []
    for _ in range(steps):
        losses.append(float((0.5 * (y - at_w * x - at_b) ** 2).mean()))
        for one, wanted in zip(x.tolist(), y.tolist(), strict=True):
            residual = at_w * one + at_b - wanted
            at_w, at_b = at_w - lr * residual * one, at_b - lr * residual
    return {"w": at_w, "b": at_b, "losses": losses}


def one_sample_a_step(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
    at_w, at_b, losses = float(w0), float(b0), []
    for step in range(steps):
        one, wanted = float(x[step % len(x)]), float(y[step % len(y)])
        residual = at_w * one + at_b - wanted
        losses.append(0.5 * residual**2)
        at_w, at_b = at_w - lr * residual * one, at_b - lr * residual
    return {"w": at_w, "b": at_b, "losses": losses}


CLIPPED = "The gradients are cut off or scaled before the step: take them as they are."


def recorded_update(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    for _ in range(steps):
        (0.5 * (y - w * x - b) ** 2).mean().backward()
        w -= lr * w.grad
        b -= lr * b.grad
    return {"w": w.item(), "b": b.item(), "losses": []}


def lost_leaf(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
    if steps > 1:
        raise TypeError("unsupported operand type(s) for *: 'float' and 'NoneType'")
    return descent(x=x, y=y, w=w0, b=b0, lr=lr, steps=steps)


def rebound(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    for _ in range(steps):
        (0.5 * (y - w * x - b) ** 2).mean().backward()
        with torch.no_grad():
            w = w - lr * w.grad
            b = b - lr * b.grad
    return {"w": w.item(), "b": b.item(), "losses": []}


def changed_arguments(
    change: Callable[..., tuple[object, ...]], **settings: object
) -> Callable[[Tensor, Tensor, float, float, float, int], Line]:
    """Descend from other arguments than given."""

    def mistaken(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
        names = ("x", "y", "w", "b", "lr", "steps")
        changed = dict(zip(names, change(x, y, w0, b0, lr, steps), strict=True))
        return descent(**changed, **settings)  # type: ignore[arg-type]

    return mistaken


def column_against_row(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
    # The mean over all pairs has the same gradient in b, and another one in w.
    w, b, losses = w0, b0, []
    x, y = x.to(torch.float64), y.to(torch.float64)
    for _ in range(steps):
        residual = y[:, None] - w * x[None, :] - b
        losses.append(float((0.5 * residual**2).mean()))
        w, b = w + lr * float((residual * x[None, :]).mean()), b + lr * float(residual.mean())
    return {"w": w, "b": b, "losses": losses}


def wrong_sign_of_b(x: Tensor, y: Tensor, w0: float, b0: float, lr: float, steps: int) -> Line:
    line = descent(x=x, y=y, w=w0, b=-b0, lr=lr, steps=steps)
    return {**line, "b": -float(line["b"])}  # type: ignore[arg-type]


LOST_LEAF = (
    "After the first update w is no leaf any more, so its .grad stays None. Change it in place "
    "inside torch.no_grad(), or make a new leaf of it."
)

MANUAL_GRADIENT_DESCENT = [
    Suspect(
        "The first step is right; from the second on all gradients since the start are added up. "
        "Clear .grad after every update.",
        descends(clear=False),
    ),
    Suspect(
        "The loss rises from step to step: go against the gradient, not with it.",
        descends(sign=-1.0),
    ),
    Suspect(
        "Your gradients and losses are twice the expected ones: check the factor 0.5 in the loss.",
        descends(scale=2.0, loss_scale=2.0),
    ),
    Suspect(
        "Your steps are twice too long, though the losses are recorded right: check the factor of "
        "the gradients.",
        descends(scale=2.0),
    ),
    Suspect(
        "Your losses are twice too large: check the factor 0.5.",
        descends(loss_scale=2.0),
    ),
    Suspect(
        "Your steps are half as long as expected: is the 0.5 counted twice?",
        descends(scale=0.5),
    ),
    Suspect(
        "Your steps and losses are half as large as expected: is the 0.5 counted twice?",
        descends(scale=0.5, loss_scale=0.5),
    ),
    Suspect(
        "Steps and losses are too large by the number of samples: the loss is a mean.",
        descends(scale="n", loss_scale="n"),
    ),
    Suspect(
        "The steps are too long by the number of samples: the loss is a mean.",
        descends(scale="n"),
    ),
    Suspect(
        "The recorded losses are too large by the number of samples: the loss is a mean.",
        descends(loss_scale="n"),
    ),
    Suspect(
        "w is right, b is not: its gradient was taken after w had moved. Compute both gradients at "
        "the same point, then update both.",
        descends(order="wb"),
    ),
    Suspect(
        "b is right, w is not: its gradient was taken after b had moved. Compute both gradients at "
        "the same point, then update both.",
        descends(order="bw"),
    ),
    Suspect(
        "Your list of losses is the expected one moved by one place: record the loss of the "
        "forward pass you differentiate, before the update.",
        descends(record="after"),
    ),
    Suspect("Momentum was added: plain gradient descent is asked for.", steps_by(with_momentum)),
    Suspect(CLIPPED, steps_by(lambda g, kept: (g.clamp(-1, 1), kept))),
    Suspect(CLIPPED, steps_by(lambda g, kept: (g / max(1.0, float(g.norm())), kept))),
    Suspect(CLIPPED, steps_by(lambda g, kept: (g / g.norm(), kept))),
    Suspect(CLIPPED, steps_by(lambda g, kept: (g.sign(), kept))),
    Suspect(
        "There is an update after every sample: one step moves along the mean of all.",
        sample_by_sample,
    ),
    Suspect(
        "Each step looks at one sample, the next at the next. Loss and gradients are those of all "
        "samples, in every step.",
        one_sample_a_step,
    ),
    Suspect("b never moves. Update it as well.", descends(moves="w")),
    Suspect("w never moves. Update it as well.", descends(moves="b")),
    Suspect("Neither w nor b moves. Is the update thrown away?", descends(moves="")),
    Suspect(
        "The losses are missing: one for each step, before its update.",
        lambda x, y, w0, b0, lr, steps: (
            descent(x=x, y=y, w=w0, b=b0, lr=lr, steps=steps) | {"losses": []}
        ),
    ),
    Suspect(
        "w and b are exchanged in the answer.",
        lambda x, y, w0, b0, lr, steps: (
            lambda line: {"w": line["b"], "b": line["w"], "losses": line["losses"]}
        )(descent(x=x, y=y, w=w0, b=b0, lr=lr, steps=steps)),
    ),
    Suspect(
        "One update too many was made.",
        lambda x, y, w0, b0, lr, steps: (
            lambda line: {**line, "losses": line["losses"][:-1]}  # type: ignore[index]
        )(descent(x=x, y=y, w=w0, b=b0, lr=lr, steps=steps + 1)),
    ),
    Suspect(
        "One update is missing: there are as many as steps.",
        changed_arguments(lambda x, y, w, b, lr, n: (x, y, w, b, lr, n - 1)),
    ),
    Suspect(
        "One update too many was made: there are as many as steps.",
        changed_arguments(lambda x, y, w, b, lr, n: (x, y, w, b, lr, n + 1)),
    ),
    Suspect(
        "A column met a row: of N samples you made N x N differences. Print the shape of the "
        "residual.",
        column_against_row,
    ),
    Suspect(
        "w and b do not start at w0 and b0, but at 0.",
        changed_arguments(lambda x, y, _w, _b, lr, n: (x, y, 0.0, 0.0, lr, n)),
    ),
    Suspect(
        "w0 and b0 are exchanged.",
        changed_arguments(lambda x, y, w, b, lr, n: (x, y, b, w, lr, n)),
    ),
    Suspect(
        "x and y are exchanged: y is what the line should give at x.",
        changed_arguments(lambda x, y, w, b, lr, n: (y, x, w, b, lr, n)),
    ),
    Suspect("The intercept has the wrong sign: the line is w * x + b.", wrong_sign_of_b),
    Suspect(
        "The learning rate is ignored.",
        changed_arguments(lambda x, y, w, b, _lr, n: (x, y, w, b, 1.0, n)),
    ),
    Suspect(
        "The update itself must not be recorded: do it inside torch.no_grad().",
        recorded_update,
    ),
    Suspect(LOST_LEAF, lost_leaf),
    Suspect(
        "After the first update w has no history and requires no grad: torch.no_grad() covered a "
        "new tensor. Change w in place in there.",
        rebound,
    ),
]

# ---- what the judge reads ---------------------------------------------------

SUSPECTS: Suspects = {
    "gradients.graph_gradients": GRAPH_GRADIENTS,
    "gradients.weighted_backward": WEIGHTED_BACKWARD,
    "gradients.backward_losses": BACKWARD_LOSSES,
    "gradients.backward_n_times": BACKWARD_N_TIMES,
    "gradients.nth_derivative": NTH_DERIVATIVE,
    "gradients.manual_gradient_descent": MANUAL_GRADIENT_DESCENT,
}


def _on_graph(leaf: Tensor, program: list[list[object]], *weights: object) -> Example:
    """Return the example that goes back through *program*, whose last nodes are the losses."""

    def ask(student: Student) -> Answer:
        answer = student.graph(
            "gradients.backward_losses",
            list(weights),
            leaves=[leaf.clone().requires_grad_()],
            program=program,
            losses=list(range(1 + len(program) - len(weights), 1 + len(program))),
        )
        if "raised" in answer.reply:
            raise raised_failure(answer.question, answer.reply)
        return answer

    return ask


_W, _X = torch.tensor([[2.0, -1.0]]), torch.tensor([[0.5, 3.0]])
_LINE = torch.tensor([0.0, 1.0, 3.0]), torch.tensor([1.0, 3.0, 5.0])

EXAMPLES: Examples = {
    "gradients.graph_gradients": (
        example_call("gradients.graph_gradients", torch.tensor([1.0]), torch.tensor([2.0])),
        example_call("gradients.graph_gradients", _W, _X),
    ),
    "gradients.weighted_backward": (
        example_call(
            "gradients.weighted_backward",
            torch.tensor([1.0]),
            torch.tensor([2.0]),
            torch.tensor([1.0, 2.0]),
        ),
        example_call("gradients.weighted_backward", _W, _X, torch.tensor([0.0, -1.5])),
    ),
    "gradients.backward_losses": (
        # The graph of the docstring: the losses w*w and w*w + w at w = 3.
        _on_graph(torch.tensor(3.0), [["mul", 0, 0], ["add", 1, 0]], 1, 2.0),
        _on_graph(torch.tensor([1.0, 2.0]), [["cube", 0], ["sum", 1]], torch.ones(2), -2.0),
    ),
    "gradients.backward_n_times": (
        example_call("gradients.backward_n_times", torch.tensor([1.0, 2.0]), 2),
        example_call("gradients.backward_n_times", torch.tensor(2.0), 3),
    ),
    "gradients.nth_derivative": (
        example_call(
            "gradients.nth_derivative", torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.0, 1.0]), 2
        ),
        example_call(
            "gradients.nth_derivative", torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.tensor([2.0]), 3
        ),
        example_call(
            "gradients.nth_derivative", torch.tensor([1.0, 2.0]), torch.tensor([2.0, 3.0]), 0
        ),
    ),
    "gradients.manual_gradient_descent": (
        example_call(
            "gradients.manual_gradient_descent",
            torch.tensor([0.0, 2.0]),
            torch.tensor([1.0, 5.0]),
            0.0,
            0.0,
            0.5,
            2,
        ),
        example_call("gradients.manual_gradient_descent", *_LINE, 0.5, -1.0, 0.1, 1),
    ),
}
