"""Which files of a course judge it: all that decides, secrets and data included, and no more."""

import shutil
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY, TOY

from grader.course.judging_files import deciding_files, hidden_data, packed_course
from grader.course.manifest import find_course


@pytest.fixture
def root(tmp_path) -> Path:
    """A copy of the toy course with data, a helper, texts and rubbish beside its hidden tests."""
    root = tmp_path / "toy"
    shutil.copytree(TOY, root, ignore=shutil.ignore_patterns("__pycache__"))
    texts = root / "hidden" / "locale" / "zh" / "LC_MESSAGES"
    for folder in (texts, root / "hidden" / "__pycache__", root / "hidden" / "deep"):
        folder.mkdir(parents=True)
    (texts / "hidden.mo").write_bytes(b"mo")
    (texts / "unit.po").write_bytes(b"po")
    (root / "hidden" / "__pycache__" / "old.pyc").write_bytes(b"")
    (root / "hidden" / "data.csv").write_bytes(b"1,2\n")
    (root / "hidden" / "inputs.py").write_bytes(b"")
    (root / "hidden" / "deep" / "more.py").write_bytes(b"")
    (root / "solutions" / "helper.py").write_bytes(b"")
    (root / "tests").mkdir()
    (root / "tests" / "note.txt").write_bytes(b"")
    return root


def test_a_packed_course_holds_all_that_judging_reads(root):
    """Data beside the hidden tests too; visible tests, sources of translations and caches not."""
    files = packed_course(find_course(root))

    assert list(files) == [
        "exercises/shapes.py",
        "exercises/unit.toml",
        "hidden/data.csv",
        "hidden/deep/more.py",
        "hidden/inputs.py",
        "hidden/locale/zh/LC_MESSAGES/hidden.mo",
        "hidden/mistakes/T1_double.py",
        "hidden/test_shapes_hidden.py",
        "solutions/helper.py",
        "solutions/shapes.py",
    ]
    assert files["hidden/data.csv"] == b"1,2\n"


def test_hidden_tests_inside_the_grader_are_packed_beside_the_exercises():
    """The kit's own course becomes a course like any other, with the texts of its pages."""
    files = packed_course(find_course(REPOSITORY))

    assert {
        "hidden/test_loss_hidden.py",
        "hidden/locale/zh/LC_MESSAGES/hidden.mo",
        "exercises/_kit/locale/zh/LC_MESSAGES/kit.mo",
    } <= files.keys()
    assert not [name for name in files if name.startswith("grader/") or name.endswith(".po")]


def test_a_packed_course_has_the_files_that_decide_its_verdicts(root):
    """A machine that got it computes the digest of the course that was packed."""
    course = find_course(root)

    assert set(deciding_files(course)) == set(packed_course(course)) - {"exercises/shapes.py"}
    assert sorted(hidden_data(course)) == [
        "data.csv",
        "deep/more.py",
        "locale/zh/LC_MESSAGES/hidden.mo",
    ]
