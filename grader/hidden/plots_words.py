"""
Words on the points that a figure shows, and visible questions of plots.py.
"""

import numpy as np
import torch

from grader.testing import Answer, Examples


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


EXAMPLES: Examples = {
    "plots.plot_boundary": (_example_of_boundary,),
    "plots.plot_curves": (lambda student: _told(student.figure("plots.plot_curves", HISTORY)),),
}
