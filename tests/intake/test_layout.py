"""Which files stand for the modules, wherever they lie and whatever they are called."""

import pytest
from helpers.courses import REPOSITORY
from helpers.notebooks import ANSWER, notebook_of
from helpers.submissions import CODE, put, said, submission, submission_of

from grader.intake import read_submissions
from grader.intake.layout import MOST_COPIES


@pytest.mark.parametrize("place", ["exercises", "alice-hw1/exercises", "a/b/c/d/e"])
def test_modules_in_a_sub_folder_are_found(folder, place):
    """Many students hand in the folder instead of what is in it."""
    put(folder / "bob" / place / "loss.py")
    put(folder / "bob" / place / "tools" / "plot.py")

    submission = submission_of(folder, "bob")

    assert submission.files == {"loss.py": CODE, "tools/plot.py": CODE}
    assert said(submission) == (f"The modules were found in {place}.",)


def test_helpers_and_small_data_are_taken_along(folder):
    """What a module may import or open lies beside it under its own name."""
    for name in ("mine.py", "parts/__init__.py", "parts/deep.py", "table.csv"):
        put(folder / "alice" / name)

    assert list(submission_of(folder, "alice").files) == [
        "loss.py",
        "mine.py",
        "table.csv",
        "parts/__init__.py",
        "parts/deep.py",
    ]


def test_what_is_nobodys_answer_is_not_read(folder):
    """Tests, caches, pictures and environments stay where they are."""
    for name in (
        "test_loss.py",
        "conftest.py",
        "__main__.py",
        "_kit/report.py",
        "unit.toml",
        "curve.png",
        "__pycache__/loss.py",
        ".git/loss.py",
        "__MACOSX/loss.py",
        "._loss.py",
        "myenv/pyvenv.cfg",
        "myenv/lib/loss.py",
    ):
        put(folder / "alice" / name)

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert said(submission) == ()


def test_copy_higher_up_is_taken(folder):
    """An old copy in a sub-folder does not compete, but is said."""
    put(folder / "alice" / "old" / "loss.py", b"old = 1\n")

    submission = submission_of(folder, "alice")

    assert submission.files == {"loss.py": CODE}
    assert said(submission) == (
        "loss.py is there 2 times (loss.py, old/loss.py); loss.py was read.",
    )


def test_different_copies_side_by_side_are_left_out(folder):
    """Doubt earns nothing, and both places are named."""
    put(folder / "bob" / "v1" / "loss.py")
    put(folder / "bob" / "v2" / "loss.py", CODE + b"#")
    put(folder / "bob" / "gradients.py")

    submission = submission_of(folder, "bob")

    assert submission.files == {"gradients.py": CODE}
    assert said(submission) == (
        "loss.py was left out: there are 2 copies, and they differ (v1/loss.py, v2/loss.py).",
    )


def test_equal_copies_side_by_side_are_no_doubt(folder):
    """Handing the same file in twice costs nothing."""
    put(folder / "bob" / "v1" / "loss.py")
    put(folder / "bob" / "v2" / "loss.py")

    assert submission_of(folder, "bob").files["loss.py"] == CODE


def test_copies_too_large_to_compare_are_left_out(folder):
    """What cannot be read is not taken for equal."""
    for place in ("v1", "v2"):
        put(folder / "bob" / place / "loss.py", bytes((1 << 20) + 1))

    assert said(submission_of(folder, "bob"))[0].startswith("loss.py was left out: there are 2")


def test_folder_called_like_a_module_does_not_meet_the_module(folder):
    """A file and a folder of one name could not be staged side by side."""
    put(folder / "bob" / "exercises" / "loss.py")
    put(folder / "bob" / "gradients.py")
    put(folder / "bob" / "loss.py" / "inner.py")

    submission = submission_of(folder, "bob")

    assert set(submission.files) == {"loss.py", "gradients.py"}
    assert (
        "loss.py/inner.py was left out: another file is already called loss.py/inner.py."
        in said(submission)
    )


def test_helpers_lie_beside_the_modules_nearest_to_them(folder):
    """Modules from two folders each bring the helpers of their own folder."""
    put(folder / "alice" / "week1" / "gradients.py")
    put(folder / "alice" / "week1" / "mine.py")
    put(folder / "alice" / "top.py")

    submission = submission_of(folder, "alice")

    assert set(submission.files) == {"loss.py", "gradients.py", "mine.py", "top.py"}
    assert said(submission) == ("The modules were found in the top folder, week1.",)


@pytest.mark.parametrize(
    "name",
    [
        "loss (1).py",
        "Loss.py",
        "loss.PY",
        "LOSS(2).py",
        "loss-1.py",
        "Copy of loss.py",
        "loss - copy.py",
        "loss.py.txt",
        "exercises/loss (3).py",
    ],
)
def test_renamed_module_is_recognised(folder, name):
    """Browsers and learning platforms rename what they store."""
    put(folder / "bob" / name)

    submission = submission_of(folder, "bob")

    assert submission.files == {"loss.py": CODE}
    assert f"{name} was read as loss.py." in said(submission)


def test_two_renamed_modules_are_left_out(folder):
    """Neither is taken on a guess."""
    put(folder / "bob" / "loss (1).py")
    put(folder / "bob" / "loss (2).py")

    submission = submission_of(folder, "bob")

    assert submission.files == {}
    assert said(submission)[0] == (
        "loss.py is missing, and any of loss (1).py, loss (2).py could be it; none was read."
    )


def test_right_name_needs_no_guess(folder):
    """A renamed file beside the right one is only a helper."""
    put(folder / "alice" / "Loss.py", b"other = 1\n")

    submission = submission_of(folder, "alice")

    assert submission.files["loss.py"] == CODE
    assert said(submission) == ()


def test_modules_need_not_be_known(folder):
    """Without a manifest the least deep Python files are the modules."""
    put(folder / "bob" / "hw" / "one.py")

    found = {each.student: each for each in read_submissions(folder)}

    assert found["alice"].files == {"loss.py": CODE}
    assert found["bob"].files == {"one.py": CODE}


@pytest.mark.parametrize(
    ("solved", "untouched"),
    [
        ("loss (1).ipynb", ["loss.ipynb"]),
        ("loss-Copy1.ipynb", ["loss.ipynb"]),
        ("work/loss.ipynb", ["loss.ipynb"]),
        ("mine/loss.ipynb", ["given/loss.ipynb"]),
        ("loss (2).ipynb", ["loss (1).ipynb", "loss (3).ipynb"]),
        ("Copy of loss.ipynb", ["loss.ipynb", "loss (1).ipynb"]),
    ],
)
def test_solved_copy_beside_untouched_ones_counts(alice, course, solved, untouched):
    """Whatever it is called: the student worked on one of them, and which is said."""
    for path in untouched:
        put(alice / path, notebook_of((REPOSITORY / "exercises" / "loss.py").read_text()))
    put(alice / solved, notebook_of(ANSWER))

    found = submission(alice, course)

    assert b"return p" in found.files["loss.py"]
    assert any("Nothing is written in" in note for note in said(found))


def test_copies_beyond_number_are_not_looked_into(alice, course):
    """A folder of copies cannot buy hours of reading; it is ambiguous and says so."""
    for number in range(MOST_COPIES + 1):
        put(alice / f"loss ({number}).ipynb", notebook_of(ANSWER if number == 7 else "x = 1"))

    found = submission(alice, course)

    assert "loss.py" not in found.files
    assert any("could be it; none was read" in note for note in said(found))


def test_copy_beside_the_notebook_is_said(alice, course):
    """The right name needs no guess, but the other file is named."""
    put(alice / "loss.ipynb", notebook_of(ANSWER))
    put(alice / "loss (1).ipynb", notebook_of("x = 1"))

    found = submission(alice, course)

    assert said(found) == ("loss (1).ipynb lies beside loss.ipynb and was not read.",)


def test_helper_beside_a_notebook_is_taken(alice, course):
    """What a notebook imports lies beside it; what nbgrader wrote there does not travel."""
    put(alice / "loss.ipynb", notebook_of("from mine import helper\n" + ANSWER))
    put(alice / "mine.py", "helper = 1\n")
    put(alice / "timestamp.txt", "2026-01-02 03:04:05 UTC")

    assert set(submission(alice, course).files) == {"loss.py", "mine.py"}
