"""
Pages: what a teacher adds to a notebook by hand, one markdown file a module.

``pages/<module>.md`` beside the course, or ``grader/nbgrader/release/pages`` for the kit's own
course. Text before the first heading ``## E01`` opens the notebook; text below such a
heading goes between the title of that exercise and its hints. A block fenced as
```` ```python ```` becomes a code cell: after the worked example, or after the tests
of the exercise. A page may be missing, and so may any part of it.

What students read without notebooks too, stands once: in the chapter, ``README.md`` of the
exercises, below ``## ... `module.py` `` and ``### E01 ...``. Its text comes before that of
the page. Pictures and the remarks in quotes stay there: a notebook draws its own, and has
the remarks from the docstring of the module.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.course.manifest import Course
from grader.course.source import read_text
from grader.errors import CourseError

#: Where the kit's own course keeps its pages: beside this module, wherever that is.
_OWN_PAGES = Path(*__name__.split(".")[:-1], "pages")
_HEADING = re.compile(r"## +(\S+)\s*")
_CHAPTER_MODULE = re.compile(r"## .*`(\w+)\.py`\s*")
_CHAPTER_EXERCISE = re.compile(r"### (\S+)\b.*")
_CHAPTER_ONLY = (">", "![")
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
    inside = course.root / _OWN_PAGES
    folder = inside if inside.is_dir() else course.root / "pages"
    path = folder / f"{module}.md"
    chapter = _chapter(course, module)
    if not path.is_file():
        return chapter
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
    return Page(
        _joined(chapter.opening, page.opening),
        {name: _joined(chapter.of(name), page.of(name)) for name in known},
    )


def _joined(first: Section, second: Section) -> Section:
    text = "\n\n".join(part for part in (first.text, second.text) if part)
    return Section(text, first.code + second.code)


def _chapter(course: Course, module: str) -> Page:
    """Return what the chapter says about *module*; nothing if there is no chapter."""
    path = course.exercises / "README.md"
    if not path.is_file():
        return Page()
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    inside = False
    for line in read_text(path, "exercises/README.md").split("\n"):
        exercise = _CHAPTER_EXERCISE.fullmatch(line)
        if line.startswith(("# ", "## ")):
            heading = _CHAPTER_MODULE.fullmatch(line)
            inside = heading is not None and heading[1] == module
            lines = found.setdefault("", []) if inside else []
        elif inside and exercise:
            lines = found.setdefault(exercise[1], [])
        elif not line.startswith(_CHAPTER_ONLY):
            lines.append(line)
    texts = {
        name: re.sub(r"\n{3,}", "\n\n", "\n".join(part)).strip() for name, part in found.items()
    }
    opening = Section(texts.pop("", ""))
    return Page(opening, {name: Section(text) for name, text in texts.items()})


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
