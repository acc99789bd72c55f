"""The search for text of solutions and hidden tests in files that students get."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.text import clean

from .manifest import Course
from .solution_markers import find_answers, stub_text
from .source import functions, parse, read_text

# A line this long is not the same by chance, and neither are three shorter ones in a row.
TELLING_CHARS = 40
RUN_LINES = 3
RUN_LINE_CHARS = 12
MAX_SCANNED_BYTES = 4 << 20


@dataclass(frozen=True)
class _Secret:
    """A passage of a solution or a hidden test, as lines without indentation."""

    origin: str
    lines: tuple[str, ...]


def find_leaks(course: Course) -> list[str]:
    """Return one sentence for each place in ``exercises/`` that gives a secret away."""
    return find_leaks_in(
        course, ((_where(course, path), path.read_bytes()) for path in _given_files(course))
    )


def find_leaks_in(course: Course, files: Iterable[tuple[str, bytes]]) -> list[str]:
    """
    Return one sentence for each place in *files* that gives a secret away.

    A place does if it holds a line of a solution or a hidden test of 40 characters or more,
    or three shorter ones in a row. Imports and lines like ``return x`` are too common to
    count; what the stubs show anyway does not count either.

    Args:
        course: The course whose solutions and hidden tests are secret.
        files: The files that students get: name for messages, contents.

    Raises:
        CourseError: If a solution or a hidden test cannot be read or parsed.
    """
    public = set(_public_lines(course))
    secrets = [*_answers(course), *_hidden_tests(course)]
    telling: dict[str, str] = {}
    runs: dict[tuple[str, ...], str] = {}
    for secret in secrets:
        for line in secret.lines:
            is_telling = len(line) >= TELLING_CHARS and not _is_import(line)
            if is_telling and not any(line in said for said in public):
                telling.setdefault(line, secret.origin)
        for run in _runs(secret.lines):
            if not public.issuperset(run):
                runs.setdefault(run, secret.origin)
    return [problem for where, data in files for problem in _leaks_of(data, where, telling, runs)]


def _leaks_of(
    data: bytes, where: str, telling: dict[str, str], runs: dict[tuple[str, ...], str]
) -> Iterator[str]:
    """Yield one sentence for each secret in a file."""
    text = data[:MAX_SCANNED_BYTES].decode("utf-8", "replace")
    numbered = [(number, _plain(line)) for number, line in enumerate(text.split("\n"), start=1)]
    told: set[str] = set()
    for number, line in numbered:
        origin = next((telling[secret] for secret in telling if secret in line), None)
        if origin is not None and origin not in told:
            told.add(origin)
            yield _problem(where, number, line, origin)
    solid = [(number, line) for number, line in numbered if _counts_in_run(line)]
    for start in range(len(solid) - RUN_LINES + 1):
        window = solid[start : start + RUN_LINES]
        origin = runs.get(tuple(line for _, line in window))
        if origin is not None and origin not in told:
            told.add(origin)
            yield _problem(where, *window[0], origin)


def _problem(where: str, number: int, line: str, origin: str) -> str:
    return (
        f'{where}:{number}: "{clean(line, limit=60)}" is text of {origin}, and students get '
        "this file. Remove or reword it."
    )


def _plain(line: str) -> str:
    return " ".join(line.split())


def _counts_in_run(line: str) -> bool:
    return len(line) >= RUN_LINE_CHARS and not _is_import(line)


def _is_import(line: str) -> bool:
    return line.startswith(("import ", "from "))


def _runs(lines: Iterable[str]) -> Iterator[tuple[str, ...]]:
    solid = [line for line in lines if _counts_in_run(line)]
    for start in range(len(solid) - RUN_LINES + 1):
        yield tuple(solid[start : start + RUN_LINES])


def _public_lines(course: Course) -> Iterator[str]:
    """Yield the lines of the fresh stubs and of the manifest, which students are meant to get."""
    for module in course.unit.modules:
        where = f"solutions/{module}.py"
        source = read_text(course.solutions / f"{module}.py", where)
        yield from map(_plain, stub_text(source, where).split("\n"))
    manifest = read_text(course.exercises / "unit.toml", "exercises/unit.toml")
    yield from map(_plain, manifest.split("\n"))


def _answers(course: Course) -> Iterator[_Secret]:
    for module in course.unit.modules:
        where = f"solutions/{module}.py"
        for answer in find_answers(read_text(course.solutions / f"{module}.py", where), where):
            lines = tuple(map(_plain, answer.lines))
            yield _Secret(f"the answer of {answer.owner} ({where}:{answer.begin})", lines)


def _hidden_tests(course: Course) -> Iterator[_Secret]:
    """Yield the hidden test functions with their docstrings and their longer strings."""
    for path in sorted(course.hidden.rglob("*.py")):
        where = _where(course, path)
        source = read_text(path, where)
        lines = source.split("\n")
        for name, node in functions(parse(source, where)):
            origin = f"the hidden test {name} ({where}:{node.lineno})"
            body = lines[node.body[0].lineno - 1 : node.end_lineno]
            yield _Secret(origin, tuple(map(_plain, body)))
            for text in _strings(node):
                yield _Secret(origin, (_plain(text),))


def _strings(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield from inner.value.split("\n")


def _given_files(course: Course) -> Iterator[Path]:
    """Yield every file below ``exercises/`` that is not hidden or a cache."""
    for path in sorted(course.exercises.rglob("*")):
        hidden = any(
            part.startswith(".") or part == "__pycache__"
            for part in path.relative_to(course.exercises).parts
        )
        if path.is_file() and not hidden:
            yield path


def _where(course: Course, path: Path) -> str:
    return clean(path.relative_to(course.root).as_posix())
