"""
The tasks in another language: stubs whose docstrings are replaced by translated ones.

``solutions/<language>/<module>.txt`` has a section ``=== name fingerprint`` for the module and for
each function, class and method with a docstring. A line ``{example}`` stands for the next example
of the English text. The fingerprint is that of the English text: a translation of an older one
is refused.
"""

import ast
import hashlib
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from grader.course.manifest import Course
from grader.course.source import read_text
from grader.errors import CourseError

EXAMPLE = "{example}"
_SECTION = re.compile(r"^=== (\S+) ?(\w*)\n", re.MULTILINE)
_SPAN = re.compile(r"``(.+?)``", re.DOTALL)
_POINT = re.compile(r"^\s*\d\. ", re.MULTILINE)
_HEADING = re.compile(r"^\s*(Args|Returns|Raises):$", re.MULTILINE)

Documented = ast.Module | ast.FunctionDef | ast.ClassDef


def has_translation(course: Course, language: str) -> bool:
    """Return whether there are tasks in this language."""
    return (course.solutions / language).is_dir()


def translated_stub(course: Course, module: str, language: str) -> str:
    """
    Return a stub with its docstrings in another language.

    Raises:
        CourseError: If a text is missing, or translates an older English text.
    """
    stub = read_text(course.exercises / f"{module}.py", f"exercises/{module}.py")
    where = f"solutions/{language}/{module}.txt"
    texts = _sections(read_text(course.solutions / language / f"{module}.txt", where))
    lines = stub.splitlines()
    # From the bottom up, so that the lines above keep their numbers.
    for name, node in sorted(documented(stub), key=lambda one: -one[1].body[0].lineno):
        english = ast.get_docstring(node) or ""
        fingerprint, text = texts.get(name, ("", ""))
        if fingerprint != fingerprint_of(english):
            raise CourseError(
                f"{where}: {name} does not translate the task as it is now. Bring it up to date "
                f'and write "=== {name} {fingerprint_of(english)}".'
            )
        _require_same_facts(english, text, f"{where}: {name}")
        doc = node.body[0]
        indent = " " * doc.col_offset
        told = textwrap.indent(_with_examples(text, english), indent)
        lines[doc.lineno - 1 : doc.end_lineno] = [
            f'{indent}"""', *told.splitlines(), f'{indent}"""'
        ]  # fmt: skip
    return "\n".join(lines) + "\n"


def translated_names(course: Course, module: str, language: str) -> list[str]:
    """Return the names that the translated tasks of a module have a text for; none without it."""
    path = course.solutions / language / f"{module}.txt"
    where = f"solutions/{language}/{module}.txt"
    return list(_sections(read_text(path, where))) if path.is_file() else []


def documented(source: str) -> Iterator[tuple[str, Documented]]:
    """Yield the name and the node of everything that has a docstring."""
    tree = ast.parse(source)
    yield "module", tree
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            yield node.name, node
        for inner in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(inner, ast.FunctionDef) and ast.get_docstring(inner):
                yield f"{getattr(node, 'name', '')}.{inner.name}", inner


def fingerprint_of(english: str) -> str:
    """Return a short digest of an English text; its line breaks do not count."""
    return hashlib.sha256(" ".join(english.split()).encode()).hexdigest()[:8]


def _sections(text: str) -> dict[str, tuple[str, str]]:
    """Return fingerprint and text of every section by its name."""
    parts = _SECTION.split(text)
    return {
        name: (fingerprint, body.strip("\n"))
        for name, fingerprint, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    }


def _examples(english: str) -> list[str]:
    """Return the examples of a docstring, each a block of lines without an empty one."""
    blocks = re.split(r"\n\s*\n", english)
    return [textwrap.dedent(block) for block in blocks if block.lstrip().startswith(">>>")]


def _with_examples(text: str, english: str) -> str:
    """Return a translation with the English examples in their places."""
    examples = _examples(english)
    blocks, place = [], 0
    for block in text.split("\n\n"):
        if block == EXAMPLE:
            block = examples[place]
        place += block.lstrip().startswith(">>>")
        blocks.append(block)
    return "\n\n".join(blocks)


def _require_same_facts(english: str, text: str, where: str) -> None:
    """Raise if code, examples, sections or numbered points differ between two languages."""
    told = _with_examples(text, english)
    for what, facts in (("code", _code), ("examples", _bare_examples), ("sections", _sections_of)):
        if facts(english) != facts(told):
            odd = sorted(set(facts(english)) ^ set(facts(told)))
            raise CourseError(f"{where}: {what} are not those of the English task: {odd[:3]}.")


def _code(text: str) -> list[str]:
    """Return what stands between double backquotes, in order of the alphabet."""
    prose = re.sub(r"^\s*(>>>|\.\.\.).*$", "", text, flags=re.MULTILINE)
    return sorted({" ".join(span.split()) for span in _SPAN.findall(prose)})


def _bare_examples(text: str) -> list[str]:
    """Return the examples without their comments."""
    return [re.sub(r" +# .*", "", block) for block in _examples(text)]


def _sections_of(text: str) -> list[str]:
    return [*_HEADING.findall(text), *(point.strip() for point in _POINT.findall(text))]


def translated_files(course: Course, language: str) -> dict[str, bytes]:
    """
    Return the stubs in another language by their names, and the chapter if there is one.

    Raises:
        CourseError: If there is no such translation, or it is out of date.
    """
    if not has_translation(course, language):
        raise CourseError(
            f"There are no tasks in {language}: solutions/{language}/ is missing. Leave --lang out."
        )
    found = {
        f"{module}.py": translated_stub(course, module, language).encode()
        for module in course.unit.modules
    }
    chapter = course.exercises / f"README.{language}.md"
    if chapter.is_file():
        found["README.md"] = Path(chapter).read_bytes()
    return found
