"""
The tables in which a course names causes: its known mistakes and its visible examples.

Known mistakes are entries in ``hidden/mistakes/<exercise>.py``, and each hidden test module may
define ``EXAMPLES``. They are read once, every entry is checked, and what is wrong is one line with
its place: it costs words, never a verdict.
"""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType

from grader.course.entries import KNOWN_MISTAKE, Entry, entries_name, parse_entries
from grader.course.manifest import Course, Exercise
from grader.course.source import defined_names, parse, read_text
from grader.errors import CourseError
from grader.testing.student import Example
from grader.text import clean

EXAMPLES = "EXAMPLES"


@dataclass(frozen=True)
class Tables:
    """
    The tables of a course.

    Attributes:
        root: The folder of the course, where the places in messages start.
        hidden: The folder of its hidden tests.
        mistakes: ``"module.name"`` → the known mistakes of its exercise, the most specific first.
        examples: ``"module.name"`` → its visible examples.
        faults: ``"module.name"``, or ``"module"`` for a whole table → what is wrong, one line.
    """

    root: Path
    hidden: Path
    mistakes: dict[str, Sequence[Entry]] = field(default_factory=dict)
    examples: dict[str, Sequence[Example]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def require(self, target: str) -> None:
        """
        Check that what the tables say of *target* can be used.

        Raises:
            CourseError: If it is faulty, or the table of its module is.
        """
        for key in (target.partition(".")[0], target):
            if key in self.faults:
                raise CourseError(self.faults[key])

    def place(self, table: str, target: str, function: object = None) -> str:
        """Return file and line of *function* if it is written there, else of its entry."""
        code = getattr(function, "__code__", None)
        if code is not None and self.hidden in Path(code.co_filename).parents:
            return self._shown(Path(code.co_filename), code.co_firstlineno)
        return self.entry(target.partition(".")[0], table, target)

    def entry(self, module: str, table: str, key: object) -> str:
        """Return file and line of an entry of the *table* for *module*, else of the table."""
        tests = self.hidden / f"test_{module}_hidden.py"
        return self._shown(*_find(self.hidden, tests, table, key))

    def _shown(self, path: Path, line: int) -> str:
        return f"{clean(path.relative_to(self.root).as_posix(), limit=120)}:{line}"


def read_tables(course: Course, modules: Sequence[ModuleType]) -> Tables:
    """Return the tables in the *modules* of the hidden tests; faulty entries are left out."""
    tables = Tables(course.root.resolve(), course.hidden.resolve())
    defined = cache(lambda module: _names(course, module))
    for module in modules:
        try:
            for key, fault in _read(tables, module, EXAMPLES, defined):
                tables.faults.setdefault(key, fault)
        except Exception as error:  # A table may be any object.
            where = tables.entry(_subject(module), EXAMPLES, None)
            fault = clean(f"{type(error).__name__}: {error}", limit=160)
            tables.faults[_subject(module)] = f"{where}: {EXAMPLES} cannot be read: {fault}"
    for exercise in course.chosen:
        targets = [f"{exercise.module}.{name}" for name in exercise.names]
        try:
            tables.mistakes.update(dict.fromkeys(targets, _known_mistakes(course, exercise)))
        except CourseError as error:
            for target in targets:
                tables.faults.setdefault(target, clean(str(error), limit=400))
    return tables


def _known_mistakes(course: Course, exercise: Exercise) -> Sequence[Entry]:
    """Return the known mistakes of an exercise; raise CourseError if they cannot be used."""
    path = course.hidden / "mistakes" / entries_name(exercise)
    if not path.is_file():
        return ()
    where = path.relative_to(course.root).as_posix()
    entries = parse_entries(read_text(path, where), where, KNOWN_MISTAKE)
    for entry in entries:
        if not entry.headers.get("message"):
            raise CourseError(
                f'{entry.where}: "{entry.name}" has no words. Say the cause and one next step: '
                '"# message: …".'
            )
    return entries


def _read(
    tables: Tables, module: ModuleType, name: str, defined: Callable[[str], set[str]]
) -> Iterator[tuple[str, str]]:
    """Add one table of one module to *tables*; yield the key and the text of each fault."""
    table = getattr(module, name, {})
    if not isinstance(table, Mapping):
        where = tables.entry(_subject(module), name, None)
        yield (
            _subject(module),
            f'{where}: {name} is {_kind(table)}, expected a dict of lists. Write "module.function" '
            "and a list for each function.",
        )
        return
    for target, entries in table.items():
        where = tables.entry(_subject(module), name, target)
        shown = f"{name}[{clean(repr(target), limit=80)}]"
        if not isinstance(target, str) or target.partition(".")[2] not in defined(
            target.partition(".")[0]
        ):
            yield (
                str(target),
                f"{where}: {shown} names nothing that a solution defines. "
                'Write "module.function" as in the solutions.',
            )
        elif isinstance(entries, str | bytes) or not isinstance(entries, Sequence):
            yield (
                target,
                f"{where}: {shown} is {_kind(entries)}, expected a list. Put it into a list.",
            )
        else:
            tables.examples[target] = entries
            for number, entry in enumerate(entries):
                if not callable(entry):
                    yield (
                        target,
                        f"{where}: {shown}[{number}] is {_kind(entry)}, expected a function of "
                        "the student. Write example_call(…).",
                    )


def _kind(value: object) -> str:
    if value is None:
        return "None"
    return "a function" if callable(value) else f"of type {type(value).__name__}"


def _subject(module: ModuleType) -> str:
    """Return the module of the course that a module of hidden tests is about."""
    return module.__name__.removeprefix("test_").removesuffix("_hidden")


def _names(course: Course, module: str) -> set[str]:
    """Return what the solution of *module* defines at its top level."""
    path = course.solutions / f"{module}.py"
    if not path.is_file():
        return set()
    where = f"solutions/{module}.py"
    return defined_names(parse(read_text(path, where), where))


def _find(hidden: Path, tests: Path, table: str, entry: object) -> tuple[Path, int]:
    """Return where the key *entry* stands, else its table, else the file *tests*."""
    tables = []
    for path in (tests, *sorted(hidden.rglob("*.py"))):
        try:
            statements = ast.parse(path.read_text(encoding="utf-8")).body
        except (OSError, ValueError, SyntaxError):
            continue
        tables += [(path, statement) for statement in statements if table in _bound(statement)]
    for path, statement in tables:
        for node in ast.walk(statement):
            for key in node.keys if isinstance(node, ast.Dict) else ():
                if isinstance(key, ast.Constant) and key.value == entry:
                    return path, key.lineno
    # Whether it is written there or comes from a neighbour, the file of the tests names it.
    return next(((path, each.lineno) for path, each in tables if path == tests), (tests, 1))


def _bound(statement: ast.stmt) -> list[str]:
    """Return the names that a statement at the top of a file assigns or imports."""
    if isinstance(statement, ast.Assign):
        return [getattr(target, "id", "") for target in statement.targets]
    if isinstance(statement, ast.ImportFrom):
        return [alias.asname or alias.name for alias in statement.names]
    return [getattr(statement.target, "id", "")] if isinstance(statement, ast.AnnAssign) else []
