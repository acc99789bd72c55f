"""The session: hidden tests that cannot judge are one clear line, not a class of zeros."""

import shutil
import sys
from pathlib import Path

import pytest
from helpers.courses import TOY

from grader.course.manifest import find_course
from grader.errors import CourseError
from grader.judging.session import run_session


def import_nothing(hidden: Path) -> None:
    text = hidden.read_text()
    hidden.write_text(text.replace("import torch\n", "import torch\nimport no_such_module\n", 1))


def raise_at_import(hidden: Path) -> None:
    with hidden.open("a") as file:
        file.write("\n\nLIMITS = {}\nLIMIT = LIMITS['double']\n")


def ask_for_what_the_kit_refuses(hidden: Path) -> None:
    with hidden.open("a") as file:
        file.write(f"\n\nfrom grader.errors import CourseError\nraise CourseError({REFUSED!r})\n")


def copy(hidden: Path) -> None:
    shutil.copy(hidden, hidden.parent / "test_again_hidden.py")


REFUSED = "double has no cases.\nGive it one."


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (import_nothing, r"cannot be collected: .*No module named 'no_such_module'"),
        (raise_at_import, r"cannot be collected: test_shapes_hidden\.py: KeyError: 'double'$"),
        (ask_for_what_the_kit_refuses, rf"test_shapes_hidden\.py: {REFUSED}$"),
        (copy, r"Two hidden tests are called test_double_doubles\. Rename one\."),
        (Path.unlink, "holds no hidden tests"),
    ],
)
def test_hidden_tests_that_cannot_judge_are_named(tmp_path, monkeypatch, spoil, words):
    """What is wrong with a single marker is tested where the rule stands, in tests/course."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    root = Path(shutil.copytree(TOY, tmp_path / "course"))
    spoil(root / "hidden" / "test_shapes_hidden.py")

    with pytest.raises(CourseError, match=words):
        run_session(find_course(root), no_channel, lambda judge: None)


def test_two_courses_whose_hidden_files_have_the_same_names_are_judged_in_turn(tmp_path):
    """A session leaves nothing of its course imported, and no folder to import from."""
    before, sentences = list(sys.path), []
    for number in ("one", "two"):
        root = Path(shutil.copytree(TOY, tmp_path / number))
        (root / "hidden" / "of_shapes.py").write_text(f"SENTENCE = 'Course {number}.'\n")
        with (root / "hidden" / "test_shapes_hidden.py").open("a") as file:
            file.write("\n\nfrom of_shapes import SENTENCE\n")
            file.write("\ntest_double_doubles.__doc__ = SENTENCE\n")
        run_session(find_course(root), no_channel, lambda judge: sentences.append(said_by(judge)))

    assert sentences == ["Course one.", "Course two."]
    assert sys.path == before
    assert "of_shapes" not in sys.modules


def said_by(judge):
    """The sentence of the first check."""
    return next(check.sentence for check in judge.checks if check.name == "test_double_doubles")


def no_channel(files):
    """Stand for the box where none is reached."""
    raise AssertionError(f"nobody may be asked: {sorted(files)}")
