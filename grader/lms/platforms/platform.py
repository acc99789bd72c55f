"""What a learning platform is: the names in its downloads, and the gradebook file it reads."""

import abc
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from grader.errors import ExportError
from grader.lms.class_list import ClassList
from grader.lms.csv_bytes import CsvTable, read_table
from grader.lms.download import Download, SortedDownload
from grader.lms.fill import FilledFile, ScoreColumn, fill
from grader.lms.scores import Scores
from grader.text import clean


class Platform(abc.ABC):
    """
    A learning platform, known by how it names the files of a download.

    A new one is a class like these in a module of its own, and its place in `PLATFORMS`.
    """

    #: What people call it.
    name: str

    @abc.abstractmethod
    def count(self, paths: Collection[str]) -> int:
        """Return how many of *paths* are named as this platform names files."""

    @abc.abstractmethod
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

    def score_column(
        self,
        table: CsvTable,  # noqa: ARG002 - most platforms have such a file
        column: str,  # noqa: ARG002
        unit: str,  # noqa: ARG002
    ) -> ScoreColumn | None:
        """
        Return the column of a gradebook file that scores go into, None if it is another's file.

        Args:
            table: The file.
            column: The column's heading or number as a person gave it, or "".
            unit: The name of the unit, for the default.

        Raises:
            ExportError: If it is this platform's file, and no single column fits.
        """
        return None

    def missing(self, table: CsvTable) -> str:
        """Return the sentence for a file that is not this platform's."""
        return f"{table.where} is not a gradebook file from {self.name}."

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
            raise ExportError(self.missing(table))
        return fill(path, target, scores, scale, missing)


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
