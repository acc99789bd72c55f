"""What a student reads where a bare ``assert a == b`` fails: kinds of values, and no value."""

import numbers
from typing import Any

from grader.messages.message import mark

from .failures import CheckFailed, wrong
from .objects.handles import Handle, Mirror
from .student import Student, describe

BLANKS = mark("Only blanks or line ends differ.")
CASE = mark("Only capital and small letters differ.")


def differs(left: Any, right: Any, student: Student, note: str) -> CheckFailed | None:
    """
    Return the failure of an assert that two values are equal; None where it tells nothing.

    Args:
        left: What stood left of ``==``. right: What stood right of it.
        student: The submission, which knows which of them it has answered.
        note: What the teacher reads.
    """
    got, wanted, origin = left, right, student.origin(left)
    if origin is None and student.origin(right) is not None:
        got, wanted, origin = right, left, student.origin(right)
    if isinstance(wanted, Handle | Mirror):
        return None
    name = "The result is"
    if origin is not None:
        verb = "is" if origin.operation == "getattr" else "returned"
        name = f"{origin.question.function} {verb}"
    answer = None if origin is None else student.told(got)
    if _is_number(wanted):
        words = f"{name} {describe(got)}, expected a number."
        if _is_number(got):
            words = f"{name} a number, as expected, but not the right one."
    elif describe(got) != describe(wanted):
        words = f"{name} {describe(got)}, expected {describe(wanted)}."
    else:
        words = f"{name} {describe(got)}, as expected, but not the right one."
    return wrong(words, answer, note=note, pattern=_difference(got, wanted))


def _difference(got: Any, wanted: Any) -> str:
    """Return a sentence on how two texts differ; "" if there is nothing simple to say."""
    if type(got) is not str or type(wanted) is not str:
        return ""
    if _letters(got) == _letters(wanted):
        return BLANKS
    return CASE if got.casefold() == wanted.casefold() else ""


def _is_number(value: Any) -> bool:
    """Say whether a value is a number, of whatever type: for ``==`` 3, 3.0 and Decimal(3) agree."""
    return isinstance(value, numbers.Number) and not isinstance(value, bool)


def _letters(text: str) -> str:
    return "".join(text.split())
