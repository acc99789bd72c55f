"""Known mistakes of optimizer.py, function by function, and visible questions for each."""

import torch

from grader.testing import Example, Examples, KnownMistakes

from .make_optimizer import DECAY_LR, MAKE_OPTIMIZER
from .sgd_momentum_step import SGD_MOMENTUM_STEP

__all__ = ["EXAMPLES", "KNOWN_MISTAKES"]


KNOWN_MISTAKES: KnownMistakes = {
    "optimizer.sgd_momentum_step": SGD_MOMENTUM_STEP,
    "optimizer.make_optimizer": MAKE_OPTIMIZER,
    "optimizer.decay_lr": DECAY_LR,
}


def _stepped(velocities: list[float] | None) -> Example:
    """Return the example of one step from two numbers."""
    kept = velocities and [torch.tensor([v]) for v in velocities]
    args = [torch.tensor([1.0])], [torch.tensor([2.0])], kept, 0.5, 0.5
    return lambda student: student.call("optimizer.sgd_momentum_step", *args)


def _driven(kwargs: dict[str, float]) -> Example:
    """Return the example of two steps of the optimizer."""
    return lambda student: student.optim(
        "optimizer.make_optimizer",
        weight=torch.zeros(1, 2),
        bias=torch.zeros(1),
        kwargs=kwargs,
        grads=[(torch.ones(1, 2), torch.ones(1))] * 2,
    )


EXAMPLES: Examples = {
    "optimizer.sgd_momentum_step": (_stepped([2.0]), _stepped(None)),
    "optimizer.make_optimizer": (
        _driven({"lr": 0.1, "momentum": 0.5, "bias_lr": 0.01}),
        _driven({}),
    ),
    "optimizer.decay_lr": (
        lambda student: student.decay(
            "optimizer.decay_lr", groups=[(1, 0.5), (1, 0.1)], factors=[0.5]
        ),
    ),
}
