"""
An imported assignment, however it was read, and the course that is written from it.

The tests become hidden tests: each gets a marker, and a sentence if it has none, and is otherwise
left as it is. One that the solution does not pass in the box is marked to be skipped with the
reason. If its author asks for that, a test that cannot be judged from outside the box becomes a
file that goes into it. The stubs are made of the solutions.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import packages_distributions
from pathlib import Path

from grader.course.checks import INSIDE
from grader.course.manifest import UNIT_KEYS, Course, Exercise, find_course
from grader.course.new_course import require_free, require_key, student_kit
from grader.course.source import Function, parse
from grader.course.stubs import write_stubs
from grader.errors import CourseError, NotCollected
from grader.intake import Submission
from grader.judging.judge import Judge
from grader.judging.session import run_session
from grader.judging.submission.session import Open
from grader.judging.verdicts import CheckVerdict
from grader.results.outcomes import Outcome
from grader.text import clean

#: How often the course is proved: each time without what did not fit before.
_ROUNDS = 5


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
        inside: Those of them that are judged inside the box, and why they are.
        left_out: What is not judged, and why.
    """

    course: Course
    carried: Mapping[str, str]
    inside: Mapping[str, str]
    left_out: Sequence[LeftOut]


@dataclass
class Test:
    """
    A test of the material.

    Attributes:
        node: Its definition.
        where: Its place, for messages.
        name: The name of the check, unique in the course.
        exercise: The module that it asks.
        reason: Why it is not carried; "" if it is.
        inside: Why it is judged inside the box; "" if it is judged from outside.
        has_marker: Whether its author has marked it as a check.
        is_fixed: Whether it belongs to its exercise whatever it asks.
        points: What it is worth.
    """

    node: Function
    where: str
    name: str
    exercise: str
    reason: str = ""
    inside: str = ""
    has_marker: bool = False
    is_fixed: bool = False
    points: float = 1


@dataclass
class TestFile:
    """
    A file with tests.

    Attributes:
        name: Its name in the material.
        source: Its text.
        place: Its name among the hidden tests.
        inside: By the name of a test, its text if it is judged inside; without one it is the same.
        tests: Its tests in their order.
        reason: Why it cannot be loaded, so that none of its tests is carried.
    """

    name: str
    source: str
    place: str
    inside: Mapping[str, str] = field(default_factory=dict)
    tests: list[Test] = field(default_factory=list)
    reason: str = ""


@dataclass
class ImportedAssignment:
    """
    What is imported.

    Attributes:
        solutions: Module → text, with markers around the answers.
        names: Exercise, which is a module → the functions and classes that hold its answers.
        files: The files with tests.
        beside: What lies beside them, by path.
        data: Data files that students get, by path.
        shared: The modules among the solutions that are no exercise.
        left_out: What is no test that could be carried.
        manual: The exercises that a person grades.
        package: The module that a package has become; it is imported before any other.
        may_be_inside: Whether tests that cannot be judged from outside the box go into it.
        written: The hidden tests that were written last, each with the file it is made of.
    """

    solutions: dict[str, str]
    names: dict[str, list[str]]
    files: list[TestFile]
    beside: dict[str, bytes]
    data: dict[str, bytes] = field(default_factory=dict)
    shared: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    manual: list[Exercise] = field(default_factory=list)
    package: str = ""
    may_be_inside: bool = False
    written: dict[Path, TestFile] = field(default_factory=dict)

    @property
    def tests(self) -> Iterator[Test]:
        """Every test."""
        return (test for file in self.files for test in file.tests)


def import_course(assignment: ImportedAssignment, root: Path, spawn: Open) -> ImportedCourse:
    """
    Write the course *root* from what was read, and prove it by its own solutions.

    Args:
        assignment: The material.
        root: The folder of the new course; its name becomes that of the unit.
        spawn: Starts a child with the files of a submission.

    Raises:
        CourseError: If the folder cannot be used, or it is open which exercise a test belongs to.
    """
    require_key(UNIT_KEYS["name"], root.resolve().name, "the course's folder", "Rename the folder.")
    require_free(root)
    _make_unique(assignment.tests)
    _write(assignment, root)
    course = find_course(root)
    for number in range(_ROUNDS):
        again = _prove(assignment, course, spawn, is_last=number == _ROUNDS - 1)
        _write_tests(assignment, root)
        if not again:
            break
    kept = [test for test in assignment.tests if not test.reason]
    carried = {test.name: test.where for test in kept}
    inside = {test.name: test.inside for test in kept if test.inside}
    left_out = [LeftOut(test.where, test.reason) for test in assignment.tests if test.reason]
    left_out += assignment.left_out
    return ImportedCourse(find_course(root), carried, inside, left_out)


def _make_unique(tests: Iterable[Test]) -> None:
    """Give a test another name if an earlier one has it."""
    taken: set[str] = set()
    for test in tests:
        number = 1
        while test.name in taken:
            number += 1
            test.name = f"{test.node.name}_{number}"
        taken.add(test.name)


def _write(assignment: ImportedAssignment, root: Path) -> None:
    unit = root.resolve().name
    files = {f"exercises/{name}": data for name, data in student_kit()}
    files |= {f"solutions/{name}.py": text.encode() for name, text in assignment.solutions.items()}
    files |= {f"exercises/{name}": data for name, data in assignment.data.items()}
    files |= {f"hidden/{name}": data for name, data in assignment.beside.items()}
    for module, names in assignment.names.items():
        files[f"exercises/test_{module}.py"] = _visible_test(
            module, names, assignment.package
        ).encode()
    files["exercises/unit.toml"] = _manifest(assignment, unit).encode()
    files["exercises/README.md"] = f"# {unit}\n\nRun `pytest exercises`.\n".encode()
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    write_stubs(find_course(root))
    _write_tests(assignment, root)


def _write_tests(assignment: ImportedAssignment, root: Path) -> None:
    (root / "exercises" / "unit.toml").write_text(_manifest(assignment, root.resolve().name))
    hidden = root / "hidden"
    hidden.mkdir(exist_ok=True)
    for path in assignment.written:
        path.unlink(missing_ok=True)
    assignment.written.clear()
    for file in (file for file in assignment.files if not file.reason):
        # Each exercise has a file of its own, in which "grader check" looks for its hidden tests.
        exercises = list(dict.fromkeys(test.exercise for test in file.tests))
        for exercise in exercises:
            place = file.place if len(exercises) == 1 else f"test_{exercise}_hidden.py"
            if hidden / place in assignment.written:
                place = f"test_{exercise}_of_{Path(file.name).stem}.py"
            texts: dict[str, str | bytes] = {place: _with_checks(file, exercise, inside=False)}
            if any(t.inside and not t.reason and t.exercise == exercise for t in file.tests):
                texts[f"{INSIDE}/{place}"] = _with_checks(file, exercise, inside=True)
                texts |= {f"{INSIDE}/{name}": data for name, data in assignment.beside.items()}
            for name, text in texts.items():
                path = hidden / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode() if isinstance(text, str) else text)
                assignment.written[path] = file


def _manifest(assignment: ImportedAssignment, unit: str) -> str:
    worth = {
        module: sum(
            test.points for test in assignment.tests if test.exercise == module and not test.reason
        )
        or 1
        for module in assignment.names
    }
    text = f"""schema = 1

[unit]
name = "{unit}"
title = {json.dumps(unit.replace("-", " ").capitalize())}
version = "1.0"
requires = {json.dumps(_required(_texts(assignment)))}
points = {sum([*worth.values(), *(each.points for each in assignment.manual)]):g}
"""
    if assignment.shared:
        text += f"shared = {json.dumps(assignment.shared)}\n"
    for module, names in assignment.names.items():
        title = module.replace("_", " ").capitalize()
        text += f"""
[[exercise]]
id = "{module}"
names = {json.dumps(names)}
title = "{title}"
points = {worth[module]:g}
"""
    for each in assignment.manual:
        text += f"""
[[manual]]
id = "{each.id}"
title = {json.dumps(each.title)}
points = {each.points:g}
"""
    return text


def _texts(assignment: ImportedAssignment) -> dict[str, str]:
    """Return the modules that students write and those that they are given."""
    given = {name: data for name, data in assignment.data.items() if name.endswith(".py")}
    texts = {Path(name).stem: data.decode("utf-8-sig") for name, data in given.items()}
    return texts | assignment.solutions


def _required(solutions: Mapping[str, str]) -> list[str]:
    """Return the packages that *solutions* import, as pip calls them; those installed here."""
    names: set[str] = set()
    for module, text in solutions.items():
        for node in ast.walk(parse(text, module)):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    packages = packages_distributions()
    return sorted({packages[name][0] for name in names - set(solutions) if name in packages})


def _visible_test(module: str, names: Sequence[str], package: str) -> str:
    before = f"import {package}  # noqa: F401\n" if package else ""
    return f'''"""Visible tests of {module}: students read and run them."""

{before}import {module}
import pytest


@pytest.mark.exercise("{module}")
def test_{module}_has_all_its_names():
    """Everything that the task asks for is defined."""
    assert all(hasattr({module}, name) for name in {list(names)!r})
'''


def _with_checks(file: TestFile, exercise: str, *, inside: bool) -> str:
    """Return a file with the tests of an exercise, each marked as a check or to be skipped."""
    if inside and file.inside:
        chosen = (test for test in file.tests if test.inside and not test.reason)
        parts = ["\n".join([*_marks(test), file.inside[test.node.name]]) for test in chosen]
        return "\n\n".join(["import pytest\n", *parts])
    lines = file.source.split("\n")
    for test in sorted(file.tests, key=lambda each: -each.node.lineno):
        node = test.node
        top = min([node.lineno, *(mark.lineno for mark in node.decorator_list)]) - 1
        if test.exercise != exercise or bool(test.inside) is not inside:
            lines[top : node.end_lineno] = [" " * node.col_offset + "pass"]
            continue
        if not (ast.get_docstring(node) or "").strip():
            _add_docstring(lines, node, _sentence(test.node.name))
        if test.name != node.name:
            place = node.lineno - 1
            lines[place] = re.sub(rf"\bdef\s+{node.name}\b", f"def {test.name}", lines[place])
        indent = " " * node.col_offset
        lines[top:top] = [indent + mark for mark in _marks(test)]
    return "\n".join(_with_pytest(lines, parse(file.source, file.name)))


def _marks(test: Test) -> list[str]:
    marks = [] if test.has_marker else [f'check("{test.exercise}", points={test.points:g})']
    marks += [f"skip(reason={json.dumps(test.reason)})"] if test.reason else []
    return [f"@pytest.mark.{mark}" for mark in marks]


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


def _why_not_passed(found: CheckVerdict) -> str:
    if found.outcome is Outcome.NOT_JUDGED:
        return clean(f"The test cannot be judged on the solution: {found.note}")
    return clean(f"The solution is {found.outcome}: {found.message} {found.note}".strip())


def _prove(assignment: ImportedAssignment, course: Course, spawn: Open, *, is_last: bool) -> bool:
    """
    Judge the solutions and the stubs; leave out what does not fit, and say whether any was.

    What was not asked because others were late is asked again without them, unless it is the last
    time; if nothing else was late, without the first of these.

    Raises:
        CourseError: If it is open which exercise a test belongs to.
    """
    verdicts: dict[str, CheckVerdict] = {}
    stubs: dict[str, CheckVerdict] = {}
    used: dict[str, frozenset[str]] = {}
    chancy: set[str] = set()

    def body(judge: Judge) -> None:
        files = judge.reference.files
        first = judge.judge(Submission("", files)).verdicts
        verdicts.update({verdict.check.name: verdict for verdict in first})
        used.update({c.name: frozenset(m for m, _ in judge.names_used(c)) for c in judge.checks})
        handed_out = {path.name: path.read_bytes() for path in course.exercises.glob("*.py")}
        handed_out = {name: data for name, data in handed_out.items() if name in files}
        stubs.update({v.check.name: v for v in judge.judge(Submission("", handed_out)).verdicts})
        if {verdict.outcome for verdict in first} == {Outcome.PASSED}:
            judge.prove_reference()
            again = judge.judge(Submission("", files)).verdicts
            chancy.update(v.check.name for v in again if v.outcome is not Outcome.PASSED)

    tests = {test.name: test for test in assignment.tests if not test.reason}
    try:
        if tests:
            run_session(course, spawn, body)
    except NotCollected as error:
        place = next(path for path in assignment.written if path.name == error.file)
        file = assignment.written[place]
        file.reason = f"Its file cannot be loaded: {clean(error.why)}"
        for test in file.tests:
            test.reason = file.reason
        return True
    changed = False
    unclear = []
    late = [name for name in tests if verdicts[name].outcome is Outcome.TIMED_OUT]
    not_asked = [name for name in late if verdicts[name].skipped]
    again = not_asked if len(not_asked) < len(late) else not_asked[1:]
    for name, test in tests.items():
        found = verdicts[name]
        modules = sorted(used[name])
        if name in again and not is_last:
            changed = True
        elif found.outcome is not Outcome.PASSED and assignment.may_be_inside and not test.inside:
            test.inside, changed = _why_not_passed(found), True
        elif found.outcome is not Outcome.PASSED:
            test.reason = _why_not_passed(found)
        elif name in chancy:
            test.reason = "The solution does not pass it every time."
        elif not modules and not test.inside:
            test.reason = "It asks nothing of the submission."
        elif stubs[name].outcome is Outcome.PASSED:
            test.reason = "The stub passes it."
        elif test.inside or test.has_marker or test.is_fixed:
            continue
        elif len(modules) > 1:
            unclear.append(f"{test.where} uses {' and '.join(modules)}")
        elif test.exercise != modules[0]:
            test.exercise, changed = modules[0], True
        changed |= bool(test.reason)
    if unclear:
        raise CourseError(
            f"{unclear[0]}, expected one exercise. Mark it, for example: "
            f'@pytest.mark.check("{sorted(used[next(iter(tests))])[0]}", points=1)'
        )
    return changed
