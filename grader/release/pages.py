"""
Pages: what a teacher adds to a notebook by hand, one markdown file a module.

``pages/<module>.md`` beside the course, or ``grader/release/pages`` for the kit's own
course. Text before the first heading ``## E01`` opens the notebook; text below such a
heading goes between the title of that exercise and its hints. A block fenced as
```` ```python ```` becomes a code cell: after the worked example, or after the tests
of the exercise. A page may be missing, and so may any part of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.course.manifest import Course
from grader.course.outline import read_text
from grader.errors import CourseError

_HEADING = re.compile(r"## +(\S+)\s*")
_FENCE = re.compile(r"```python\n(.*?)^```[ ]*$\n?", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """Text and code cells of one place in a notebook."""

    text: str = ""
    code: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """The opening of a notebook and what is added to its exercises."""

    opening: Section = Section()
    exercises: Mapping[str, Section] = field(default_factory=dict)

    def of(self, exercise_id: str) -> Section:
        """Return what is added to an exercise; nothing if the page is silent on it."""
        return self.exercises.get(exercise_id, Section())


def load_page(course: Course, module: str) -> Page:
    """
    Return the page of *module*.

    Raises:
        CourseError: If it has a section for what is no exercise of the module.
    """
    inside = course.root / "grader" / "release" / "pages"
    folder = inside if inside.is_dir() else course.root / "pages"
    path = folder / f"{module}.md"
    if not path.is_file():
        return Page()
    where = path.relative_to(course.root).as_posix()
    known = [exercise.id for exercise in course.unit.exercises if exercise.module == module]
    opening, *rest = _sections(path, where)
    page = Page(opening[1], dict(rest))
    for exercise_id, _ in rest:
        if exercise_id not in known:
            raise CourseError(
                f'{where}: "## {exercise_id}" is no exercise of {module}, expected one of '
                f"{', '.join(known)}. Rename the section."
            )
    return page


def _sections(path: Path, where: str) -> list[tuple[str, Section]]:
    """Return name and content of every section; the first has no name."""
    found: list[tuple[str, list[str]]] = [("", [])]
    fenced = False
    for line in read_text(path, where).split("\n"):
        fenced ^= line.startswith("```")
        heading = None if fenced else _HEADING.fullmatch(line)
        if heading:
            found.append((heading[1], []))
        else:
            found[-1][1].append(line)
    return [(name, _section("\n".join(lines))) for name, lines in found]


def _section(text: str) -> Section:
    code = tuple(block.rstrip("\n") for block in _FENCE.findall(text))
    return Section(_FENCE.sub("", text).strip(), code)
