"""Hidden checks of logistic: sigmoid, log-odds, the class rule."""

import pytest
import torch

from grader.judging.compare import assert_matches
from grader.judging.suspects import Suspect

SUSPECTS = {
    "logistic.sigmoid": [
        Suspect("You return the probability of the other class: check the sign of z.", lambda z: torch.sigmoid(-z)),
    ]
}
EXAMPLES = {"logistic.sigmoid": lambda student: student.call("logistic.sigmoid", torch.tensor([0.0, 2.0]))}


@pytest.mark.check("E06", points=3, base=True)
def test_sigmoid_values(student, reference):
    """Values agree with 1 / (1 + e^-z) within [-30, 30]."""
    z = torch.linspace(-30, 30, 61)

    assert_matches(student.call("logistic.sigmoid", z), reference.call("logistic.sigmoid", z))


@pytest.mark.check("E06", points=2, gated=True)
def test_sigmoid_slope(student):
    """The slope at exactly 0 is 1/4."""
    z = torch.zeros(3)

    assert_matches(student.pullback("logistic.sigmoid", z), torch.full((3,), 0.25))
