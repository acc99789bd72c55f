"""
Overrides: people's decisions in ``RESULTS/overrides.csv``, laid over results on reading.

A row gives an exercise other points, deducts some, or only comments on it; one without an
exercise is a bonus or a deduction on top; one for ``total`` says what a submission earns that
could not be read.

Result files stay as grading wrote them, so a regrade loses no mark of a person, and removing
a row brings back what was graded.

A submission that is to look at is closed by a row with the code of its files in the column
``files``, which may be missing otherwise. Reports show the code. It is another one as soon as
the student hands in other files.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import ResultsError
from grader.messages.language import ENGLISH, Language
from grader.messages.message import Message, Name, Stranger, message, stranger
from grader.terms.hand_tables import read_hand_table
from grader.text import clean

from .records import TOTAL, WHOLE, ExerciseResult, Override, Result
from .spreadsheet import cell

OVERRIDES = "overrides.csv"
HEADER = ("student", "exercise", "points", "reason", "who")
FILES = "files"


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
    faults: Sequence[Message] = ()
    generous: Sequence[Message] = ()

    def lay_over(self, result: Result) -> Result:
        """Return *result* with what people decided about its exercises."""
        return result.with_overrides(self.of(result.student))

    def of(self, student: str) -> Sequence[Override]:
        """Return the rows of *student*."""
        return next((self.rows[key] for key in _keys(student) if key in self.rows), ())

    def to_look_at(self, result: Result) -> tuple[ExerciseResult, ...]:
        """Return the doubtful exercises of *result* on which nobody has decided."""
        rows = self.of(result.student)
        decided = {row.exercise for row in rows if row.points is not None}
        seen = {row.exercise for row in rows if row.files == result.account.digest}
        if TOTAL in decided or WHOLE in seen:
            return ()
        return tuple(each for each in result.doubtful if each.id not in decided | seen)

    def outdated(self, result: Result) -> list[Message]:
        """Return one sentence for each row on other files than *result* is of."""
        code = result.account.digest
        return [
            _in_line(
                row.line,
                message(
                    "{who} has handed in other files since. Look at them, and write {code} for "
                    "{old}.",
                    who=_quoted(row.student, limit=80),
                    code=Name(code),
                    old=_quoted(row.files, limit=40),
                ),
            )
            for row in self.of(result.student)
            if row.files not in ("", code)
        ]

    def idle(self, results: Mapping[str, str]) -> list[Message]:
        """
        Return one sentence for each row that changes nothing.

        Args:
            results: Every student that has a result, and why it was refused, or "".
        """
        known = {key: refused for name, refused in results.items() for key in _keys(name)}
        lines = []
        for row in sorted((r for rows in self.rows.values() for r in rows), key=lambda r: r.line):
            who = _quoted(row.student, limit=80)
            if row.student not in known:
                why = message("no result is called {who}. Write it as in scores.csv.", who=who)
                lines.append(_in_line(row.line, why))
            elif known[row.student] and row.exercise not in (TOTAL, WHOLE):
                why = message(
                    "the submission of {who} was refused, so there is nothing to lay points over. "
                    "Make it readable and grade it again, or write {total} for the exercise.",
                    who=who,
                    total=Name(repr(TOTAL)),
                )
                lines.append(_in_line(row.line, why))
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
    for line, cells in read_hand_table(folder / OVERRIDES, HEADER, ResultsError, FILES):
        try:
            row = _override(cells, line, points)
            own = rows.setdefault(row.student, [])
            twin = next((other for other in own if other.exercise == row.exercise), None)
            if twin is not None:
                shown = Name(row.exercise) if row.exercise else message("the whole")
                raise _BadRow(
                    message(
                        "{exercise} of this student stands in line {line}",
                        exercise=shown,
                        line=twin.line,
                    )
                )
        except _BadRow as bad:
            why = message("{why}. This row does not count; fix it and rerun.", why=bad.why)
            faults.append(_in_line(line, why))
            continue
        own.append(row)
        worth = points.get(row.exercise)
        if row.points is not None and worth is not None and row.points > worth:
            more = message(
                "{student} gets {points} points for {exercise}, which is worth {worth}.",
                student=stranger(row.student, limit=80),
                points=row.points,
                exercise=Name(row.exercise),
                worth=worth,
            )
            generous.append(_in_line(line, more))
    return Overrides(rows, faults, generous)


class _BadRow(Exception):  # noqa: N818 - reads as what it is
    """A row that does not count, and why: what was found and what was expected."""

    def __init__(self, why: Message) -> None:
        self.why = why


def _in_line(line: int, why: Message) -> Message:
    return message("{file}, line {line}: {why}", file=Name(OVERRIDES), line=line, why=why)


def _quoted(text: str, *, limit: int = 40) -> Stranger:
    # Somebody may have written a blank or nothing at all.
    return stranger(repr(clean(text, limit=limit)))


def override_text(exercise: ExerciseResult, translate: Language = ENGLISH) -> str:
    """Return one line for points that a person gave: how many, why, who, and what was graded."""
    override = exercise.override
    if override is None:
        return ""
    if override.points is None:
        return f"{exercise.id}: {override.reason} ({override.who})"
    if exercise.is_manual:
        return translate(
            "{exercise}: {earned} of {points} points: {reason} ({who})",
            exercise=exercise.id,
            earned=translate("open") if exercise.score is None else f"{exercise.score:g}",
            points=f"{exercise.points:g}",
            reason=override.reason,
            who=override.who,
        )
    return translate(
        "{exercise}: {earned} of {points} points by hand (graded: {graded}): {reason} ({who})",
        exercise=exercise.id,
        earned=translate("open") if exercise.score is None else f"{exercise.score:g}",
        points=f"{exercise.points:g}",
        graded=translate("open") if exercise.graded is None else f"{exercise.graded:g}",
        reason=override.reason,
        who=override.who,
    )


def _keys(student: str) -> tuple[str, ...]:
    """Return how a row may spell *student*: as the folder is called, or as scores.csv shows it."""
    return tuple(dict.fromkeys((student, clean(student), cell(student))))


def _override(cells: Sequence[str], line: int, worth: Mapping[str, float]) -> Override:
    """Return the row; raise _BadRow with what was found and expected."""
    if not len(HEADER) <= len(cells) <= len(HEADER) + 1:
        raise _BadRow(
            message(
                "{found} cells, expected {count} ({header})",
                found=len(cells),
                count=len(HEADER),
                header=Name(",".join(HEADER)),
            )
        )
    student = cells[0]
    exercise_id, points_text, reason, who = (
        clean(text.strip(), limit=400) for text in cells[1 : len(HEADER)]
    )
    if not student:
        raise _BadRow(message("no student, expected a name as in scores.csv"))
    exercise = next((known for known in worth if known.lower() == exercise_id.lower()), None)
    if exercise is None:
        exercise = exercise_id.lower()
        if exercise not in (WHOLE, TOTAL):
            raise _BadRow(
                message(
                    "exercise {found}, expected an id such as {id}, nothing for a bonus, "
                    "or {total}",
                    found=_quoted(exercise_id),
                    id=Name(next(iter(worth), "X01")),
                    total=Name(repr(TOTAL)),
                )
            )
    points = _points(points_text)
    if exercise == TOTAL and (points is None or points < 0):
        raise _BadRow(
            message(
                "{found} points in all, expected a number from 0 on", found=_quoted(points_text)
            )
        )
    if not reason:
        raise _BadRow(message("no reason, expected why the points were changed"))
    if not who:
        raise _BadRow(message("no who, expected who changed them"))
    files = clean("".join(cells[len(HEADER) :]).strip(), limit=40)
    return Override(student, exercise, points, reason, who, line, files)


def _points(text: str) -> float | None:
    """Return the number in a cell, None for an empty one; raise _BadRow for anything else."""
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise _BadRow(
            message(
                "{found} points, expected a number such as 2.25, or -1 to deduct 1; at most two "
                "decimals",
                found=_quoted(text),
            )
        )
    return float(text.replace(",", "."))


_NUMBER = re.compile(r"[+-]?[0-9]{1,6}(?:[.,][0-9]{1,2})?", re.ASCII)
