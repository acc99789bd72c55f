"""The writer of a new course, or of one more exercise: both pass `grader check`, to be changed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

import grader
from grader.errors import CourseError
from grader.files import os_errors_as
from grader.text import clean

from .manifest import EXERCISE_KEYS, UNIT_KEYS, Key, find_course
from .stubs import write_stubs

_TEMPLATES = Path(__file__).parent / "template"
_OF_COURSE = {
    "exercises/unit.toml": "unit.toml",
    "exercises/README.md": "README.md",
    "exercises/test_{module}.py": "visible.py.txt",
    "solutions/{module}.py": "solution.py.txt",
    "hidden/test_{module}_hidden.py": "hidden.py.txt",
    "hidden/mistakes/{id}_{function}.py": "mistake.py.txt",
}
# The files of a course that has another library than Python's own.
_OF_TORCH = {
    place: f"torch/{name}" for place, name in _OF_COURSE.items() if name.endswith(".py.txt")
}
_REQUIRES = {False: '# requires = ["numpy"]', True: 'requires = ["torch"]'}
# The least that an exercise needs, in plain Python.
_OF_EXERCISE = {
    "exercises/test_{module}.py": "added_visible.py.txt",
    "solutions/{module}.py": "added_solution.py.txt",
    "hidden/test_{module}_hidden.py": "added_hidden.py.txt",
}
# What every course's students get besides its exercises: points, hints, explained failures.
# An installed grader has it beside this module, a checkout in its exercises/.
_STUDENT_KIT = ("conftest.py", "__main__.py", "_kit/**/*")
# In a checkout the kit holds these of the checkout's own course.
_OF_ONE_COURSE = frozenset({"course.mo", "stubs.zip"})
_INSTALLED_KIT = Path(__file__).parent / "student_kit"
#: What notebooks import as ``kit``; a release puts it beside them, at this path.
NOTEBOOK_KIT_PATH = "kit/__init__.py"
NOTEBOOK_KIT = Path(grader.__file__).parent / "nbgrader" / "release" / "student" / "kit.py"


# The points of the unit, the first that the manifest states, and of a new exercise.
_STATED = re.compile(r"^points = .*$", re.MULTILINE)
_POINTS = 1


@dataclass(frozen=True)
class NewCourse:
    """The folder of a course and the names of the files that were written."""

    root: Path
    files: list[str]


def write_course(
    root: Path,
    *,
    module: str = "",
    function: str = "center",
    title: str = "",
    torch: bool = False,
) -> NewCourse:
    """
    Write a course with one small exercise into the folder *root*.

    Args:
        root: Missing or empty; the name of the folder becomes the name of the unit.
        module: The first module; by default named like the unit.
        function: Its first function.
        title: By default the name of the unit.
        torch: Whether it is an exercise with tensors, which requires torch, and not plain Python.

    Raises:
        CourseError: If a name cannot be used, or the folder is not empty or cannot be written.
            Nothing is written where a name or the folder is refused.
    """
    unit = root.resolve().name
    module = module or unit.replace("-", "_")
    title = title or unit.replace("-", " ").capitalize()
    require_key(UNIT_KEYS["name"], unit, "the course's folder", "Rename the folder.")
    require_key(EXERCISE_KEYS["module"], module, "the module", "Choose another with --module.")
    require_key(
        EXERCISE_KEYS["names"], [function], "the function", "Choose another with --function."
    )
    require_key(UNIT_KEYS["title"], title, "the title", "Choose another with --title.")
    _require_toml(title)
    require_free(root)
    words = {"id": "X01", "unit": unit, "module": module, "function": function, "title": title}
    words["requires"] = _REQUIRES[torch]
    files = {f"exercises/{name}": data for name, data in student_kit()}
    templates = _OF_COURSE | (_OF_TORCH if torch else {})
    return _written(root, files | dict(_from_templates(templates, words)))


def add_exercise(root: Path, exercise_id: str, *, function: str = "", title: str = "") -> NewCourse:
    """
    Add an exercise with a module of its own to the course in *root*, in all its places.

    Args:
        root: The folder of the course.
        exercise_id: The id of the exercise, and the name of its module.
        function: What students define; by default named like the exercise.
        title: By default made from the id.

    Raises:
        CourseError: If a name cannot be used, or one of the files is there already. Nothing is
            written then.
    """
    course = find_course(root)
    function = function or exercise_id
    title = title or exercise_id.replace("_", " ").capitalize()
    require_key(EXERCISE_KEYS["module"], exercise_id, "the exercise", "Choose another name.")
    require_key(
        EXERCISE_KEYS["names"], [function], "the function", "Choose another with --function."
    )
    require_key(UNIT_KEYS["title"], title, "the title", "Choose another with --title.")
    _require_toml(title)
    words = {"id": exercise_id, "module": exercise_id, "function": function, "title": title}
    words["names"] = "" if function == exercise_id else f'names = ["{function}"]\n'
    files = dict(_from_templates(_OF_EXERCISE, words))
    hidden = course.hidden.relative_to(root).as_posix()
    files = {name.replace("hidden/", f"{hidden}/", 1): data for name, data in files.items()}
    for name in files:
        if (root / name).exists():
            raise CourseError(f"{name} is there already. Choose another name for the exercise.")
    if exercise_id.lower() in map(str.lower, course.unit.worth):
        raise CourseError(
            f"exercises/unit.toml has an exercise {clean(exercise_id)} already. Choose another "
            "name for the exercise."
        )
    manifest = course.exercises / "unit.toml"
    text = manifest.read_text(encoding="utf-8")
    points = course.unit.stated_points
    if points is not None:
        text = _STATED.sub(f"points = {points + _POINTS:g}", text, count=1)
    text = (
        f"{text.rstrip()}\n{Template((_TEMPLATES / 'exercise.toml').read_text()).substitute(words)}"
    )
    return _written(root, files | {"exercises/unit.toml": text.encode()})


def _written(root: Path, files: Mapping[str, bytes]) -> NewCourse:
    """Write *files* and the stubs of the course."""
    what = f"{clean(str(root))} cannot be written"
    with os_errors_as(CourseError, what, "Name another folder."):
        for name, data in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    stubs = write_stubs(find_course(root))
    return NewCourse(root, [*files, *(path.relative_to(root).as_posix() for path in stubs)])


def require_key(key: Key, value: object, what: str, advice: str) -> None:
    """Raise a CourseError unless *value* may stand under a key of the manifest."""
    if not key.fits(value):
        shown = value[0] if isinstance(value, list) else value
        raise CourseError(
            f'"{clean(str(shown), limit=80)}" cannot be {what}, expected {key.expected}. {advice}'
        )


def _require_toml(title: str) -> None:
    if '"' in title or "\\" in title:
        raise CourseError(
            f"The title {clean(title, limit=80)} holds a quote or a backslash, expected neither. "
            "Add it to unit.toml afterwards."
        )


def require_free(root: Path) -> None:
    """Raise a CourseError unless a course may be written into the folder *root*."""
    where = clean(str(root))
    if root.is_symlink() or (root.exists() and not root.is_dir()):
        raise CourseError(f"{where} is a file, expected a new folder. Name another one.")
    if root.is_dir() and any(root.iterdir()):
        raise CourseError(
            f"{where} is not empty, expected a new folder or an empty one. Name another one."
        )


def _from_templates(
    places: Mapping[str, str], words: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    for place, name in places.items():
        text = (_TEMPLATES / name).read_text(encoding="utf-8")
        yield place.format(**words), Template(text).substitute(words).encode()


def student_kit() -> Iterator[tuple[str, bytes]]:
    """Yield the files of the students' kit by their places in exercises/."""
    checkout = Path(grader.__file__).parents[1] / "exercises"
    own = _INSTALLED_KIT if _INSTALLED_KIT.is_dir() else checkout
    for pattern in _STUDENT_KIT:
        for path in sorted(own.glob(pattern)):
            is_own = path.name in _OF_ONE_COURSE or "__pycache__" in path.parts
            if path.is_file() and not is_own:
                yield path.relative_to(own).as_posix(), path.read_bytes()
