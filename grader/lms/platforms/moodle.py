"""Moodle: how it names the files of a download, and the grading worksheet that it exports."""

import re
from collections.abc import Collection
from pathlib import Path

from grader.errors import ExportError
from grader.lms.class_list import ClassList, name_keys
from grader.lms.csv_bytes import read_table
from grader.lms.download import Download, Platform, SortedDownload, Upload
from grader.lms.fill import FilledFile, ScoreColumn, fill, missing_columns
from grader.lms.matching import StudentColumns
from grader.lms.scores import Scores

# As Moodle itself builds these names (its source is public).
_FILE = re.compile(
    r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(file|onlinetext)_?(?P<rest>/?.+)"
)
_PARTICIPANT = "Participant"


def _count(paths: Collection[str]) -> int:
    """Return how many of *paths* are named as Moodle names files."""
    return sum(bool(_FILE.fullmatch(path)) for path in paths)


def _sort(download: Download, known: ClassList | None) -> SortedDownload:
    """Return whose the files of a download from Moodle are."""
    found = SortedDownload("Moodle")
    groups: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for path in download.members:
        match = _FILE.fullmatch(path)
        if match is None:
            found.unknown[path] = "is not named as Moodle names files"
            continue
        _, files = groups.setdefault(match["number"], (match["name"], []))
        files.append((match["rest"].lstrip("/"), path))
    names = [name for name, _ in groups.values()]
    # In anonymous marking everybody is called "Participant", in the language of the site.
    anonymous = set(names) == {_PARTICIPANT} or (len(names) > 2 and len(set(names)) == 1)
    for number, (name, files) in groups.items():
        shown = f"{name}_{number}"
        if anonymous:
            name = f"{name} {number}"
        elif known is None and names.count(name) > 1:
            found.unknown[shown] = "shares its name with another student; give a class list"
            continue
        keys = [f"participant:{number}", *name_keys(name)]
        student = found.identify(shown, known, keys, name)
        if student is not None:
            time = known.times.get(student) if known is not None else None
            found.uploads.append(Upload(student, dict(files), time=time, order=int(number)))
    return found


MOODLE = Platform("Moodle", _count, _sort)


def fill_moodle(path: Path, scores: Scores, *, scale: bool = False) -> FilledFile:
    """
    Return Moodle's grading worksheet with the grades filled in, as `fill_canvas` does.

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
        return 'may not be changed: "Grade can be changed" is No' if closed else ""

    rows = {row: table.text(row, most) for row in range(1, len(table.rows))}
    rows = {row: text for row, text in rows.items() if table.text(row, identifier)}
    ids = ("Identifier", "ID number", "Username", "Email address")
    found = [at for at in map(table.column, ids) if at is not None]
    names = (table.column("Full name"), table.column("First name"), table.column("Last name"))
    target = ScoreColumn(table, grade, rows, StudentColumns(found, *names), locked)
    return fill(path, target, scores, scale)
