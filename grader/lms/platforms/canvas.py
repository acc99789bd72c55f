"""Canvas: how it names the files of a download, and the gradebook that it exports."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from grader.lms.class_list import ClassList
from grader.lms.csv_bytes import CsvTable
from grader.lms.download import Download, SortedDownload, Upload
from grader.lms.fill import ScoreColumn
from grader.lms.matching import StudentColumns
from grader.text import clean

from .platform import Platform, pick_column

_TEXT = re.compile(r"[^/]+_(?P<kind>text|link)\.html")
# What a student is called after a download without a class list: name and number of the user.
_NUMBERED_NAME = re.compile(r"(?P<name>.+)_(?P<number>\d+)")
# What Canvas adds to the name of a file that was handed in before.
_VERSION = re.compile(r"(?P<plain>.+?)-\d{1,2}(?P<ending>\.[^.]+)")
_CODE = (".py", ".ipynb")


class Canvas(Platform):
    """Canvas, which marks a file as late and does not say by how much."""

    name = "Canvas"
    # As Canvas itself builds these names (its source is public): the sortable name in small
    # letters with nothing but letters, LATE, the number of the user, the number of the file, and
    # its name; in anonymous assignments "anon" and a key in place of name and number.
    file = re.compile(
        r"(?:(?P<name>[^/]+?)(?P<late>_LATE)?_(?P<user>\d+)|(?P<hurry>LATE_)?anon_(?P<key>[^\W_]+))"
        r"_(?P<file>\d+)_(?P<rest>[^/]+)"
    )
    rank = -1  # names of other platforms may look like these
    gradebook = "Grades, Export"
    headings = ("Student", "ID")
    column = re.compile(r"(?P<title>.+) \((?P<id>\d+)\)")
    example = "Unit (4711)"

    def sort(
        self,
        paths: Mapping[str, str],
        download: Download,  # noqa: ARG002 - the names say all
        known: ClassList | None,
    ) -> SortedDownload:
        """See `Platform`."""
        found = SortedDownload(self.name)
        groups: dict[tuple[str, str], Upload] = {}
        files: dict[tuple[str, str], list[tuple[int, str, str]]] = {}
        matches = self.matches(paths, found)
        for path in found.unknown:
            if typed := _TEXT.fullmatch(path):
                found.unknown[path] = f"is a {typed['kind']} entered in Canvas, not a file"
        for path, match in matches.items():
            keys = [f"number:{match['user']}", f"name:{match['name']}"]
            own = f"anon_{match['key']}" if match["key"] else f"{match['name']}_{match['user']}"
            student = found.identify(path, known, keys, own)
            if student is None:
                continue
            group = (student, match["user"] or match["key"])
            upload = groups.setdefault(group, Upload(student))
            upload.is_late = upload.is_late or bool(match["late"] or match["hurry"])
            files.setdefault(group, []).append((int(match["file"]), match["rest"], paths[path]))
        for group, upload in groups.items():
            _add_files(found, upload, sorted(files[group]))
        found.uploads = list(groups.values())
        return found

    def feedback_path(self, path: str, file: str) -> str:
        """Canvas looks for the numbers of the user and of the file that was handed in."""
        match = self.file.fullmatch(path)
        return path.removesuffix(match["rest"]) + file if match is not None else ""

    def score_column(self, table: CsvTable, column: str, unit: str) -> ScoreColumn | None:
        """See `Platform`."""
        name, number = table.column("Student"), table.column("ID")
        first = table.column("FirstName", "First Name")
        last = table.column("LastName", "Last Name")
        if number is None or (name is None and (first is None or last is None)):
            return None
        at, _ = pick_column(table, self.column, column, unit, self.example)
        worth, rows = "", []
        for row in range(1, len(table.rows)):
            who = table.text(row, last if name is None else name)
            if who.casefold() == "points possible":
                worth = table.text(row, at)
            elif table.text(row, number) and not _is_test_student(who, table.text(row, first)):
                rows.append(row)
        ids = ("Integration ID", "ID", "SIS User ID", "SIS Login ID")
        found = [each for each in map(table.column, ids) if each is not None]
        students = StudentColumns(
            found, name, first, last, numbered=number, numbered_name=_NUMBERED_NAME
        )
        return ScoreColumn(table, at, dict.fromkeys(rows, worth), students)


def _is_test_student(name: str, first: str) -> bool:
    return name == "Student, Test" or (name, first) == ("Student", "Test")


def _add_files(
    found: SortedDownload, upload: Upload, files: Sequence[tuple[int, str, str]]
) -> None:
    """
    Add the files of an upload, oldest first, under the names that the student gave them.

    Canvas calls a file that was handed in before ``loss-1.py``. A student's own ``cloud-1.csv``
    is called so too: a name loses its number only if it is code, or if the plain name is there.
    """
    names = {rest for _, rest, _ in files}
    plain_of = {}
    for _, rest, _ in files:
        match = _VERSION.fullmatch(rest)
        plain = match["plain"] + match["ending"] if match else rest
        is_version = plain in names or plain.lower().endswith(_CODE)
        plain_of[rest] = plain if is_version else rest
    counts = Counter(plain_of[rest] for _, rest, _ in files)
    for _, rest, member in files:
        upload.files[plain_of[rest]] = member  # the newest comes last
    for plain, count in counts.items():
        if count > 1:
            found.notes.append(
                f"{clean(upload.student, limit=80)}: {clean(plain, limit=80)} was handed in more "
                f"than once; {clean(upload.files[plain], limit=120)} is the newest and was taken."
            )
