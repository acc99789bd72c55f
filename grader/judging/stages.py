"""The stages of judging one submission, as a watch outside of the judge sees them."""

from collections.abc import Callable
from enum import IntEnum, auto


class Stage(IntEnum):
    """The stage that a judge is at."""

    WAITING = 0
    #: It runs a check, or waits for the answers that the check needs.
    CHECK = auto()
    #: It looks for the cause of failed checks.
    WORDS = auto()
    #: It asks for the numbers of the feedback page's pictures.
    FIGURES = auto()


#: Told that a stage begins, and for a check its number in the order of the course.
Begin = Callable[[Stage, int], None]


def nobody_watches(_stage: Stage, _check: int = 0) -> None:
    """Begin a stage that nobody watches."""
