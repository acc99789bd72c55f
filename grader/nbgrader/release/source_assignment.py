"""The unit as an nbgrader assignment: configuration, source notebooks and visible tests."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.course.manifest import Course
from grader.course.new_course import NOTEBOOK_KIT, student_kit
from grader.errors import CourseError
from grader.files import write_whole
from grader.nbgrader.ids import assignment_name, notebook_name
from grader.release.bundle import check_no_leaks
from grader.text import clean

from .nbgrader_config import config_text
from .notebook import OWN_KEY, build_notebook, content_digest, notebook_text

CONFIG = "nbgrader_config.py"
KIT = "kit"
_ANSWER = re.compile(
    r"^[^\n]*### BEGIN SOLUTION.*?### END SOLUTION[^\n]*$", re.DOTALL | re.MULTILINE
)
# Files of exercises/ that notebooks do not need. The modules are the notebooks themselves.
_LEFT_OUT = (
    *("README.md", "README.zh.md", "__main__.py", "pictures"),
    *("_kit/commands", "_kit/stubs.zip"),
)


@dataclass
class Release:
    """The files that a release wrote and removed, as paths in the nbgrader course."""

    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0


def release_nbgrader(course: Course, target: Path, *, force: bool = False) -> Release:
    """
    Bring the nbgrader course at *target* up to date with *course*.

    Everything is made and checked before anything is written. Files that are up to date are
    not touched, so a second run writes nothing. The ids of cells come from the ids of the
    exercises and never change.

    Args:
        course: The course.
        target: The folder of the nbgrader course; created if it is missing.
        force: Overwrite notebooks even if they were edited by hand.

    Raises:
        CourseError: If the course is faulty, a module belongs to no exercise, a notebook was
            edited by hand, or a file cannot be read or written.
    """
    if course.unit.shared:
        raise CourseError(
            f"exercises/unit.toml: {course.unit.shared[0]} belongs to no exercise, and notebooks "
            "for nbgrader have a cell for each exercise. Make it one, or use another release."
        )
    folder = f"source/{assignment_name(course.unit)}"
    try:
        wanted = dict(_kit_files(course, f"{folder}/{KIT}"))
        check_no_leaks(course, {**wanted, **dict(_released_texts(course, folder))})
        wanted[CONFIG] = _config(course, target)
        for module in course.unit.modules:
            name = f"{folder}/{notebook_name(module)}.ipynb"
            text = _notebook(course, module, target / name, name, force)
            if text is not None:
                wanted[name] = text.encode()
        stale = list(_stale(course, target, folder, wanted))
        return _apply(target, wanted, stale, len(course.unit.modules))
    except OSError as error:
        place = clean(str(error.filename or target))
        raise CourseError(
            f"{place} cannot be read or written: {error.strerror}. Check its permissions, then "
            "release again."
        ) from None


def _kit_files(course: Course, folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield what notebooks import as ``kit``: its helpers, and the visible tests they run."""
    yield f"{folder}/__init__.py", NOTEBOOK_KIT.read_bytes()
    # Without a configuration here, pytest would look for one in the folders above.
    yield f"{folder}/visible/pytest.ini", b"[pytest]\n"
    left_out = (*_LEFT_OUT, *(f"{module}.py" for module in course.unit.modules))
    for name, data in (*_students_kit(course), *_exercise_files(course)):
        if not f"{name}/".startswith(tuple(f"{each}/" for each in left_out)):
            yield f"{folder}/visible/{name}", data


def _students_kit(course: Course) -> Iterator[tuple[str, bytes]]:
    """Yield the students' kit, which runs visible tests, for a course without one of its own."""
    if (course.exercises / "_kit").is_dir():
        return
    kit = [(name, data) for name, data in student_kit() if name.startswith("_kit/")]
    if not kit:
        raise CourseError(
            f"{clean(str(course.exercises))} has no folder _kit, expected the students' kit: it "
            "runs the visible tests in notebooks. Copy _kit from the exercises of the grader's "
            "own course."
        )
    yield from kit


def _exercise_files(course: Course) -> Iterator[tuple[str, bytes]]:
    for path in sorted(course.exercises.rglob("*")):
        parts = path.relative_to(course.exercises).parts
        hidden = any(part.startswith(".") or part == "__pycache__" for part in parts)
        if path.is_file() and not hidden:
            yield "/".join(parts), path.read_bytes()


def _config(course: Course, target: Path) -> bytes:
    path = target / CONFIG
    existing = path.read_text(encoding="utf-8") if path.exists() else None
    return config_text(course, existing).encode()


def _notebook(course: Course, module: str, path: Path, name: str, force: bool) -> str | None:
    """Return the text of a notebook, or None if the file is up to date."""
    fresh = build_notebook(course, module)
    if path.exists():
        found = _read(path)
        now = content_digest(found) if found else ""
        if now == fresh.metadata[OWN_KEY]["release"]:
            return None
        if not force and now != _stamp(found):
            raise CourseError(
                f"{name} was edited by hand after the last release. Move the edit to "
                f"solutions/{module}.py or to the page of the module, or overwrite the notebook "
                "with --force."
            )
    return notebook_text(fresh)


def _read(path: Path) -> dict[str, Any]:
    """Return the notebook at *path*, or an empty dict if it is not one."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        # Files keep a text as a list of lines.
        for cell in found["cells"]:
            cell["source"] = "".join(cell["source"])
        content_digest(found)
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}
    return dict(found)


def _released_texts(course: Course, folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield the notebooks' text as students will read it, without the answers."""
    for module in course.unit.modules:
        text = "\n".join(cell.source for cell in build_notebook(course, module).cells)
        yield f"{folder}/{notebook_name(module)}.ipynb", _ANSWER.sub("", text).encode()


def _stamp(notebook: dict[str, Any]) -> str:
    return str(notebook.get("metadata", {}).get(OWN_KEY, {}).get("release", "none"))


def _stale(course: Course, target: Path, folder: str, wanted: dict[str, bytes]) -> Iterator[str]:
    """Yield the files of an earlier release that the course no longer has."""
    for path in sorted((target / folder / KIT).rglob("*")):
        name = path.relative_to(target).as_posix()
        if path.is_file() and "__pycache__" not in path.parts and name not in wanted:
            yield name
    kept = {f"{notebook_name(module)}.ipynb" for module in course.unit.modules}
    for path in sorted((target / folder).glob("*.ipynb")):
        found = _read(path)
        if path.name not in kept and found and content_digest(found) == _stamp(found):
            yield path.relative_to(target).as_posix()


def _apply(target: Path, wanted: dict[str, bytes], stale: list[str], notebooks: int) -> Release:
    release = Release()
    for name, data in wanted.items():
        path = target / name
        if path.is_file() and path.read_bytes() == data:
            release.unchanged += 1
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
        release.written.append(name)
    release.unchanged += notebooks - sum(name.endswith(".ipynb") for name in wanted)
    for name in stale:
        (target / name).unlink()
        release.removed.append(name)
    return release
