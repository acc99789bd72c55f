"""The match between rows of a platform's file and students of the results."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from grader.errors import ExportError
from grader.text import clean

from .class_list import name_keys
from .csv_bytes import CsvTable


@dataclass
class RowMatch:
    """The row of each student, and who has none."""

    rows: dict[str, int] = field(default_factory=dict)
    no_row: list[str] = field(default_factory=list)
    """One sentence for each student of the results without a row."""
    no_result: list[str] = field(default_factory=list)
    """The names of the rows without a result."""


@dataclass(frozen=True)
class StudentColumns:
    """The columns of a table that name a student: by an id, or by a name that others may share."""

    ids: Sequence[int]
    name: int | None = None
    first: int | None = None
    last: int | None = None
    numbered: int | None = None
    """The column with the number that the platform puts into the names of a download."""
    numbered_name: re.Pattern[str] | None = None
    """Such a name: groups ``name`` and ``number``."""


def match_rows(
    table: CsvTable, rows: Iterable[int], columns: StudentColumns, students: Iterable[str]
) -> RowMatch:
    """
    Return which row each student has. A student who fits two rows gets neither.

    A student is looked for by the ids of the file first (login, number, e-mail), then by the
    number in the name that the platform gives a download, last by name. Capitals, blanks
    around a name and Unicode's normal forms do not count.

    Raises:
        ExportError: If two rows have the same id.
    """
    rows = list(rows)
    by_id = _by_id(table, rows, columns)
    by_number = {_key(table.text(row, columns.numbered)): row for row in rows}
    by_name = _by_name(table, rows, columns)
    match = RowMatch()
    claims: dict[int, list[str]] = defaultdict(list)
    for student in students:
        found = _find(student, by_id, by_number, by_name, columns.numbered_name)
        if len(found) == 1:
            claims[found[0]].append(student)
        else:
            lines = " and ".join(f"row {row + 1}" for row in sorted(found)[:3])
            reason = f"matches {lines}" if found else "matches no row"
            match.no_row.append(f"{clean(student, limit=80)} {reason}.")
    for row, own in claims.items():
        if len(own) == 1:
            match.rows[own[0]] = row
        else:
            shown = " and ".join(clean(student, limit=80) for student in own)
            match.no_row.append(f"{shown} match the same row {row + 1}.")
    taken = set(match.rows.values())
    match.no_result = [_shown(table, row, columns) for row in rows if row not in taken]
    return match


def _key(text: str) -> str:
    """Return a form of a name or id that is equal for two spellings of it."""
    return unicodedata.normalize("NFC", text).strip().removeprefix("#").casefold()


def _find(
    student: str,
    by_id: Mapping[str, set[int]],
    by_number: Mapping[str, int],
    by_name: Mapping[str, set[int]],
    numbered_name: re.Pattern[str] | None,
) -> list[int]:
    wanted = _key(student)
    if wanted in by_id:
        return sorted(by_id[wanted])
    numbered = numbered_name.fullmatch(wanted) if numbered_name else None
    row = by_number.get(numbered["number"]) if numbered else None
    # Name and number must agree: another student may be called s_12.
    if numbered and row is not None and row in by_name.get(name_keys(numbered["name"])[0], ()):
        return [row]
    found: set[int] = set()
    for name in name_keys(student):
        found |= by_name.get(name, set())
    return sorted(found)


def _by_id(table: CsvTable, rows: Sequence[int], columns: StudentColumns) -> dict[str, set[int]]:
    """Return the rows by every id. In one column each is unique; two columns may share one."""
    found: dict[str, set[int]] = defaultdict(set)
    for column in columns.ids:
        seen: dict[str, int] = {}
        for row in rows:
            text = table.text(row, column)
            other = seen.setdefault(_key(text), row) if text else row
            if other != row:
                raise ExportError(
                    f'{table.where}: rows {other + 1} and {row + 1} are both "'
                    f'{clean(text, limit=80)}" ({clean(table.headings[column], limit=40)}), '
                    "expected one row for each student. Remove one of them."
                )
        for text, row in seen.items():
            found[text].add(row)
    return found


def _by_name(table: CsvTable, rows: Sequence[int], columns: StudentColumns) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        names = [table.text(row, columns.name)]
        first, last = table.text(row, columns.first), table.text(row, columns.last)
        if first or last:
            names.append(f"{last}, {first}")
        for name in names:
            for form in name_keys(name):
                found[form].add(row)
    return found


def _shown(table: CsvTable, row: int, columns: StudentColumns) -> str:
    names = (table.text(row, columns.name), table.text(row, columns.last))
    name = next((name for name in names if name), f"row {row + 1}")
    ids = [table.text(row, column) for column in columns.ids]
    identity = next((text for text in reversed(ids) if text), "")
    return clean(f"{name} ({identity})" if identity else name, limit=120)
