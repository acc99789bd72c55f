"""The scores in a folder of results, less what late work loses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from grader.errors import ResultsError
from grader.results.overrides import Overrides, read_overrides
from grader.results.store import Result, read_result, status
from grader.terms.late import HandIn, HandInTimes, LateRule
from grader.text import clean


@dataclass(frozen=True)
class Score:
    """
    The score of one student.

    Attributes:
        student: Whose it is, as the results call them.
        max_score: What the unit is worth.
        raw: Points before lateness; None while the score is open.
        status: "graded", or why the score is open.
        exercises: The points of each, None while open.
        path: The result file, with every check.
        penalty: Points lost to lateness.
        moment: When it was handed in, None if that is not known.
    """

    student: str
    max_score: float
    raw: float | None
    status: str
    exercises: Mapping[str, float | None]
    path: Path
    penalty: float = 0.0
    moment: datetime | None = None

    @property
    def points(self) -> float | None:
        """The points that count, None while the score is open."""
        return None if self.raw is None else round(self.raw - self.penalty, 6)


@dataclass(frozen=True)
class Scores:
    """The scores of a class, all of one version of one unit."""

    unit: str
    max_score: float
    each: Sequence[Score]
    left_out: Sequence[str] = ()
    """One sentence for each file that is not a result."""
    untimed: Sequence[str] = ()
    """Students who may be late: there is a rule, and no time is known for them."""
    late: LateRule | None = field(default=None)

    @property
    def open(self) -> list[str]:
        """One sentence for each open score: a person has to look at it."""
        return [
            f"{clean(score.student, limit=80)}: {clean(score.status, limit=200)}"
            for score in self.each
            if score.points is None
        ]


def read_scores(
    folder: Path, late: LateRule | None = None, times: HandInTimes | None = None
) -> Scores:
    """
    Return the scores in a folder that ``grader autograde`` has written.

    Args:
        folder: Holds ``<student>.json``.
        late: The rule for late work.
        times: When each student handed in; lateness is counted from the rule's due date.

    Raises:
        ResultsError: If there are no results, or those of several units or versions.
    """
    where = clean(str(folder))
    if not folder.is_dir():
        raise ResultsError(f'{where} is not a folder. Name the one "grader autograde --to" wrote.')
    each: list[Score] = []
    left_out = []
    first: Result | None = None
    overrides = Overrides({})
    times = replace(times or HandInTimes(), due=late.due if late else None)
    for path in sorted(folder.glob("*.json")):
        result = read_result(path)
        if result is None:
            left_out.append(
                f"{clean(path.name, limit=120)} is not a complete result and was left out."
            )
            continue
        first = first or result
        _check_same_unit(first, result, where)
        if result.exercises and not overrides.rows:
            worth = {exercise["id"]: exercise["points"] for exercise in result.exercises}
            overrides = read_overrides(folder, worth)
        result = overrides.lay_over(result)
        each.append(_score(result, path, late, times.of(result.student)))
    if first is None:
        raise ResultsError(
            f'{where} holds no results. Name the folder that "grader autograde --to" wrote.'
        )
    each.sort(key=lambda score: score.student)
    untimed = [score.student for score in each if late is not None and score.moment is None]
    return Scores(str(first.unit["name"]), first.max_score, each, left_out, untimed, late)


def _score(result: Result, path: Path, late: LateRule | None, came: HandIn | None) -> Score:
    raw = result.score
    penalty = 0.0
    if late is not None and came is not None and came.late_s is not None and raw is not None:
        penalty = late.penalty(came.late_s, raw, result.max_score)
    moment = came.moment if came else None
    exercises = {exercise["id"]: exercise["score"] for exercise in result.exercises}
    words = status(result)
    return Score(result.student, result.max_score, raw, words, exercises, path, penalty, moment)


def _check_same_unit(first: Result, result: Result, where: str) -> None:
    if (dict(result.unit), result.max_score) != (dict(first.unit), first.max_score):
        raise ResultsError(
            f"{where} holds results of {_version(first)} and of {_version(result)} "
            f"({clean(result.student, limit=80)}). Grade all of them with the same unit, or "
            "keep them in two folders."
        )


def _version(result: Result) -> str:
    name, version = (clean(str(result.unit.get(key, "?")), limit=60) for key in ("name", "version"))
    return f"{name} {version} ({result.max_score:g} points)"
