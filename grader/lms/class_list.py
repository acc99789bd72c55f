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
from grader.terms.times import known_time
from grader.text import clean

_LIST_BYTES = 16 << 20
# The columns that may hold the student's id, best first; then those to find a student by.
_IDS = ("sis login id", "sis user id", "id number", "sid", "id", "email address", "email")
_KEYS = {
    "id": "number",
    "identifier": "participant",
    "lms_user_id": "number",
    "sid": "sid",
    "email address": "email",
    "email": "email",
    "full name": "name",
    "name": "name",
    "student": "name",
}
_HANDED_IN = "last modified (submission)"


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
        self.times: dict[str, datetime] = {}
        for row in rows:
            student = next((row[key].strip() for key in _IDS if row.get(key, "").strip()), "")
            if not student or student.casefold().startswith("points possible"):
                continue
            for key in _keys_of(row):
                self._found[key].add(student)
            time = known_time(row.get(_HANDED_IN, ""), zone)
            if time is not None:
                self.times[student] = time
        if not self._found:
            raise DownloadRefused(
                f"{where} names no student; expected a column such as "
                '"SIS Login ID", "ID number", "SID", "id" or "Email address". '
                "Export the gradebook, the grading worksheet or the roster as CSV."
            )

    def find(self, keys: Iterable[str]) -> set[str]:
        """Return the students that the first known of *keys* stands for; empty if none is known."""
        return next((self._found[key] for key in keys if key in self._found), set())


def read_class_list(path: Path, zone: tzinfo = UTC) -> ClassList:
    """
    Return the class list in a CSV file of Canvas, Moodle, Gradescope or nbgrader.

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
        rows = list(csv.DictReader(io.StringIO(text)))
    except csv.Error as error:
        raise DownloadRefused(f"{where} is not a CSV table: {clean(str(error))}.") from None
    return ClassList(
        (
            {key.strip().casefold(): value or "" for key, value in row.items() if key is not None}
            for row in rows
        ),
        where,
        zone,
    )


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


def _keys_of(row: Mapping[str, str]) -> Iterable[str]:
    for column, kind in _KEYS.items():
        value = row.get(column, "").strip()
        if not value:
            continue
        if kind == "name":
            yield from name_keys(value)
        elif kind == "participant":
            yield f"participant:{re.sub(r'[^0-9]', '', value)}"
        else:
            yield f"{kind}:{value.casefold()}"
    first = row.get("first_name", row.get("first name", ""))
    last = row.get("last_name", row.get("last name", ""))
    if first and last:
        yield from name_keys(f"{last}, {first}")


def _plain(name: str) -> str:
    composed = unicodedata.normalize("NFC", name).casefold()
    return "".join(char for char in composed if char.isalnum())
