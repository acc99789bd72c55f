"""The filling of scores into one column of a platform's file; all else stays as downloaded."""

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import ExportError
from grader.files import os_errors_as, write_whole
from grader.text import clean

from .csv_bytes import CsvTable
from .matching import StudentColumns, match_rows
from .numbers import decimal_mark, is_number, read_number
from .scores import COMMENT_MARK, Score, Scores


@dataclass(frozen=True)
class ScoreColumn:
    """The column of a platform's file that the scores go into, and the rows of students."""

    table: CsvTable
    at: int
    worth: Mapping[int, str]
    """The rows of students, with what the score there is out of, as the file says it."""
    students: StudentColumns
    locked: Callable[[int], str] = lambda _row: ""
    """Why a row may not be filled, empty if it may."""
    comments: int | None = None
    """The column of comments to students, if the file has one."""


@dataclass
class FilledFile:
    """A gradebook file with scores filled in, and what a person should know of it."""

    path: Path
    column: str
    data: bytes
    before: bytes
    filled: list[str] = field(default_factory=list)
    """Students whose cell gets a score it did not show."""
    changed: list[str] = field(default_factory=list)
    """One sentence for each cell that showed another score before."""
    left: list[str] = field(default_factory=list)
    """One sentence for each cell that stays as it was."""
    no_row: list[str] = field(default_factory=list)
    no_result: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """The names of those among them whose cells got points all the same."""
    comments: list[str] = field(default_factory=list)
    """Students whose cell of comments gets another text."""

    def write(self) -> Path | None:
        """
        Put the filled file in place and return where the downloaded one is kept.

        Raises:
            ExportError: If it cannot be written; the file is as it was.
        """
        if self.data == self.before:
            return None
        advice = "It was not changed; check the permissions of its folder."
        with os_errors_as(ExportError, f"{clean(str(self.path))} cannot be written", advice):
            backup = _backup(self.path, self.before)
            write_whole(self.path, self.data)
        return backup


def _backup(path: Path, data: bytes) -> Path:
    """Write *data* beside *path* under a name that is free, and return the path."""
    for count in range(1, 1000):
        backup = path.with_name(f"{path.name}.bak{'' if count == 1 else count}")
        try:
            with backup.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            continue
        return backup
    raise OSError(0, "there are 999 backups already")


def fill(
    path: Path,
    target: ScoreColumn,
    scores: Scores,
    scale: bool,
    missing: float | None = None,
) -> FilledFile:
    """
    Return the file at *path* with the scores filled in; nothing is written yet.

    Args:
        path: Where the table was read.
        target: The table, and where the scores go.
        scores: What to fill in.
        scale: Convert scores where a row is out of other points.
        missing: The points of a row without a result, None to keep its cell.

    Raises:
        ExportError: If a row is out of other points, too short, or there twice.
    """
    table = target.table
    by_student = {score.student: score for score in scores.each}
    known = {**by_student, **dict.fromkeys(scores.excused - by_student.keys())}
    match = match_rows(table, target.worth, target.students, known)
    filled = FilledFile(path, clean(table.headings[target.at]), table.original, table.original)
    filled.no_row, filled.no_result = match.no_row, match.no_result
    texts: dict[tuple[int, int], str] = {}
    for student, row in match.rows.items():
        _check_row(table, row, target.at)
        if student not in by_student:
            filled.left.append(f"{clean(student, limit=80)} is excused; the cell was kept.")
            continue
        text = _text(target, row, by_student[student], scale)
        _place(filled, target, row, by_student[student], text, texts)
        _comment(filled, target, row, by_student[student], texts)
    if missing is not None:
        _fill_missing(filled, target, match.rows.values(), missing, texts)
    filled.data = table.replaced(texts)
    return filled


def _comment(
    filled: FilledFile,
    target: ScoreColumn,
    row: int,
    score: Score,
    texts: dict[tuple[int, int], str],
) -> None:
    """Put the comment of a score into its cell, unless a person has written there."""
    at, table = target.comments, target.table
    if not score.comment or at is None or at >= len(table.rows[row]):
        return
    old = table.text(row, at)
    if old and not old.startswith(COMMENT_MARK):
        filled.left.append(f"{clean(score.student, limit=80)} has a comment there; it was kept.")
    elif old != score.comment:
        texts[row, at] = score.comment
        filled.comments.append(score.student)


def _fill_missing(
    filled: FilledFile,
    target: ScoreColumn,
    taken: Collection[int],
    missing: float,
    texts: dict[tuple[int, int], str],
) -> None:
    """Give *missing* points to the rows without a result whose cells are empty."""
    rows = [row for row in target.worth if row not in set(taken)]
    for row, name in zip(rows, filled.no_result, strict=True):
        _check_row(target.table, row, target.at)
        if target.table.text(row, target.at) in ("", "-") and not target.locked(row):
            texts[row, target.at] = number_text(missing)
            filled.missing.append(name)


def _place(
    filled: FilledFile,
    target: ScoreColumn,
    row: int,
    score: Score,
    text: str,
    texts: dict[tuple[int, int], str],
) -> None:
    """Decide what one cell gets, and note what a person should know of it."""
    student, old = clean(score.student, limit=80), target.table.text(row, target.at)
    reason = target.locked(row)
    same = _same(old, text, decimal_mark(target.worth[row], target.table.delimiter))
    if not text:
        why = "is excused" if score.is_excused else "has an open score"
        filled.left.append(f"{student} {why}; the cell was kept.")
    elif old and not is_number(old) and old != "-":
        filled.left.append(f'{student} is marked "{clean(old, limit=40)}" there; that was kept.')
    elif not same and reason:
        filled.left.append(f"{student} {reason}; the cell was kept.")
    elif not same:
        texts[row, target.at] = text
        filled.filled.append(score.student)
        if old not in ("", "-"):
            filled.changed.append(f"{student}: {clean(old, limit=40)} becomes {text}.")


def _check_row(table: CsvTable, row: int, column: int) -> None:
    if len(table.rows[row]) <= column:
        raise ExportError(
            f"{table.where}: row {row + 1} has {len(table.rows[row])} columns, expected "
            f"{len(table.headings)} as in the first row. Export it again. Nothing was changed."
        )


def _text(target: ScoreColumn, row: int, score: Score, scale: bool) -> str:
    """Return the score as the cell shows it, empty while it is open."""
    if score.points is None:
        return ""
    table, worth = target.table, target.worth[row]
    most = read_number(worth, table.delimiter)
    points, own = score.points, score.max_score
    if most is not None and abs(most - own) > 1e-9:
        if not scale or not own:
            raise ExportError(
                f"{table.where}: row {row + 1} is out of {clean(worth, limit=20)} points in "
                f'"{clean(table.headings[target.at], limit=60)}", the results are out of '
                f"{own:g}. Change the points there, or convert with --scale. Nothing was changed."
            )
        points = points * most / own
    text = number_text(points)
    return text.replace(".", decimal_mark(worth, table.delimiter))


def number_text(points: float | None) -> str:
    """Return points with at most four decimals and no zeros at the end, "" for None."""
    return "" if points is None else f"{points:.4f}".rstrip("0").rstrip(".")


def _same(old: str, new: str, mark: str) -> bool:
    """Tell whether a cell shows this score already: ``85.00`` is 85."""
    one, two = read_number(old, mark=mark), read_number(new, mark=mark)
    return one is not None and two is not None and abs(one - two) < 1e-9
