"""The manifest of a course: ``exercises/unit.toml`` read into records, or one clear error."""

import keyword
import os
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from grader.errors import CourseError, NoCourse
from grader.text import clean

MAX_LIMIT_S = 600
#: Points have so many decimals, and so every page, table and gradebook shows the same ones.
DECIMALS = 2
#: For a course that states none: far more than any answer needs.
DEFAULT_LIMIT_S = 10.0
DEFAULT_BUDGET_S = 120.0
MAX_BUDGET_S = 3600
_TAKEN_MODULES = frozenset(
    {*sys.stdlib_module_names, "torch", "numpy", "matplotlib", "pytest", "conftest"}
)


@dataclass(frozen=True)
class Exercise:
    """
    One exercise: what the student defines, what it is worth, its limits and hints.

    What need not be stated is 0 or empty then: minutes, difficulty and hints.
    """

    id: str
    module: str
    names: tuple[str, ...]
    title: str
    points: float
    limit_s: float = DEFAULT_LIMIT_S
    minutes: int = 0
    difficulty: int = 0
    hints: tuple[str, ...] = ()
    figure: bool = False
    bonus: bool = False
    """Whether its points come on top of what the unit is worth."""
    answer: str = ""


@dataclass(frozen=True)
class Unit:
    """The exercises of one unit in course order."""

    name: str
    title: str
    version: str
    exercises: tuple[Exercise, ...]
    stated_points: float | None = None
    """The sum that the author states, if any; `grader check` compares the two."""
    budget_s: float = DEFAULT_BUDGET_S
    """The processor time that the answers of one submission may take together."""
    requires: tuple[str, ...] = ()
    """The packages that answers may import, as pip calls them."""
    manual: tuple[Exercise, ...] = ()
    """Those that a person grades: without a module, names and checks."""
    shared: tuple[str, ...] = ()
    """The modules that students write for the exercises of others."""

    @property
    def all_exercises(self) -> tuple[Exercise, ...]:
        """The exercises that checks judge, then those that a person grades."""
        return (*self.exercises, *self.manual)

    @property
    def judged(self) -> "Unit":
        """The unit without the exercises that a person grades."""
        return replace(self, manual=())

    @property
    def worth(self) -> dict[str, float]:
        """What each exercise is worth, by id."""
        return {exercise.id: exercise.points for exercise in self.all_exercises}

    @property
    def modules(self) -> tuple[str, ...]:
        """Every module that students write once: those of exercises in their order, then others."""
        return tuple(dict.fromkeys([*(each.module for each in self.exercises), *self.shared]))

    @property
    def points(self) -> float:
        """What the unit is worth: the sum over all exercises that are no bonus."""
        return round(sum(each.points for each in self.all_exercises if not each.bonus), DECIMALS)

    def exercise(self, exercise_id: str) -> Exercise:
        """
        Return the exercise called *exercise_id* that checks judge.

        Raises:
            CourseError: If the unit has none of that id.
        """
        for exercise in self.exercises:
            if exercise.id == exercise_id:
                return exercise
        known = ", ".join(exercise.id for exercise in self.exercises)
        raise CourseError(
            f'Unit "{self.name}" has no exercise "{clean(exercise_id)}". Use one of {known}.'
        )


@dataclass(frozen=True)
class Course:
    """A course on disk: ``exercises/``, ``solutions/`` and hidden tests below one folder."""

    root: Path
    unit: Unit
    only: tuple[str, ...] = ()
    """The ids of the exercises that are looked at; every one if empty."""

    @property
    def chosen(self) -> tuple[Exercise, ...]:
        """The exercises that are looked at."""
        return tuple(each for each in self.unit.exercises if each.id in self.only or not self.only)

    @property
    def chosen_modules(self) -> tuple[str, ...]:
        """The modules that are looked at: those of the chosen exercises, or every one."""
        own = {exercise.module for exercise in self.chosen}
        return tuple(each for each in self.unit.modules if each in own or not self.only)

    @property
    def passed_over(self) -> frozenset[str]:
        """The names of the files of hidden tests that are about other modules."""
        others = {*self.unit.modules}.difference(self.chosen_modules, self.unit.shared)
        return frozenset(f"test_{module}_hidden.py" for module in others)

    @property
    def exercises(self) -> Path:
        """The stubs, the visible tests and the manifest: what a student gets."""
        return self.root / "exercises"

    @property
    def solutions(self) -> Path:
        """The modules with their answers between markers."""
        return self.root / "solutions"

    @property
    def hidden(self) -> Path:
        """The hidden tests: inside the grader for its own course, beside it for another."""
        inside = self.root / "grader" / "hidden"
        return inside if inside.is_dir() else self.root / "hidden"


class Key(NamedTuple):
    """The rule for the value of one key of the manifest."""

    fits: Callable[[Any], bool]
    expected: str
    example: str
    optional: bool = False


def check_table(table: Mapping[str, Any], keys: Mapping[str, Key], where: str) -> None:
    """
    Raise unless *table* holds the *keys* and no others, each with a value of its kind.

    Raises:
        CourseError: The first fault, after *where*: key, found, expected, next step.
    """
    for name in table:
        if name not in keys:
            raise CourseError(
                f'{where}: key "{clean(name)}" is unknown, expected one of '
                f"{', '.join(keys)}. Remove it or fix its spelling."
            )
    for name, key in keys.items():
        if name not in table:
            if key.optional:
                continue
            raise CourseError(
                f'{where}: key "{name}" is missing, expected {key.expected}. '
                f"Add it, for example: {key.example}"
            )
        if not key.fits(table[name]):
            raise CourseError(
                f'{where}: key "{name}" is {clean(repr(table[name]), limit=100)}, '
                f"expected {key.expected}. Write, for example: {key.example}"
            )


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and clean(value, limit=10_000) == value


def is_number(value: Any, low: float, high: float) -> bool:
    """Tell whether *value* lies in (low, high]; true, nan and infinity are no numbers here."""
    return type(value) in (int, float) and low < value <= high


def _is_whole(value: Any, low: int, high: int) -> bool:
    return type(value) is int and low <= value <= high


def _is_like(value: Any, pattern: str) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _is_module(value: Any) -> bool:
    """Tell whether a student's file may be called *value* without hiding another module."""
    free = value not in _TAKEN_MODULES and not keyword.iskeyword(value)
    return free and not value.startswith("test_")


def _is_shared(value: Any) -> bool:
    return _is_like(value, "[a-z_][a-z0-9_]*") and _is_module(value)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value.isidentifier() and not keyword.iskeyword(value)


def _are_names(value: Any) -> bool:
    names = isinstance(value, list) and bool(value) and all(map(_is_name, value))
    return names and len(set(value)) == len(value)


def _are_packages(value: Any) -> bool:
    pattern = "[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?"
    return (
        isinstance(value, list)
        and all(_is_like(each, pattern) for each in value)
        and (len({re.sub("[._-]+", "-", each.lower()) for each in value}) == len(value))
    )


_TITLE = Key(_is_line, "one line of text", 'title = "Autograd and logistic regression"')
_POINTS = Key(
    lambda v: is_number(v, 0, 10_000) and round(v, DECIMALS) == v,
    f"a number above 0 with at most {DECIMALS} decimals",
    "points = 4",
)

TOP_KEYS = {
    "schema": Key(lambda v: _is_whole(v, 1, 1), "1, the only version of the schema", "schema = 1"),
    "unit": Key(lambda v: isinstance(v, dict), "a table", "[unit]"),
    "exercise": Key(
        lambda v: isinstance(v, list) and bool(v) and all(isinstance(row, dict) for row in v),
        "one table for each exercise",
        "[[exercise]]",
    ),
    "manual": Key(
        lambda v: isinstance(v, list) and all(isinstance(row, dict) for row in v),
        "one table for each exercise that a person grades",
        "[[manual]]",
        optional=True,
    ),
}
UNIT_KEYS = {
    "name": Key(
        lambda v: _is_like(v, "[a-z0-9-]+"), "small letters, digits, hyphens", 'name = "autograd"'
    ),
    "title": _TITLE,
    "version": Key(_is_line, "one line of text", 'version = "1.0"'),
    "points": _POINTS._replace(example="points = 100", optional=True),
    "budget_s": Key(
        lambda v: is_number(v, 0, MAX_BUDGET_S),
        f"seconds of processor time above 0, at most {MAX_BUDGET_S}",
        "budget_s = 120",
        optional=True,
    ),
    "requires": Key(
        _are_packages,
        "a list of different packages as pip calls them, without versions",
        'requires = ["pandas"]',
        optional=True,
    ),
    "shared": Key(
        lambda v: isinstance(v, list) and all(map(_is_shared, v)) and len(set(v)) == len(v),
        "a list of different modules in small letters, without .py, that no library has",
        'shared = ["helpers"]',
        optional=True,
    ),
}
EXERCISE_KEYS = {
    "id": Key(
        lambda v: _is_like(v, "[A-Za-z0-9_-]{1,40}"),
        "letters, digits, hyphens, underscores",
        'id = "E01"',
    ),
    "module": Key(
        lambda v: _is_like(v, "[a-z][a-z0-9_]*") and _is_module(v),
        "a module name in small letters, without .py, that no library has",
        'module = "gradients"',
    ),
    "names": Key(_are_names, "a list of different Python names", 'names = ["sigmoid"]'),
    "title": _TITLE._replace(example='title = "The sigmoid curve"'),
    "points": _POINTS,
    "limit_s": Key(
        lambda v: is_number(v, 0, MAX_LIMIT_S),
        f"seconds above 0, at most {MAX_LIMIT_S}",
        "limit_s = 5",
        optional=True,
    ),
    "minutes": Key(
        lambda v: _is_whole(v, 1, 6000), "whole minutes from 1 on", "minutes = 15", optional=True
    ),
    "difficulty": Key(
        lambda v: _is_whole(v, 1, 5), "1, 2, 3, 4 or 5", "difficulty = 2", optional=True
    ),
    "hints": Key(
        lambda v: isinstance(v, list) and len(v) == 3 and all(map(_is_line, v)),
        "three lines of text: a question, a tool, a place",
        'hints = ["Have you drawn it?", "Which exp can overflow?", "Look at z = -100."]',
        optional=True,
    ),
    "answer": Key(lambda v: isinstance(v, str), "a text", 'answer = "ln 2"', optional=True),
    "figure": Key(lambda v: isinstance(v, bool), "true or false", "figure = true", optional=True),
    "bonus": Key(lambda v: isinstance(v, bool), "true or false", "bonus = true", optional=True),
}
#: Of an exercise that a person grades.
MANUAL_KEYS = {name: EXERCISE_KEYS[name] for name in ("id", "title", "points", "bonus")}


def load_unit(path: Path) -> Unit:
    """
    Return the unit that the manifest at *path* describes.

    Every key is checked: one that is missing, unknown or out of range would otherwise
    show up much later, as a wrong score.

    Raises:
        CourseError: The first fault: file, key, what was found, what was expected.
    """
    where = clean(str(path))
    data = _read_toml(path)
    check_table(data, TOP_KEYS, where)
    check_table(data["unit"], UNIT_KEYS, f"{where}: [unit]")
    for number, row in enumerate(data["exercise"], start=1):
        row.setdefault("module", row.get("id", "missing"))
        if _is_name(row.get("id")):
            row.setdefault("names", [row["id"]])
        check_table(row, EXERCISE_KEYS, f"{where}: {_label('exercise', number, row.get('id', ''))}")
    for number, row in enumerate(data.get("manual", ()), start=1):
        check_table(row, MANUAL_KEYS, f"{where}: {_label('manual', number, row.get('id', ''))}")
    exercises = tuple(map(_exercise, data["exercise"]))
    manual = tuple(Exercise(module="", names=(), **row) for row in data.get("manual", ()))
    _check_unique(exercises, manual, where)
    head = data["unit"]
    return Unit(
        head["name"],
        head["title"],
        head["version"],
        exercises,
        head.get("points"),
        float(head.get("budget_s", DEFAULT_BUDGET_S)),
        tuple(head.get("requires", ())),
        manual,
        tuple(head.get("shared", ())),
    )


def find_course(start: Path | None = None) -> Course:
    """
    Return the course at *start*, or the nearest one when *start* is left out.

    The nearest is looked for in the working folder, its parents, and last the folder
    that holds this package.

    Raises:
        NoCourse: If no such folder holds ``exercises/unit.toml``.
        CourseError: If the manifest is faulty.
    """
    here = Path.cwd() if start is None else start
    places = [here]
    if start is None:
        places += [*here.parents, Path(__file__).resolve().parents[2]]
    for root in places:
        manifest = root / "exercises" / "unit.toml"
        if os.path.exists(manifest):  # Path.exists raises where a folder may not be entered
            return Course(root, load_unit(manifest))
    above = ", nor does a folder above it" if start is None else ""
    raise NoCourse(
        f"{clean(str(here))} holds no exercises/unit.toml{above}. "
        "Change to the folder of a course, or name one."
    )


def _read_toml(path: Path) -> dict[str, Any]:
    where = clean(str(path))
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise CourseError(
            f"{where} cannot be read: {error.strerror}. Expected the manifest of the course there."
        ) from None
    except UnicodeDecodeError as error:
        raise CourseError(
            f"{where}: byte {error.start} is not UTF-8. Save the file as UTF-8."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{where} is not TOML: {clean(str(error))}. Fix that line.") from None


def _label(table: str, number: int, exercise_id: object) -> str:
    return f"[[{table}]] {number} ({clean(str(exercise_id), limit=40)})"


def _exercise(row: Mapping[str, Any]) -> Exercise:
    hints = tuple(row.get("hints", ()))
    return Exercise(**{**row, "names": tuple(row["names"]), "hints": hints})


def _check_unique(
    exercises: tuple[Exercise, ...], manual: tuple[Exercise, ...], where: str
) -> None:
    """Raise if an id, or a name within a module, is used twice."""
    owners: dict[str, str] = {}
    labelled = [(_label("exercise", n, each.id), each) for n, each in enumerate(exercises, 1)]
    labelled += [(_label("manual", n, each.id), each) for n, each in enumerate(manual, 1)]
    for label, exercise in labelled:
        # Ids become names of files and cells, where capitals may not count.
        uses = [f'id "{exercise.id.lower()}"']
        uses += [f'name "{exercise.module}.{name}"' for name in exercise.names]
        for use in uses:
            if use in owners:
                raise CourseError(
                    f"{where}: {label}: {use} is already used by {owners[use]}. Rename one."
                )
            owners[use] = label
