"""
What people decided: ``RESULTS/overrides.csv``, laid over results when they are read.

A row gives an exercise other points, deducts some, or only comments on it; one without an
exercise is a bonus or a deduction on top; one for ``total`` says what a submission earns that
could not be read.

Result files stay as grading wrote them, so a regrade loses no mark of a person, and removing
a row brings back what was graded.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import ResultsError
from grader.messages.language import ENGLISH, Language
from grader.terms.hand_tables import read_hand_table
from grader.text import clean

from .records import TOTAL, WHOLE, ExerciseResult, Override, Result
from .spreadsheet import cell

OVERRIDES = "overrides.csv"
HEADER = ("student", "exercise", "points", "reason", "who")


@dataclass(frozen=True)
class Overrides:
    """
    All rows of a results folder, by student as the rows name them.

    Attributes:
        rows: The rows that count.
        faults: One sentence for each row that does not count.
        generous: One sentence for each row that gives more than an exercise is worth.
    """

    rows: Mapping[str, Sequence[Override]]
    faults: Sequence[str] = ()
    generous: Sequence[str] = ()

    def lay_over(self, result: Result) -> Result:
        """Return *result* with what people decided about its exercises."""
        return result.with_overrides(self.of(result.student))

    def of(self, student: str) -> Sequence[Override]:
        """Return the rows of *student*."""
        return next((self.rows[key] for key in _keys(student) if key in self.rows), ())

    def idle(self, results: Mapping[str, str]) -> list[str]:
        """
        Return one sentence for each row that changes nothing.

        Args:
            results: Every student that has a result, and why it was refused, or "".
        """
        known = {key: refused for name, refused in results.items() for key in _keys(name)}
        lines = []
        for row in sorted((r for rows in self.rows.values() for r in rows), key=lambda r: r.line):
            who = clean(row.student, limit=80)
            where = f"{OVERRIDES}, line {row.line}:"
            if row.student not in known:
                lines.append(f"{where} no result is called {who!r}. Write it as in scores.csv.")
            elif known[row.student] and row.exercise not in (TOTAL, WHOLE):
                lines.append(
                    f"{where} the submission of {who!r} was refused, so there is nothing to lay "
                    f"points over. Make it readable and grade it again, or write {TOTAL!r} for "
                    "the exercise."
                )
        return lines


def read_overrides(folder: Path, points: Mapping[str, float]) -> Overrides:
    """
    Return the rows of ``overrides.csv`` in *folder*; none if there is no such file.

    A row that is not as it must be does not count and is named: the line, what stands there and
    what was expected.

    Args:
        folder: The results.
        points: What each exercise is worth.

    Raises:
        ResultsError: If the file cannot be read as such a table. Nothing is laid over then.
    """
    rows: dict[str, list[Override]] = {}
    faults, generous = [], []
    for line, cells in read_hand_table(folder / OVERRIDES, HEADER, ResultsError):
        where = f"{OVERRIDES}, line {line}:"
        try:
            row = _override(cells, line, points)
            own = rows.setdefault(row.student, [])
            twin = next((other for other in own if other.exercise == row.exercise), None)
            if twin is not None:
                shown = row.exercise or "the whole"
                raise ValueError(f"{shown} of this student stands in line {twin.line}")
        except ValueError as error:
            faults.append(f"{where} {error}. This row does not count; fix it and rerun.")
            continue
        own.append(row)
        worth = points.get(row.exercise)
        if row.points is not None and worth is not None and row.points > worth:
            generous.append(
                f"{where} {clean(row.student, limit=80)} gets {row.points:g} points for "
                f"{row.exercise}, which is worth {worth:g}."
            )
    return Overrides(rows, faults, generous)


def override_text(exercise: ExerciseResult, say: Language = ENGLISH) -> str:
    """Return one line for points that a person gave: how many, why, who, and what was graded."""
    override = exercise.override
    if override is None:
        return ""
    if override.points is None:
        return f"{exercise.id}: {override.reason} ({override.who})"
    return say(
        "{exercise}: {earned} of {points} points by hand (graded: {graded}): {reason} ({who})",
        exercise=exercise.id,
        earned=say("open") if exercise.score is None else f"{exercise.score:g}",
        points=f"{exercise.points:g}",
        graded=say("open") if exercise.graded is None else f"{exercise.graded:g}",
        reason=override.reason,
        who=override.who,
    )


def _keys(student: str) -> tuple[str, ...]:
    """Return how a row may spell *student*: as the folder is called, or as scores.csv shows it."""
    return tuple(dict.fromkeys((student, clean(student), cell(student))))


def _override(cells: Sequence[str], line: int, worth: Mapping[str, float]) -> Override:
    """Return the row; raise ValueError with what was found and expected."""
    if len(cells) != len(HEADER):
        raise ValueError(f"{len(cells)} cells, expected {len(HEADER)} ({','.join(HEADER)})")
    student = cells[0]
    exercise_id, points_text, reason, who = (clean(text.strip(), limit=400) for text in cells[1:])
    if not student:
        raise ValueError("no student, expected a name as in scores.csv")
    exercise = next((known for known in worth if known.lower() == exercise_id.lower()), None)
    if exercise is None:
        exercise = exercise_id.lower()
        if exercise not in (WHOLE, TOTAL):
            raise ValueError(
                f"exercise {exercise_id[:40]!r}, expected an id such as "
                f"{next(iter(worth), 'E01')}, nothing for a bonus, or {TOTAL!r}"
            )
    points = _points(points_text)
    if exercise == TOTAL and (points is None or points < 0):
        raise ValueError(f"{points_text[:40]!r} points in all, expected a number from 0 on")
    for name, value in (("reason", reason), ("who", who)):
        if not value:
            raise ValueError(f"no {name}, expected {_WHY[name]}")
    return Override(student, exercise, points, reason, who, line)


def _points(text: str) -> float | None:
    """Return the number in a cell, None for an empty one; raise ValueError for anything else."""
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{text[:40]!r} points, expected a number such as 2.5, or -1 to deduct 1")
    return float(text.replace(",", "."))


_NUMBER = re.compile(r"[+-]?[0-9]{1,6}(?:[.,][0-9]{1,6})?", re.ASCII)
_WHY = {"reason": "why the points were changed", "who": "who changed them"}
