"""Patterns in wrong numbers: a factor, a shift, a flipped sign; never one of the numbers."""

import math
from collections.abc import Sequence

from .number_relations import describe_relation

_FACTORS = {
    -1.0: "of the opposite sign",
    2.0: "twice as large as expected",
    0.5: "half as large as expected",
}

#: A larger factor is always close to a whole number, and would reveal a hidden number.
_LARGEST = 1024

_NEARLY = ("It is nearly right", "They are nearly right")


def says_nearly(pattern: str) -> bool:
    """Say whether *pattern* describes an answer that is only not accurate enough."""
    return pattern.startswith(_NEARLY)


def describe_difference(got: Sequence[float], wanted: Sequence[float]) -> str:
    """
    Return a sentence ("All are twice too large.") on how *got* differs from *wanted*, or "".

    Args:
        got: The submission's numbers. wanted: The expected ones, as many.
    """
    if any(math.isnan(value) for value in got) and not any(math.isnan(value) for value in wanted):
        count = sum(math.isnan(value) for value in got)
        return "It is nan." if len(got) == 1 else f"{count} of {len(got)} are nan."
    if any(map(math.isinf, got)) and not any(map(math.isinf, wanted)):
        return "It is infinite." if len(got) == 1 else "Some are infinite."
    if not all(map(math.isfinite, [*got, *wanted])):
        return ""
    if _close_lists(got, wanted):
        nearly = _NEARLY[0] if len(got) == 1 else _NEARLY[1]
        if all(abs(a - b) <= 2e-6 * (1e-3 + abs(b)) for a, b in zip(got, wanted, strict=True)):
            return f"{nearly}: digits were lost, to float32, an added eps, a clamp or rounding."
        return f"{nearly}, but not accurate enough."
    factor = _common_factor(got, wanted)
    if factor is not None:
        return _describe_factor(factor, len(wanted))
    if len(got) > 2 and _close_lists(sorted(got), sorted(wanted)):
        return "They are the right numbers in another order."
    offsets = [one - other for one, other in zip(got, wanted, strict=True)]
    if len(got) > 2 and _spread(offsets) < 1e-3 * abs(offsets[0]):
        return "Every value is off by the same amount."
    return describe_relation(got, wanted)


def describe_list_difference(
    got: Sequence[float], wanted: Sequence[float], right: Sequence[bool]
) -> str:
    """
    Return a sentence on a list of numbers that were computed one after the other.

    Args:
        got: The submission's numbers. wanted: The expected ones, as many.
        right: Where they agree.
    """
    first = list(right).index(False)
    if len(got) > 2 and _close_lists(got[:-1], wanted[1:]):
        return "The list is shifted by one position: its first entry is missing."
    if len(got) > 2 and _close_lists(got[1:], wanted[:-1]):
        return "The list is shifted by one position: it has an extra entry at the front."
    pattern = describe_difference(got, wanted)
    if first == 0:
        return f"It differs from entry 0 on. {pattern}".strip()
    return f"Entry {first} is the first that differs; the entries before it are right."


def _common_factor(got: Sequence[float], wanted: Sequence[float]) -> float | None:
    pairs = [(one, other) for one, other in zip(got, wanted, strict=True) if abs(other) > 1e-12]
    if not pairs or any(
        abs(one) > 1e-9 for one, other in zip(got, wanted, strict=True) if abs(other) <= 1e-12
    ):
        return None
    factors = [one / other for one, other in pairs]
    if _spread(factors) > 1e-4 * abs(factors[0]) or factors[0] == 0:
        return None
    return factors[0]


def _describe_factor(factor: float, count: int) -> str:
    for known, words in _FACTORS.items():
        if abs(factor - known) < 1e-4:
            return f"It is {words}." if count == 1 else f"All are {words}."
    # Which one is not said: against a constant answer it would be an expected value.
    if count == 1:
        return ""
    if whole := _whole(factor):
        return f"All are {whole} times too large."
    if whole := _whole(1 / factor):
        return f"All are {whole} times too small."
    return "All are off by the same factor."


def _whole(factor: float) -> int:
    """Return a factor as the whole number that it is; 0 where it is none, or one by its size."""
    near = round(factor) if abs(factor) < _LARGEST else 0
    return near if abs(factor - near) < 1e-4 * abs(factor) else 0


def _spread(numbers: Sequence[float]) -> float:
    return max(numbers) - min(numbers)


def _close_lists(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(
        math.isclose(a, b, rel_tol=1e-4, abs_tol=1e-7) for a, b in zip(one, other, strict=True)
    )
