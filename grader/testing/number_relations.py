"""Relations between wrong numbers and the right ones: their squares, their cumulative sums, …"""

import math
from collections.abc import Callable, Sequence
from itertools import accumulate

#: The least number of different values whose agreement is not taken for a coincidence.
_ENOUGH = 3

Numbers = Sequence[float]

_RELATIONS: tuple[tuple[str, Callable[[Numbers], Numbers]], ...] = (
    ("They are the absolute values of the right numbers.", lambda w: [abs(v) for v in w]),
    (
        "They are the right numbers, but the negative ones are 0.",
        lambda w: [max(v, 0.0) for v in w],
    ),
    (
        "They are the right numbers, clamped to [0, 1].",
        lambda w: [min(max(v, 0.0), 1.0) for v in w],
    ),
    ("They are 1 minus the right numbers.", lambda w: [1 - v for v in w]),
    ("They are the squares of the right numbers.", lambda w: [v * v for v in w]),
    ("They are the square roots of the right numbers.", lambda w: [math.sqrt(v) for v in w]),
    ("They are the logarithms of the right numbers.", lambda w: [math.log(v) for v in w]),
    ("They are the exponentials of the right numbers.", lambda w: [math.exp(v) for v in w]),
    ("They are the reciprocals of the right numbers.", lambda w: [1 / v for v in w]),
    ("They are the cumulative sums of the right numbers.", lambda w: list(accumulate(w))),
    (
        "They are the running means of the right numbers.",
        lambda w: [total / count for count, total in enumerate(accumulate(w), start=1)],
    ),
    ("They are the right numbers divided by their sum.", lambda w: [v / math.fsum(w) for v in w]),
    (
        "They are the right numbers shifted to mean 0.",
        lambda w: [v - math.fsum(w) / len(w) for v in w],
    ),
    (
        "Each is the mean of all the right numbers.",
        lambda w: [math.fsum(w) / len(w)] * len(w),
    ),
    ("Each is the sum of all the right numbers.", lambda w: [math.fsum(w)] * len(w)),
    ("Each is the first of the right numbers.", lambda w: [w[0]] * len(w)),
    ("Each is the last of the right numbers.", lambda w: [w[-1]] * len(w)),
)


def describe_relation(got: Numbers, wanted: Numbers) -> str:
    """
    Return a sentence ("They are the squares of the right numbers.") that holds, or "".

    Args:
        got: The submission's numbers. wanted: The expected ones, as many, all finite.
    """
    if len(set(wanted)) < _ENOUGH:
        return ""
    for digits in (0, 1, 2, 3):
        rounded = [round(v, digits) for v in wanted]
        # Numbers that are round anyway, such as what was given, say nothing.
        is_round = any(
            math.isclose(*pair, rel_tol=1e-6) for pair in zip(rounded, wanted, strict=True)
        )
        if not is_round and _agree(got, rounded, exact=True):
            return "They are the right numbers, rounded."
    for words, relation in _RELATIONS:
        try:
            related = relation(wanted)
        except (ValueError, ZeroDivisionError, OverflowError):
            continue
        if _agree(got, related) and not _agree(related, wanted):
            return words
    return ""


def _agree(one: Numbers, other: Numbers, exact: bool = False) -> bool:
    rel, apart = (1e-6, 1e-7) if exact else (1e-4, 1e-7)
    return all(
        math.isclose(a, b, rel_tol=rel, abs_tol=apart) for a, b in zip(one, other, strict=True)
    )
