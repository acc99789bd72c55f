"""
The worked answers that students get after the deadline, one page per exercise.

Each page has the solution with its reasons and two other right ways. The words are in
``solutions/worked.toml``, the other ways in ``tests/corpus/alternatives/``. Another language has a
file of its own, ``solutions/<language>/worked.toml``: for every exercise the English texts, the
names of the ways and the comments of the code, each with its translation. A text that has none is
an error, so an English text that changes has to be translated again.
"""

import ast
import io
import tokenize
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.course.entries import parse_entries
from grader.course.manifest import Course, Exercise
from grader.course.solution_markers import BEGIN, END
from grader.course.source import parse, read_text
from grader.errors import CourseError
from grader.files import zip_bytes
from grader.messages.catalogues import language_of
from grader.messages.language import Language

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


@dataclass(frozen=True)
class Edition:
    """The language of the pages: what the grader says in it, and the texts of one exercise."""

    translate: Language
    texts: Mapping[str, str] | None
    where: str
    """The file and the table of the texts."""

    def text(self, english: str) -> str:
        """
        Return a text in this language.

        Raises:
            CourseError: If it has no translation.
        """
        if self.texts is None:
            return english
        if english not in self.texts:
            raise CourseError(f'{self.where} has no translation of "{english}". Add it.')
        return self.texts[english]

    def code(self, code: str) -> str:
        """Return code with its comments in this language, and without remarks to linters."""
        lines = code.splitlines()
        for first, last, column, comment in reversed([*_comments(code)]):
            said = [] if comment.startswith("noqa") else self.text(comment).split("\n")
            before = lines[first][:column]
            if before.strip():
                lines[first] = "  # ".join([before.rstrip(), *said])
            elif self.texts is not None or not said:
                lines[first : last + 1] = [f"{before}# {line}" for line in said]
        return "\n".join(lines)


def _comments(code: str) -> Iterator[tuple[int, int, int, str]]:
    """Yield first and last line, column and text of each comment; lines below it belong to it."""
    found: list[tuple[int, int, int, str]] = []
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type != tokenize.COMMENT:
            continue
        line, column = token.start[0] - 1, token.start[1]
        text = token.string.lstrip("# ")
        if found and found[-1][1:3] == (line - 1, column) and not token.line[:column].strip():
            first, _, _, before = found.pop()
            found.append((first, line, column, f"{before} {text}"))
        else:
            found.append((line, line, column, text))
    yield from found


def release_solutions(course: Course, target: Path, language: str = "en") -> Path:
    """
    Write ``target/<unit>-solutions.zip``, to unpack beside the exercises, and return it.

    Raises:
        CourseError: If an exercise has no words, or the zip cannot be written.
    """
    pages = worked_answers(course, language)
    path = target / f"{course.unit.name}-solutions.zip"
    write_file(path, zip_bytes({f"{course.unit.name}/{name}": page for name, page in pages}))
    return path


def worked_answers(course: Course, language: str = "en") -> Iterator[tuple[str, bytes]]:
    """
    Yield the name and the content of every page.

    Raises:
        CourseError: If an exercise has no words, a text no translation, or another way does not
            exist.
    """
    words = tomllib.loads(read_text(course.solutions / WORDS, f"solutions/{WORDS}"))
    translated = None
    if language != "en":
        where = f"solutions/{language}/{WORDS}"
        translated = tomllib.loads(read_text(course.solutions / language / WORDS, where))
    translate = language_of(course, language)
    for exercise in course.unit.exercises:
        own = words.get(exercise.id)
        if not own:
            raise CourseError(
                f"solutions/{WORDS} has no table [{exercise.id}]. Write why its solution is as it "
                "is, and name two other ways."
            )
        edition = Edition(
            translate,
            None if translated is None else translated.get(exercise.id, {}),
            f"solutions/{language}/{WORDS}, [{exercise.id}]",
        )
        ways = [
            Way(
                translate("A worked answer"),
                edition.text(own["why"]),
                edition.code(_solution(course, exercise)),
            )
        ]
        found = _alternatives(course, exercise)
        for name, why in own["ways"].items():
            if name not in found:
                raise CourseError(
                    f"solutions/{WORDS}, [{exercise.id}]: no alternative is called {name}. Name "
                    "one of tests/corpus/alternatives/."
                )
            heading = translate("Another way: {name}", name=edition.text(name))
            ways.append(Way(heading, edition.text(why), edition.code(found[name])))
        heading = f"# {exercise.id} {', '.join(exercise.names)}: {translate(exercise.title)}\n"
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
