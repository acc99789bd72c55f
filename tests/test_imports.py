"""The house rules about imports, held by reading every file."""

import ast
import graphlib
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY

GRADER = REPOSITORY / "grader"

#: The rooms of the grader, from the ground up. A room imports only rooms below it.
FLOORS = (
    *("errors", "text", "files", "box", "course", "messages", "release", "intake", "terms"),
    *("results", "testing", "judging", "diagnosis", "engine", "hidden", "lms", "report"),
    *("check", "autograders", "importing", "nbgrader", "cli"),
)
#: Rooms that reach less than all below them: from result files on nothing leads back to a judge,
#: and a hidden test sees only what is made for it.
ONLY = {
    "__main__": {"cli"},
    "hidden": {"testing"},
    "lms": set(FLOORS[: FLOORS.index("testing")]),
    "report": set(FLOORS[: FLOORS.index("testing")]),
}

# Each heavy library and the rooms in which it may be used.
ROOMS = {
    "torch": {"hidden", "testing", "judging", "diagnosis", "box"},
    "numpy": {"hidden", "testing", "box"},
    "matplotlib": {"hidden", "box"},
    # nbgrader/release/student/ is handed out and runs in the students' kernels; the box runs
    # the tests that are judged inside.
    "pytest": {"hidden", "judging", "nbgrader", "box"},
    "_pytest": {"judging"},
    "typer": {"cli"},
    "click": {"cli"},
    "rich": {"cli"},
    "dask": {"engine"},
    "distributed": {"engine"},
    "jinja2": {"report", "messages"},
    "nbformat": {"nbgrader"},
    "nbgrader": {"nbgrader"},
    "sqlalchemy": {"nbgrader"},
    "alembic": {"nbgrader"},
    "babel": {"messages"},
}


def python_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def imports_of(path: Path, *, package: str = "") -> Iterator[tuple[int, str]]:
    """Yield line and absolute name of every import in a file, wherever it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")
            base = ".".join(parents[: len(parents) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            for alias in node.names:
                yield node.lineno, f"{module}.{alias.name}"


def package_of(path: Path) -> str:
    return ".".join(path.relative_to(REPOSITORY).parts[:-1])


def module_of(path: Path) -> str:
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def nearest(name: str, modules: Collection[str]) -> str | None:
    """Return the module that an imported name is or lies in, if it is one of *modules*."""
    return next((n for n in (name, name.rpartition(".")[0]) if n in modules), None)


def part_of(path: Path) -> str:
    """Return the part of the grader that a file belongs to: ``box``, ``errors``, …"""
    return path.relative_to(GRADER).parts[0].removesuffix(".py")


def grader_imports() -> list[tuple[str, str, str]]:
    """Return part, place and imported name for every import in the grader."""
    return [
        (part_of(path), f"{path.relative_to(REPOSITORY)}:{line}", name)
        for path in python_files(GRADER)
        for line, name in imports_of(path, package=package_of(path))
    ]


def below(part: str) -> set[str]:
    """Return the rooms that a room may import."""
    return ONLY[part] if part in ONLY else set(FLOORS[: FLOORS.index(part)])


def test_every_room_of_the_grader_has_its_floor():
    """A new room is put into the order before it is used; none stands there that is gone."""
    parts = {part_of(path) for path in python_files(GRADER)} - {"__init__", "__main__"}

    assert parts == set(FLOORS)


def test_imports_in_the_grader_run_only_downwards():
    """No room imports one that stands above it or is closed to it, not even for its types."""
    wrong = []
    for part, place, name in grader_imports():
        names = name.split(".")
        if part == "__init__" or names[0] != "grader" or len(names) < 2:
            continue
        if names[1] != part and names[1] not in below(part):
            wrong.append(f"{place}: {part} imports {name}")

    assert wrong == []


def test_modules_import_each_other_in_no_circle():
    """Within a room, too, imports run one way, type checking included."""
    modules = {module_of(path): path for path in python_files(GRADER)}
    imports = {
        module: {
            found
            for _, name in imports_of(path, package=package_of(path))
            if (found := nearest(name, modules)) not in (None, module)
        }
        for module, path in modules.items()
    }

    graphlib.TopologicalSorter(imports).prepare()  # raises CycleError, which names the circle


def test_heavy_libraries_stay_in_their_rooms():
    """Each heavy library has one room, so that the rest starts at once."""
    wrong = [
        f"{place}: {part} imports {name}"
        for part, place, name in grader_imports()
        if part not in ROOMS.get(name.split(".")[0], {part})
    ]

    assert wrong == []


def test_inside_of_the_box_imports_nothing_else_of_the_grader():
    """All that the box may see of the grader is this folder."""
    inside = GRADER / "box" / "inside"
    wrong = [
        f"{path.relative_to(REPOSITORY)}:{line}: {name}"
        for path in python_files(inside)
        for line, name in imports_of(path, package=package_of(path))
        if name.split(".")[0] == "grader" and not name.startswith("grader.box.inside.")
    ]

    assert wrong == []


@pytest.mark.parametrize("folder", ["exercises", "solutions", "tests/toy/exercises"])
def test_course_never_imports_the_grader(folder):
    """Students have no grader, and solutions are staged without it."""
    wrong = [
        f"{path.relative_to(REPOSITORY)}:{line}: {name}"
        for path in python_files(REPOSITORY / folder)
        for line, name in imports_of(path)
        if name.split(".")[0] in ("grader", "solutions")
    ]

    assert wrong == []


def test_grader_never_imports_a_course():
    """Stubs, solutions and submissions are staged and asked, never imported."""
    modules = {path.stem for path in (REPOSITORY / "solutions").glob("*.py")}
    foreign = {"solutions", "exercises", *modules}

    wrong = [
        f"{place}: {name}" for _, place, name in grader_imports() if name.split(".")[0] in foreign
    ]

    assert wrong == []


def test_the_compiler_is_put_off_in_the_same_way_for_students_and_in_the_box():
    """Neither may import the other, so the text stands twice; it is one text."""
    in_the_box = GRADER / "box" / "inside" / "deferred.py"
    for_students = REPOSITORY / "exercises" / "_kit" / "checking" / "deferred.py"

    assert in_the_box.read_bytes() == for_students.read_bytes()


@pytest.mark.parametrize("module", ["cli", "check.static", "course.stubs", "intake"])
def test_nothing_heavy_is_imported_at_start(module):
    """`grader --help` answers at once: torch and pytest wait until they are needed."""
    heavy = set(ROOMS) - {"typer", "click", "rich"}
    script = f"import sys, grader.{module}; print(*sorted(set(sys.modules) & {heavy!r}))"

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )

    assert done.stdout.split() == []
