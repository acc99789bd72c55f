"""Lines that a test prints at the end of the run."""

import pytest

REPORT = pytest.StashKey[list[str]]()
