"""What the tests of intake share: the folder of a class."""

from pathlib import Path

import pytest
from helpers.submissions import put


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder of submissions in which alice handed in loss.py."""
    put(tmp_path / "all" / "alice" / "loss.py")
    return tmp_path / "all"


@pytest.fixture
def alice(tmp_path) -> Path:
    """The folder of alice in a class of one."""
    return tmp_path / "all" / "alice"
