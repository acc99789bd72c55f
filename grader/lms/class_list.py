"""Class lists: which student of the course a name or number on a platform stands for."""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from grader.errors import DownloadRefused
from grader.intake.files.source import to_utf8
from grader.results.records import Person
from grader.terms.times import known_time
from grader.text import clean

from .csv_bytes import delimiter_of
from .moodle_worksheet import HANDED_IN, worksheet_columns

_LIST_BYTES = 16 << 20
# The columns that may hold the student's id, best first; then those to find a student by.
_IDS = (
    *("sis login id", "login_id", "sis user id", "id number", "username", "orgdefinedid"),
    *("student id", "student", "sid", "id", "email address", "email"),
)
_KEYS = {
    "id": "number",
    "canvas_user_id": "number",
    "identifier": "participant",
    "lms_user_id": "number",
    "sid": "sid",
    "student id": "sid",
    "orgdefinedid": "sid",
    "username": "login",
    "sis login id": "login",
    "email address": "email",
    "email": "email",
    "full name": "name",
    "name": "name",
    "student": "name",
}
_NAMES = ("full name", "name", "student name", "student")
_SECTIONS = ("section", "sections", "class")
_GROUPS = ("group", "group name", "group_name", "team")


class ClassList:
    """
    The students of a class, found by what platforms call them.

    Args:
        rows: The rows of the table, by headings in small letters.
        where: The file's name, for messages.
        zone: The zone of the times in it.
    """

    def __init__(self, rows: Iterable[Mapping[str, str]], where: str, zone: tzinfo = UTC) -> None:
        self._found: dict[str, set[str]] = defaultdict(set)
        self.students: list[str] = []
        self.times: dict[str, datetime] = {}
        self.groups: dict[str, str] = {}
        self.people: dict[str, Person] = {}
        for row in rows:
            student = _id_of(row)
            if not student or student.casefold().startswith("points possible"):
                continue
            for key in _keys_of(row):
                self._found[key].add(student)
            self.students.append(student)
            section = next((row[key].strip() for key in _SECTIONS if row.get(key)), "")
            self.people[student] = Person(_name_of(row, student), section)
            time = known_time(row.get(HANDED_IN.casefold(), ""), zone)
            if time is not None:
                self.times[student] = time
            group = next((row[key].strip() for key in _GROUPS if row.get(key, "").strip()), "")
            if group:
                self.groups[student] = group
        if not self._found:
            raise DownloadRefused(
                f"{where} names no student; expected a column such as "
                '"SIS Login ID", "ID number", "SID", "id" or "Email address". '
                "Export the gradebook, the grading worksheet or the roster as CSV."
            )

    def find(self, keys: Iterable[str]) -> set[str]:
        """Return the students that the first known of *keys* stands for; empty if none is known."""
        return next((self._found[key] for key in keys if key in self._found), set())

    def is_name(self, name: str) -> bool:
        """Tell whether somebody in the list has this name."""
        return any(key in self._found for key in name_keys(name))


def read_class_list(path: Path, zone: tzinfo = UTC) -> ClassList:
    """
    Return the class list in a CSV file of a platform or of nbgrader, or a table of groups.

    Raises:
        DownloadRefused: If it cannot be read or names no student.
    """
    where = clean(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(_LIST_BYTES)
    except OSError as error:
        raise DownloadRefused(
            f"{where} cannot be read: {error.strerror}. Check the path."
        ) from None
    text = to_utf8(data)[0].decode("utf-8", "replace").removeprefix("\ufeff").replace("\0", "")
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)))
    except csv.Error as error:
        raise DownloadRefused(f"{where} is not a CSV table: {clean(str(error))}.") from None
    headings = [name.strip().casefold() for name in table[0]] if table else []
    for name, at in worksheet_columns(table).items():
        headings[at] = name.casefold()
    return ClassList((dict(zip(headings, row, strict=False)) for row in table[1:]), where, zone)


def name_keys(name: str) -> list[str]:
    """
    Return the keys for a person's name, first name first or last name first.

    >>> name_keys("Lovelace, Ada") == name_keys("Ada Lovelace")[::-1]
    True
    """
    if "," in name:
        last, _, first = name.partition(",")
    else:
        first, _, last = name.rpartition(" ")
    keys = [_plain(first + last), _plain(last + first)]
    return [f"name:{key}" for key in (keys[::-1] if "," in name else keys) if key]


def _id_of(row: Mapping[str, str]) -> str:
    """Return the id of a student; Brightspace writes # before it."""
    texts = (row.get(key, "").strip().removeprefix("#") for key in _IDS)
    return next((text for text in texts if text), "")


def _name_of(row: Mapping[str, str], student: str) -> str:
    """Return a student's name as people write it, first name first; "" if there is none."""
    first, last = _first_and_last(row)
    whole = next((row[key].strip() for key in _NAMES if row.get(key, "").strip()), "")
    name = f"{first} {last}".strip() if first and last else whole
    if "," in name:
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}"
    return "" if name == student else name


def _first_and_last(row: Mapping[str, str]) -> tuple[str, str]:
    first, last = (
        next(
            (row[key] for key in (f"{part}_name", f"{part} name", f"{part}name") if key in row), ""
        )
        for part in ("first", "last")
    )
    return first, last


def _keys_of(row: Mapping[str, str]) -> Iterable[str]:
    for column, kind in _KEYS.items():
        value = row.get(column, "").strip().removeprefix("#")
        if not value:
            continue
        if kind == "name":
            yield from name_keys(value)
        elif kind == "participant":
            yield f"participant:{re.sub(r'[^0-9]', '', value)}"
        else:
            yield f"{kind}:{value.casefold()}"
    first, last = _first_and_last(row)
    if first and last:
        yield from name_keys(f"{last}, {first}")


def _plain(name: str) -> str:
    composed = unicodedata.normalize("NFC", name).casefold()
    return "".join(char for char in composed if char.isalnum())
