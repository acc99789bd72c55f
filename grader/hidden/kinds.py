"""The exact types of returned values: tuple, list, float, int, bool, and the keys of a dict."""

from collections.abc import Collection
from typing import Any

from grader.testing import Answer, SentNumber, describe, wrong


def assert_kind(answer: Answer, value: Any, kind: type, what: str = "") -> None:
    """Check that *value* is of just this kind; ``numpy.float64`` is a float, by inheritance."""
    found = value.kind if isinstance(value, SentNumber) else type(value).__name__
    if found != kind.__name__ and (kind, found) != (float, "numpy.float64"):
        name = what or f"{answer.question.function} returned"
        wanted = f"{'an' if kind is int else 'a'} {kind.__name__}"
        raise wrong(f"{name} {describe(value)}, expected {wanted}.", answer, precise=True)


def assert_keys(answer: Answer, keys: Collection[str]) -> None:
    """Check that the answer is a dict with these keys and no others."""
    assert_kind(answer, answer.value, dict)
    if set(answer.value) != set(keys):
        message = f"The keys of the dict are to be {', '.join(keys)}, and no others."
        raise wrong(message, answer, precise=True)
