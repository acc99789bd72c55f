"""Brightspace (D2L): how it names the files of a download, and the grades that it exports."""

import re
from collections.abc import Collection, Mapping

from grader.lms.class_list import ClassList, name_keys
from grader.lms.csv_bytes import CsvTable
from grader.lms.download import Download, SortedDownload
from grader.lms.fill import ScoreColumn, missing_columns
from grader.lms.matching import StudentColumns

from .platform import Platform, pick_column

# "10001-20002 - Ana Example - Oct 2, 2026 1105 PM - loss.py", or with the file in such a folder;
# the first number is the person's, the second that of the assignment.
_FILE = re.compile(
    r"(?P<number>\d+)-\d+ - (?P<name>[^/]+?) - (?P<time>[^/]{8,40}?)(?: - |/)(?P<rest>[^/].*)"
)
_COLUMN = re.compile(
    r"(?P<title>.+?) Points Grade(?: <(?:Numeric )?MaxPoints:(?P<points>[\d.,]+)[^>]*>)?"
)


class Brightspace(Platform):
    """Brightspace, whose zip may hold several attempts of one student."""

    name = "Brightspace"

    def count(self, paths: Collection[str]) -> int:
        """See `Platform`."""
        return sum(bool(_FILE.fullmatch(path)) for path in paths)

    def sort(
        self, paths: Mapping[str, str], download: Download, known: ClassList | None
    ) -> SortedDownload:
        """See `Platform`."""
        found = SortedDownload(self.name)
        matches = {path: _FILE.fullmatch(path) for path in paths if path != "index.html"}
        people = {(match["number"], match["name"]) for match in matches.values() if match}
        names = [name for _, name in people]
        for path, match in matches.items():
            if match is None:
                found.unknown[path] = "is not named as Brightspace names files"
                continue
            number, name = match["number"], match["name"]
            shared = known is None and names.count(name) > 1
            own = f"{name} {number}" if shared else name
            keys = [f"number:{number}", *name_keys(name)]
            student = found.identify(path, known, keys, own)
            if student is not None:
                rest, member = match["rest"], paths[path]
                found.add(student, match["time"], rest, member, download.zone, key=number)
        return found

    def score_column(self, table: CsvTable, column: str, unit: str) -> ScoreColumn | None:
        """See `Platform`."""
        ids = [table.column("OrgDefinedId"), table.column("Username"), table.column("Email")]
        found = [at for at in ids if at is not None]
        if table.column("End-of-Line Indicator") is None or not found:
            return None
        example = "Unit Points Grade <Numeric MaxPoints:100>"
        at, match = pick_column(table, _COLUMN, column, unit, example)
        rows = [row for row in range(1, len(table.rows)) if table.text(row, found[0])]
        first, last = table.column("First Name"), table.column("Last Name")
        students = StudentColumns(found, None, first, last)
        return ScoreColumn(table, at, dict.fromkeys(rows, match["points"] or ""), students)

    def missing(self, table: CsvTable) -> str:
        """See `Platform`."""
        names = ("OrgDefinedId", "End-of-Line Indicator")
        return missing_columns(table, *names, platform="Brightspace: Grades, Export")
