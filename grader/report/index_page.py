"""The start page of a results folder: the class, every student's page, and the tables."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from grader.course.manifest import Unit
from grader.intake.submission import file_stem
from grader.messages.language import ENGLISH, Language
from grader.messages.message import mark
from grader.results.records import Person
from grader.results.store import write_text
from grader.text import clean

from .class_page import PAGES
from .rendering import template_environment

INDEX = "index.html"
#: What else lies in a results folder, and what it is.
TABLES = {
    "report.html": mark("the class"),
    "similar.html": mark("similar submissions"),
    "scores.csv": mark("scores"),
    "overrides.csv": mark("points and remarks by hand"),
    "regrade.csv": mark("old and new scores of the last regrade"),
    "costs.csv": mark("time and cost"),
    "handed_in.csv": mark("when each student handed in"),
}


def write_index(
    folder: Path,
    unit: Unit,
    students: Iterable[str],
    people: Mapping[str, Person],
    translate: Language = ENGLISH,
) -> None:
    """
    Write ``index.html`` into a results folder, with links to what is there.

    Raises:
        ResultsError: If it cannot be written.
    """
    pages = {path.name for path in (folder / PAGES).glob("*.html")}
    links = [
        (f"{PAGES}/{quote(name)}", clean(people.get(student, Person()).name or student, limit=300))
        for student in students
        if (name := f"{file_stem(student)}.html") in pages
    ]
    page = (
        template_environment(translate)
        .get_template("index.html")
        .render(
            unit=unit,
            tables=[(name, what) for name, what in TABLES.items() if (folder / name).is_file()],
            links=sorted(links, key=lambda link: link[1].casefold()),
        )
    )
    write_text(folder / INDEX, page)
