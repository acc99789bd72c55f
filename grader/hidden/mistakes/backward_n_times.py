"""Known mistakes of gradients.backward_n_times (E03), written out."""

from collections.abc import Callable

from torch import Tensor

from grader.testing import KnownMistake

from .graph_gradients import fresh


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
    KnownMistake(
        "A range over a negative number is empty and says nothing. Check n first.",
        passes(lambda x, k, _n: (k + 1) * 3 * x**2),
    ),
    KnownMistake(ALL_EQUAL, passes(lambda x, _k, n: n * 3 * x**2)),
    KnownMistake(
        "Pass 1 is right. A later pass needs the saved values that the one before freed: keep the "
        "graph for as long as passes follow.",
        freed,
    ),
    KnownMistake(
        "Every entry is the gradient of a single pass. Nothing is cleared in between, so they "
        "grow: once, twice, three times.",
        passes(lambda x, _k, _n: 3 * x**2),
    ),
    KnownMistake(
        "The growth is added up twice: .grad holds the total already, and you sum the totals.",
        passes(lambda x, k, _n: (k + 1) * (k + 2) / 2 * 3 * x**2),
    ),
    KnownMistake(
        "The gradient doubles from pass to pass. Each pass adds the same amount: do you build on "
        "the last total?",
        passes(lambda x, k, _n: 2**k * 3 * x**2),
    ),
    KnownMistake(WHERE_IT_STARTS, passes(lambda x, k, _n: k * 3 * x**2)),
    KnownMistake(
        "The first entry has two passes in it already. Is there a backward before the loop?",
        passes(lambda x, k, _n: (k + 2) * 3 * x**2),
    ),
    KnownMistake(
        "The entries come in reverse order: the first has one pass in it.",
        passes(lambda x, k, n: (n - k) * 3 * x**2),
    ),
    KnownMistake(
        "These are averages over the passes so far or over the entries. Return the sums.",
        passes(lambda x, k, _n: (k + 1) * 3 * x**2 / max(1, x.numel())),
    ),
    KnownMistake(
        "The slope of x ** 3 is 3 * x ** 2; this is that of x ** 2.",
        passes(lambda x, k, _n: (k + 1) * 2 * x),
    ),
    KnownMistake(
        "The factor 3 is missing: the slope of x ** 3 is 3 * x ** 2.",
        passes(lambda x, k, _n: (k + 1) * x**2),
    ),
    KnownMistake(
        "These are powers of the gradient. n passes add it n times.",
        passes(lambda x, k, _n: (3 * x**2) ** (k + 1)),
    ),
    KnownMistake(
        "These are derivatives of higher order. Asked for is the same first derivative, again and "
        "again, added up.",
        passes(lambda x, k, _n: [3 * x**2, 6 * x, 6 + 0 * x][k] if k < 3 else 0 * x),
    ),
    KnownMistake(
        "What was in .grad before the first pass is in your totals. Start with a leaf of your own, "
        "also in a second call.",
        on_the_argument,
    ),
    KnownMistake(
        "An argument that requires grad gives None: clone() alone keeps its graph, so the copy is "
        "no leaf. Detach it first.",
        on_a_detached_view,
    ),
    KnownMistake(
        "backward can only start from one number by itself. z is the sum of x ** 3.",
        no_scalar,
    ),
]
