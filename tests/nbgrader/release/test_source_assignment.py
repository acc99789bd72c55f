"""The files that a release writes into an nbgrader course, and what it refuses."""

import shutil
import subprocess
import sys
from dataclasses import replace

import nbformat
import pytest
from helpers.courses import REPOSITORY
from helpers.source_notebooks import SOURCE, cells_by_id, changed

from grader.course.manifest import Exercise
from grader.errors import CourseError
from grader.intake import read_submissions, wanted_of
from grader.nbgrader.release import source_assignment
from grader.nbgrader.release.notebook import build_notebook
from grader.nbgrader.release.source_assignment import release_nbgrader


def test_a_release_writes_config_notebooks_and_visible_tests(tmp_path, course):
    """And nothing of the hidden tests or the solutions beside them."""
    done = release_nbgrader(course, tmp_path / "nb")

    found = {p.relative_to(tmp_path / "nb").as_posix() for p in (tmp_path / "nb").rglob("*.*")}
    assert found == set(done.written)
    kit = f"{SOURCE}/kit/visible/_kit/"
    assert f"{kit}checking/plugin.py" in found
    assert not any(name.startswith(f"{kit}commands/") for name in found)
    assert {name for name in found if not name.startswith(kit)} == {
        "nbgrader_config.py",
        f"{SOURCE}/shapes.ipynb",
        f"{SOURCE}/kit/__init__.py",
        f"{SOURCE}/kit/visible/pytest.ini",
        f"{SOURCE}/kit/visible/test_shapes.py",
        f"{SOURCE}/kit/visible/unit.toml",
    }


def test_the_kit_beside_handed_in_notebooks_is_neither_a_helper_nor_a_repair(tmp_path, course):
    """It comes back as it was handed out; a student who changed it has a helper."""
    release_nbgrader(course, tmp_path / "nb")
    for name in ("ada", "bo"):
        shutil.copytree(tmp_path / "nb" / SOURCE, tmp_path / "submitted" / name)
    with (tmp_path / "submitted" / "bo" / "kit" / "__init__.py").open("a") as file:
        file.write("\n\ndef mine():\n    return 1\n")

    ada, bo = read_submissions(tmp_path / "submitted", wanted=wanted_of(course))

    assert [use.path for use in ada.account.files] == ["shapes.ipynb"]
    assert (ada.notes, ada.repairs, ada.account.unread) == ((), (), ())
    assert [use.path for use in bo.account.files] == ["kit/__init__.py", "shapes.ipynb"]


def test_a_course_that_finds_no_students_kit_is_told(tmp_path, course, monkeypatch):
    """Neither the course nor the grader has one: notebooks could not run their tests."""
    monkeypatch.setattr(source_assignment, "student_kit", lambda: iter(()))

    with pytest.raises(CourseError, match=r"has no folder _kit.*Copy _kit from the exercises"):
        release_nbgrader(course, tmp_path / "nb")
    assert not (tmp_path / "nb").exists()


def test_what_a_person_grades_is_a_cell_for_its_answer(tmp_path, course):
    """It stands last, with its points, as nbgrader marks cells that are graded by hand."""
    essay = Exercise("essay", "", (), "Why the loss falls", 3)
    course = replace(course, unit=replace(course.unit, manual=(essay,)))

    release_nbgrader(course, tmp_path / "nb")

    notebook = nbformat.read(tmp_path / "nb" / SOURCE / "shapes.ipynb", 4)
    task, answer = notebook.cells[-2:]
    assert task.source.startswith("## essay · Why the loss falls\n\n3 points\n\n")
    assert (answer.cell_type, answer.id) == ("markdown", "essay")
    meta = answer.metadata.nbgrader
    assert (meta.grade, meta.solution, meta.locked, meta.points) == (True, True, False, 3)


def test_a_second_release_writes_nothing(tmp_path, course):
    """Not even the time of a file changes."""
    release_nbgrader(course, tmp_path / "nb")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "nb").rglob("*")}

    done = release_nbgrader(course, tmp_path / "nb")

    assert (done.written, done.removed) == ([], [])
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "nb").rglob("*")}


def test_a_change_is_released_and_ids_stay(tmp_path, course):
    """Another contract and other points reach the notebook under the ids it had."""
    release_nbgrader(course, tmp_path / "nb")
    path = tmp_path / "nb" / SOURCE / "shapes.ipynb"
    before = cells_by_id(path)
    course = changed(course, "Return twice", "Give twice")
    course = changed(course, "points = 6", "points = 7", "exercises/unit.toml")

    done = release_nbgrader(course, tmp_path / "nb")

    assert done.written == [f"{SOURCE}/kit/visible/unit.toml", f"{SOURCE}/shapes.ipynb"]
    after = cells_by_id(path)
    assert list(after) == list(before)
    assert "Give twice" in after["T1_solution"]
    assert 'kit.grade("T1", 7)' in after["T1"]
    assert after["T2"] == before["T2"]


def test_a_notebook_edited_by_hand_is_not_overwritten(tmp_path, course):
    """The line says where the edit belongs; --force overwrites it."""
    release_nbgrader(course, tmp_path / "nb")
    path = tmp_path / "nb" / SOURCE / "shapes.ipynb"
    path.write_text(path.read_text().replace("Return twice", "Return quite twice"))

    with pytest.raises(CourseError, match=r"shapes\.ipynb was edited by hand.*--force"):
        release_nbgrader(course, tmp_path / "nb")
    assert "quite" in path.read_text()

    release_nbgrader(course, tmp_path / "nb", force=True)
    assert "quite" not in path.read_text()


def test_a_notebook_that_was_only_run_and_saved_is_left_alone(tmp_path, course):
    """Outputs, checksums and the kernel's version are no edits."""
    release_nbgrader(course, tmp_path / "nb")
    path = tmp_path / "nb" / SOURCE / "shapes.ipynb"
    notebook = nbformat.read(path, 4)
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader["checksum"] = "0" * 32
            cell.outputs = [nbformat.v4.new_output("stream", text="ran")]
    notebook.metadata.language_info["version"] = "3.14"
    nbformat.write(notebook, path)

    done = release_nbgrader(course, tmp_path / "nb")

    assert done.written == []
    assert "ran" in path.read_text()


def test_what_left_the_course_leaves_the_release(tmp_path, course):
    """A visible test file that is gone, and the notebook of a module that is gone."""
    (course.exercises / "test_helper.py").write_text("")
    release_nbgrader(course, tmp_path / "nb")
    (course.exercises / "test_helper.py").unlink()
    for folder in (course.solutions, course.exercises):
        (folder / "shapes.py").rename(folder / "forms.py")
    course = changed(course, 'module = "shapes"', 'module = "forms"', "exercises/unit.toml")

    done = release_nbgrader(course, tmp_path / "nb")

    assert done.removed == [f"{SOURCE}/kit/visible/test_helper.py", f"{SOURCE}/shapes.ipynb"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (
            lambda course: (course.solutions / "shapes.py").unlink(),
            r"solutions/shapes\.py is missing",
        ),
        (
            lambda course: changed(course, "def total", "def sum_up"),
            r"solutions/shapes\.py does not define total at its top level.*T2",
        ),
        (
            lambda course: (
                (course.root / "pages").mkdir(),
                (course.root / "pages" / "shapes.md").write_text("Hello.\n\n## T9\n\nMore.\n"),
            ),
            r'pages/shapes\.md: "## T9" is not an exercise of shapes, expected one of T1, T2',
        ),
    ],
)
def test_a_faulty_course_is_one_clear_line_and_nothing_is_written(tmp_path, course, spoil, words):
    """Everything is made before anything is written."""
    spoil(course)

    with pytest.raises(CourseError, match=words):
        release_nbgrader(course, tmp_path / "nb")
    assert not (tmp_path / "nb").exists()


def test_the_command_says_what_it_wrote_and_what_is_wrong(tmp_path, course):
    """Exit code 0 with a line per file; 2 and one line where the folder cannot be used."""

    def release(target):
        words = ["release", "--nbgrader", str(target), "--course", str(course.root)]
        return subprocess.run(
            [sys.executable, "-m", "grader.cli", *words],
            capture_output=True,
            text=True,
            cwd=REPOSITORY,
            check=False,
        )

    (tmp_path / "file").write_text("mine")

    first, second = release(tmp_path / "nb"), release(tmp_path / "nb")
    wrong = release(tmp_path / "file")

    assert first.returncode == 0, first.stderr
    assert f"wrote {SOURCE}/shapes.ipynb" in first.stdout
    assert second.stdout == f"{tmp_path / 'nb'} is up to date.\n"
    assert wrong.returncode == 2
    assert wrong.stderr.startswith(f"grader: {tmp_path / 'file'}")
    assert len(wrong.stderr.splitlines()) == 1


def test_what_a_module_does_as_a_script_is_in_no_cell(course):
    """A notebook is always "__main__": the call would come before what it calls."""
    path = course.solutions / "shapes.py"
    path.write_text(path.read_text() + '\n\nif __name__ == "__main__":\n    main()\n')

    cells = [cell.source for cell in build_notebook(course, "shapes").cells]

    assert not any("__main__" in cell or "main()" in cell for cell in cells)
    assert any("from torch import Tensor" in cell for cell in cells)


def test_a_bonus_is_called_so_in_its_notebook(course):
    """In the heading of the exercise, and beside its points."""
    first, *rest = course.unit.exercises
    unit = replace(course.unit, exercises=(replace(first, bonus=True), *rest))

    cells = [cell.source for cell in build_notebook(replace(course, unit=unit), "shapes").cells]

    assert sum("· 6 bonus points" in cell for cell in cells) == 1
    assert sum("T1 is worth 6 as a bonus." in cell for cell in cells) == 1
