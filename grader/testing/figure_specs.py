"""
Figure specs: which numbers on visible inputs a feedback page draws, beside the reference's.

Reports never run code, so these numbers are asked for while the box is there. A course lists
its figures in ``exhibits.py`` beside its hidden tests. The answers come from fresh children
that have seen no hidden input, are bounded numbers, and change no verdict.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from grader.box.inside import values

from .compare import number_of
from .student import Student

#: The most numbers that a figure holds.
LONGEST = 2000


@dataclass(frozen=True)
class FigureSpec:
    """
    One figure of an exercise.

    Attributes:
        exercise: Id of the exercise.
        title: What it shows.
        ask: Asks a question with a visible input and returns the numbers of the answer in order.
        caption: How to read it.
        rtol: How far a number may be from the reference's, by its size.
        atol: How far it may be in any case.
    """

    exercise: str
    title: str
    ask: Callable[[Student], Sequence[float]]
    caption: str = ""
    rtol: float = 1e-4
    atol: float = 1e-6

    kind = "table"

    def fields(self) -> dict[str, Any]:
        """Return what else is needed to draw it, as plain data."""
        return {}


@dataclass(frozen=True)
class NumberTable(FigureSpec):
    """Named numbers, each with its ratio to the reference's."""

    rows: Sequence[str] = ()

    def fields(self) -> dict[str, Any]:
        """Return the names of the rows."""
        return {"rows": list(self.rows)}


@dataclass(frozen=True)
class Curve(FigureSpec):
    """Numbers along an axis, at the given places or at 0, 1, 2, …"""

    axes: tuple[str, str] = ("", "")
    at: Sequence[float] = ()

    kind = "curve"

    def fields(self) -> dict[str, Any]:
        """Return the names of the axes and the places on the first."""
        return {"axes": list(self.axes), "at": list(self.at)}


@dataclass(frozen=True)
class Boundary(FigureSpec):
    """A line ``w0*x1 + w1*x2 + b = 0`` among points; the numbers are w0, w1, b."""

    points: Sequence[Sequence[float]] = ()
    labels: Sequence[int] = ()
    axes: tuple[str, str] = ("x1", "x2")

    kind = "boundary"

    def fields(self) -> dict[str, Any]:
        """Return the points with their labels and the names of the axes."""
        points = [[short(x) for x in point] for point in self.points]
        return {"points": points, "labels": list(self.labels), "axes": list(self.axes)}


def numbers(value: Any) -> list[float]:
    """
    Return a decoded answer as plain numbers: a tensor, a number, or a list of them.

    Raises:
        ValueError: If it is anything else, or holds more than 2,000.
    """
    if isinstance(value, values.SentTensor):
        tensor = value.tensor
        if tensor.numel() > LONGEST or tensor.is_complex():
            raise ValueError("not a short tensor of real numbers")
        found: list[float] = tensor.double().flatten().tolist()
        return found
    if isinstance(value, list | tuple):
        if len(value) > LONGEST:
            raise ValueError("too many numbers")
        return [number for item in value for number in numbers(item)][: LONGEST + 1]
    number = number_of(value)
    if number is None:
        raise ValueError("not a number")
    return [number]


def short(x: float) -> float:
    """Return a number with six digits; a drawing does not show more."""
    return float(f"{x:.6g}")
