"""Known mistakes: small functions that make a typical mistake, and what to say about each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .failures import Answer
from .student import Student


@dataclass(frozen=True)
class KnownMistake:
    """
    A typical mistake, written out.

    When a submission fails a check, the known mistakes of the function are asked the same
    question on the trusted side. If one of them answers exactly as the submission did, and not
    as the reference does, the student reads its message.

    Attributes:
        message: The cause and one next step, in words the student may read.
        function: A function (or module class) with the signature of the exercise that
            makes the mistake; it may raise as the mistake does.
    """

    message: str
    function: Callable[..., Any]


#: ``"module.name"`` → its known mistakes, the most specific first.
KnownMistakes = Mapping[str, Sequence[KnownMistake]]

#: A question with a visible input, whose values and texts are not secret.
Example = Callable[[Student], Answer]

#: ``"module.name"`` → its visible questions; the first that shows a failure is shown.
Examples = Mapping[str, Sequence[Example]]


def example_call(target: str, *args: Any, **kwargs: Any) -> Example:
    """Return the example that calls *target* with these visible arguments."""
    return lambda student: student.call(target, *args, **kwargs)
