"""Visible tests of shapes."""

import pytest
import torch
from shapes import double, total


@pytest.mark.exercise("T1")
def test_double_of_one_two():
    """Twice 1 and 2 is 2 and 4."""
    assert double(torch.tensor([1.0, 2.0])).tolist() == [2.0, 4.0]


@pytest.mark.exercise("T2")
def test_total_of_one_two():
    """1 and 2 make 3."""
    assert total(torch.tensor([1.0, 2.0])) == 3.0
