"""A platform that the grader does not have: Sakai, as far as the tests need it."""

import re

from grader.lms.platforms.platform import Platform


class Sakai(Platform):
    """Sakai, as far as this test needs it."""

    name = "Sakai"
    file = re.compile(
        r"(?:.*/)?(?P<name>[^/]+, [^/(]+)\((?P<login>[^/)]+)\)/(?P<time>\d{17})/(?P<rest>.+)"
    )
    gradebook = "Gradebook, Export"
    headings = ("Student ID", "Section")
    ids = ("Student ID",)
    column = re.compile(r"(?P<title>.+?) \[(?P<points>[\d.,]+)\]")
    example = "Unit [100]"
