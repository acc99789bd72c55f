"""The checks of a course, as its hidden tests declare them, and the verdicts on them."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import pytest

from grader.course.manifest import Unit
from grader.errors import CourseError
from grader.results.outcomes import Outcome

MARK = 'check(exercise, points, base=False, gated=False, alone=""): a hidden check of an exercise'


@dataclass(frozen=True)
class Check:
    """
    One hidden test, known before anything runs.

    Attributes:
        name: Name of the test function, unique in the course.
        exercise: Id of the exercise.
        module: The module the exercise is in.
        points: What it is worth.
        base: Whether it is a value check that opens the gate of its exercise.
        gated: Whether it counts only once every base check of the exercise has passed.
        sentence: The promise in the test's docstring; students read it.
        limit_s: Wall-clock seconds that one call may take.
    """

    name: str
    exercise: str
    module: str
    points: float
    base: bool
    gated: bool
    sentence: str
    limit_s: float

    @property
    def function(self) -> str:
        """The test function: the name without parameters."""
        return self.name.partition("[")[0]

    def is_among(self, exercises: Collection[str], functions: Collection[str]) -> bool:
        """Say whether it is of one of *exercises* and *functions*; an empty one means all."""
        return (not exercises or self.exercise in exercises) and (
            not functions or self.function in functions
        )


@dataclass(frozen=True)
class Verdict:
    """What became of one check of one submission."""

    check: Check
    outcome: Outcome
    message: str = ""
    note: str = ""

    @property
    def earned(self) -> float:
        """The points it earned."""
        return self.check.points if self.outcome is Outcome.PASSED else 0.0

    def gates(self, check: Check) -> "Verdict":
        """Return the verdict on a gated *check* whose base got this verdict."""
        message = self.message
        if self.outcome is Outcome.WRONG:
            message = f"Not looked at: it counts once this holds: {self.check.sentence}"
        return replace(self, check=check, message=message, note="")


def read_check(item: pytest.Item, unit: Unit) -> Check:
    """
    Return the check that the ``check`` marker of a collected test declares.

    Raises:
        CourseError: If the marker or the docstring is missing or does not fit the unit.
    """
    marker = item.get_closest_marker("check")
    where = f"{item.path.name}::{item.name}"
    if marker is None or len(marker.args) != 1:
        raise CourseError(f'{where} needs a marker such as @pytest.mark.check("E01", points=1).')
    allowed = {"points", "base", "gated", "alone"}
    unknown = set(marker.kwargs) - allowed
    if unknown:
        raise CourseError(
            f"{where}: unknown {sorted(unknown)[0]!r} in its marker; known: {allowed}."
        )
    exercise = unit.exercise(marker.args[0])
    points = marker.kwargs.get("points")
    if not isinstance(points, int | float) or isinstance(points, bool) or points <= 0:
        raise CourseError(f"{where}: points must be a number above 0, found {points!r}.")
    docstring = getattr(getattr(item, "function", None), "__doc__", None)
    if not docstring:
        raise CourseError(f"{where} needs a docstring: the sentence that its student reads.")
    return Check(
        name=item.name,
        exercise=exercise.id,
        module=exercise.module,
        points=float(points),
        base=bool(marker.kwargs.get("base", False)),
        gated=bool(marker.kwargs.get("gated", False)),
        sentence=" ".join(docstring.split("\n\n")[0].split()),
        limit_s=exercise.limit_s,
    )
