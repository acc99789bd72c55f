"""Scores into the one column of a platform's table."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import ExportError
from grader.text import clean

from .csv_bytes import Table
from .filled_file import Filled
from .matching import Columns, match_rows
from .scores import Score, Scores

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?")


@dataclass(frozen=True)
class Sheet:
    """What a platform's file says: where the scores go, whose rows there are, their maximum."""

    table: Table
    column: int
    rows: Mapping[int, str]
    """What each row's score is out of, as it stands there."""
    columns: Columns
    locked: Callable[[int], str] = lambda _row: ""
    """Why a row may not be filled, empty if it may."""


def fill(path: Path, sheet: Sheet, scores: Scores, scale: bool) -> Filled:
    """
    Return what is to become of the file at *path*.

    Args:
        path: Where *sheet* was read.
        sheet: The table, and where the scores go.
        scores: What to fill in.
        scale: Convert scores where a row is out of other points.

    Raises:
        ExportError: If a row is out of other points, too short, or there twice.
    """
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
    sheet: Sheet,
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


def _text(table: Table, sheet: Sheet, row: int, score: Score, scale: bool) -> str:
    """Return the score as the cell shows it, empty while it is open."""
    if score.points is None:
        return ""
    worth = sheet.rows[row]
    most = _value(worth)
    points, own = score.points, score.max_score
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


def missing_columns(table: Table, *names: str, platform: str) -> str:
    """Return the sentence for a file that has not all of the columns *names*."""
    found = ", ".join(clean(name, limit=40) for name in table.headings[:8])
    lacking = [f'"{name}"' for name in names if table.column(name) is None]
    return (
        f"{table.where} has no column {' and no column '.join(lacking)}; it has {found}. "
        f"Expected the file as downloaded ({platform}). Nothing was changed."
    )
