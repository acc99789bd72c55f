"""The scores in a folder of results, less what late work loses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from grader.results.class_results import open_results
from grader.results.records import Result
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
    remarks: Sequence[str] = ()
    """What a person should look at: files left out, absent students, idle rows of overrides."""
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
        ResultsError: If there are no results.
    """
    results = open_results(folder)
    times = replace(times or HandInTimes(), due=late.due if late else None)
    each = [
        _score(result, results.path(result.student), late, times.of(result.student))
        for result in results
    ]
    each.sort(key=lambda score: score.student)
    untimed = [score.student for score in each if late is not None and score.moment is None]
    return Scores(results.unit.name, each[0].max_score, each, tuple(results.remarks), untimed, late)


def _score(result: Result, path: Path, late: LateRule | None, came: HandIn | None) -> Score:
    raw = result.score
    penalty = 0.0
    if late is not None and came is not None and came.late_s is not None and raw is not None:
        penalty = late.penalty(came.late_s, raw, result.max_score)
    moment = came.moment if came else None
    exercises = {exercise.id: exercise.score for exercise in result.exercises}
    words = result.status
    return Score(result.student, result.max_score, raw, words, exercises, path, penalty, moment)
