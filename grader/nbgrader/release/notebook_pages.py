"""
Text and code that a teacher adds to the notebooks: one Markdown page per module.

A page is ``pages/<module>.md`` in the course's folder; the kit's own course keeps its pages
beside this module. Text before the first heading ``## E01`` opens the notebook. Text below such
a heading goes between the title of that exercise and its hints. A block fenced as
```` ```python ```` becomes a code cell, after the worked example or after the exercise's tests.
A page may be missing, and so may any part of it.

Text that students also read without notebooks is in the chapter, ``README.md`` of the exercises,
below ``## ... `module.py` `` and ``### E01 ...``. It comes before the text of the page. Pictures
and quoted remarks of the chapter are left out: a notebook draws its own pictures, and has the
remarks from the docstring of the module.
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
class PageSection:
    """The text and the code cells for one place in a notebook."""

    text: str = ""
    code: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotebookPage:
    """The additions to a notebook: at its beginning and to each exercise."""

    opening: PageSection = PageSection()
    exercises: Mapping[str, PageSection] = field(default_factory=dict)

    def of(self, exercise_id: str) -> PageSection:
        """Return what is added to an exercise; an empty section if there is nothing."""
        return self.exercises.get(exercise_id, PageSection())


def load_page(course: Course, module: str) -> NotebookPage:
    """
    Return the page of *module*.

    Raises:
        CourseError: If it has a section for something that is not an exercise of the module.
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
    page = NotebookPage(opening[1], dict(rest))
    for exercise_id, _ in rest:
        if exercise_id not in known:
            raise CourseError(
                f'{where}: "## {exercise_id}" is not an exercise of {module}, expected one of '
                f"{', '.join(known)}. Rename the section."
            )
    return NotebookPage(
        _joined(chapter.opening, page.opening),
        {name: _joined(chapter.of(name), page.of(name)) for name in known},
    )


def _joined(first: PageSection, second: PageSection) -> PageSection:
    text = "\n\n".join(part for part in (first.text, second.text) if part)
    return PageSection(text, first.code + second.code)


def _chapter(course: Course, module: str) -> NotebookPage:
    """Return the chapter's text about *module*; an empty page if there is no chapter."""
    path = course.exercises / "README.md"
    if not path.is_file():
        return NotebookPage()
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
    opening = PageSection(texts.pop("", ""))
    return NotebookPage(opening, {name: PageSection(text) for name, text in texts.items()})


def _sections(path: Path, where: str) -> list[tuple[str, PageSection]]:
    """Return the name and content of every section; the first one has no name."""
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


def _section(text: str) -> PageSection:
    code = tuple(block.rstrip("\n") for block in _FENCE.findall(text))
    return PageSection(_FENCE.sub("", text).strip(), code)
