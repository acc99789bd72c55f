"""The packages that students, platforms and the box need for a course."""

import json
import platform
import re
import sys
from collections.abc import Iterator
from importlib.machinery import all_suffixes
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from importlib.util import find_spec
from pathlib import Path

from grader.course.judging_files import given_data
from grader.course.manifest import Course, Unit
from grader.errors import CourseError

DISTRIBUTION = "coursework-grader"
_OF_TORCH = re.compile(
    r"(\b|__)(import|from)[^\n]*torch|Contract|follows_reference|Tensor|figure|Figure"
)
# What the visible tests and the commands of the kit need in every course.
_OF_KIT = frozenset({"pytest", "pytest-timeout", "watchfiles"})


def student_needs(unit: Unit) -> list[str]:
    """Return the requirements of the exercises and of their commands."""
    declared = {_name(need): need for need in [*_needs("tests"), *_needs("watch")]}
    names = dict.fromkeys((*unit.requires, *sorted(_OF_KIT)))
    return [declared.get(name, name) for name in names]


def grading_environment(course: Course) -> bytes:
    """Return what students' ``pack`` is told: this machine's Python and packages, given files."""
    found = {
        "python": ".".join(platform.python_version_tuple()[:2]),
        "requires": {name: version(name).partition("+")[0] for name in course.unit.requires},
        "packages": sorted(_installed_modules()),
        "given": sorted(given_data(course)),
    }
    return (json.dumps(found, indent=1) + "\n").encode()


def grading_needs(unit: Unit) -> list[str]:
    """Return the requirements of a machine that only grades *unit*."""
    needs = _needs()
    return needs + [name for name in unit.requires if name not in set(map(_name, needs))]


def imported_names(unit: Unit) -> list[str]:
    """
    Return the modules by which the packages that *unit* requires are imported.

    Raises:
        CourseError: If any of them is not installed.
    """
    if missing := [package for package in unit.requires if not _is_installed(package)]:
        raise CourseError(
            f"exercises/unit.toml: [unit]: required and not installed for {sys.executable}: "
            f"{', '.join(missing)}. Install it there: pip install {' '.join(missing)}"
        )
    found: list[str] = []
    for package in unit.requires:
        name = re.sub("[.-]", "_", package)
        found += [name] if find_spec(name) else _modules_of(package)
    return found


def uses_torch(course: Course) -> bool:
    """
    Say whether tensors may come up in a course: what it requires or one of its texts knows torch.

    Contracts draw numbers with torch, and figures are looked at with it.
    """
    folders = (course.solutions.glob("*.py"), course.hidden.rglob("*.py"))
    texts = [path.read_text("utf-8", "replace") for paths in folders for path in paths]
    texts += [data.decode("utf-8", "replace") for data in given_data(course).values()]
    known: set[str] = set()
    return (
        any(exercise.figure for exercise in course.unit.exercises)
        or any(_needs_torch(package, known) for package in course.unit.requires)
        or any(_OF_TORCH.search(text) for text in texts)
    )


def _needs_torch(package: str, known: set[str]) -> bool:
    """Say whether a package is torch or needs it; *known* are those that were looked at before."""
    name = re.sub("[._-]+", "-", package.lower())
    if name == "torch" or name in known:
        return name == "torch"
    known.add(name)
    lines = (requires(package) or ()) if _is_installed(package) else ()
    return any(_needs_torch(_name(line), known) for line in lines if "extra ==" not in line)


def _installed_modules() -> set[str]:
    """Return what can be imported beside Python itself, read off the names of its files."""
    found = set()
    for folder in filter(re.compile(r"(site|dist)-packages/*$").search, sys.path):
        for entry in Path(folder).iterdir() if Path(folder).is_dir() else ():
            name, _, suffix = entry.name.partition(".")
            if f".{suffix}" in all_suffixes() or (not suffix and entry.is_dir()):
                found.add(name)
    return {name for name in found if name.isidentifier() and not name.startswith("_")}


def _is_installed(package: str) -> bool:
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True


def _modules_of(package: str) -> Iterator[str]:
    """Yield the modules of a package that is imported by another name, as pyyaml is: slow."""
    for name, packages in packages_distributions().items():
        if not name.startswith("_") and package.lower() in map(str.lower, packages):
            yield name


def _name(need: str) -> str:
    return re.split(r"[^\w.-]", need)[0]


def _needs(extra: str = "") -> list[str]:
    """Return what is always needed, and what *extra* adds; nothing where it is not installed."""
    try:
        lines = requires(DISTRIBUTION) or ()
    except PackageNotFoundError:  # unpacked on a platform, where nothing is released
        lines = ()
    found: list[str] = []
    for line in lines:
        need, _, marker = line.partition(";")
        of = re.search(r"extra == [\"'](\w+)[\"']", marker)
        if of is None or of[1] == extra:
            found.append(need.strip())
    return found
