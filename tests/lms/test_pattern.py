"""Other platforms: file names by nbgrader's named_regexp."""

import pytest
from helpers.downloads import LOSS, NEWER, UNIT, collected, options, pack

from grader.errors import DownloadRefused
from grader.lms.collect import collect


def test_other_platforms_by_pattern(tmp_path, to):
    """nbgrader's named_regexp, with its groups; the newest attempt is collected."""
    pattern = r"ps1_(?P<student_id>\w+)_attempt_(?P<timestamp>[0-9\-]+)_(?P<file_id>\w+)"
    path = pack(
        tmp_path / "d.zip",
        {
            "ps1_bitdiddle_attempt_2016-01-30-15-00-00_loss.ipynb": NEWER,
            "ps1_bitdiddle_attempt_2016-01-29-15-00-00_loss.ipynb": LOSS,
            "other.txt": "",
        },
    )

    done = collect(path, options(to, pattern=pattern))

    assert collected(to) == {
        f"bitdiddle/{UNIT}/loss.ipynb": NEWER,
        f"bitdiddle/{UNIT}/timestamp.txt": b"2016-01-30 15:00:00 UTC\n",
    }
    assert done.notes == ["bitdiddle handed in 2 times; attempt 2 was taken (last), all are kept."]
    assert done.left_out == ["other.txt does not match the pattern."]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"pattern": "("}, "--pattern is not a valid regular expression"),
        ({"pattern": "x"}, r"--pattern needs the groups \(\?P<student_id>"),
    ],
)
def test_option_that_makes_no_sense_is_one_clear_line(tmp_path, to, more, words):
    """Before anything is written."""
    path = pack(tmp_path / "d.zip", {"ada_1_1_loss.py": "x"})

    with pytest.raises(DownloadRefused, match=words):
        collect(path, options(to, **more))
