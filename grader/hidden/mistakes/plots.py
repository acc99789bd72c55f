"""
Typical mistakes in plots.py, written out.

Figures and logs may look very different and yet be wrong in the same way: what
is wrong with them is found out by the checks themselves.
"""

import numpy as np
import torch

from grader.testing import Answer, Example, Examples, KnownMistake


def _line(formula):
    """Return a boundary that reads its weight well and uses *formula* of w0, w1, b and x1."""

    def boundary_x2(weight, bias, x1):
        w0, w1 = weight.flatten().tolist()
        if w1 == 0:
            raise ValueError("vertical")
        return formula(w0, w1, float(bias), x1)

    return boundary_x2


def _read(weights):
    """Return a boundary that takes w0 and w1 from its weight by *weights*."""

    def boundary_x2(weight, bias, x1):
        w0, w1 = weights(weight)
        if w1 == 0:
            raise ValueError("vertical")
        return -(w0 * x1 + bias) / w1

    return boundary_x2


ROW = (
    "A weight of shape (1, 2) is not handled: nn.Linear keeps its weight like that. "
    "Flatten it first."
)
FLAT = "A weight of shape (2,) is not handled: flatten it first, then both shapes are the same."
SIGN = "Insert a point into w0*x1 + w1*x2 + b: you get 2b, not 0. Check the sign of the bias."
SLOPE = "The slope has the wrong sign: insert a point into w0*x1 + w1*x2 + b."
BRACKETS = "Brackets: divide the whole right side by w1."

KNOWN_MISTAKES = {
    "plots.boundary_x2": [
        KnownMistake(SIGN, _line(lambda w0, w1, b, x: (-w0 * x + b) / w1)),
        KnownMistake(SLOPE, _line(lambda w0, w1, b, x: (w0 * x - b) / w1)),
        KnownMistake(
            "All signs are turned: bring w0*x1 + b to the other side first.",
            _line(lambda w0, w1, b, x: (w0 * x + b) / w1),
        ),
        KnownMistake(BRACKETS, _line(lambda w0, w1, b, x: -w0 * x - b / w1)),
        KnownMistake(BRACKETS, _line(lambda w0, w1, b, x: -w0 * x / w1 - b)),
        KnownMistake(BRACKETS, _line(lambda w0, w1, b, x: -(w0 * x + b / w1))),
        KnownMistake(
            "Brackets: the minus belongs to the whole of w0*x1 + b.",
            _line(lambda w0, w1, b, x: -w0 * x + b / w1),
        ),
        KnownMistake(
            "w1 multiplies where it should divide.", _line(lambda w0, w1, b, x: -(w0 * x + b) * w1)
        ),
        KnownMistake("The division by w1 is missing.", _line(lambda w0, w1, b, x: -(w0 * x + b))),
        KnownMistake(
            "w1 stands without its sign.", _line(lambda w0, w1, b, x: -(w0 * x + b) / abs(w1))
        ),
        KnownMistake(
            "p = 0.5 means w.x + b = 0, not 0.5: the sigmoid of 0 is one half.",
            _line(lambda w0, w1, b, x: (0.5 - w0 * x - b) / w1),
        ),
        KnownMistake(
            "w0 and w1 are exchanged: x1 goes with w0, and w1 divides.",
            _line(lambda w0, w1, b, x: -(w1 * x + b) / w0 if w0 else x + float("nan")),
        ),
        KnownMistake(
            "The bias is cut to a whole number: it is a float.",
            _line(lambda w0, w1, b, x: -(w0 * x + int(b)) / w1),
        ),
        KnownMistake(
            "Brackets: the bias is divided by w1, not multiplied.",
            _line(lambda w0, w1, b, x: -w0 / w1 * x - b * w1),
        ),
        KnownMistake(
            "Do not round: the line is drawn through every digit.",
            _line(lambda w0, w1, b, x: torch.round(-(w0 * x + b) / w1, decimals=2)),
        ),
        KnownMistake("The bias is left out.", _line(lambda w0, w1, b, x: -w0 * x / w1)),
        KnownMistake("x1 is left out.", _line(lambda w0, w1, b, x: -(w0 + b) / w1 + 0 * x)),
        KnownMistake(
            "The weights are divided the wrong way round: the slope is -w0 / w1.",
            _line(lambda w0, w1, b, x: -(w1 / w0) * x - b / w1 if w0 else x + float("nan")),
        ),
        KnownMistake(
            "You return wx + b of something: solve w0*x1 + w1*x2 + b = 0 for x2.",
            _line(lambda w0, w1, b, x: w0 * x + b),
        ),
        KnownMistake(
            "The result is float32 for float64 points: keep the dtype of x1.",
            _line(lambda w0, w1, b, x: -(w0 * x.float() + b) / w1),
        ),
        KnownMistake(
            "The result is float64 for float32 points: give it the dtype of x1.",
            _line(lambda w0, w1, b, x: -(w0 * x.double() + b) / w1),
        ),
        KnownMistake(
            "The result is flat: keep the shape of x1.",
            _line(lambda w0, w1, b, x: -(w0 * x.flatten() + b) / w1),
        ),
        KnownMistake(
            "A list came back: return a tensor like x1.",
            _line(lambda w0, w1, b, x: (-(w0 * x + b) / w1).tolist()),
        ),
        KnownMistake(
            "A weight that is a tensor takes its dtype along: make a Python number of it.",
            _read(torch.flatten),
        ),
        KnownMistake(ROW, _read(lambda weight: weight)),
        KnownMistake(ROW, _read(lambda weight: (weight[0], weight[1]))),
        KnownMistake(FLAT, _read(lambda weight: (weight[0, 0], weight[0, 1]))),
        KnownMistake(FLAT, _read(lambda weight: (weight[0][0], weight[0][1]))),
        KnownMistake(FLAT, _read(lambda weight: weight[0])),
    ]
}


def words_on_points(points: np.ndarray, x: np.ndarray) -> str:
    """
    Say what is drawn in place of the samples, or "".

    Args:
        points: Everything that is drawn as a point, shape (n, 2). x: The samples, shape (N, 2).
    """
    if not len(points):
        return ""
    gaps = np.abs(points[:, None, :] - x[None, :, :]).max(axis=2)
    drawn = int((gaps.min(axis=0) < 1e-3).sum())
    if drawn and bool((gaps.min(axis=1) < 1e-3).all()):
        words = f"Only {drawn} of the {len(x)} samples are drawn."
        if drawn == 2 and len(points) >= len(x):
            return (
                f"{words} The same two rows are drawn again and again: a label is no row number. "
                "Pick the rows of a class with a mask, as in x[y == 0]."
            )
        return words
    if len(points) == len(x):
        return _words_on_scale(points, x)
    return ""


def _words_on_scale(points: np.ndarray, x: np.ndarray) -> str:
    """Say that all points are shifted or scaled, column by column."""
    # The order of the samples is free, that of each of their coordinates is not changed by this.
    for column in (0, 1):
        one, other = np.sort(points[:, column]), np.sort(x[:, column])
        # Points that all lie at one place have no correlation; nan is greater than nothing.
        if not np.corrcoef(one, other)[0, 1] > 1 - 1e-9:
            return ""
    return (
        "The samples are shifted or scaled before they are drawn, so that they do not stand where "
        "x says, nor where the boundary belongs. Draw x itself."
    )


def _told(answer):
    """Return the answer as one word: what is on a picture is too much to print."""
    value = "a Figure" if isinstance(answer.value, list) else answer.value
    return Answer(value, answer.reply, answer.question)


def _example_of_boundary(student):
    numbers = {"iteration": 20, "loss": 0.2071, "acc": 1.0}
    x, y = torch.tensor([[0.0, 1.0], [2.0, 1.0]]), torch.tensor([0, 1])
    weight = torch.tensor([2.0, 1.0])
    return _told(student.figure("plots.plot_boundary", x, y, weight, -3.0, **numbers))


HISTORY = {"losses": [0.7, 0.5, 0.4], "accuracies": [(0, 0.5), (2, 1.0)]}


def _solved(weight: list[float], bias: float, *x1: float) -> Example:
    """Return the example that asks for points of a line."""
    args = torch.tensor(weight), bias, torch.tensor(x1)
    return lambda student: student.call("plots.boundary_x2", *args)


EXAMPLES: Examples = {
    "plots.boundary_x2": (
        _solved([1.0, 2.0], -4.0, 0.0, 2.0),
        _solved([0.5, -0.5], 0.25, 3.0, 1.0),
    ),
    "plots.plot_boundary": (_example_of_boundary,),
    "plots.plot_curves": (lambda student: _told(student.figure("plots.plot_curves", HISTORY)),),
}
