"""
The import of an assignment that has tests for pytest or unittest and a solution.

The tests become hidden tests: each gets a marker, and a sentence if it has none, and is otherwise
left as it is. A test that cannot be judged from outside the box, or that the solution does not
pass there, is marked to be skipped with the reason. The solutions get markers around the bodies
of their functions, and from these the stubs are made.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.course.manifest import EXERCISE_KEYS, UNIT_KEYS, Course, find_course
from grader.course.new_course import require_free, require_key, student_kit
from grader.course.solution_markers import BEGIN, END
from grader.course.source import Function, functions, parse, read_text
from grader.course.stubs import write_stubs
from grader.errors import CourseError
from grader.intake import Submission
from grader.judging.judge import Judge
from grader.judging.session import run_session
from grader.judging.submission_session import Open
from grader.judging.verdicts import CheckVerdict
from grader.results.outcomes import Outcome
from grader.text import clean

from .carrying import why_not_carried

#: Seconds that one call may take; whoever teaches the course may change it.
_LIMIT_S = 10


@dataclass(frozen=True)
class LeftOut:
    """A test that was not carried: its place in the material, and why."""

    where: str
    reason: str


@dataclass(frozen=True)
class ImportedCourse:
    """
    A course that was written and proved by its own solutions.

    Attributes:
        course: The course.
        carried: The place in the material of every check, by the name of the check.
        left_out: What is not judged, and why.
    """

    course: Course
    carried: Mapping[str, str]
    left_out: Sequence[LeftOut]


def import_assignment(tests: Path, solutions: Path, root: Path, spawn: Open) -> ImportedCourse:
    """
    Write the course *root* from tests and solutions, and prove it.

    Args:
        tests: A file with tests, or a folder with such files and what they need.
        solutions: The folder with the modules that the tests import.
        root: The folder of the new course; its name becomes that of the unit.
        spawn: Starts a child with the files of a submission.

    Raises:
        CourseError: If there is nothing to import, a name cannot be used, or it is open which
            exercise a test belongs to.
    """
    require_key(UNIT_KEYS["name"], root.resolve().name, "the course's folder", "Rename the folder.")
    require_free(root)
    assignment = _read(tests, solutions)
    _write(assignment, root)
    course = find_course(root)
    for _ in range(3):
        again = _prove(assignment, course, spawn)
        _write_tests(assignment, root)
        if not again:
            break
    carried = {test.name: test.where for test in assignment.tests if not test.reason}
    left_out = [LeftOut(test.where, test.reason) for test in assignment.tests if test.reason]
    return ImportedCourse(find_course(root), carried, left_out)


@dataclass
class _Test:
    """
    A test of the material.

    Attributes:
        node: Its definition.
        where: Its place, for messages.
        name: The name of the check, unique in the course.
        exercise: The module that it asks.
        reason: Why it is not carried; "" if it is.
        has_marker: Whether its author has marked it as a check.
    """

    node: Function
    where: str
    name: str
    exercise: str
    reason: str = ""
    has_marker: bool = False


@dataclass
class _TestFile:
    """
    A file with tests.

    Attributes:
        name: Its name in the material.
        source: Its text.
        place: Its name among the hidden tests.
        tests: Its tests in their order.
    """

    name: str
    source: str
    place: str
    tests: list[_Test] = field(default_factory=list)


@dataclass
class _Assignment:
    """
    What is imported.

    Attributes:
        solutions: Module → text.
        names: Module that the tests import → what they use of it, functions and classes alone.
        files: The files with tests.
        beside: What lies beside them, by path.
    """

    solutions: dict[str, str]
    names: dict[str, list[str]]
    files: list[_TestFile]
    beside: dict[str, bytes]

    @property
    def tests(self) -> Iterator[_Test]:
        """Every test."""
        return (test for file in self.files for test in file.tests)


def _read(tests: Path, solutions: Path) -> _Assignment:
    paths = sorted(solutions.glob("*.py"))
    texts = {path.stem: read_text(path, path.name) for path in paths}
    texts = {name: text for name, text in texts.items() if not _is_test_file(name)}
    given = {path: path.relative_to(tests).as_posix() for path in sorted(tests.rglob("*"))}
    given = given if tests.is_dir() else {tests: tests.name}
    given = {path: name for path, name in given.items() if path.is_file()}
    given = {p: n for p, n in given.items() if "__pycache__" not in n and p not in paths}
    files = [
        _TestFile(path.name, read_text(path, name), path.name)
        for path, name in given.items()
        if _is_test_file(path.stem) and path.suffix == ".py"
    ]
    beside = {
        name: path.read_bytes()
        for path, name in given.items()
        if path.name not in {file.name for file in files}
    }
    if not files:
        raise CourseError(
            f"{clean(str(tests))} holds no tests, expected files such as test_loss.py or "
            "loss_test.py. Name the folder that holds them."
        )
    trees = [parse(file.source, file.name) for file in files]
    trees += [parse(text.decode(), name) for name, text in beside.items() if name.endswith(".py")]
    used = _used_names(trees, texts)
    if not used:
        raise CourseError(
            f"The tests import none of {', '.join(texts) or 'the solutions: there are none'}. "
            "Name the folder of the solutions with --solutions."
        )
    assignment = _Assignment(texts, used, files, beside)
    for file in files:
        file.tests = list(_tests_of(file, assignment))
        imported = "_".join(_used_names([parse(file.source, file.name)], texts))
        # "grader check" looks for the hidden tests of a module in a file of this name.
        usual = f"test_{imported}_hidden.py"
        if imported in texts and usual not in {other.place for other in files}:
            file.place = usual
    _make_unique(assignment.tests)
    return assignment


def _is_test_file(stem: str) -> bool:
    return stem.startswith("test_") or stem.endswith("_test")


def _used_names(trees: Iterable[ast.Module], texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what is used of each module: those functions and classes that hold an answer."""
    used: dict[str, set[str]] = {}
    for tree in trees:
        aliases: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (module := node.module or "") in texts:
                used.setdefault(module, set()).update(alias.name for alias in node.names)
            elif isinstance(node, ast.Import):
                found = {a.asname or a.name: a.name for a in node.names if a.name in texts}
                aliases |= found
                for module in found.values():
                    used.setdefault(module, set())
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                module = aliases.get(node.value.id, "")
                if module:
                    used[module].add(node.attr)
    return {module: _answered(module, texts[module], names) for module, names in used.items()}


def _answered(module: str, text: str, names: set[str]) -> list[str]:
    where = f"{module}.py"
    key, advice = EXERCISE_KEYS["module"], "Rename the module in the solutions and the tests."
    require_key(key, module, f"the module {where}", advice)
    tree = parse(text, where)
    holders = {name.partition(".")[0] for name, _ in functions(tree)}
    defined = [node.name for node in tree.body if isinstance(node, Function | ast.ClassDef)]
    defined = [name for name in dict.fromkeys(defined) if name in holders]
    found = [name for name in defined if name in names or "*" in names] or defined
    if not found:
        raise CourseError(
            f"{where} defines no function and no method, so that students would have nothing to "
            "write. Name another folder of solutions."
        )
    return found


def _tests_of(file: _TestFile, assignment: _Assignment) -> Iterator[_Test]:
    tree = parse(file.source, file.name)
    imported = set(_used_names([tree], assignment.solutions))
    exercise = next((m for m in assignment.names if m in imported), next(iter(assignment.names)))
    for around, node in _test_functions(tree):
        where = f"{file.name}:{node.lineno}: {'.'.join([*(c.name for c in around), node.name])}"
        marks = [ast.unparse(mark) for mark in node.decorator_list]
        marked = any(mark.startswith(("pytest.mark.check", "mark.check")) for mark in marks)
        reason = why_not_carried(tree, around, node, assignment.solutions)
        yield _Test(node, where, node.name, exercise, reason, marked)


def _test_functions(
    tree: ast.Module | ast.ClassDef, around: tuple[ast.ClassDef, ...] = ()
) -> Iterator[tuple[tuple[ast.ClassDef, ...], Function]]:
    """Yield every test with the classes around it; the last of two with one name is the test."""
    last = {node.name: node for node in tree.body if isinstance(node, Function | ast.ClassDef)}
    for name, node in last.items():
        if isinstance(node, ast.ClassDef):
            yield from _test_functions(node, (*around, node))
        elif name.startswith("test"):
            yield around, node


def _make_unique(tests: Iterable[_Test]) -> None:
    """Give a test another name if an earlier one has it."""
    taken: set[str] = set()
    for test in tests:
        number = 1
        while test.name in taken:
            number += 1
            test.name = f"{test.node.name}_{number}"
        taken.add(test.name)


def _write(assignment: _Assignment, root: Path) -> None:
    unit = root.resolve().name
    marked = {m: _with_markers(text, m) for m, text in assignment.solutions.items()}
    files = {f"exercises/{name}": data for name, data in student_kit()}
    files |= {f"solutions/{name}.py": text.encode() for name, text in marked.items()}
    files |= {f"hidden/{name}": data for name, data in assignment.beside.items()}
    for module, names in assignment.names.items():
        files[f"exercises/test_{module}.py"] = _visible_test(module, names).encode()
    files["exercises/unit.toml"] = _manifest(assignment, unit).encode()
    files["exercises/README.md"] = f"# {unit}\n\nRun `pytest exercises`.\n".encode()
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    write_stubs(find_course(root))
    _write_tests(assignment, root)


def _write_tests(assignment: _Assignment, root: Path) -> None:
    (root / "exercises" / "unit.toml").write_text(_manifest(assignment, root.resolve().name))
    for file in assignment.files:
        path = root / "hidden" / file.place
        path.parent.mkdir(exist_ok=True)
        path.write_text(_with_checks(file), encoding="utf-8")


def _manifest(assignment: _Assignment, unit: str) -> str:
    worth = {
        module: sum(test.exercise == module and not test.reason for test in assignment.tests) or 1
        for module in assignment.names
    }
    text = f"""schema = 1

[unit]
name = "{unit}"
title = {json.dumps(unit.replace("-", " ").capitalize())}
version = "1.0"
points = {sum(worth.values())}
"""
    for module, names in assignment.names.items():
        title = module.replace("_", " ").capitalize()
        text += f"""
[[exercise]]
id = "{module}"
module = "{module}"
names = {json.dumps(names)}
title = "{title}"
points = {worth[module]}
limit_s = {_LIMIT_S}
minutes = 30
difficulty = 2
hints = ["What does the task ask for?", "Try a small example.", "Look at the first test."]
"""
    return text


def _visible_test(module: str, names: Sequence[str]) -> str:
    return f'''"""Visible tests of {module}: students read and run them."""

import {module}
import pytest


@pytest.mark.exercise("{module}")
def test_{module}_has_all_its_names():
    """Everything that the task asks for is defined."""
    assert all(hasattr({module}, name) for name in {list(names)!r})
'''


def _with_markers(source: str, module: str) -> str:
    """Return a solution with the body of each function between markers, unless it has markers."""
    if re.search(rf"^\s*{BEGIN}\s*$", source, re.M):
        return source
    tree = parse(source, f"{module}.py")
    lines = source.split("\n")
    outer = [node for _, node in functions(tree)]
    inner = {id(n) for each in outer for n in ast.walk(each) if n is not each}
    for node in sorted(outer, key=lambda each: -each.lineno):
        body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        if id(node) in inner or not body:
            continue
        first = body[0]
        begin = min([first.lineno, *(d.lineno for d in getattr(first, "decorator_list", []))])
        indent, last = " " * first.col_offset, node.end_lineno or first.lineno
        header = node.body[0].lineno if body is not node.body else node.lineno
        if lines[begin - 1][: first.col_offset].strip() or begin == header:
            # The body stands behind the colon, on one line.
            indent = " " * (node.col_offset + 4)
            rest = indent + lines[begin - 1][first.col_offset :]
            lines[begin - 1 : last] = [
                lines[begin - 1][: first.col_offset].rstrip(),
                *[indent + BEGIN, rest, *lines[begin:last], indent + END],
            ]
        else:
            while lines[begin - 2].lstrip()[:1] in ("", "#"):
                begin -= 1
            lines[last:last] = [indent + END]
            lines[begin - 1 : begin - 1] = [indent + BEGIN]
    return "\n".join(lines)


def _with_checks(file: _TestFile) -> str:
    """Return the text of a file with tests, each marked as a check or to be skipped."""
    lines = file.source.split("\n")
    for test in sorted(file.tests, key=lambda each: -each.node.lineno):
        node = test.node
        if not (ast.get_docstring(node) or "").strip():
            _add_docstring(lines, node, _sentence(test.node.name))
        if test.name != node.name:
            place = node.lineno - 1
            lines[place] = re.sub(rf"\bdef\s+{node.name}\b", f"def {test.name}", lines[place])
        indent = " " * node.col_offset
        marks = [] if test.has_marker else [f'check("{test.exercise}", points=1)']
        marks += [f"skip(reason={json.dumps(test.reason)})"] if test.reason else []
        top = min([node.lineno, *(mark.lineno for mark in node.decorator_list)]) - 1
        lines[top:top] = [f"{indent}@pytest.mark.{mark}" for mark in marks]
    return "\n".join(_with_pytest(lines, parse(file.source, file.name)))


def _with_pytest(lines: list[str], tree: ast.Module) -> list[str]:
    """Return the lines of a file with an import of pytest, below what must stand above it."""
    place = 0
    for statement in tree.body:
        if isinstance(statement, ast.Import) and any(
            (alias.name, alias.asname) == ("pytest", None) for alias in statement.names
        ):
            return lines
        is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        is_docstring = statement is tree.body[0] and ast.get_docstring(tree) is not None
        if is_future or is_docstring:
            place = statement.end_lineno or place
    return [*lines[:place], *([""] if place else []), "import pytest", "", *lines[place:]]


def _add_docstring(lines: list[str], node: Function, sentence: str) -> None:
    body, indent = node.body[0], " " * (node.col_offset + 4)
    if ast.get_docstring(node) is not None:  # It is blank.
        body = node.body[1]
    place = min([body.lineno, *(d.lineno for d in getattr(body, "decorator_list", []))]) - 1
    before = lines[place][: body.col_offset]
    if before.strip():
        lines[place : place + 1] = [
            before.rstrip(),
            f'{indent}"""{sentence}"""',
            indent + lines[place][body.col_offset :],
        ]
    else:
        lines.insert(place, f'{before}"""{sentence}"""')


def _sentence(name: str) -> str:
    words = name.removeprefix("test").strip("_").replace("_", " ") or name
    return f"{words[:1].upper()}{words[1:]}."


def _prove(assignment: _Assignment, course: Course, spawn: Open) -> bool:
    """
    Judge the solutions and the stubs; leave out what does not fit, and say whether any was.

    Raises:
        CourseError: If it is open which exercise a test belongs to.
    """
    verdicts: dict[str, CheckVerdict] = {}
    stubs: dict[str, CheckVerdict] = {}
    used: dict[str, frozenset[str]] = {}

    def body(judge: Judge) -> None:
        files = judge.reference.files
        verdicts.update({v.check.name: v for v in judge.judge(Submission("", files)).verdicts})
        used.update({c.name: frozenset(m for m, _ in judge.names_used(c)) for c in judge.checks})
        handed_out = {path.name: path.read_bytes() for path in course.exercises.glob("*.py")}
        handed_out = {name: data for name, data in handed_out.items() if name in files}
        stubs.update({v.check.name: v for v in judge.judge(Submission("", handed_out)).verdicts})

    tests = {test.name: test for test in assignment.tests if not test.reason}
    if tests:
        run_session(course, spawn, body)
    changed = False
    unclear = []
    for name, test in tests.items():
        found = verdicts[name]
        modules = sorted(used[name])
        if found.outcome is not Outcome.PASSED:
            words = f"{found.message} {found.note}".strip()
            test.reason = clean(f"The solution is {found.outcome}: {words}")
        elif not modules:
            test.reason = "It asks nothing of the submission."
        elif stubs[name].outcome is Outcome.PASSED:
            test.reason = "The stub passes it."
        elif not test.has_marker and len(modules) > 1:
            unclear.append(f"{test.where} uses {' and '.join(modules)}")
        elif not test.has_marker and test.exercise != modules[0]:
            test.exercise, changed = modules[0], True
        changed |= bool(test.reason)
    if unclear:
        raise CourseError(
            f"{unclear[0]}, expected one exercise. Mark it, for example: "
            f'@pytest.mark.check("{sorted(used[next(iter(tests))])[0]}", points=1)'
        )
    return changed
