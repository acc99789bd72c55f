"""The built package: a wheel in an environment of its own, away from the checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with the wheel and the source distribution, built as for a release."""
    folder = tmp_path_factory.mktemp("dist")
    for kind in ("wheel", "sdist"):
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)],
            cwd=REPOSITORY, check=True, capture_output=True,
        )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def installed(built) -> Iterator[Path]:
    """
    An environment with the wheel; the other packages are those of this environment.

    A path line in a .pth shows them without the editable install that also lies there. The
    folder can be read by everybody, as an unprivileged user must without bubblewrap.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        subprocess.run([_python(), "-m", "venv", "--without-pip", folder], check=True)
        (site,) = folder.glob("lib/python*/site-packages")
        (site / "others.pth").write_text(sysconfig.get_path("purelib") + "\n")
        with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
            wheel.extractall(site)
        yield folder


def _python() -> str:
    """Return an interpreter of this version that everybody can run, if there is one."""
    minor = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return next(filter(os.path.exists, [f"/usr/bin/{minor}"]), sys.executable)


@pytest.fixture(scope="module")
def new_course(installed, tmp_path_factory) -> Path:
    """A course that the installed grader has just written."""
    folder = tmp_path_factory.mktemp("away")
    grader(installed, folder, "new", "linear-models")
    return folder / "linear-models"


def grader(
    installed: Path, folder: Path, *arguments: str, exit_code: int = 0, bubblewrap: bool = True
) -> str:
    """Run the installed grader in *folder* and return what it prints."""
    paths = os.environ["PATH"] if bubblewrap else _paths_without_bubblewrap(folder)
    run = subprocess.run(
        [installed / "bin" / "python", "-m", "grader", *arguments], cwd=folder, text=True,
        capture_output=True, check=False, env={**os.environ, "PATH": paths, "PYTHONPATH": ""},
    )  # fmt: skip
    assert run.returncode == exit_code, run.stdout + run.stderr
    return run.stdout + run.stderr


def _paths_without_bubblewrap(folder: Path) -> str:
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    for name in ("env", "true", "sh"):
        found = shutil.which(name)
        if found and not (programs / name).exists():
            (programs / name).symlink_to(found)
    return str(programs)


def test_without_a_network_the_install_says_what_is_missing(tmp_path):
    """In one line, with what to do, where pip says that hatchling has no versions."""
    shutil.copytree(REPOSITORY / ".ci", tmp_path / ".ci")
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    nothing = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_FIND_LINKS": "", "PIP_RETRIES": "0"}

    run = subprocess.run(
        ["bash", ".ci/install"], cwd=tmp_path, text=True, capture_output=True, check=False,
        env={**os.environ, **nothing, "PIP_CONFIG_FILE": os.devnull},
    )  # fmt: skip

    (line,) = run.stderr.splitlines()
    found, _, advice = line.partition(". ")
    assert run.returncode == 1
    assert found.startswith("No package index can be reached, and these are not installed: ")
    assert "pytest-timeout" in found
    assert "nbgrader" not in found
    assert advice.startswith("Connect to the network, or set PIP_INDEX_URL")


def test_the_wheel_is_the_grader_for_any_course(built):
    """It holds the students' kit and no hidden test or solution."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = wheel.namelist()

    assert "grader/py.typed" in names
    assert "grader/course/student_kit/_kit/language.py" in names
    assert [name for name in names if "hidden/" in name or name.startswith("solutions")] == []


def test_the_source_distribution_holds_what_its_tests_need(built):
    """The course, the tests, the pages that the tests read, and the gate."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    for name in ("exercises/unit.toml", "solutions/loss.py", "grader/hidden/exhibits.py",
                 "tests/conftest.py", "tests/samples", ".ci/install", ".github/CONTRIBUTING.md",
                 "README.md", "LICENSE"):  # fmt: skip
        assert name in names or any(found.startswith(name + "/") for found in names), name


def test_the_installed_grader_says_what_it_is(installed, tmp_path):
    """``python -m grader --version`` is the command, with the version of the package."""
    assert grader(installed, tmp_path, "--version").startswith("grader 0.")


def test_without_a_course_it_asks_for_one(installed, tmp_path):
    """The wheel holds no course of its own."""
    said = grader(installed, tmp_path, "check", exit_code=2)

    assert "holds no exercises/unit.toml" in said


def test_it_writes_and_proves_a_course_with_the_students_kit(installed, new_course):
    """What students get works without the grader."""
    grader(installed, new_course, "check")
    kit = subprocess.run(
        [sys.executable, "-m", "exercises"], cwd=new_course, text=True, capture_output=True,
        check=False,
    )  # fmt: skip

    assert kit.returncode == 0, kit.stderr
    assert "linear" in kit.stdout.lower()


@pytest.mark.parametrize("bubblewrap", [True, False], ids=["full", "inner"])
def test_it_grades(installed, new_course, tmp_path, bubblewrap):
    """With bubblewrap in the full box; without it in the inner layers, as a checkout does."""
    if not bubblewrap and os.getuid() == 0 and _python() == sys.executable:
        pytest.skip("root needs an interpreter that everybody can run")
    work = tmp_path / "submissions" / "ann"
    shutil.copytree(new_course / "solutions", work)

    said = grader(
        installed, tmp_path, "autograde", "submissions", "--to", "results",
        "--course", str(new_course), bubblewrap=bubblewrap,
    )  # fmt: skip

    assert ("Box: full" if bubblewrap else "inner layers only") in said
    assert "ann,graded,5,5," in (tmp_path / "results" / "scores.csv").read_text()


def test_it_releases(installed, new_course, tmp_path):
    """The student bundle of another course, written by an installed grader."""
    grader(installed, new_course, "release", "--to", str(tmp_path / "out"))

    assert list((tmp_path / "out").glob("*.zip"))
