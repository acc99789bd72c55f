"""
Points given by hand: ``RESULTS/overrides.csv``, laid over results when they are read.

Result files stay as grading wrote them, so a regrade loses no mark of a person, and removing
a row brings back what was graded.
"""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import ResultsError
from grader.messages.language import ENGLISH, Language
from grader.text import clean

from .records import ExerciseResult, Override, Result
from .spreadsheet import cell

OVERRIDES = "overrides.csv"
HEADER = ("student", "exercise", "points", "reason", "who")
_BYTES = 16 << 20
_SHOWN = 3


@dataclass(frozen=True)
class Overrides:
    """All rows of a results folder, by student as the rows name them."""

    rows: Mapping[str, Sequence[Override]]

    def lay_over(self, result: Result) -> Result:
        """Return *result* with the points that a person gave."""
        return result.with_overrides(self._rows_of(result.student))

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
            elif known[row.student]:
                lines.append(
                    f"{where} the submission of {who!r} was refused, so there is nothing to lay "
                    "points over. Make it readable and grade it again."
                )
        return lines

    def _rows_of(self, student: str) -> Sequence[Override]:
        return next((self.rows[key] for key in _keys(student) if key in self.rows), ())


def read_overrides(folder: Path, points: Mapping[str, float]) -> Overrides:
    """
    Return the rows of ``overrides.csv`` in *folder*; none if there is no such file.

    Args:
        folder: The results.
        points: What each exercise is worth.

    Raises:
        ResultsError: If the file cannot be read or a row is not as it must be: the line, what
            stands there and what was expected. Nothing is laid over then.
    """
    path = folder / OVERRIDES
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Overrides({})
    except OSError as error:
        raise ResultsError(
            f"{clean(str(path))} cannot be read ({error.strerror}). Make it a plain file."
        ) from None
    rows: dict[str, list[Override]] = {}
    faults: list[str] = []
    for line, cells in _lines(path, data):
        try:
            row = _override(cells, line, points)
        except ValueError as error:
            faults.append(f"line {line}: {error}")
            continue
        own = rows.setdefault(row.student, [])
        twin = next((other for other in own if other.exercise == row.exercise), None)
        if twin is not None:
            faults.append(f"line {line}: {row.exercise} of this student stands in line {twin.line}")
        own.append(row)
    if faults:
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise ResultsError(
            f"{clean(str(path))}, {'; '.join(faults[:_SHOWN])}{more}. Mend and rerun."
        )
    return Overrides(rows)


def override_text(exercise: ExerciseResult, say: Language = ENGLISH) -> str:
    """Return one line for points that a person gave: how many, why, who, and what was graded."""
    override = exercise.override
    if override is None:
        return ""
    return say(
        "{exercise}: {earned} of {points} points by hand (graded: {graded}): {reason} ({who})",
        exercise=exercise.id,
        earned=f"{override.points:g}",
        points=f"{exercise.points:g}",
        graded=say("open") if exercise.graded is None else f"{exercise.graded:g}",
        reason=override.reason,
        who=override.who,
    )


def _keys(student: str) -> tuple[str, ...]:
    """Return how a row may spell *student*: as the folder is called, or as scores.csv shows it."""
    return tuple(dict.fromkeys((student, clean(student), cell(student))))


def _lines(path: Path, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield line and cells of every row below the header that is not blank."""
    where, header = clean(str(path)), ",".join(HEADER)
    if len(data) > _BYTES:
        raise ResultsError(f"{where} is larger than {_BYTES >> 20} MiB. Expected a row a mark.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ResultsError(f"{where}, line {line} is not UTF-8. Save it as CSV UTF-8.") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        first = [text.strip().lower() for text in next(reader, [])]
        if tuple(first) != HEADER:
            found = clean(",".join(first), limit=80)
            raise ResultsError(f"{where}, line 1: expected {header}, found {found!r}. Mend line 1.")
        for cells in reader:
            if any(text.strip() for text in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise ResultsError(
            f"{where}, line {reader.line_num}: {error}. Expected {header}."
        ) from None


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
        raise ValueError(
            f"exercise {exercise_id[:40]!r}, expected an id such as {next(iter(worth))}"
        )
    try:
        points = float(points_text)
    except ValueError:
        points = math.nan
    if not 0 <= points <= worth[exercise]:
        raise ValueError(
            f"{points_text[:40]!r} points, expected a number from 0 to {worth[exercise]:g} "
            f"for {exercise}"
        )
    for name, value in (("reason", reason), ("who", who)):
        if not value:
            raise ValueError(f"no {name}, expected {_WHY[name]}")
    return Override(student, exercise, points, reason, who, line)


_WHY = {"reason": "why the points were changed", "who": "who changed them"}
