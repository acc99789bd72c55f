"""Fill the column of a gradebook file that a teacher downloaded from Canvas or Moodle."""

import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.course.words import clean

from .matching import Columns, match_rows
from .scores import Score, Scores
from .table import ExportError, Table, read_table

_CANVAS_COLUMN = re.compile(r"(?P<title>.+) \((?P<id>\d+)\)")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?")


@dataclass
class Filled:
    """What is to become of a gradebook file, and what a person should know of it."""

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

    def write(self) -> Path | None:
        """
        Put the filled file in place and return where the downloaded one is kept.

        Raises:
            ExportError: If it cannot be written; the file is as it was.
        """
        if self.data == self.before:
            return None
        try:
            backup = _backup(self.path, self.before)
            _replace(self.path, self.data)
        except OSError as error:
            raise ExportError(
                f"{clean(str(self.path))} cannot be written: {error.strerror}. It is as it was; "
                "check the rights of its folder."
            ) from None
        return backup


@dataclass(frozen=True)
class _Sheet:
    """What a platform's file says: where the scores go, whose rows there are, their maximum."""

    table: Table
    column: int
    rows: Mapping[int, str]
    """What each row's score is out of, as it stands there."""
    columns: Columns
    locked: Callable[[int], str] = lambda _row: ""
    """Why a row may not be filled, empty if it may."""


def fill_canvas(path: Path, scores: Scores, column: str = "", *, scale: bool = False) -> Filled:
    """
    Return the gradebook that Canvas exported with the scores of an assignment filled in.

    Args:
        path: The CSV as downloaded.
        scores: What to fill in.
        column: The assignment's heading, with or without its number, or the number alone; by
            default the one named like the unit, or the only one.
        scale: Convert scores to the points of the column where the two differ.

    Raises:
        ExportError: If the file or the column is not what it should be.
    """
    table = read_table(path)
    name, number = table.column("Student"), table.column("ID")
    if name is None or number is None:
        raise ExportError(_missing(table, "Student", "ID", platform="Canvas: Grades, Export"))
    target = _canvas_column(table, column, scores.unit)
    worth, rows = "", []
    for row in range(1, len(table.rows)):
        who = table.text(row, name)
        if who.casefold() == "points possible":
            worth = table.text(row, target)
        elif table.text(row, number) and who != "Student, Test":
            rows.append(row)
    ids = ("Integration ID", "ID", "SIS User ID", "SIS Login ID")
    found = [at for at in map(table.column, ids) if at is not None]
    sheet = _Sheet(table, target, dict.fromkeys(rows, worth), Columns(found, name, numbered=number))
    return _fill(path, sheet, scores, scale)


def fill_moodle(path: Path, scores: Scores, *, scale: bool = False) -> Filled:
    """
    Return Moodle's grading worksheet with the grades filled in; see `fill_canvas`.

    Raises:
        ExportError: If the file is not what it should be.
    """
    table = read_table(path)
    identifier, grade = table.column("Identifier"), table.column("Grade")
    most = table.column("Maximum grade")
    if identifier is None or grade is None or most is None:
        wanted = ("Identifier", "Grade", "Maximum Grade")
        raise ExportError(_missing(table, *wanted, platform="Moodle: Download grading worksheet"))
    editable = table.column("Grade can be changed")

    def locked(row: int) -> str:
        closed = table.text(row, editable).casefold() == "no"
        return 'may not be changed, says "Grade can be changed"' if closed else ""

    rows = {row: table.text(row, most) for row in range(1, len(table.rows))}
    rows = {row: text for row, text in rows.items() if table.text(row, identifier)}
    ids = ("Identifier", "ID number", "Username", "Email address")
    found = [at for at in map(table.column, ids) if at is not None]
    names = (table.column("Full name"), table.column("First name"), table.column("Last name"))
    sheet = _Sheet(table, grade, rows, Columns(found, *names), locked)
    return _fill(path, sheet, scores, scale)


def _missing(table: Table, *names: str, platform: str) -> str:
    found = ", ".join(clean(name, limit=40) for name in table.headings[:8])
    lacking = [f'"{name}"' for name in names if table.column(name) is None]
    return (
        f"{table.where} has no column {' and no column '.join(lacking)}; it has {found}. "
        f"Expected the file as downloaded ({platform}). Nothing was changed."
    )


def _canvas_column(table: Table, wanted: str, unit: str) -> int:
    columns = {
        at: match
        for at, text in enumerate(table.headings)
        if (match := _CANVAS_COLUMN.fullmatch(text.strip()))
    }
    for name in (wanted,) if wanted else (unit,):
        plain = name.strip().casefold()
        fitting = [
            at
            for at, match in columns.items()
            if plain in (match[0].casefold(), match["title"].casefold(), match["id"])
        ]
        if len(fitting) == 1:
            return fitting[0]
    if len(columns) == 1 and not wanted:
        return next(iter(columns))
    shown = "; ".join(clean(match[0], limit=60) for match in list(columns.values())[:12])
    asked = f'no one column "{clean(wanted, limit=60)}"' if wanted else "several assignments"
    if not columns:
        asked, shown = "no assignment", "none"
    raise ExportError(
        f"{table.where} has {asked}: {shown}. Name the one to fill with --column, by its heading "
        "or its number."
    )


def _fill(path: Path, sheet: _Sheet, scores: Scores, scale: bool) -> Filled:
    table = sheet.table
    by_student = {score.student: score for score in scores.each}
    match = match_rows(table, sheet.rows, sheet.columns, by_student)
    filled = Filled(path, clean(table.headings[sheet.column]), table.data, table.data)
    filled.no_row, filled.no_result = match.no_row, match.no_result
    texts: dict[tuple[int, int], str] = {}
    for student, row in match.rows.items():
        _hold_row(table, row, sheet.column)
        text = _text(table, sheet, row, by_student[student], scale)
        _place(filled, sheet, row, by_student[student], text, texts)
    filled.data = table.replaced(texts)
    return filled


def _place(
    filled: Filled,
    sheet: _Sheet,
    row: int,
    score: Score,
    text: str,
    texts: dict[tuple[int, int], str],
) -> None:
    """Decide what becomes of one cell, and note it."""
    student, old = clean(score.student, limit=80), sheet.table.text(row, sheet.column)
    reason = sheet.locked(row)
    if not text:
        filled.left.append(f"{student} has an open score; the cell stays as it was.")
    elif old and not _NUMBER.fullmatch(old) and old != "-":
        filled.left.append(f'{student} is marked "{clean(old, limit=40)}" there; that stays.')
    elif not _same(old, text) and reason:
        filled.left.append(f"{student} {reason}; that stays.")
    elif not _same(old, text):
        texts[row, sheet.column] = text
        filled.filled.append(score.student)
        if old not in ("", "-"):
            filled.changed.append(f"{student}: {clean(old, limit=40)} becomes {text}.")


def _hold_row(table: Table, row: int, column: int) -> None:
    if len(table.rows[row]) <= column:
        raise ExportError(
            f"{table.where}: row {row + 1} has {len(table.rows[row])} columns, expected "
            f"{len(table.headings)} as in the first row. Export it anew. Nothing was changed."
        )


def _text(table: Table, sheet: _Sheet, row: int, score: Score, scale: bool) -> str:
    """Return the score as the cell shows it, empty while it is open."""
    if score.points is None:
        return ""
    worth = sheet.rows[row]
    most = _value(worth)
    points, own = score.points, score.result.max_score
    if most is not None and abs(most - own) > 1e-9:
        if not scale or not own:
            raise ExportError(
                f"{table.where}: row {row + 1} is out of {clean(worth, limit=20)} points in "
                f'"{clean(table.headings[sheet.column], limit=60)}", the results are out of '
                f"{own:g}. Change the points there, or convert with --scale. Nothing was changed."
            )
        points = points * most / own
    text = number_text(points)
    return text.replace(".", ",") if "," in worth else text


def number_text(points: float | None) -> str:
    """Return points with at most four decimals and no zeros at the end, "" for None."""
    return "" if points is None else f"{points:.4f}".rstrip("0").rstrip(".")


def _value(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _same(old: str, new: str) -> bool:
    """Tell whether a cell shows this score already: ``85.00`` is 85."""
    one, two = _value(old), _value(new)
    return one is not None and two is not None and abs(one - two) < 1e-9


def _backup(path: Path, data: bytes) -> Path:
    """Keep *data* beside *path* under a name that nothing has, and return it."""
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


def _replace(path: Path, data: bytes) -> None:
    """Replace *path* so that a crash leaves the old file or the new one; its rights stay."""
    fd, scratch = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(scratch, path.stat().st_mode & 0o777)
        os.replace(scratch, path)
    except BaseException:
        os.unlink(scratch)
        raise
