"""Blackboard: how it names the files of a download, and the Grade Center file that it exports."""

import re
from collections.abc import Collection, Mapping

from grader.lms.class_list import ClassList
from grader.lms.csv_bytes import CsvTable
from grader.lms.download import Download, SortedDownload
from grader.lms.fill import ScoreColumn, missing_columns
from grader.lms.matching import StudentColumns

from .platform import Platform, pick_column

# "Unit 3_ana_attempt_2026-10-02-23-05-40_loss.py"; without a file name it is a page about it.
_FILE = re.compile(
    r"[^/]*?_(?P<user>[^_/]+(?:_[^_/]+)*?)_attempt_"
    r"(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<rest>[^/]+)|\.txt)"
)
_COLUMN = re.compile(r"(?P<title>.+?) \[[^\]]*?: ?(?P<points>[\d.,]+)[^\]]*\](?: ?\|(?P<id>\d+))?")


class Blackboard(Platform):
    """Blackboard, whose zip holds the attempts that the teacher chose."""

    name = "Blackboard"

    def count(self, paths: Collection[str]) -> int:
        """See `Platform`."""
        return sum(bool(_FILE.fullmatch(path)) for path in paths)

    def sort(
        self, paths: Mapping[str, str], download: Download, known: ClassList | None
    ) -> SortedDownload:
        """See `Platform`."""
        found = SortedDownload(self.name)
        for path, member in paths.items():
            match = _FILE.fullmatch(path)
            if match is None:
                found.unknown[path] = "is not named as Blackboard names files"
                continue
            if not match["rest"]:
                continue  # Blackboard's own page about an attempt
            user = match["user"]
            keys = [f"login:{user.casefold()}", f"number:{user}", f"sid:{user.casefold()}"]
            student = found.identify(path, known, keys, user)
            if student is not None:
                found.add(student, match["time"], match["rest"], member, download.zone)
        return found

    def score_column(self, table: CsvTable, column: str, unit: str) -> ScoreColumn | None:
        """See `Platform`."""
        ids = [table.column("Student ID"), table.column("Username")]
        found = [at for at in ids if at is not None]
        columns = [text for text in table.headings if _COLUMN.fullmatch(text.strip())]
        if not found or not columns:
            return None
        at, match = pick_column(table, _COLUMN, column, unit, "Unit [Total Pts: 100 Score] |4711")
        rows = [row for row in range(1, len(table.rows)) if table.text(row, found[-1])]
        first, last = table.column("First Name"), table.column("Last Name")
        students = StudentColumns(found, None, first, last)
        return ScoreColumn(table, at, dict.fromkeys(rows, match["points"]), students)

    def missing(self, table: CsvTable) -> str:
        """See `Platform`."""
        return missing_columns(
            table, "Username", "Last Name", platform="Blackboard: Grade Center, Download"
        )
