"""The grading worksheet that Moodle exports."""

from pathlib import Path

from grader.errors import ExportError
from grader.lms.csv_bytes import read_table
from grader.lms.fill import Sheet, fill, missing_columns
from grader.lms.filled_file import Filled
from grader.lms.matching import Columns
from grader.lms.scores import Scores


def fill_moodle(path: Path, scores: Scores, *, scale: bool = False) -> Filled:
    """
    Return Moodle's grading worksheet with the grades filled in; see `fill_canvas` in canvas.py.

    Raises:
        ExportError: If the file is not what it should be.
    """
    table = read_table(path)
    identifier, grade = table.column("Identifier"), table.column("Grade")
    most = table.column("Maximum grade")
    if identifier is None or grade is None or most is None:
        wanted = ("Identifier", "Grade", "Maximum Grade")
        raise ExportError(
            missing_columns(table, *wanted, platform="Moodle: Download grading worksheet")
        )
    editable = table.column("Grade can be changed")

    def locked(row: int) -> str:
        closed = table.text(row, editable).casefold() == "no"
        return 'may not be changed, says "Grade can be changed"' if closed else ""

    rows = {row: table.text(row, most) for row in range(1, len(table.rows))}
    rows = {row: text for row, text in rows.items() if table.text(row, identifier)}
    ids = ("Identifier", "ID number", "Username", "Email address")
    found = [at for at in map(table.column, ids) if at is not None]
    names = (table.column("Full name"), table.column("First name"), table.column("Last name"))
    sheet = Sheet(table, grade, rows, Columns(found, *names), locked)
    return fill(path, sheet, scores, scale)
