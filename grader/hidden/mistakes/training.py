"""Known mistakes of training.py, function by function, and visible questions for each."""

import torch
from torch import Tensor

from grader.testing import Example, Examples, KnownMistakes, example_call

from .accuracy import ACCURACY
from .fit import FIT
from .train_step import TRAIN_STEP

__all__ = ["EXAMPLES", "KNOWN_MISTAKES"]


KNOWN_MISTAKES: KnownMistakes = {
    "training.accuracy": ACCURACY,
    "training.train_step": TRAIN_STEP,
    "training.fit": FIT,
}


def _scored(p: Tensor, y: list[int], **kwargs: float) -> Example:
    """Return the example that asks for the accuracy of a few samples."""
    return example_call("training.accuracy", p, torch.tensor(y), **kwargs)


EXAMPLES: Examples = {
    "training.accuracy": (
        _scored(torch.tensor([0.9, 0.2, 0.5, 0.4]), [1, 0, 1, 1]),
        _scored(torch.tensor([[0.9]]), [1]),
        _scored(torch.tensor([0.3, 0.1, 0.8]), [1, 0, 0], threshold=0.2),
    ),
}
