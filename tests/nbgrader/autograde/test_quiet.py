"""What nbgrader logs: a file of the kit needs no line, everything else is told."""

import logging

import pytest

from grader.nbgrader.autograde.quiet import leave_out_noise


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Copying /c/submitted/ada/unit/kit/a.py -> /c/autograded/ada/unit/kit/a.py", False),
        ("Copying /c/submitted/ada/unit/data.csv -> /c/autograded/ada/unit/data.csv", True),
        ("Cell E01 is not part of the assignment.", True),
    ],
)
def test_only_copies_of_the_kit_are_left_out(line, told, caplog):
    """Forty lines a student had hidden the ones that a teacher has to read."""
    log = logging.getLogger("AutogradeApp")
    log.setLevel(logging.INFO)
    leave_out_noise()

    log.info(line)

    assert caplog.messages == [line] * told
