"""
What every visible test prints on every known mistake, pasted and run.

All in one process: a mistake is a module made of the solution and the code of its entry, and
the test functions are called with it.
"""

import ast
import contextlib
import functools
import importlib
import inspect
import io
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
import torch
from _kit.checking.expect import Wrong
from _kit.checking.explain import Explanation, explain
from _kit.checking.outcomes import Verdict
from _kit.checking.pasteable import pasteable
from _kit.checking.plugin import renew_constants
from _kit.checking.values import SHOWN_ENTRIES, show, values
from _kit.language import Message, translator
from _kit.unit.manifest import Exercise, load_exercises
from helpers.courses import REPOSITORY

from grader.check.corpus import CorpusEntry, read_corpus
from grader.course.manifest import find_course

SOLUTIONS = REPOSITORY / "solutions"
# Each call of a mistake that never ends costs as long.
LIMIT_S = 2


@dataclass(frozen=True)
class Failure:
    """A visible test that fails on a known mistake."""

    entry: CorpusEntry
    test: str
    error: BaseException
    explanation: Explanation

    @property
    def name(self) -> str:
        return f"{self.entry.exercise} {self.entry.name} {self.test}"

    @property
    def code(self) -> str:
        return "\n".join(pasteable(self.error.__traceback__, getattr(self.error, "shown", "{}")))


def failures(entry: CorpusEntry, exercise: Exercise) -> Iterator[Failure]:
    """Run the visible tests of an exercise on an entry and yield what fails."""
    tests = importlib.import_module(f"test_{exercise.module}")
    for function, arguments in calls(tests, exercise.id):
        try:
            renew_constants(tests)
            with limited(), contextlib.redirect_stdout(io.StringIO()):
                function(put_in_place(entry), *arguments)
        except BaseException as error:
            found = explain(error, exercise.names, translator("en"))
            if found.verdict != Verdict.NOT_STARTED:
                yield Failure(entry, function.__name__, error, found)


def put_in_place(entry: CorpusEntry) -> ModuleType:
    """Make the module of an entry anew and let ``import`` find it."""
    sys.modules[entry.module] = module = ModuleType(entry.module)
    code = compiled(entry)
    module.__file__ = code.co_filename
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, module.__dict__)
    return module


@functools.cache
def compiled(entry: CorpusEntry) -> CodeType:
    solution = (SOLUTIONS / f"{entry.module}.py").read_text(encoding="utf-8")
    code = solution + "\n\n" + entry.code
    return compile(code, str(REPOSITORY / "exercises" / f"{entry.module}.py"), "exec")


def calls(tests: ModuleType, exercise: str) -> Iterator[tuple[FunctionType, tuple[Any, ...]]]:
    """Yield the test functions of an exercise with each set of their parameters."""
    for function in list(vars(tests).values()):
        marks = getattr(function, "pytestmark", [])
        if not any(mark.name == "exercise" and mark.args == (exercise,) for mark in marks):
            continue
        sets = [mark.args[1] for mark in marks if mark.name == "parametrize"]
        for given in sets[0] if sets else [()]:
            yield function, given if isinstance(given, tuple) else (given,)


@contextlib.contextmanager
def limited() -> Iterator[None]:
    def give_up(*_: object) -> None:
        raise TimeoutError(f"Timeout (>{LIMIT_S}.0s) from pytest-timeout.")

    # Processor time: an endless loop takes it, a busy machine does not.
    signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, LIMIT_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def pasted(code: str) -> tuple[Any, BaseException | None]:
    """Return what code shows that is typed into a fresh Python, or what it raises."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        with limited(), contextlib.redirect_stdout(io.StringIO()):
            exec(compile(tree, "<stdin>", "exec"), names)
            if isinstance(last, ast.Expr):
                return eval(compile(ast.Expression(last.value), "<stdin>", "eval"), names), None
    except BaseException as error:
        return None, error
    return None, None


@pytest.fixture(scope="module", autouse=True)
def markers(pytestconfig: pytest.Config) -> None:
    """Make known here what the students' plugin makes known in their runs."""
    pytestconfig.addinivalue_line("markers", "exercise(id): the exercise that a test belongs to")


@pytest.fixture(scope="module")
def found() -> Iterator[list[Failure]]:
    """Every failure of a visible test on a known mistake, with the module still in place."""
    before = {name: sys.modules.get(name) for name in {e.module for e in load_exercises()}}
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield list(look_at_all())
    torch.set_num_threads(threads)
    for name, module in before.items():
        sys.modules.pop(name, None)
        if module is not None:
            sys.modules[name] = module


def look_at_all() -> Iterator[tuple[Failure, Any, BaseException | None]]:
    exercises = {exercise.id: exercise for exercise in load_exercises()}
    for entry in read_corpus(find_course(REPOSITORY)):
        if entry.right:
            continue
        for failure in failures(entry, exercises[entry.exercise]):
            put_in_place(entry)
            shown, raised = pasted(failure.code)
            if not agrees(failure, shown, raised) and is_drawn_by_chance(failure):
                continue
            yield failure, shown, raised


def is_drawn_by_chance(failure: Failure) -> bool:
    """Return whether the same code shows something else every time."""

    def once() -> str:
        put_in_place(failure.entry)
        return repr(pasted(failure.code))

    return len({once() for _ in range(12)}) > 1


@pytest.mark.terminal  # it takes two minutes
def test_code_of_every_failure_shows_what_is_told(found):
    """Pasted into a fresh Python it gives the answer or the exception that the failure shows."""
    assert len(found) > 800

    odd = [failure.name for failure, shown, raised in found if not agrees(failure, shown, raised)]

    assert not odd


def agrees(failure: Failure, shown: Any, raised: BaseException | None) -> bool:
    """Return whether pasted code has shown what a failure says."""
    if isinstance(failure.error, SyntaxError):
        return True
    if failure.explanation.verdict == Verdict.TIMEOUT:
        return isinstance(raised, TimeoutError)
    if not isinstance(failure.error, Wrong):
        return type(raised) is type(failure.error)
    got = told(failure.error)
    if raised is not None:
        return got.startswith(type(raised).__name__)
    return same_words(failure, shown, got)


def told(error: Wrong) -> str:
    """Return what a failure says that it has got."""
    got = dict(error.facts)["got"]
    return english(got)


def english(text: str | Message) -> str:
    return translator("en")(text) if isinstance(text, Message) else text


def same_words(failure: Failure, shown: Any, got: str) -> bool:
    """Return whether a value is what the failure has told."""
    kind = failure.error.shown
    if kind == "{}.shape":
        return got == f"shape {tuple(shown)}"
    if kind == "{}.dtype":
        return f"torch.{got}" == str(shown)
    if kind == "{}.requires_grad":
        return bool(shown) == ("requires_grad=True" in got)
    if kind == "len({})":
        return got == f"length {shown}"
    if kind == "{}.keys()":
        return got == f"the keys {', '.join(sorted(map(str, shown)))}"
    return any(got == words for words in tellings(shown)) or told_entries(shown, got)


def tellings(value: Any) -> Iterator[str]:
    """Yield the ways in which a failure may tell a value."""
    yield from (english(show(value)), f"an answer: {english(show(value))}", str(value))
    if isinstance(value, torch.Tensor):
        yield from (values(value.detach(), digits) for digits in (6, 10))
    elif isinstance(value, float):
        yield from (f"{value:.{digits}g}" for digits in (6, 10))


def told_entries(value: Any, got: str) -> bool:
    """Return whether a failure tells some entries of a large tensor."""
    if not isinstance(value, torch.Tensor) or value.numel() <= SHOWN_ENTRIES:
        return False
    entries = {f"{entry:.{digits}g}" for entry in value.flatten().tolist() for digits in (6, 10)}
    return set(got.strip("[]").removesuffix(", ...").split(", ")) <= entries


def test_functions_are_ordinary_tests():
    """The visible tests take the module and plain parameters alone, as this file calls them."""
    for exercise in load_exercises():
        tests = importlib.import_module(f"test_{exercise.module}")
        for function, arguments in calls(tests, exercise.id):
            assert len(inspect.signature(function).parameters) == 1 + len(arguments)


@pytest.mark.terminal
def test_numbers_in_advice_are_those_of_a_known_mistake(found):
    """Where a test says what a number means, some mistake has given that number there."""
    named = {(exercise, text) for exercise, text in _advice_with_numbers()}
    got: dict[tuple[str, str], set[str]] = {}
    for failure, _, _ in found:
        if isinstance(failure.error, Wrong):
            for part in failure.error.advice:
                text = part.template if isinstance(part, Message) else part
                key = (failure.entry.exercise, text)
                got.setdefault(key, set()).update(_numbers(told(failure.error)))

    odd = [
        (exercise, number)
        for exercise, text in sorted(named)
        for number in _named_numbers(text)
        if not any(_is_rounded(one, number) for one in got.get((exercise, text), ()))
    ]
    assert named
    assert not odd


def _advice_with_numbers() -> Iterator[tuple[str, str]]:
    """Yield exercise and text of every advice in a visible test that says what numbers mean."""
    for exercise in load_exercises():
        tests = importlib.import_module(f"test_{exercise.module}")
        for function, _ in calls(tests, exercise.id):
            for node in ast.walk(ast.parse(inspect.getsource(function))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "message":
                    text = ast.literal_eval(node.args[0])
                    if _named_numbers(text):
                        yield exercise.id, text


def _named_numbers(text: str) -> list[str]:
    """Return the numbers with which clauses begin: "13 means that ..., 7 a sum, and 1 the ..."."""
    begin = r"(?:^|[.?;,:] |and |or |Then )"
    end = r"(?= (?:means|that|is|a|an|one|the|another|often)\b)"
    return re.findall(rf"{begin}(-?\d+(?:\.\d+)?){end}", text)


def _numbers(text: str) -> list[str]:
    return [number.rstrip(".") for number in re.findall(r"-?\d[\d.]*(?:e[-+]\d+)?", text)]


def _is_rounded(got: str, named: str) -> bool:
    """Return whether *named* is a number that was got, rounded to as many digits as it has."""
    digits = len(named.partition(".")[2])
    return abs(float(got) - float(named)) <= 0.5001 * 10**-digits
