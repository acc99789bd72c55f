"""Read unit.toml, and know the commands to suggest. Standard library only."""

import difflib
import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Exercise:
    """One exercise, as far as its student needs to know."""

    id: str
    module: str
    names: tuple[str, ...]
    title: str
    points: float
    minutes: int
    hints: tuple[str, ...]

    @property
    def label(self) -> str:
        """The names to define, for a table or a sentence."""
        return ", ".join(self.names)


@cache
def load_exercises() -> tuple[Exercise, ...]:
    """Return the exercises in the order of the course."""
    with (FOLDER / "unit.toml").open("rb") as file:
        entries = tomllib.load(file)["exercise"]
    return tuple(
        Exercise(
            id=entry["id"],
            module=entry["module"],
            names=tuple(entry["names"]),
            title=entry["title"],
            points=entry["points"],
            minutes=entry["minutes"],
            hints=tuple(entry["hints"]),
        )
        for entry in entries
    )


def load_unit() -> dict[str, str]:
    """Return name, title and version of the unit."""
    with (FOLDER / "unit.toml").open("rb") as file:
        return dict(tomllib.load(file)["unit"])


def find_exercise(name: str, exercises: Sequence[Exercise]) -> Exercise | None:
    """Return the exercise with this function, class or id, whatever the case."""
    for exercise in exercises:
        if name.lower() in (known.lower() for known in (*exercise.names, exercise.id)):
            return exercise
    return None


def close_names(name: str, exercises: Sequence[Exercise]) -> list[str]:
    """Return what may have been meant by a name that nothing is called by."""
    known = [key for exercise in exercises for key in (*exercise.names, exercise.id)]
    folded = {key.lower(): key for key in [*known, *(exercise.module for exercise in exercises)]}
    return [folded[match] for match in difflib.get_close_matches(name.lower(), folded)]


def hint_command(exercise: Exercise) -> str:
    """Return the command that shows the next hint, as typed in the working folder."""
    return f"{program()} hint {exercise.names[0]}"


def test_command(exercise: Exercise, exercises: Sequence[Exercise]) -> str:
    """Return the command that runs the visible tests of this exercise only."""
    folder = _folder()
    alone = sum(other.module == exercise.module for other in exercises) == 1
    if alone:
        # By file: -k ignores case, so that "-k LR" would select decay_lr as well.
        return f"pytest {_quoted(os.path.join(folder, f'test_{exercise.module}.py'))}"
    names = " or ".join(exercise.names)
    selection = f'-k "{names}"' if len(exercise.names) > 1 else f"-k {names}"
    return f"pytest {selection}" if folder == "" else f"pytest {_quoted(folder)} {selection}"


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
    except ValueError:  # another drive on Windows
        return str(FOLDER)
    return "" if relative == "." else relative


def task_place(exercise: Exercise, line: int) -> str:
    """Return where the task of an exercise stands, as seen from the working folder."""
    return f"{os.path.join(_folder(), f'{exercise.module}.py')}:{line}"


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path
