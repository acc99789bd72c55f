"""The student bundle: what is in it, what never is, and that it works without the grader."""

import io
import json
import platform
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.clean_environment import bare, clean_folder, names_in, run
from helpers.courses import REPOSITORY, TOY
from typer.testing import CliRunner

from grader.cli import app
from grader.course.manifest import Course, find_course
from grader.errors import CourseError
from grader.files import zip_bytes
from grader.nbgrader.release.source_assignment import release_nbgrader
from grader.release.bundle import release_bundle, student_files
from grader.release.needs import grading_needs, imported_names


@pytest.fixture
def course(tmp_path) -> Course:
    """A copy of the toy course that a test may change."""
    shutil.copytree(TOY, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    return find_course(tmp_path / "course")


# The student bundle


def test_bundle_folder_and_zip_hold_what_students_need_and_nothing_else(course, tmp_path):
    """Stubs, visible tests and the manifest; no solution, no hidden test, nothing of tools."""
    for junk in ("__pycache__/shapes.pyc", ".DS_Store", "shapes.py.bak", "plots/a.png"):
        path = course.exercises / junk
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"\0")

    bundle = release_bundle(course, tmp_path / "out")

    wanted = {
        "exercises/shapes.py",
        "exercises/test_shapes.py",
        "exercises/unit.toml",
        "README.md",
        "pytest.ini",
        "requirements.txt",
    }
    below = [p.relative_to(bundle.folder) for p in bundle.folder.rglob("*") if p.is_file()]
    assert {path.as_posix() for path in below} == wanted
    assert names_in(bundle.archive) == {f"toy/{name}" for name in wanted}


def test_bundle_begins_with_how_to_begin():
    """A README at its top says what the chapter says of Python, terminal and packages."""
    files = student_files(find_course(REPOSITORY))

    page = files["README.md"].decode()
    assert page.startswith("# Autograd and logistic regression: the exercises\n\n## Begin\n")
    for words in ("Python 3.11 or newer", "Open a terminal", "python -m venv", "whl/cpu"):
        assert words in page
    assert "## The commands" not in page
    needs = files["requirements.txt"].decode().split()
    assert {re.split("[<>=]", need)[0] for need in needs} == {
        *("torch", "numpy", "matplotlib", "pytest", "pytest-timeout", "watchfiles")
    }
    told = json.loads(files["exercises/_kit/grading.json"])
    assert told["python"] == ".".join(platform.python_version_tuple()[:2])
    assert "torch" in told["packages"]


def test_what_students_install_is_what_the_unit_requires(course):
    """Beside the kit's own packages; a bound is the grader's, and torch comes only if asked for."""
    unit = replace(course.unit, requires=("pandas", "networkx"))

    needs = student_files(replace(course, unit=unit))["requirements.txt"].decode().split()

    assert needs[:2] == ["pandas>=2.2", "networkx"]
    assert [re.split("[<>=]", need)[0] for need in needs[2:]] == [
        *("pytest", "pytest-timeout", "watchfiles")
    ]
    assert grading_needs(unit)[-1] == "networkx"


def test_a_required_package_that_is_not_installed_is_one_line(course):
    """Before anything is graded; a package may be imported by another name than its own."""
    assert imported_names(replace(course.unit, requires=("numpy", "PyYAML"))) == ["numpy", "yaml"]
    manifest = course.exercises / "unit.toml"
    manifest.write_text(manifest.read_text().replace('["torch"]', '["no-such", "torch", "nor-me"]'))

    done = CliRunner().invoke(app, ["check", "--course", str(course.root)])

    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "exercises/unit.toml: [unit]: required and not installed for" in done.stderr
    assert done.stderr.endswith(": no-such, nor-me. Install it there: pip install no-such nor-me\n")


def test_bundle_has_the_same_bytes_every_time(course, tmp_path):
    """Times, order of the file system and permissions leave no trace."""
    first = release_bundle(course, tmp_path / "one").archive.read_bytes()
    (course.exercises / "shapes.py").touch()
    (course.exercises / "unit.toml").chmod(0o600)

    assert release_bundle(course, tmp_path / "two").archive.read_bytes() == first


def test_bundle_is_written_again_over_an_earlier_one(course, tmp_path):
    """A release after a change needs no cleaning up."""
    release_bundle(course, tmp_path / "out")
    page = course.exercises / "README.md"
    page.write_text("Read me.\n")

    bundle = release_bundle(course, tmp_path / "out")

    assert (bundle.folder / "exercises" / "README.md").read_text() == "Read me.\n"


def test_bundle_never_mixes_with_other_files(course, tmp_path):
    """A folder with somebody's own file is named, and nothing is written."""
    (tmp_path / "out" / "toy").mkdir(parents=True)
    (tmp_path / "out" / "toy" / "thesis.txt").write_text("mine")

    with pytest.raises(CourseError, match=r"holds thesis\.txt, which is not part of the release"):
        release_bundle(course, tmp_path / "out")

    assert [p.name for p in (tmp_path / "out").rglob("*")] == ["toy", "thesis.txt"]


def test_bundle_is_not_written_over_a_file(course, tmp_path):
    """The name of the unit may be taken."""
    (tmp_path / "toy").write_text("mine")

    with pytest.raises(CourseError, match="toy is a file, expected a folder"):
        release_bundle(course, tmp_path)


@pytest.mark.parametrize("file", ["exercises/notes.md", "exercises/deep/inside/data.csv"])
def test_bundle_that_gives_something_away_is_not_released(course, tmp_path, file):
    """Every file is searched, whatever its kind and wherever it lies."""
    hidden = (course.hidden / "test_shapes_hidden.py").read_text()
    path = course.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(hidden)

    with pytest.raises(CourseError, match=f"^{file}:.*hidden test.*Nothing was released"):
        release_bundle(course, tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_bundle_of_a_stale_stub_is_not_released(course, tmp_path):
    """A stub in which the teacher tried the exercise would be a solution."""
    (course.exercises / "shapes.py").write_bytes((course.solutions / "shapes.py").read_bytes())

    with pytest.raises(CourseError, match=r'shapes\.py is stale. Run "grader sync"'):
        release_bundle(course, tmp_path / "out")


def test_bundle_follows_no_link(course, tmp_path):
    """A link could lead to the solutions."""
    (course.exercises / "extra.py").symlink_to(course.solutions / "shapes.py")

    with pytest.raises(CourseError, match=r"exercises/extra\.py is a symbolic link"):
        release_bundle(course, tmp_path / "out")


def test_bundle_into_a_place_without_rights_gets_one_line(course):
    """The line names the place."""
    with pytest.raises(CourseError, match=r"/proc/.*cannot be written"):
        release_bundle(course, Path("/proc/nowhere"))


def test_whole_course_can_be_released(tmp_path):
    """The unit of this repository gives nothing away in any file of its bundle."""
    files = student_files(find_course(REPOSITORY))

    assert "exercises/README.md" in files
    assert not [name for name in files if "solution" in name or "hidden" in name]


def test_notebooks_for_students_are_searched_too(course, tmp_path):
    """A visible test that quotes a hidden one stops the nbgrader release."""
    hidden = (course.hidden / "test_shapes_hidden.py").read_text()
    (course.exercises / "helpers.py").write_text(hidden)

    with pytest.raises(CourseError, match="Nothing was released"):
        release_nbgrader(course, tmp_path / "nb")


def test_release_without_options_writes_the_student_bundle(tmp_path, monkeypatch):
    """``grader release`` is the bundle; it says where both forms are."""
    monkeypatch.chdir(tmp_path)

    done = CliRunner().invoke(app, ["release", "--course", str(TOY)])

    assert done.exit_code == 0, done.output
    assert done.stdout == "Student bundle, 6 files: release/toy.zip and release/toy/\n"


def test_zip_does_not_depend_on_the_order_of_files():
    """Sorted, whatever order they were found in."""
    assert zip_bytes({"b": b"1", "a": b"2"}) == zip_bytes({"a": b"2", "b": b"1"})


@pytest.fixture(scope="module")
def clean() -> Iterator[Path]:
    """A folder with a virtual environment that has the packages but not the grader."""
    with clean_folder() as folder:
        yield folder


@pytest.mark.platforms
def test_bundle_works_where_there_is_no_grader(clean, tmp_path):
    """Unpacked in a clean place: first nothing is started, with the answers all passes."""
    course = find_course(REPOSITORY)
    archive = release_bundle(course, tmp_path).archive
    zipfile.ZipFile(io.BytesIO(archive.read_bytes())).extractall(clean / "student")
    place = clean / "student" / course.unit.name
    command = [clean / "venv" / "bin" / "python", "-m", "pytest", "exercises", "-q"]

    fresh = run(command, place, bare(clean))
    hint = run(
        [clean / "venv" / "bin" / "python", "-m", "exercises"], place, bare(clean)
    )  # fmt: skip
    for module in course.unit.modules:
        shutil.copy(course.solutions / f"{module}.py", place / "exercises")
    solved = run(command, place, bare(clean))

    assert fresh.returncode == 1, fresh.stdout + fresh.stderr
    assert "not started" in fresh.stdout
    assert hint.returncode == 0, hint.stderr
    assert solved.returncode == 0, solved.stdout + solved.stderr
