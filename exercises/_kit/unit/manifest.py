"""The manifest unit.toml, and the commands to suggest. Standard library only."""

import difflib
import os
import tomllib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from _kit.language import Translator

FOLDER = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Unit:
    """The unit that the exercises belong to."""

    name: str
    title: str
    version: str
    requires: tuple[str, ...]
    """The packages that answers may import, as pip calls them."""
    shared: tuple[str, ...]
    """The modules that are written for the exercises of others."""


@dataclass(frozen=True)
class Exercise:
    """One exercise, as far as the students' kit needs it."""

    id: str
    module: str
    names: tuple[str, ...]
    title: str
    points: float
    minutes: int
    hints: tuple[str, ...]
    answer: str
    """What is right for the question of the task."""
    bonus: bool = False
    """Whether its points come on top of what the unit is worth."""

    @property
    def label(self) -> str:
        """The names to define, for a table or a sentence."""
        return ", ".join(self.names)


@cache
def load_exercises() -> tuple[Exercise, ...]:
    """Return the exercises in the order of the course."""
    return tuple(
        Exercise(
            id=entry["id"],
            module=entry.get("module", entry["id"]),
            names=tuple(entry.get("names", [entry["id"]])),
            title=entry["title"],
            points=entry["points"],
            minutes=entry.get("minutes", 0),
            hints=tuple(entry.get("hints", ())),
            answer=entry.get("answer", ""),
            bonus=entry.get("bonus", False),
        )
        for entry in _manifest()["exercise"]
    )


def manual_lines(translate: Translator) -> Iterator[str]:
    """Yield a line on each exercise that no test judges, because the teacher grades it."""
    for entry in _manifest().get("manual", ()):
        title, points = translate(entry["title"]), f"{entry['points']:g}"
        said = {"exercise": entry["id"], "title": title, "points": points}
        yield (
            translate("{exercise} {title}: {points} bonus points, graded by your teacher.", **said)
            if entry.get("bonus")
            else translate("{exercise} {title}: {points} points, graded by your teacher.", **said)
        )


def points_of(exercises: Iterable[Exercise]) -> float:
    """Return what exercises are worth, without those that are a bonus."""
    return sum(exercise.points for exercise in exercises if not exercise.bonus)


def bonus_lines(
    exercises: Collection[Exercise], done: Collection[Exercise], translate: Translator
) -> Iterator[str]:
    """Yield the line on the points that come on top, if any of the exercises is a bonus."""
    extra = [exercise for exercise in exercises if exercise.bonus]
    if extra:
        earned = sum(exercise.points for exercise in extra if exercise in done)
        total = sum(exercise.points for exercise in extra)
        yield translate(
            "Bonus: {earned} of {total} points on top.", earned=f"{earned:g}", total=f"{total:g}"
        )


def load_unit() -> Unit:
    """Return name, title and version of the unit, its packages and its shared modules."""
    unit = _manifest()["unit"]
    lists = (tuple(unit.get(key, ())) for key in ("requires", "shared"))
    return Unit(unit["name"], unit["title"], unit["version"], *lists)


def load_modules() -> tuple[str, ...]:
    """Return the modules to write: those of the exercises in their order, then shared ones."""
    own = (exercise.module for exercise in load_exercises())
    return tuple(dict.fromkeys([*own, *load_unit().shared]))


@cache
def _manifest() -> dict[str, Any]:
    with (FOLDER / "unit.toml").open("rb") as file:
        return tomllib.load(file)


def find_exercises(name: str, exercises: Sequence[Exercise]) -> list[Exercise]:
    """
    Return the exercise with this function, class or id, or those of the module of this name.

    Upper and lower case are the same.
    """
    name = name.lower()
    found = [one for one in exercises if name in (key.lower() for key in (*one.names, one.id))]
    module = name.removesuffix(".py")
    return found or [one for one in exercises if one.module == module]


def close_names(name: str, exercises: Sequence[Exercise]) -> list[str]:
    """Return the names of exercises and modules that are spelt almost like *name*."""
    known = [key for exercise in exercises for key in (*exercise.names, exercise.id)]
    folded = {key.lower(): key for key in [*known, *(exercise.module for exercise in exercises)]}
    return [folded[match] for match in difflib.get_close_matches(name.lower(), folded)]


def hint_command(exercise: Exercise) -> str:
    """Return the command that shows the next hint, as typed in the working folder."""
    return f"{program()} hint {exercise.names[0]}"


def test_command(exercise: Exercise) -> str:
    """Return the command that runs the visible tests of this exercise only."""
    folder = _folder()
    names = " or ".join(exercise.names)
    selection = f'-k "{names}"' if len(exercise.names) > 1 else f"-k {names}"
    return f"pytest {selection}" if folder == "" else f"pytest {_quoted(folder)} {selection}"


def predict_command(exercise: Exercise) -> str:
    """Return the command that takes a prediction, as typed in the working folder."""
    return f"{program()} predict {exercise.id}"


def all_command() -> str:
    """Return the command that runs every visible test."""
    return f"pytest {_quoted(_folder())}".rstrip()


def program() -> str:
    """Return how the commands of the kit are started from the working folder."""
    if _folder() == "exercises":
        return "python -m exercises"
    return f"python {_quoted(_folder() or '.')}"


def _folder() -> str:
    """Return the folder of the exercises, as seen from the working folder."""
    try:
        relative = os.path.relpath(FOLDER)
    except ValueError:  # on another drive of Windows
        return str(FOLDER)
    return "" if relative == "." else relative


def folder() -> str:
    """Return how to name the folder of the exercises to somebody in the working folder."""
    return _folder() or "this folder"


def task_place(exercise: Exercise, line: int) -> str:
    """Return file and line of the task of an exercise, as seen from the working folder."""
    return f"{os.path.join(_folder(), f'{exercise.module}.py')}:{line}"


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path
