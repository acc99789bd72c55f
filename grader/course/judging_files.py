"""The files of a course that judging needs, solutions and hidden tests included."""

from collections.abc import Iterator
from pathlib import Path

from .checks import INSIDE
from .manifest import Course

DATA_ENDINGS = frozenset({".csv", ".json", ".npy", ".npz", ".pt", ".pth", ".txt", ".yaml", ".yml"})
#: Left by pytest and by translators; no hidden test reads them.
_UNREAD_FOLDERS = frozenset({"__pycache__", ".pytest_cache"})
_UNREAD_SUFFIX = ".po"


def packed_course(course: Course) -> dict[str, bytes]:
    """
    Return all that a machine without *course* needs to judge its submissions.

    It holds the secrets of the course: it is for the teacher's side only.

    Returns:
        Contents by place in a course's folder: what decides verdicts, the stubs by which a
        submission's layout is found, and the translations of what students read.
    """
    files = deciding_files(course)
    for module in course.unit.modules:
        files[f"exercises/{module}.py"] = course.exercises / f"{module}.py"
    for path in course.exercises.glob("_kit/locale/*/LC_MESSAGES/*.mo"):
        files[f"exercises/{path.relative_to(course.exercises).as_posix()}"] = path
    return {place: path.read_bytes() for place, path in sorted(files.items()) if path.is_file()}


def deciding_files(course: Course) -> dict[str, Path]:
    """Return what decides verdicts: manifest, data, solutions, hidden tests and what they read."""
    files = {"exercises/unit.toml": course.exercises / "unit.toml"}
    files |= {f"solutions/{path.name}": path for path in course.solutions.glob("*.py")}
    files |= {f"hidden/{name}": path for name, path in _hidden(course)}
    files |= {f"exercises/{name}": path for name, path in _given_data(course)}
    return dict(sorted(files.items()))


def given_data(course: Course) -> dict[str, bytes]:
    """Return the data files and helpers that students get; every submission runs beside them."""
    return {name: path.read_bytes() for name, path in _given_data(course)}


def _given_data(course: Course) -> Iterator[tuple[str, Path]]:
    for path in sorted(course.exercises.rglob("*")):
        name = path.relative_to(course.exercises)
        is_own = name.parts[0] == "_kit" or any(part.startswith(".") for part in name.parts)
        is_given = path.suffix in DATA_ENDINGS or _is_helper(name, course)
        if is_given and not is_own and path.is_file():
            yield name.as_posix(), path


def _is_helper(name: Path, course: Course) -> bool:
    """Say whether a file below the exercises is a module that nobody writes, tests or runs."""
    others = (*course.unit.modules, "conftest", "__main__", "saved_plots")
    is_test = name.stem.startswith("test_") or name.stem.endswith("_test")
    return name.suffix == ".py" and name.stem not in others and not is_test


def inside_files(course: Course) -> dict[str, Path]:
    """Return the hidden files that go into the box, by their paths below their folder."""
    return {
        name.removeprefix(f"{INSIDE}/"): path
        for name, path in _hidden(course)
        if name.startswith(f"{INSIDE}/")
    }


def hidden_modules(course: Course) -> dict[str, Path]:
    """Return the hidden tests and the modules beside them, those in packages too."""
    found = {name: path for name, path in _hidden(course) if _is_module(name, path)}
    return {name: path for name, path in found.items() if not name.startswith(f"{INSIDE}/")}


def hidden_data(course: Course) -> dict[str, Path]:
    """Return what lies beside the hidden tests, neither a module of them nor a known mistake."""
    found = {name: path for name, path in _hidden(course) if not _is_module(name, path)}
    apart = ("mistakes/", f"{INSIDE}/")
    return {name: path for name, path in found.items() if not name.startswith(apart)}


def _is_module(name: str, path: Path) -> bool:
    packages = path.parents[: name.count("/")]
    return path.suffix == ".py" and all((each / "__init__.py").is_file() for each in packages)


def _hidden(course: Course) -> Iterator[tuple[str, Path]]:
    for path in sorted(course.hidden.rglob("*")):
        inner = path.relative_to(course.hidden)
        unread = path.suffix == _UNREAD_SUFFIX or not _UNREAD_FOLDERS.isdisjoint(inner.parts)
        if path.is_file() and not unread:
            yield inner.as_posix(), path
