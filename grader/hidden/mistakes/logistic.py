"""Known mistakes of logistic.py, function by function, and a visible question for each."""

import torch

from grader.testing import Examples, KnownMistakes, example_call

from .decide import DECIDE
from .log_odds import LOG_ODDS
from .sigmoid import SIGMOID

__all__ = ["EXAMPLES", "KNOWN_MISTAKES"]


KNOWN_MISTAKES: KnownMistakes = {
    "logistic.sigmoid": SIGMOID,
    "logistic.log_odds": LOG_ODDS,
    "logistic.decide": DECIDE,
}

EXAMPLES: Examples = {
    "logistic.sigmoid": (
        example_call("logistic.sigmoid", torch.tensor([-1000.0, 0.0, 1.0])),
        example_call("logistic.sigmoid", torch.tensor([-7.0, -2.0, 7.0])),
        example_call("logistic.sigmoid", torch.tensor([[-0.5], [100.0]], dtype=torch.float64)),
    ),
    "logistic.log_odds": (
        example_call("logistic.log_odds", torch.tensor([0.5, 0.75, 1.0])),
        example_call("logistic.log_odds", torch.tensor([0.0, 0.001, 0.25])),
    ),
    "logistic.decide": (
        example_call("logistic.decide", torch.tensor([0.2, 0.5, 0.9])),
        example_call("logistic.decide", torch.tensor([0.1, 0.32, 0.45]), 0.3),
        example_call("logistic.decide", torch.tensor([-1.0, -0.2, 3.0]), 0.25, True),
    ),
}
