"""Hidden checks of shapes."""

import pytest
import torch

from grader.testing import assert_matches

EXAMPLES = {
    "shapes.double": (lambda student: student.call("shapes.double", torch.tensor([1.0, 2.0])),),
    "shapes.total": (lambda student: student.call("shapes.total", torch.tensor([1.0, 2.0])),),
}


@pytest.mark.check("T1", points=4, base=True)
def test_double_doubles(student, reference):
    """Every element is doubled."""
    x = torch.arange(6.0).reshape(2, 3)

    assert_matches(student.call("shapes.double", x), reference.call("shapes.double", x))


@pytest.mark.check("T1", points=2, gated=True)
def test_double_keeps_integers(student, reference):
    """Twice a tensor of integers holds integers."""
    x = torch.arange(6)

    assert_matches(student.call("shapes.double", x), reference.call("shapes.double", x))


@pytest.mark.check("T2", points=3, base=True)
def test_total_adds_up(student, reference):
    """Every element counts."""
    x = torch.arange(6.0).reshape(2, 3)

    assert_matches(student.call("shapes.total", x), reference.call("shapes.total", x))


@pytest.mark.check("T2", points=1, gated=True)
def test_total_of_nothing_is_zero(student, reference):
    """An empty tensor sums to 0.0."""
    x = torch.zeros(0)

    assert_matches(student.call("shapes.total", x), reference.call("shapes.total", x))
