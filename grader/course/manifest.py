"""The manifest of a course: ``exercises/unit.toml`` read into records, or one clear error."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import CourseError
from grader.text import clean

from .schema import EXERCISE_KEYS, TOP_KEYS, UNIT_KEYS, check_table


@dataclass(frozen=True)
class Exercise:
    """One exercise: what the student defines, what it is worth, how it is helped along."""

    id: str
    module: str
    names: tuple[str, ...]
    title: str
    points: float
    limit_s: float
    minutes: int
    difficulty: int
    hints: tuple[str, ...]
    figure: bool = False


@dataclass(frozen=True)
class Unit:
    """The exercises of one unit in course order."""

    name: str
    title: str
    version: str
    exercises: tuple[Exercise, ...]
    stated_points: float | None = None
    """The sum as the author wrote it down, if so; `grader.check.static` holds it to that."""

    @property
    def modules(self) -> tuple[str, ...]:
        """Every module once, in the order of its first exercise."""
        return tuple(dict.fromkeys(exercise.module for exercise in self.exercises))

    @property
    def points(self) -> float:
        """The sum over all exercises."""
        return sum(exercise.points for exercise in self.exercises)

    def exercise(self, exercise_id: str) -> Exercise:
        """
        Return the exercise called *exercise_id*.

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
        check_table(row, EXERCISE_KEYS, f"{where}: {_label(number, row.get('id', ''))}")
    exercises = tuple(map(_exercise, data["exercise"]))
    _check_unique(exercises, where)
    head = data["unit"]
    return Unit(head["name"], head["title"], head["version"], exercises, head.get("points"))


def find_course(start: Path | None = None) -> Course:
    """
    Return the course at *start*, or the nearest one when *start* is left out.

    The nearest is looked for in the working folder, its parents, and last the folder
    that holds this package.

    Raises:
        CourseError: If no such folder holds ``exercises/unit.toml``, or it is faulty.
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
    raise CourseError(
        f"{clean(str(here))} holds no exercises/unit.toml{above}. "
        "Go to the folder of a course or name it."
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
        raise CourseError(f"{where} is not TOML: {clean(str(error))}. Mend that line.") from None


def _label(number: int, exercise_id: object) -> str:
    return f"[[exercise]] {number} ({clean(str(exercise_id), limit=40)})"


def _exercise(row: Mapping[str, Any]) -> Exercise:
    return Exercise(**{**row, "names": tuple(row["names"]), "hints": tuple(row["hints"])})


def _check_unique(exercises: tuple[Exercise, ...], where: str) -> None:
    """Hold that no id and no name within a module is used twice."""
    owners: dict[str, str] = {}
    for number, exercise in enumerate(exercises, start=1):
        label = _label(number, exercise.id)
        # Ids become names of files and cells, where capitals may not count.
        uses = [f'id "{exercise.id.lower()}"']
        uses += [f'name "{exercise.module}.{name}"' for name in exercise.names]
        for use in uses:
            if use in owners:
                raise CourseError(
                    f"{where}: {label}: {use} is taken by {owners[use]}. Rename one of the two."
                )
            owners[use] = label
