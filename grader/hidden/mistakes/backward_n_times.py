"""Known mistakes of gradients.backward_n_times (E03), written out."""

from collections.abc import Callable

from torch import Tensor

from grader.testing import KnownMistake

from .graph_gradients import fresh


def passes(entry: Callable[[Tensor, int, int], Tensor]) -> Callable[[Tensor, int], list[Tensor]]:
    """Return ``entry(x, k, n)`` for every k below n."""
    return lambda x, n: [entry(x.detach(), k, n) for k in range(n)]


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
    KnownMistake(ALL_EQUAL, passes(lambda x, _k, n: n * 3 * x**2)),
    KnownMistake(
        "Every entry is the gradient of a single pass. Nothing is cleared in between, so they "
        "grow: once, twice, three times.",
        passes(lambda x, _k, _n: 3 * x**2),
    ),
    KnownMistake(
        "The gradient doubles from pass to pass. Each pass adds the same amount: do you build on "
        "the last total?",
        passes(lambda x, k, _n: 2**k * 3 * x**2),
    ),
    KnownMistake(WHERE_IT_STARTS, passes(lambda x, k, _n: k * 3 * x**2)),
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
        "backward can only start from one number by itself. z is the sum of x ** 3.",
        no_scalar,
    ),
]
