"""What the tests of the students' kit share."""

from pathlib import Path

import pytest
from helpers.student_kit import import_kit, solve, stage

import_kit()


@pytest.fixture
def exercises(tmp_path: Path) -> Path:
    """The exercises as they are handed out."""
    return stage(tmp_path, solved=False)


@pytest.fixture
def begun(exercises: Path) -> Path:
    """gradients and logistic solved, the rest as handed out."""
    for module in ("gradients", "logistic"):
        solve(exercises, module)
    return exercises
