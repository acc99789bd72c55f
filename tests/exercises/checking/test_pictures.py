"""``pytest exercises --plots``: a sentence for each picture that is or is not there."""

from helpers.student_kit import run, solve

SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, "exercises")
from _kit.checking.pictures import save_pictures
from _kit.language import translator
for sentence in save_pictures(Path.cwd() / "plots", {"E20"}, translator("en")):
    print(sentence)
"""


def test_each_picture_is_saved_or_the_reason_is_given(exercises):
    """Code that works, code that is not written, and code that would not end."""
    solve(exercises, "logistic", "\n\nprint('not between our lines')\n")

    assert run(exercises.parent, "-c", SCRIPT).stdout.splitlines() == [
        "",
        "Saved plots/sigmoid.png",
        "No curves.png: fit is still to be written",
        "No boundary.png: it needs code that ran into the time limit",
    ]
    assert [path.name for path in (exercises.parent / "plots").iterdir()] == ["sigmoid.png"]


def test_a_folder_that_cannot_be_made_is_the_reason(exercises):
    """The tests have passed all the same."""
    solve(exercises, "logistic")
    (exercises.parent / "plots").write_text("a file")

    assert "No sigmoid.png: " in run(exercises.parent, "-c", SCRIPT).stdout
