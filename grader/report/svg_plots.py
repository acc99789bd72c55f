"""Plots as coordinates in a small picture, which the templates write as SVG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 360, 240
LEFT, RIGHT, TOP, BOTTOM = 48, 12, 12, 40


@dataclass(frozen=True)
class Plot:
    """
    The elements of one plot, in pixels of the viewBox.

    Attributes:
        x_ticks: Position and text of each tick of the x axis.
        y_ticks: The same for the y axis.
        mine: The student's lines, each as the ``points`` of an SVG polyline.
        theirs: The lines of the reference.
        mark: Where the student's line leaves that of the reference, or None.
        dots: Samples as x, y and label.
    """

    x_ticks: Sequence[tuple[float, str]]
    y_ticks: Sequence[tuple[float, str]]
    mine: Sequence[str]
    theirs: Sequence[str]
    mark: tuple[float, float] | None = None
    dots: Sequence[tuple[float, float, int]] = ()


@dataclass(frozen=True)
class Axes:
    """The ranges of the two axes, and their position in the picture."""

    x: tuple[float, float]
    y: tuple[float, float]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a point. Points far outside are moved closer."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        held = min(max(up, -1.0), 2.0)
        return (
            round(LEFT + across * (WIDTH - LEFT - RIGHT), 1),
            round(HEIGHT - BOTTOM - held * (HEIGHT - TOP - BOTTOM), 1),
        )

    def ticks(self) -> tuple[list[tuple[float, str]], list[tuple[float, str]]]:
        """Return the ticks of both axes, each with its text."""
        return (
            [(self.place(x, self.y[0])[0], f"{x:g}") for x in ticks(*self.x)],
            [(self.place(self.x[0], y)[1], f"{y:g}") for y in ticks(*self.y)],
        )


def curve(figure: dict[str, Any]) -> Plot:
    """Return the plot of two curves; the range of the reference's decides what is visible."""
    at, mine, theirs = figure["at"], _floats(figure["mine"]), _floats(figure["theirs"])
    right = [y for y in theirs if math.isfinite(y)] or [0.0]
    span = (max(right) - min(right)) or 1.0
    seen = [y for y in mine if math.isfinite(y)]
    low = min([min(right), *(max(y, min(right) - span) for y in seen)])
    high = max([max(right), *(min(y, max(right) + span) for y in seen)])
    margin = 0.05 * ((high - low) or 1.0)
    frame = Axes(_widened(min(at), max(at)), (low - margin, high + margin))
    mark = None
    if figure["wrong_at"] is not None:
        index = min(range(len(at)), key=lambda i: abs(at[i] - figure["wrong_at"]))
        ends = mine if index < len(mine) and math.isfinite(mine[index]) else theirs
        height = ends[min(index, len(ends) - 1)] if ends else 0.0
        mark = frame.place(at[index], height if math.isfinite(height) else high)
    return Plot(
        *frame.ticks(), mine=_lines(frame, at, mine), theirs=_lines(frame, at, theirs), mark=mark
    )


def boundary(figure: dict[str, Any]) -> Plot:
    """Return the plot of the samples and of the two lines where p is 0.5."""
    points, labels = figure["points"], figure["labels"]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    frame = Axes(_widened(min(xs), max(xs)), _widened(min(ys), max(ys)))
    dots = [(*frame.place(x, y), label) for (x, y), label in zip(points, labels, strict=True)]
    lines = {who: _chord(frame, *_floats(figure[who])) for who in ("mine", "theirs")}
    return Plot(*frame.ticks(), mine=lines["mine"], theirs=lines["theirs"], dots=dots)


def ticks(low: float, high: float) -> list[float]:
    """
    Return three to six round numbers between *low* and *high*.

    >>> ticks(0, 380)
    [0.0, 100.0, 200.0, 300.0]
    """
    rough = (high - low) / 4
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * by for by in (1, 2, 5, 10) if size * by >= rough)
    first = math.ceil(low / step - 1e-9)
    return [round(n * step, 10) + 0.0 for n in range(first, math.floor(high / step + 1e-9) + 1)]


def _floats(numbers: Sequence[float | str]) -> list[float]:
    return [float(number) for number in numbers]


def _widened(low: float, high: float) -> tuple[float, float]:
    margin = 0.04 * ((high - low) or 1.0)
    return low - margin, high + margin


def _lines(frame: Axes, at: Sequence[float], ys: Sequence[float]) -> list[str]:
    """Return each run of finite numbers as a polyline."""
    lines: list[list[str]] = [[]]
    for x, y in zip(at, ys, strict=False):
        if math.isfinite(y):
            lines[-1].append("{:g},{:g}".format(*frame.place(x, y)))
        elif lines[-1]:
            lines.append([])
    return [" ".join(line) for line in lines if line]


def _chord(frame: Axes, w0: float, w1: float, b: float) -> list[str]:
    """Return the part of the line w0*x + w1*y + b = 0 inside the frame, if any."""
    if not all(map(math.isfinite, (w0, w1, b))) or (w0 == 0 and w1 == 0):
        return []
    ends = [(x, -(w0 * x + b) / w1) for x in frame.x if w1]
    ends += [(-(w1 * y + b) / w0, y) for y in frame.y if w0]
    slack = 1e-9 * max(abs(bound) for bound in (*frame.x, *frame.y))
    inside = sorted(
        (x, y)
        for x, y in ends
        if frame.x[0] - slack <= x <= frame.x[1] + slack
        and frame.y[0] - slack <= y <= frame.y[1] + slack
    )
    if len(inside) < 2:
        return []
    first, last = frame.place(*inside[0]), frame.place(*inside[-1])
    return [f"{first[0]:g},{first[1]:g} {last[0]:g},{last[1]:g}"]
