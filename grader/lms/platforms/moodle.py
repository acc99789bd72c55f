"""Moodle: how it names the files of a download, and the grading worksheet that it exports."""

import re
from collections.abc import Mapping

from grader.lms.class_list import ClassList, name_keys
from grader.lms.csv_bytes import CsvTable
from grader.lms.download import Download, SortedDownload, Upload
from grader.lms.fill import ScoreColumn
from grader.lms.matching import StudentColumns
from grader.lms.moodle_worksheet import (
    COMMENTS,
    EDITABLE,
    EMAIL,
    GRADE,
    ID_NUMBER,
    IDENTIFIER,
    MOST,
    NAME,
    is_no,
    worksheet_columns,
)

from .platform import Platform

_PARTICIPANT = "Participant"


class Moodle(Platform):
    """Moodle, whose headings are in the language of the site."""

    name = "Moodle"
    # As Moodle itself builds these names (its source is public).
    file = re.compile(
        r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(file|onlinetext)_?(?P<rest>/?.+)"
    )
    gradebook = "Download grading worksheet"
    headings = (IDENTIFIER, GRADE, MOST)

    def sort(
        self,
        paths: Mapping[str, str],
        download: Download,  # noqa: ARG002 - the names say all
        known: ClassList | None,
    ) -> SortedDownload:
        """See `Platform`."""
        found = SortedDownload(self.name)
        groups: dict[str, tuple[str, dict[str, str]]] = {}
        for path, match in self.matches(paths, found).items():
            _, files = groups.setdefault(match["number"], (match["name"], {}))
            files[match["rest"].lstrip("/")] = paths[path]
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
            # In group assignments the name of the group stands before that of the member.
            group, _, member_name = name.rpartition("-")
            keys = [f"participant:{number}", *name_keys(name), *name_keys(member_name)]
            student = found.identify(shown, known, keys, name)
            if student is not None:
                time = known.times.get(student) if known is not None else None
                team = group if group and known is not None and not known.is_name(name) else ""
                upload = Upload(student, files, time=time, order=int(number), group=team)
                found.uploads.append(upload)
        return found

    def feedback_path(self, path: str, file: str) -> str:
        """Moodle looks for the number of the participant and for its plugin, between "_"."""
        match = self.file.fullmatch(path)
        if match is None:
            return ""
        name = match["name"].replace("_", " ")
        return f"{name}_{match['number']}_assignfeedback_file_/{file}"

    def score_column(
        self,
        table: CsvTable,
        column: str,  # noqa: ARG002 - a worksheet is of one assignment
        unit: str,  # noqa: ARG002
    ) -> ScoreColumn | None:
        """See `Platform`."""
        at = worksheet_columns([[cell.text for cell in row] for row in table.rows])
        if not {IDENTIFIER, GRADE, MOST} <= at.keys():
            return None
        editable = at.get(EDITABLE)

        def locked(row: int) -> str:
            if not is_no(table.text(row, editable)):
                return ""
            heading, answer = table.headings[editable or 0], table.text(row, editable)
            return f'may not be changed: "{heading}" is {answer}'

        rows = {row: table.text(row, at[MOST]) for row in range(1, len(table.rows))}
        rows = {row: text for row, text in rows.items() if table.text(row, at[IDENTIFIER])}
        ids = [at[name] for name in (IDENTIFIER, ID_NUMBER, EMAIL) if name in at]
        username = table.column("Username")
        ids[1:1] = [username] if username is not None else []
        names = (at.get(NAME), table.column("First name"), table.column("Last name"))
        students = StudentColumns(ids, *names)
        return ScoreColumn(table, at[GRADE], rows, students, locked, at.get(COMMENTS))
