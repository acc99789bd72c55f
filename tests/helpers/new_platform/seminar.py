"""A made-up learning platform, which the grader does not have."""

import re

from grader.lms.platforms.platform import Platform


class Seminar(Platform):
    """Seminar, whose gradebook has a column for each section."""

    name = "Seminar"
    file = re.compile(
        r"(?:.*/)?(?P<name>[^/]+, [^/(]+)\((?P<login>[^/)]+)\)/(?P<time>\d{14})\d{3}/(?P<rest>.+)"
    )
    gradebook = "Gradebook, Export"
    headings = ("Student ID", "Section")
    ids = ("Student ID",)
    column = re.compile(r"(?P<title>.+?) \[(?P<points>[\d.,]+)\]")
    example = "Unit [100]"
