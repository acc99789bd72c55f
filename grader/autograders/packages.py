"""The packages for Gradescope and Classroom 50: the grader, and a course with its secrets."""

from collections.abc import Iterator
from pathlib import Path

import grader
from grader.course.judging_files import packed_course
from grader.course.manifest import Course
from grader.course.stubs import stale_stubs
from grader.errors import CourseError
from grader.files import zip_bytes
from grader.messages.catalogues import PACKED_LANGUAGE, language_name
from grader.release.needs import grading_needs
from grader.release.packing import write_file
from grader.terms.course_terms import TERMS, read_terms

#: The part of Classroom 50's package that holds the secrets.
KIT = "kit.zip"
_SCRIPTS = Path(__file__).parent / "scripts"
_PACKAGE = Path(grader.__file__).parent
# Hidden tests are packed with the course.
_LEFT_OUT = frozenset({"hidden"})


def release_gradescope(course: Course, target: Path, lang: str | None = "en") -> Path:
    """
    Write Gradescope's ``autograder.zip``.

    Args:
        course: The course.
        target: The folder for it, or the file itself if it ends in ``.zip``.
        lang: The language for students; None for that of the environment.

    Returns:
        The path of the package.

    Raises:
        CourseError: If a stub is stale or the file cannot be written.
        GraderError: If there is no such language.
    """
    files = _files(course, lang)
    for name in ("setup.sh", "run_autograder"):
        files[name] = (_SCRIPTS / "gradescope" / name).read_bytes()
    path = target if target.suffix == ".zip" else target / "autograder.zip"
    write_file(path, zip_bytes(files))
    return path


def release_classroom50(course: Course, target: Path, lang: str | None = "en") -> list[Path]:
    """
    Write ``autograder.py`` and ``kit.zip`` for Classroom 50 into the folder *target*.

    They are two files because Classroom 50 serves an assignment's bundle on public pages, and the
    kit holds solutions and hidden tests.

    Args:
        course: The course.
        target: The folder.
        lang: The language for students; None for that of the environment.

    Returns:
        The paths of the script and of the kit.

    Raises:
        CourseError: If a stub is stale or a file cannot be written.
        GraderError: If there is no such language.
    """
    script = (_SCRIPTS / "classroom50" / "autograder.py").read_bytes()
    paths = [target / "autograder.py", target / KIT]
    for path, data in zip(paths, (script, zip_bytes(_files(course, lang))), strict=True):
        write_file(path, data)
    return paths


def _files(course: Course, lang: str | None) -> dict[str, bytes]:
    """Return what every package holds: the grader, the course, and the list of requirements."""
    language = language_name(lang)
    stale = stale_stubs(course)
    if stale:
        raise CourseError(stale[0])
    files = {f"grader/{name}": data for name, data in _grader()}
    files |= {f"course/{name}": data for name, data in packed_course(course).items()}
    read_terms(course)  # a fault is found here, not when students hand in
    terms = course.exercises / TERMS
    files |= {f"course/exercises/{TERMS}": terms.read_bytes()} if terms.is_file() else {}
    files[f"course/{PACKED_LANGUAGE}"] = f"{language}\n".encode()
    files["requirements.txt"] = "".join(f"{need}\n" for need in grading_needs(course.unit)).encode()
    return files


def _grader() -> Iterator[tuple[str, bytes]]:
    for path in sorted(_PACKAGE.rglob("*")):
        parts = path.relative_to(_PACKAGE).parts
        if path.is_file() and parts[0] not in _LEFT_OUT and "__pycache__" not in parts:
            yield "/".join(parts), path.read_bytes()
