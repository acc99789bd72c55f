"""Canvas: how it names the files of a download, and the gradebook that it exports."""

import re
from collections.abc import Collection
from pathlib import Path

from grader.errors import ExportError
from grader.lms.class_list import ClassList
from grader.lms.csv_bytes import CsvTable, read_table
from grader.lms.download import Download, Platform, SortedDownload, Upload
from grader.lms.fill import FilledFile, ScoreColumn, fill, missing_columns
from grader.lms.matching import StudentColumns
from grader.lms.scores import Scores
from grader.text import clean

# As Canvas itself builds these names (its source is public): the sortable name in small letters
# with nothing but letters, LATE, the number of the user, the number of the file, and its name; in
# anonymous assignments "anon" and a key in place of name and number.
_FILE = re.compile(
    r"(?:(?P<name>[^/]+?)(?P<late>_LATE)?_(?P<user>\d+)|(?P<hurry>LATE_)?anon_(?P<key>[^\W_]+))"
    r"_(?P<file>\d+)_(?P<rest>[^/]+)"
)
_TEXT = re.compile(r"[^/]+_(?P<kind>text|link)\.html")
# What a student is called after a download without a class list: name and number of the user.
_NUMBERED_NAME = re.compile(r"(?P<name>.+)_(?P<number>\d+)")
_COLUMN = re.compile(r"(?P<title>.+) \((?P<id>\d+)\)")


def _count(paths: Collection[str]) -> int:
    """Return how many of *paths* are named as Canvas names files."""
    return sum(bool(_FILE.fullmatch(path)) for path in paths)


def _sort(download: Download, known: ClassList | None) -> SortedDownload:
    """Return whose the files of a download from Canvas are."""
    found = SortedDownload("Canvas")
    groups: dict[tuple[str, str], Upload] = {}
    for path in download.members:
        match = _FILE.fullmatch(path)
        if match is None:
            typed = _TEXT.fullmatch(path)
            found.unknown[path] = (
                f"is a {typed['kind']} entered in Canvas, not a file"
                if typed
                else "is not named as Canvas names files"
            )
            continue
        keys = [f"number:{match['user']}", f"name:{match['name']}"]
        own = f"anon_{match['key']}" if match["key"] else f"{match['name']}_{match['user']}"
        student = found.identify(path, known, keys, own)
        if student is None:
            continue
        upload = groups.setdefault((student, match["user"] or match["key"]), Upload(student))
        upload.is_late = upload.is_late or bool(match["late"] or match["hurry"])
        _add_file(found, upload, match["rest"], path, int(match["file"]))
    found.uploads = list(groups.values())
    return found


def _add_file(found: SortedDownload, upload: Upload, name: str, path: str, number: int) -> None:
    """Add a file; of two versions of one (``loss.py``, ``loss-1.py``) the newer one stays."""
    plain = re.sub(r"-\d{1,2}(?=\.[^.]+$)", "", name)
    other = upload.files.get(plain)
    if other is not None:
        match = _FILE.fullmatch(other)
        older = match is None or int(match["file"]) < number
        newest = path if older else other
        found.notes.append(
            f"{clean(upload.student, limit=80)}: {clean(plain, limit=80)} was handed in more than "
            f"once; {clean(newest, limit=120)} is the newest and was taken."
        )
        path = newest
    upload.files[plain] = path


CANVAS = Platform("Canvas", _count, _sort)


def fill_canvas(path: Path, scores: Scores, column: str = "", *, scale: bool = False) -> FilledFile:
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
    at = _column(table, column, scores.unit)
    worth, rows = "", []
    for row in range(1, len(table.rows)):
        who = table.text(row, name)
        if who.casefold() == "points possible":
            worth = table.text(row, at)
        elif table.text(row, number) and who != "Student, Test":
            rows.append(row)
    ids = ("Integration ID", "ID", "SIS User ID", "SIS Login ID")
    found = [each for each in map(table.column, ids) if each is not None]
    students = StudentColumns(found, name, numbered=number, numbered_name=_NUMBERED_NAME)
    target = ScoreColumn(table, at, dict.fromkeys(rows, worth), students)
    return fill(path, target, scores, scale)


def _column(table: CsvTable, wanted: str, unit: str) -> int:
    """Return the column of the assignment; see `fill_canvas`."""
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
    asked = f'no single column "{clean(wanted, limit=60)}"' if wanted else "several assignments"
    if not columns:
        raise ExportError(
            f'{table.where} has no column for an assignment, such as "Unit (4711)". Export it '
            "from a course that has one."
        )
    raise ExportError(
        f"{table.where} has {asked}: {shown}. Name the one to fill with --column, by its heading "
        "or its number."
    )
