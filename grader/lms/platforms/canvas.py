"""The gradebook that Canvas exports."""

import re
from pathlib import Path

from grader.errors import ExportError
from grader.lms.csv_bytes import Table, read_table
from grader.lms.fill import Sheet, fill, missing_columns
from grader.lms.filled_file import Filled
from grader.lms.matching import Columns
from grader.lms.scores import Scores
from grader.text import clean

_COLUMN = re.compile(r"(?P<title>.+) \((?P<id>\d+)\)")


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
        raise ExportError(
            missing_columns(table, "Student", "ID", platform="Canvas: Grades, Export")
        )
    target = _column(table, column, scores.unit)
    worth, rows = "", []
    for row in range(1, len(table.rows)):
        who = table.text(row, name)
        if who.casefold() == "points possible":
            worth = table.text(row, target)
        elif table.text(row, number) and who != "Student, Test":
            rows.append(row)
    ids = ("Integration ID", "ID", "SIS User ID", "SIS Login ID")
    found = [at for at in map(table.column, ids) if at is not None]
    sheet = Sheet(table, target, dict.fromkeys(rows, worth), Columns(found, name, numbered=number))
    return fill(path, sheet, scores, scale)


def _column(table: Table, wanted: str, unit: str) -> int:
    columns = {
        at: match
        for at, text in enumerate(table.headings)
        if (match := _COLUMN.fullmatch(text.strip()))
    }
    plain = (wanted or unit).strip().casefold()
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
        raise ExportError(
            f'{table.where} has no column of an assignment, such as "Unit (4711)". Export it from '
            "a course that has one."
        )
    raise ExportError(
        f"{table.where} has {asked}: {shown}. Name the one to fill with --column, by its heading "
        "or its number."
    )
