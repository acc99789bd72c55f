"""What the tests of learning platforms share: a target to collect into, and results."""

import unicodedata
from pathlib import Path

import pytest
from helpers.lms_files import result, stored


@pytest.fixture
def to(tmp_path) -> Path:
    """nbgrader's folder for submissions."""
    return tmp_path / "course" / "submitted"


@pytest.fixture
def results(tmp_path) -> Path:
    """Scores of ada (8.5) and Zoë (10); ben's is open; uma is in nobody's file."""
    return stored(
        tmp_path / "results",
        result("ada", 8.5),
        result("ben", None),
        result(unicodedata.normalize("NFD", "Zoë Müller"), 10.0),
        result("uma", 1.0),
    )
