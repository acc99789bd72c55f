"""Hidden checks: the rule for their markers, a reader of their source, their order and gates."""

import ast
import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from grader.errors import CourseError
from grader.text import clean

from .manifest import Course, Exercise, Key, Unit, check_table, is_number
from .source import Function, parse, read_text

#: The folder of the hidden tests whose files run in the box, beside the submission's code.
INSIDE = "inside"

MARKER = 'check(exercise, points, base=False, gated=False, alone=""): a hidden check of an exercise'
CHECK_KEYS = {
    "points": Key(lambda v: is_number(v, 0, 10_000), "a number above 0", "points=4"),
    "base": Key(lambda v: isinstance(v, bool), "True or False", "base=True", optional=True),
    "gated": Key(lambda v: isinstance(v, bool), "True or False", "gated=True", optional=True),
    "alone": Key(lambda v: isinstance(v, str), "text", 'alone="integers"', optional=True),
}


#: What ``follows_reference`` makes: name → the keywords of its marker and the sentence that
#: students read. The kind of an answer alone costs less than a quarter.
FOLLOWED: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "values": ({"points": 4, "base": True}, "The answers are right."),
    "kind": ({"points": 1}, "Every answer is of the right kind, for arguments of every kind."),
    "gradients": ({"points": 2}, "Answers keep the graph, and their gradients are right."),
    "arguments": (
        {"points": 1, "gated": True},
        "Arguments are left as they were, and an equal call gives an equal answer.",
    ),
    "refusals": ({"points": 1, "gated": True}, "What is forbidden is refused with a ValueError."),
}
#: Of these it makes those that are asked for.
ASKED_FOR = ("gradients", "refusals")


@dataclass(frozen=True)
class Check:
    """
    One hidden test as its marker and its docstring declare it.

    Attributes:
        name: Name of the test function, unique in the course. If it is parametrized, the check is
            passed if every case is.
        exercise: Id of the exercise.
        module: The module that the exercise is in.
        weight: The ``points`` of its marker, which count beside those of the other checks: the
            manifest alone says what the exercise is worth.
        base: Whether it is a value check that opens the gate of its exercise.
        gated: Whether it counts only once every base check of the exercise has passed.
        sentence: The promise in the test's docstring; students read it.
        limit_s: Wall-clock seconds that one call may take.
        alone: Why a known mistake may be caught by this check and no other.
        inside: Whether its test runs in the box, where the submission could forge its outcome.
    """

    name: str
    exercise: str
    module: str
    weight: float
    base: bool
    gated: bool
    sentence: str
    limit_s: float
    alone: str = ""
    inside: bool = False


def course_order(unit: Unit) -> Callable[[Check], tuple[int, int]]:
    """
    Return the key that sorts checks into the order in which they run and are reported.

    Exercises follow the manifest; in each, base checks come first and gated ones last.
    """
    numbers = {exercise.id: number for number, exercise in enumerate(unit.exercises)}
    return lambda check: (numbers[check.exercise], 2 if check.gated else 0 if check.base else 1)


def closing_base(check: Check, failed: Iterable[Check]) -> Check | None:
    """Return the first *failed* check that closes the gate to *check*; None if that is open."""
    if not check.gated:
        return None
    return next((base for base in failed if base.base and base.exercise == check.exercise), None)


@dataclass(frozen=True)
class Marker:
    """The arguments of one marker."""

    args: tuple[object, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MarkedTest:
    """
    A test function and its markers of one name, read from source or from pytest.

    Attributes:
        name: Its name.
        where: Where it stands, for the start of messages.
        markers: ``exercise`` markers of a visible test or ``check`` markers of a hidden one.
        docstring: Empty if it has none.
        skipped: Whether it is marked to be skipped, which takes it out for everybody.
        file: Name of the file without ``.py``.
        definition: The function or class at the top of the file that it stands in.
        inside: Whether its file lies in the folder of those that run in the box.
        target: ``"module.function"``, where it follows from the reference.
    """

    name: str
    where: str
    markers: Sequence[Marker]
    docstring: str
    skipped: bool = False
    file: str = ""
    definition: str = ""
    inside: bool = False
    target: str = ""


def exercise_of(test: MarkedTest, marker: Marker, exercises: Iterable[Exercise]) -> Exercise:
    """
    Return the one of *exercises* that a marker names.

    Raises:
        CourseError: If it names none of them, or holds anything else.
    """
    known = {exercise.id: exercise for exercise in exercises}
    if test.target:
        for exercise in exercises:
            if test.target in (f"{exercise.module}.{name}" for name in exercise.names):
                return exercise
        raise CourseError(
            f"{test.where} is about {clean(test.target, limit=100)}, which no exercise names. "
            "Write module.function, as in unit.toml."
        )
    if len(marker.args) == 1 and isinstance(name := marker.args[0], str) and name in known:
        return known[name]
    found = clean(", ".join(map(repr, marker.args)) or "nothing", limit=100)
    raise CourseError(
        f"{test.where} is marked for {found}, expected one exercise of {', '.join(known)}. "
        "Fix the marker."
    )


def check_of(test: MarkedTest, exercises: Sequence[Exercise]) -> Check:
    """
    Return the check that a hidden test declares: the one rule for what its marker may hold.

    A test of a file that belongs to one exercise alone needs none: it is a check of weight 1.

    Args:
        test: The test with its ``check`` markers.
        exercises: Those that it may be a check of.

    Raises:
        CourseError: If the marker or the docstring is missing, or a value is not of its kind.
    """
    where, markers = test.where, test.markers
    own = [each for each in exercises if test.file == f"test_{each.module}_hidden"]
    if not markers and len(own) == 1:
        markers = [Marker((own[0].id,), {"points": 1})]
    if len(markers) != 1:
        found, advice = ("no check marker", "Add it.")
        if markers:
            found, advice = f"{len(markers)} check markers", "Remove the others."
        raise CourseError(
            f"{where} has {found}, expected one such as "
            f'@pytest.mark.check("E01", points=1). {advice}'
        )
    marker = markers[0]
    exercise = exercise_of(test, marker, exercises)
    check_table(marker.keywords, CHECK_KEYS, where)
    if not test.docstring.strip():
        raise CourseError(f"{where} has no docstring. Write the sentence that the student reads.")
    given = marker.keywords
    return Check(
        name=test.name,
        exercise=exercise.id,
        module=exercise.module,
        weight=float(given["points"]),
        base=given.get("base", False),
        gated=given.get("gated", False),
        sentence=sentence_of(test.docstring),
        limit_s=exercise.limit_s,
        alone=given.get("alone", ""),
        inside=test.inside,
    )


def sentence_of(docstring: str) -> str:
    """Return the first paragraph of a docstring as one line: what students read of a check."""
    return " ".join(inspect.cleandoc(docstring).split("\n\n")[0].split())


def read_checks(course: Course) -> list[Check]:
    """
    Return the chosen hidden checks of *course* in their order; nothing is imported.

    Raises:
        CourseError: If a hidden test does not parse or its marker breaks the rule.
    """
    checks = [check_of(test, course.unit.exercises) for test in hidden_tests(course)]
    chosen = [check for check in checks if check.exercise in course.only or not course.only]
    return sorted(chosen, key=course_order(course.unit))


def hidden_tests(course: Course, *, skipped: bool = False) -> Iterator[MarkedTest]:
    """Yield the hidden tests of *course* in their order: those that run, or those that do not."""
    paths = [*sorted(course.hidden.glob("*.py")), *sorted((course.hidden / INSIDE).glob("*.py"))]
    for path in paths:
        if path.name in course.passed_over:
            continue
        if path.stem.startswith("test_") or path.stem.endswith("_test"):
            where = path.relative_to(course.root).as_posix()
            tests = marked_tests(read_text(path, where), where, "check")
            inside = path.parent != course.hidden
            tests = (replace(test, inside=inside) for test in tests if test.skipped is skipped)
            yield from tests


def marked_tests(source: str, where: str, marker: str) -> Iterator[MarkedTest]:
    """
    Yield every test in the text of a file, and every other function that is marked as one.

    A marker on a class or on the module (``pytestmark``) counts for the tests inside.

    Args:
        source: The text.
        where: The file as messages name it, such as ``hidden/test_loss_hidden.py``.
        marker: Name of the markers to read: ``exercise`` or ``check``.

    Raises:
        CourseError: If it does not parse.
    """
    tree = parse(source, where)
    file = where.rpartition("/")[2].removesuffix(".py")
    for definition, node, marks in _functions(tree, _module_marks(tree)):
        own = any(mark_name(mark) == marker for mark in node.decorator_list)
        collected = node.name.startswith("test") and (definition or "Test").startswith("Test")
        if own or collected:
            yield MarkedTest(
                name=node.name,
                where=f"{where}:{node.lineno}: {node.name}",
                markers=[_read_marker(mark) for mark in marks if mark_name(mark) == marker],
                docstring=ast.get_docstring(node) or "",
                skipped=any(mark_name(mark) == "skip" for mark in marks),
                file=file,
                definition=definition or node.name,
            )
    if marker == "check":
        for statement in tree.body:
            yield from _followed(statement, where, file)


def _followed(node: ast.stmt, where: str, file: str) -> Iterator[MarkedTest]:
    """Yield the tests that ``test_name = follows_reference("module.function", …)`` makes."""
    if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
        return
    name, called = ast.unparse(node.targets[0]), ast.unparse(node.value.func)
    if called.rpartition(".")[2] == "follows_reference" and name.startswith("test"):
        target, *parts = map(_value, node.value.args or [ast.Constant("nothing")])
        place = f"{where}:{node.lineno}: {name}"
        for test in followed_tests(name, place, str(target), [str(part) for part in parts]):
            yield replace(test, file=file)


def followed_tests(
    name: str, where: str, target: str, parts: Collection[str]
) -> Iterator[MarkedTest]:
    """
    Yield the tests that ``name = follows_reference(target, *parts)`` makes.

    Raises:
        CourseError: If a part is none that can be asked for.
    """
    unknown = [part for part in parts if part not in ASKED_FOR]
    if unknown:
        raise CourseError(
            f"{where} asks for {clean(unknown[0], limit=100)!r}, expected "
            f"{' or '.join(map(repr, ASKED_FOR))}. Arguments have names."
        )
    for part, (keywords, sentence) in FOLLOWED.items():
        if part not in ASKED_FOR or part in parts:
            yield MarkedTest(
                name=f"{name}_{part}",
                where=where,
                markers=[Marker((), keywords)],
                docstring=sentence,
                definition=name,
                target=target,
            )


def mark_name(mark: ast.expr) -> str:
    """Return ``check`` for ``pytest.mark.check(…)``, empty for any other expression."""
    function = mark.func if isinstance(mark, ast.Call) else mark
    if isinstance(function, ast.Attribute):
        owner = function.value
        is_mark = (isinstance(owner, ast.Attribute) and owner.attr == "mark") or (
            isinstance(owner, ast.Name) and owner.id == "mark"
        )
        return function.attr if is_mark else ""
    return ""


def _functions(
    node: ast.Module | ast.ClassDef, above: list[ast.expr], definition: str = ""
) -> Iterator[tuple[str, Function, list[ast.expr]]]:
    """Yield functions and methods with their decorators and those of the classes around them."""
    for child in node.body:
        if isinstance(child, ast.ClassDef):
            marks = above + child.decorator_list
            yield from _functions(child, marks, definition or child.name)
        elif isinstance(child, Function):
            yield definition, child, above + child.decorator_list


def _module_marks(tree: ast.Module) -> list[ast.expr]:
    """Return what the module assigns to ``pytestmark``."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        ):
            value = node.value
            return value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
    return []


@dataclass(frozen=True)
class _Unread:
    """A value in a marker that is not a literal, so that reading alone does not tell it."""

    text: str

    def __repr__(self) -> str:
        return self.text


def _read_marker(mark: ast.expr) -> Marker:
    if not isinstance(mark, ast.Call):
        return Marker()
    keywords = {word.arg or "**": _value(word.value) for word in mark.keywords}
    return Marker(tuple(map(_value, mark.args)), keywords)


def _value(node: ast.expr) -> object:
    """Return the value of a literal; of anything else, its source."""
    try:
        value: object = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _Unread(ast.unparse(node))
    return value
