"""
Known mistakes of training.py, function by function, and visible questions for each.

The slips of ``fit`` are in descent.py: they are compared run by run, whatever
shape the weight has.
"""

import torch
from torch import Tensor

from grader.testing import Example, Examples, KnownMistakes

from .accuracy import ACCURACY
from .train_step import TRAIN_STEP

__all__ = ["EXAMPLES", "KNOWN_MISTAKES"]


KNOWN_MISTAKES: KnownMistakes = {"training.accuracy": ACCURACY, "training.train_step": TRAIN_STEP}


def _scored(p: Tensor, y: list[int], **kwargs: float) -> Example:
    """Return the example that asks for the accuracy of a few samples."""
    return lambda student: student.call("training.accuracy", p, torch.tensor(y), **kwargs)


def _fitted(weight: list[float], x: list[list[float]], **settings: float) -> Example:
    """Return the example of a short run on two samples."""
    start = {"init_weight": torch.tensor(weight), "init_bias": -0.5, "max_iters": 2}
    data = torch.tensor(x), torch.tensor([0, 1])
    return lambda student: student.call("training.fit", *data, **start, **settings)


EXAMPLES: Examples = {
    "training.accuracy": (
        _scored(torch.tensor([0.9, 0.2, 0.5, 0.4]), [1, 0, 1, 1]),
        _scored(torch.tensor([[0.9]]), [1]),
        _scored(torch.tensor([0.3, 0.1, 0.8]), [1, 0, 0], threshold=0.2),
    ),
    "training.fit": (
        _fitted([0.0], [[-1.0], [1.0]], lr=1.0),
        _fitted([0.5, -0.25], [[-1.0, 2.0], [1.0, 0.5]], lr=0.1, momentum=0.5),
    ),
}
