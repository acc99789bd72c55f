"""Files of entries: what they hold, and what is refused with file and line."""

import pytest

from grader.course.entries import parse_entries
from grader.errors import CourseError

TWO = """\
# %% adds two
# message: multiply by 2 instead
# No header line, and no line after it is one.
# colour: red
def double(x):
    return x + 2


# %% gives up
def double(x):
    return None
"""


def test_entries_are_read_with_name_place_headers_and_code():
    """Header lines end with the first line that is not one; they stay a part of the code."""
    adds, gives_up = parse_entries(TWO, "m.py", ("message",))

    assert (adds.name, adds.where) == ("adds two", "m.py:1")
    assert adds.headers == {"message": "multiply by 2 instead"}
    assert adds.code.startswith("# message: ")
    assert adds.code.endswith("    return x + 2\n")
    assert (gives_up.name, gives_up.where) == ("gives up", "m.py:9")
    assert gives_up.code == "def double(x):\n    return None\n"


def test_an_empty_file_has_no_entries():
    """A file may wait for its first entry."""
    assert parse_entries("\n", "m.py", ()) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import torch\n" + TWO, "m.py:1: the line belongs to no entry. Begin each entry"),
        ("\nimport torch\n", "m.py:2: the line belongs to no entry."),
        ("# %%\nx = 1\n", "m.py:1: the entry has no name."),
        (TWO + TWO, 'm.py:12: there are two entries "adds two", the other is m.py:1. Rename one.'),
        ("# %% a\n# colour: red\n", 'm.py:2: "# colour:" is not a header line. Known here'),
        ("# %% a\n# message: x\n# message: y\n", 'm.py:3: "# message:" stands there twice.'),
        (TWO + "# %% a\ndef (:\n", "m.py:13: does not parse as Python"),
    ],
)  # fmt: skip
def test_what_is_not_an_entry_is_refused(text, message):
    """Nothing is skipped: a line that belongs to no entry would be lost without a word."""
    with pytest.raises(CourseError) as refusal:
        parse_entries(text, "m.py", ("message",))

    assert str(refusal.value).startswith(message)
