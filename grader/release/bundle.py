"""The student bundle: the exercises as a folder and as a zip."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.course.leaks import find_leaks_in
from grader.course.manifest import Course
from grader.course.stubs import PACK, pack_of, stale_stubs
from grader.errors import CourseError
from grader.files import zip_bytes
from grader.text import clean

from .needs import grading_environment, student_needs
from .packing import write_file, write_folder
from .translation import translated_files

# Files that tools, editors and the exercises themselves leave behind.
_JUNK_NAMES = frozenset({"__pycache__", "plots", "build", "dist"})
_JUNK_ENDINGS = (".pyc", ".bak", ".orig", ".rej", ".tmp", ".swp", "~")
# Otherwise the settings of a project around the folder would apply.
CHAPTER = "exercises/README.md"
_SETTINGS = b"[pytest]\ntestpaths = exercises\n"


@dataclass(frozen=True)
class Bundle:
    """A bundle on disk: its folder, its zip, and the number of files in each."""

    folder: Path
    archive: Path
    count: int


def release_bundle(course: Course, target: Path, language: str = "en") -> Bundle:
    """
    Write the student bundle as ``target/<unit>/`` and ``target/<unit>.zip``.

    Both hold the same files, and the same course gives the same bytes. In another language than
    English the tasks and the chapter are translated, and the commands speak that language.

    Raises:
        CourseError: If a stub is stale, a file gives away a solution or a hidden test, or the
            target cannot be used.
    """
    files = student_files(course, language)
    name = course.unit.name
    bundle = Bundle(target / name, target / f"{name}.zip", len(files))
    write_folder(bundle.folder, files)
    write_file(bundle.archive, zip_bytes({f"{name}/{path}": data for path, data in files.items()}))
    return bundle


def student_files(course: Course, language: str = "en") -> dict[str, bytes]:
    """
    Return the files of the student bundle by their paths in it.

    Raises:
        CourseError: If a stub is stale, a file gives away a solution or a hidden test, or there
            is no such language.
    """
    stale = stale_stubs(course)
    if stale:
        raise CourseError(stale[0])
    files = bundle_files(course, language)
    check_no_leaks(course, files)
    return files


def bundle_files(course: Course, language: str = "en") -> dict[str, bytes]:
    """Return what `student_files` does, without a look at what the files hold."""
    files = dict(_exercises(course))
    if language != "en":
        _translate(course, files, language)
    files["pytest.ini"] = _SETTINGS
    files["requirements.txt"] = "".join(f"{need}\n" for need in student_needs(course.unit)).encode()
    files["README.md"] = _first_page(course.unit.title, files.get(CHAPTER, b"").decode())
    if any(name.startswith("exercises/_kit/") for name in files):
        files["exercises/_kit/grading.json"] = grading_environment(course)
    return files


def _translate(course: Course, files: dict[str, bytes], language: str) -> None:
    """Put translated tasks and chapter in place of the English ones."""
    translated = translated_files(course, language)
    files.pop(f"exercises/README.{language}.md", None)
    files |= {f"exercises/{name}": content for name, content in translated.items()}
    if f"exercises/{PACK}" in files:
        stubs = {module: translated[f"{module}.py"].decode() for module in course.unit.modules}
        files[f"exercises/{PACK}"] = pack_of(stubs)
        files["exercises/_kit/locale/default"] = f"{language}\n".encode()


def _first_page(title: str, chapter: str) -> bytes:
    """Return the README at the top of the bundle: how to begin, as the chapter says it."""
    begin = re.search(r"^## (?:Begin|开始)\n.*?(?=^## )", chapter, re.DOTALL | re.MULTILINE)
    if begin is None:
        return f"# {title}\n\nThe exercises are in the folder `exercises`.\n".encode()
    heading = chapter.partition("\n")[0]
    return f"{heading}\n\n{begin[0].strip()}\n\n[exercises/README.md]({CHAPTER})\n".encode()


def check_no_leaks(course: Course, files: dict[str, bytes]) -> None:
    """
    Raise if one of the *files* for students gives away a solution or a hidden test.

    Raises:
        CourseError: The first such place, and the number of others.
    """
    leaks = find_leaks_in(course, files.items())
    if leaks:
        more = f" ({len(leaks) - 1} more places like this.)" if len(leaks) > 1 else ""
        raise CourseError(f"{leaks[0]} Nothing was released.{more}")


def _exercises(course: Course) -> Iterator[tuple[str, bytes]]:
    for path in sorted(course.exercises.rglob("*")):
        parts = path.relative_to(course.exercises).parts
        junk = any(part.startswith(".") or part in _JUNK_NAMES for part in parts)
        if junk or parts[-1].endswith(_JUNK_ENDINGS) or path.is_dir():
            continue
        if path.is_symlink():
            where = clean(path.relative_to(course.root).as_posix())
            raise CourseError(f"{where} is a symbolic link. Replace it by the file itself.")
        yield "/".join(("exercises", *parts)), path.read_bytes()
