"""Brightspace (D2L): how it names the files of a download, and the grades that it exports."""

import re
from collections.abc import Mapping

from grader.lms.class_list import ClassList
from grader.lms.download import Download, SortedDownload

from .platform import Platform


class Brightspace(Platform):
    """Brightspace, whose zip may hold several attempts of one student."""

    name = "Brightspace"
    # "10001-20002 - Ana Example - Oct 2, 2026 1105 PM - loss.py", or with the file in such a
    # folder; the first number is the person's, the second that of the assignment.
    file = re.compile(
        r"(?P<number>\d+)-\d+ - (?P<name>[^/]+?) - (?P<time>[^/]{8,40}?)(?: - |/)(?P<rest>[^/].*)"
    )
    gradebook = "Grades, Export"
    headings = ("End-of-Line Indicator",)
    ids = ("OrgDefinedId", "Username", "Email")
    column = re.compile(
        r"(?P<title>.+?) Points Grade(?: <(?:\w+ )?MaxPoints:(?P<points>[\d.,]+)[^>]*>)?"
    )
    example = "Unit Points Grade <Numeric MaxPoints:100>"

    def sort(
        self, paths: Mapping[str, str], download: Download, known: ClassList | None
    ) -> SortedDownload:
        """See `Platform`; the zip has a page of its own."""
        own = {path: member for path, member in paths.items() if path != "index.html"}
        return super().sort(own, download, known)
