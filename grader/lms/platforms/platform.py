"""The interface of a learning platform: the names in its downloads, and its gradebook file."""

import abc
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path

from grader.errors import ExportError
from grader.lms.class_list import ClassList, name_keys
from grader.lms.csv_bytes import CsvTable, read_table
from grader.lms.download import Download, SortedDownload
from grader.lms.fill import FilledFile, ScoreColumn, fill
from grader.lms.matching import StudentColumns
from grader.lms.scores import Scores
from grader.text import clean


class Platform(abc.ABC):
    """
    A learning platform, known by how it names the files of a download.

    A new one is a subclass in a module of its own beside this one; nothing else names it. Where
    its names say whose and when, and its gradebook file has a column for each assignment, the
    attributes are all there is to write.
    """

    #: What people call it.
    name: str
    #: How it names a file: groups ``rest`` (the student's own path), ``time`` if there is one,
    #: and of the student ``login``, ``number``, ``name``, or ``id`` for what may be a login or a
    #: number. A name without ``rest`` is the platform's own page about a submission.
    file: re.Pattern[str]
    #: Of two that fit a file equally well, the one with the higher rank is taken.
    rank = 0
    #: Where a teacher gets the gradebook file; "" if the platform has none that is filled.
    gradebook = ""
    #: The headings by which that file is told from others.
    headings: tuple[str, ...] = ()
    #: The headings of the columns that name a student, best first.
    ids: tuple[str, ...] = ()
    #: The heading of an assignment: groups ``title``, and ``id`` or ``points`` if it has them.
    column: re.Pattern[str] | None = None
    #: Such a heading, for messages.
    example = ""

    def count(self, paths: Collection[str]) -> int:
        """Return how many of *paths* are named as this platform names files."""
        return sum(bool(self.file.fullmatch(path)) for path in paths)

    def feedback_path(
        self,
        path: str,  # noqa: ARG002 - most platforms take no such files
        file: str,  # noqa: ARG002
    ) -> str:
        """
        Return under which path this platform takes a feedback file for a student, "" if it cannot.

        Args:
            path: A file of the student in the download, as the platform named it.
            file: The name of the feedback file.
        """
        return ""

    def sort(
        self, paths: Mapping[str, str], download: Download, known: ClassList | None
    ) -> SortedDownload:
        """
        Return whose the files of a download are.

        Args:
            paths: Names as this platform wrote them, to members of the download.
            download: The download.
            known: The class list, if there is one.
        """
        found = SortedDownload(self.name)
        matches = {path: match.groupdict() for path, match in self.matches(paths, found).items()}
        numbers = defaultdict(set)
        for named in matches.values():
            numbers[named.get("name")].add(named.get("number"))
        for path, named in matches.items():
            if not named["rest"]:
                continue
            number, name = named.get("number") or "", named.get("name")
            own = named.get("login") or named.get("id") or name or number
            if known is None and own == name and len(numbers[name]) > 1:
                own = f"{name} {number}"  # two people of one name
            student = found.identify(path, known, _keys_of(named), own)
            if student is not None:
                time, rest, member = named.get("time") or "", named["rest"], paths[path]
                found.add(student, time, rest, member, download.zone, key=number)
        return found

    def matches(self, paths: Collection[str], found: SortedDownload) -> dict[str, re.Match[str]]:
        """Return the match of each of *paths*; those without one are noted in *found*."""
        matches = {path: self.file.fullmatch(path) for path in paths}
        for path, match in matches.items():
            if match is None:
                found.unknown[path] = f"is not named as {self.name} names files"
        return {path: match for path, match in matches.items() if match is not None}

    def score_column(self, table: CsvTable, column: str, unit: str) -> ScoreColumn | None:
        """
        Return the column of a gradebook file that scores go into, None if it is another's file.

        Args:
            table: The file.
            column: The column's heading or number as a person gave it, or "".
            unit: The name of the unit, for the default.

        Raises:
            ExportError: If it is this platform's file, and no single column fits.
        """
        ids = [at for at in map(table.column, self.ids) if at is not None]
        if self.column is None or not ids or None in map(table.column, self.headings):
            return None
        if not self.headings and not any(
            self.column.fullmatch(text.strip()) for text in table.headings
        ):
            return None
        at, match = pick_column(table, self.column, column, unit, self.example)
        rows = [
            row for row in range(1, len(table.rows)) if any(table.text(row, each) for each in ids)
        ]
        worth = match.groupdict().get("points") or ""
        first, last = table.column("First Name"), table.column("Last Name")
        students = StudentColumns(ids, None, first, last)
        return ScoreColumn(table, at, dict.fromkeys(rows, worth), students)

    def fill(
        self,
        path: Path,
        scores: Scores,
        column: str = "",
        *,
        scale: bool = False,
        missing: float | None = None,
    ) -> FilledFile:
        """
        Return the gradebook file at *path* with the scores of an assignment filled in.

        Args:
            path: The file as downloaded.
            scores: What to fill in.
            column: The column's heading or number; by default the one named like the unit, or
                the only one.
            scale: Convert scores to the points of the column where the two differ.
            missing: The points of everybody in the file who has no result; None keeps the cell.

        Raises:
            ExportError: If the file or the column is not what it should be.
        """
        table = read_table(path)
        target = self.score_column(table, column, scores.unit)
        if target is None:
            shown = ", ".join(clean(name, limit=40) for name in table.headings[:8])
            lacking = [f'"{name}"' for name in self.headings if table.column(name) is None]
            raise ExportError(
                f"{table.where} has no column {' and no column '.join(lacking)}; it has {shown}. "
                f"Expected the file as downloaded ({self.name}: {self.gradebook}). Nothing was "
                "changed."
            )
        return fill(path, target, scores, scale, missing)


def _keys_of(named: Mapping[str, str | None]) -> list[str]:
    """Return what a student may be found by in a class list, best first."""
    kinds = ("login", "number", "sid")
    texts = {kind: named.get(kind) or named.get("id") for kind in kinds}
    keys = [f"{kind}:{text.casefold()}" for kind, text in texts.items() if text]
    return [*keys, *name_keys(named.get("name") or "")]


def pick_column(
    table: CsvTable, form: re.Pattern[str], wanted: str, unit: str, example: str
) -> tuple[int, re.Match[str]]:
    """
    Return the column of an assignment, and the match of its heading.

    Args:
        table: The gradebook file.
        form: A heading: groups ``title``, and ``id`` or ``points`` if it has them.
        wanted: The heading or number that a person gave, or "".
        unit: The name of the unit.
        example: Such a heading, for messages.

    Raises:
        ExportError: If no column or several fit.
    """
    columns = {
        at: match
        for at, text in enumerate(table.headings)
        if (match := form.fullmatch(text.strip()))
    }
    plain = (wanted or unit).strip().casefold()
    fitting = [
        at
        for at, match in columns.items()
        if plain
        in (match[0].casefold(), match["title"].casefold(), match.groupdict().get("id") or None)
    ]
    if len(fitting) != 1 and len(columns) == 1 and not wanted:
        fitting = list(columns)
    if len(fitting) == 1:
        return fitting[0], columns[fitting[0]]
    if not columns:
        raise ExportError(
            f'{table.where} has no column for an assignment, such as "{example}". Export it '
            "from a course that has one."
        )
    shown = "; ".join(clean(match[0], limit=60) for match in list(columns.values())[:12])
    asked = f'no single column "{clean(wanted, limit=60)}"' if wanted else "several assignments"
    raise ExportError(
        f"{table.where} has {asked}: {shown}. Name the one to fill with --column, by its heading "
        "or its number."
    )
