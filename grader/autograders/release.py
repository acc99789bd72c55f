"""Packages for platforms that grade by themselves: Gradescope and Classroom 50."""

from pathlib import Path

from grader.course.manifest import Course
from grader.release.packing import write_file, zip_bytes

from .kit import SCRIPTS, kit_files

KIT = "kit.zip"


def release_gradescope(course: Course, target: Path, lang: str | None = "en") -> Path:
    """
    Write Gradescope's ``autograder.zip``; into *target*, or as it where it ends in ``.zip``.

    Its students are spoken to in *lang*; None is the language of the environment.

    Raises:
        CourseError: If a stub is stale or the file cannot be written.
        GraderError: If there is no such language.
    """
    files = kit_files(course, lang)
    for name in ("setup.sh", "run_autograder"):
        files[name] = (SCRIPTS / "gradescope" / name).read_bytes()
    path = target if target.suffix == ".zip" else target / "autograder.zip"
    write_file(path, zip_bytes(files))
    return path


def release_classroom50(course: Course, target: Path, lang: str | None = "en") -> list[Path]:
    """
    Write ``autograder.py`` for Classroom 50, and the kit that it grades with, into *target*.

    The two are apart because Classroom 50 serves an assignment's bundle on public pages, and
    the kit holds solutions and hidden tests. Students are spoken to in *lang*.

    Raises:
        CourseError: If a stub is stale or a file cannot be written.
        GraderError: If there is no such language.
    """
    script = (SCRIPTS / "classroom50" / "autograder.py").read_bytes()
    paths = [target / "autograder.py", target / KIT]
    for path, data in zip(paths, (script, zip_bytes(kit_files(course, lang))), strict=True):
        write_file(path, data)
    return paths
