"""Visible examples: questions that a course may show, with what came and what was expected."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .failures import Answer
from .student import Student

#: A question with a visible input, whose values and texts are not secret.
Example = Callable[[Student], Answer]

#: ``"module.name"`` → its visible questions; the first that shows a failure is shown.
Examples = Mapping[str, Sequence[Example]]


def example_call(target: str, *args: Any, **kwargs: Any) -> Example:
    """Return the example that calls *target* with these visible arguments."""
    return lambda student: student.call(target, *args, **kwargs)
