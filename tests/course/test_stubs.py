"""Syncing: stubs follow their solutions, and nobody's work is lost on the way."""

import shutil
from pathlib import Path

import pytest
from helpers.courses import TOY

from grader.course.manifest import Course, find_course
from grader.course.stubs import stale_stubs, write_stubs
from grader.errors import CourseError

RAISE = 'raise NotImplementedError("double is still to be written")'


@pytest.fixture
def course(tmp_path) -> Course:
    shutil.copytree(TOY, tmp_path / "toy")
    return find_course(tmp_path / "toy")


@pytest.fixture
def stub(course) -> Path:
    return course.exercises / "shapes.py"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_fresh_stubs_are_left_alone(course, stub):
    """A second sync writes nothing."""
    before = stub.stat()

    assert stale_stubs(course) == []
    assert write_stubs(course) == []
    assert stub.stat().st_mtime_ns == before.st_mtime_ns


def test_stubs_of_the_real_course_are_fresh():
    """The stubs in the repository are those that the solutions make."""
    assert stale_stubs(find_course(TOY.parents[1])) == []


def test_changed_docstring_makes_the_stub_stale_until_synced(course, stub):
    """What is outside the markers travels."""
    change(course.solutions / "shapes.py", "Return twice every", "Give twice every")

    assert stale_stubs(course) == [
        'exercises/shapes.py is stale. Run "grader sync" and commit the result.'
    ]
    assert write_stubs(course) == [stub]
    assert stale_stubs(course) == []
    assert "Give twice every" in stub.read_text()


def test_changed_answer_leaves_the_stub_fresh(course):
    """What is between the markers does not."""
    change(course.solutions / "shapes.py", "return x * 2", "return x + x")

    assert stale_stubs(course) == []


def test_missing_stub_is_said_and_written(course, stub):
    """A new module needs no other command."""
    stub.unlink()

    assert stale_stubs(course) == [
        'exercises/shapes.py is missing. Run "grader sync" and commit the result.'
    ]
    assert write_stubs(course) == [stub]


def test_windows_line_ends_do_not_make_a_stub_stale(course, stub):
    """Git may check files out with either line end."""
    stub.write_bytes(stub.read_bytes().replace(b"\n", b"\r\n"))

    assert stale_stubs(course) == []


def test_worked_stub_is_not_overwritten(course, stub):
    """An author who tried the exercise in place keeps the work, and is told where it is."""
    change(stub, RAISE, "return x + x")
    before = stub.read_text()

    with pytest.raises(
        CourseError,
        match=r"exercises/shapes\.py:19: double holds code that sync would overwrite, .*"
        r"Move your work to solutions/shapes\.py, or delete exercises/shapes\.py",
    ):
        write_stubs(course)
    assert stub.read_text() == before


def test_work_in_progress_is_not_overwritten(course, stub):
    """Half an answer above the raise is work too."""
    change(stub, RAISE, f"twice = x + x\n    {RAISE}")

    with pytest.raises(CourseError, match="double holds code"):
        write_stubs(course)


def test_worked_stub_that_does_not_parse_is_not_overwritten(course, stub):
    """Only a person breaks a stub, so it is a person's work."""
    change(stub, RAISE, "return (")

    with pytest.raises(CourseError, match=r"does not parse as Python: .* Move your work"):
        write_stubs(course)


def test_force_overwrites_a_worked_stub(course, stub):
    """Whoever says so gets the fresh stub."""
    change(stub, RAISE, "return x + x")

    assert write_stubs(course, force=True) == [stub]
    assert RAISE in stub.read_text()


def test_renamed_exercise_does_not_count_as_work(course, stub):
    """A former stub holds only a raise, whatever its function was called."""
    change(course.solutions / "shapes.py", "def double", "def twofold")

    assert write_stubs(course) == [stub]
    assert "twofold is still to be written" in stub.read_text()


def test_missing_solution_is_named(course):
    """The manifest promises a module that nobody wrote."""
    (course.solutions / "shapes.py").unlink()

    with pytest.raises(CourseError, match=r"solutions/shapes\.py is missing\. Write it, or remove"):
        stale_stubs(course)


def test_solution_that_is_not_utf8_is_named(course):
    """The file and the byte are told."""
    (course.solutions / "shapes.py").write_bytes(b"# caf\xe9\n")

    with pytest.raises(CourseError, match=r"solutions/shapes\.py: byte 5 is not UTF-8"):
        write_stubs(course)


def test_solution_that_is_a_folder_is_named(course):
    """What the system says is passed on."""
    (course.solutions / "shapes.py").unlink()
    (course.solutions / "shapes.py").mkdir()

    with pytest.raises(CourseError, match=r"solutions/shapes\.py cannot be read: Is a directory"):
        write_stubs(course)


def test_failed_write_leaves_the_old_stub_and_no_scraps(course, stub, monkeypatch):
    """A full disk costs nothing but the run."""
    change(course.solutions / "shapes.py", "Return twice every", "Give twice every")
    before = sorted(course.exercises.iterdir()), stub.read_text()

    def full_disk(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(CourseError, match=r"shapes\.py cannot be written: No space left on device"):
        write_stubs(course)
    assert (sorted(course.exercises.iterdir()), stub.read_text()) == before


def test_pack_of_stubs_is_made_fresh_and_missed_when_stale(course):
    """A kit for students holds the stubs once more; a course without one gets none."""
    assert write_stubs(course) == []
    assert not (course.exercises / "_kit").exists()
    (course.exercises / "_kit").mkdir()
    pack = course.exercises / "_kit" / "stubs.zip"
    stale = stale_stubs(course)

    written = write_stubs(course)
    before = pack.read_bytes()
    pack.write_bytes(before[:-30])
    broken = stale_stubs(course)
    write_stubs(course)

    assert stale == ['exercises/_kit/stubs.zip is stale. Run "grader sync" and commit the result.']
    assert written == [pack]
    assert broken == stale
    assert pack.read_bytes() == before
