"""
The worked answers that students get after the deadline, one page per exercise.

Each page has the solution with its reasons and two other right ways. The words are in
``solutions/worked.toml``, the other ways in ``tests/corpus/alternatives/``.
"""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.course.entries import parse_entries
from grader.course.manifest import Course, Exercise
from grader.course.solution_markers import BEGIN, END
from grader.course.source import parse, read_text
from grader.errors import CourseError
from grader.files import zip_bytes

from .packing import write_file

WORDS = "worked.toml"
FOLDER = "exercises/worked"


@dataclass(frozen=True)
class Way:
    """One right way to solve an exercise, in words and as code."""

    heading: str
    words: str
    code: str

    def page(self) -> str:
        """Return it as a section in Markdown."""
        return f"## {self.heading}\n\n{self.words}\n\n```python\n{self.code.strip()}\n```\n"


def release_solutions(course: Course, target: Path) -> Path:
    """
    Write ``target/<unit>-solutions.zip``, to unpack beside the exercises, and return it.

    Raises:
        CourseError: If an exercise has no words, or the zip cannot be written.
    """
    pages = worked_answers(course)
    path = target / f"{course.unit.name}-solutions.zip"
    write_file(path, zip_bytes({f"{course.unit.name}/{name}": page for name, page in pages}))
    return path


def worked_answers(course: Course) -> Iterator[tuple[str, bytes]]:
    """
    Yield the name and the content of every page.

    Raises:
        CourseError: If an exercise has no words, or another way does not exist.
    """
    words = tomllib.loads(read_text(course.solutions / WORDS, f"solutions/{WORDS}"))
    for exercise in course.unit.exercises:
        own = words.get(exercise.id)
        if not own:
            raise CourseError(
                f"solutions/{WORDS} has no table [{exercise.id}]. Write why its solution is as it "
                "is, and name two other ways."
            )
        ways = [Way("A worked answer", own["why"], _solution(course, exercise))]
        found = _alternatives(course, exercise)
        for name, why in own["ways"].items():
            if name not in found:
                raise CourseError(
                    f"solutions/{WORDS}, [{exercise.id}]: no alternative is called {name}. Name "
                    "one of tests/corpus/alternatives/."
                )
            ways.append(Way(f"Another way: {name}", why, found[name]))
        heading = f"# {exercise.id} {', '.join(exercise.names)}: {exercise.title}\n"
        text = "\n".join([heading, *(way.page() for way in ways)])
        yield f"{FOLDER}/{exercise.id}.md", text.encode()


def _solution(course: Course, exercise: Exercise) -> str:
    """Return the definitions of an exercise without markers and docstrings."""
    where = f"solutions/{exercise.module}.py"
    text = read_text(course.solutions / f"{exercise.module}.py", where)
    lines = text.splitlines()
    kept = []
    for node in parse(text, where).body:
        if getattr(node, "name", "") in exercise.names:
            kept.append("\n".join(_undocumented(node, lines)))
    return "\n\n\n".join(kept)


def _undocumented(node: ast.stmt, lines: list[str]) -> Iterator[str]:
    skipped: set[int] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(inner):
            text = inner.body[0]
            skipped |= set(range(text.lineno, (text.end_lineno or text.lineno) + 1))
    for number in range(node.lineno, (node.end_lineno or node.lineno) + 1):
        line = lines[number - 1]
        if number not in skipped and line.strip() not in (BEGIN, END):
            yield line


def _alternatives(course: Course, exercise: Exercise) -> dict[str, str]:
    folder = course.root / "tests" / "corpus" / "alternatives"
    found: dict[str, str] = {}
    for path in sorted(folder.glob(f"{exercise.id}_*.py")):
        where = f"tests/corpus/alternatives/{path.name}"
        entries = parse_entries(read_text(path, where), where, ())
        found |= {entry.name: entry.code for entry in entries}
    return found
