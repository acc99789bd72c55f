"""What the tests of the nbgrader release share."""

import shutil
from pathlib import Path

import pytest
from helpers.courses import TOY

from grader.course.manifest import Course, find_course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A copy of the toy course that a test may change."""
    shutil.copytree(TOY, tmp_path / "course")
    return find_course(tmp_path / "course")
