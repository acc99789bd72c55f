"""What a platform needs to grade by itself: the grader, the course with its secrets."""

from collections.abc import Iterator
from pathlib import Path

import grader
from grader.course.judging_files import packed_course
from grader.course.manifest import Course
from grader.course.stubs import stale_stubs
from grader.errors import CourseError
from grader.messages.catalogues import CHOSEN, chosen_language
from grader.release.needs import grading_needs

SCRIPTS = Path(__file__).parent / "scripts"
_PACKAGE = Path(grader.__file__).parent
# Hidden tests go along as the course's own; packages are made elsewhere.
_NOT_SENT = frozenset({"hidden", "release"})


def kit_files(course: Course, lang: str | None = "en") -> dict[str, bytes]:
    """
    Return the grader, the course and the list of requirements by their paths.

    It holds solutions and hidden tests: it is for the teacher's side only.

    Args:
        course: The course.
        lang: What students are spoken to in; None for the language of the environment.

    Raises:
        CourseError: If a stub is stale.
        GraderError: If there is no such language.
    """
    chosen = chosen_language(lang)
    stale = stale_stubs(course)
    if stale:
        raise CourseError(stale[0])
    files = {f"grader/{name}": data for name, data in _package()}
    files |= {f"course/{name}": data for name, data in packed_course(course).items()}
    files[f"course/{CHOSEN}"] = f"{chosen}\n".encode()
    files["requirements.txt"] = "".join(f"{need}\n" for need in grading_needs()).encode()
    return files


def _package() -> Iterator[tuple[str, bytes]]:
    for path in sorted(_PACKAGE.rglob("*")):
        parts = path.relative_to(_PACKAGE).parts
        if path.is_file() and parts[0] not in _NOT_SENT and "__pycache__" not in parts:
            yield "/".join(parts), path.read_bytes()
