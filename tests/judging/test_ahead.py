"""What is sent ahead changes no answer and no verdict, whatever a submission remembers."""

import random
import textwrap
from collections.abc import Callable
from typing import Any

import pytest

from grader.box.sandbox import Walls
from grader.box.zygote import Zygote
from grader.check.corpus import patched_solutions, read_corpus
from grader.course.manifest import Course, find_course
from grader.engine.worker import preload
from grader.intake import Submission
from grader.judging import judge as judging
from grader.judging.judge import Judge
from grader.judging.session import run_session
from grader.judging.submission.session import SubmissionSession
from grader.judging.verdict_cache import VerdictCache

UNIT = """schema = 1

[unit]
name = "counting"
title = "Counting"
version = "1.0"
points = 4
"""
EXERCISE = """
[[exercise]]
id = "{id}"
module = "work"
names = ["{name}"]
title = "{id}"
points = 2
limit_s = 5
minutes = 5
difficulty = 1
hints = ["a?", "b", "c"]
"""
SOLUTION = '''
class Cell:
    """A number that can grow."""

    def __init__(self, start):
        self.value = start

    def grow(self, by):
        """Add *by* and return the value."""
        self.value += by
        return self.value


class Later:
    """What a function returns, once it is asked for."""

    def __init__(self, function):
        self.function = function

    def value(self):
        """Return it."""
        return self.function()


def double(x):
    """Return twice x."""
    return 2 * x
'''
CHECKS = '''
import pytest
from grader.testing import assert_matches


@pytest.mark.check("C1", points=1, base=True)
def test_cell_grows(student):
    """It grows."""
    cell = student.work.Cell(1)
    assert_matches(cell.grow(2), 3)
    assert_matches(cell.grow(2.5), 5.5)


@pytest.mark.check("C1", points=1, gated=True)
def test_cell_grows_by_what_another_holds(student):
    """The argument is an answer."""
    cell = student.work.Cell(student.work.double(2.0))
    assert_matches(cell.grow(student.work.double(1.5) * 2), 10.0)


@pytest.mark.check("C2", points=1, base=True)
def test_double_doubles(student, reference):
    """It doubles."""
    for x in (1.0, 2.0, 3.0):
        assert_matches(student.work.double(x), reference.work.double(x))


@pytest.mark.check("C2", points=1, gated=True)
def test_double_doubles_lists(student):
    """Lists are repeated."""
    items = [1]
    assert_matches(student.work.double(items), [1, 1])
    assert_matches(student.work.double("a"), "aa")


@pytest.mark.check("C2", points=1)
def test_later(student):
    """A function is kept; one that is called at once is answered as well."""
    assert isinstance(student.work.Later(lambda: 1), student.work.Later)


@pytest.mark.check("C2", points=1)
def test_later_again(student):
    """Another one."""
    assert_matches(student.work.Later(lambda: 2).value(), 2)
'''
#: Written over the solution: each remembers something, in a way of its own.
STATEFUL = {
    "right": "",
    "counts calls": (
        "n = 0\ndef double(x):\n    global n\n    n += 1\n    return 2 * x if n < 4 else n"
    ),
    "wrong after the first list": (
        "seen = []\ndef double(x):\n    seen.append(type(x))\n"
        "    return 2 * x if list not in seen[:-1] else seen.count(float)"
    ),
    "gives an object for a number": (
        "class Odd:\n    pass\nclass Cell(Cell):\n    def grow(self, by):\n"
        "        return Odd() if by == 2 else super().grow(by)"
    ),
    "remembers cells": (
        "cells = []\nclass Cell(Cell):\n    def __init__(self, start):\n"
        "        cells.append(self)\n        self.value = start * len(cells)"
    ),
    "raises at the third": (
        "n = 0\ndef double(x):\n    global n\n    n += 1\n    if n == 3: raise KeyError(n)\n"
        "    return 2 * x"
    ),
    "dies at the third": (
        "import os\nn = 0\ndef double(x):\n    global n\n    n += 1\n    if n == 3: os._exit(1)\n"
        "    return 2 * x"
    ),
    "calls at once": (
        "class Later:\n    def __init__(self, function):\n        self.found = function()\n"
        "    def value(self):\n        return self.found"
    ),
    "changes its argument": (
        "def double(x):\n    if isinstance(x, list): x.append(x[0]); return x\n    return 2 * x"
    ),
}


@pytest.fixture
def counting(tmp_path) -> Course:
    """A course whose checks work with objects, gated ones and answers as arguments among them."""
    manifest = (
        UNIT + EXERCISE.format(id="C1", name="Cell") + EXERCISE.format(id="C2", name="double")
    )
    files = {
        "exercises/unit.toml": manifest,
        "solutions/work.py": SOLUTION,
        # pytest imports it into this process, each time as another module.
        f"hidden/{tmp_path.name}_hidden.py": CHECKS,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(textwrap.dedent(text))
    return find_course(tmp_path)


#: What a generated function may do at a call; *n* is how often it has been called.
ACTS = (
    *("return 2 * x", "return 2 * x + (n > {n})", "return kept[-1] if n > {n} else 2 * x"),
    *("return kept", "return Odd()", "return iter([x])", "return random.random()"),
    *("raise KeyError(n)", "raise SystemExit", "os._exit(1) if n == {n} else None", "print(n)"),
    *("kept.append(x)", "kept.append(n)", "x.append(n) if isinstance(x, list) else None"),
    *("random.seed(n)", "globals()['double'] = lambda x: n", "sys.argv.append(n)", "return None"),
)
GENERATED = """
import os, random, sys
class Odd:
    def __eq__(self, other): return True
kept, n = [], 0
def double(x):
    global n
    n += 1
    {acts}
    return 2 * x
class Cell(Cell):
    def grow(self, by):
        return {grow}
"""
GROW = ("super().grow(by)", "double(super().grow(by)) / 2", "n", "Odd()", "self", "kept or by")


def generated(number: int) -> str:
    """Return a submission that remembers something, at random."""
    draw = random.Random(number)
    acts = [
        f"if n {draw.choice(['==', '>', '<', '!='])} {draw.randrange(5)}: {draw.choice(ACTS)}"
        for _ in range(draw.randrange(1, 4))
    ]
    grow = GROW[0] if draw.random() < 0.4 else draw.choice(GROW)
    text = "\n    ".join(acts).replace("{n}", str(draw.randrange(5)))
    return GENERATED.format(acts=text, grow=grow)


def judged(
    course: Course, zygote: Zygote, submissions: dict[str, dict[str, bytes]], exercises: Any = ()
) -> dict[str, Any]:
    """Return what becomes of each submission: outcomes, messages, and what it was asked."""
    found: dict[str, Any] = {}

    def body(judge: Judge) -> None:
        judge.prove_reference()
        for name, files in submissions.items():
            verdicts = judge.judge(Submission(name, files), exercises, words=False).verdicts
            found[name] = [(v.check.name, v.outcome, v.message.text, v.note) for v in verdicts]

    run_session(course, zygote.spawn, body)
    return found


@pytest.fixture
def ahead(monkeypatch) -> Callable[[bool], list[Any]]:
    """
    Switch sending ahead on or off for every submission.

    Every check runs and notes which answers it gets.
    """

    class Noting(SubmissionSession):
        """A session that notes the answers to operations on objects."""

        def exchange(self, question: Any, read: Any) -> Any:
            def note(reply: Any) -> Any:
                assert self._check is not None
                answers.append((self._check.name, question.target, reply.text, reply.blob))
                return read(reply)

            return super().exchange(question, note)

    def switch(on: bool) -> list[Any]:
        answers.clear()

        def make(*args: Any, **kwargs: Any) -> SubmissionSession:
            return Noting(*args, **kwargs, ahead=on)

        monkeypatch.setattr(judging, "SubmissionSession", make)
        monkeypatch.setattr(VerdictCache, "recall", lambda *_args: None)
        return answers

    answers: list[Any] = []
    return switch


def test_stateful_submissions_answer_alike_with_and_without_sending_ahead(
    counting, walls: Walls, ahead
):
    """Verdicts, messages and notes are equal, also after one that died or gave something else."""
    files = {name: {"work.py": (SOLUTION + code).encode()} for name, code in STATEFUL.items()}

    with Zygote(walls) as zygote:
        answers = ahead(True)
        with_it = judged(counting, zygote, files), [*answers]
        ahead(False)
        without = judged(counting, zygote, files), [*answers]

    assert with_it == without
    for name in ("right", "calls at once"):
        assert {outcome for _, outcome, *_ in with_it[0][name]} == {"PASSED"}
    assert len({str(verdicts) for verdicts in with_it[0].values()}) > 4


def test_generated_submissions_answer_alike_with_and_without_sending_ahead(
    counting, walls: Walls, ahead
):
    """Whatever they remember, change, raise, print or end: the same answers, byte for byte."""
    files = {str(n): {"work.py": (SOLUTION + generated(n)).encode()} for n in range(40)}

    with Zygote(walls) as zygote:
        answers = ahead(True)
        with_it = judged(counting, zygote, files), [*answers]
        ahead(False)
        without = judged(counting, zygote, files), [*answers]

    assert with_it == without
    assert len({str(verdicts) for verdicts in with_it[0].values()}) > 10


def test_mistakes_of_the_corpus_answer_alike_with_and_without_sending_ahead(
    course, walls: Walls, ahead
):
    """The mistakes in the exercises that are asked by objects."""
    entries = [e for e in read_corpus(course) if e.exercise in ("E07", "E11")][::8]
    files = {e.where: patched_solutions(course, e) for e in entries}

    with Zygote(walls, preload(course)) as zygote:
        answers = ahead(True)
        with_it = judged(course, zygote, files, ("E07", "E11")), [*answers]
        ahead(False)
        without = judged(course, zygote, files, ("E07", "E11")), [*answers]

    assert with_it == without


def test_what_depends_on_an_answer_is_not_sent_ahead(counting, walls: Walls):
    """A submission cannot read the reference's answers in its pipe."""
    plans: dict[str, tuple[int, bool]] = {}

    def body(judge: Judge) -> None:
        judge.prove_reference()
        for check in judge.checks:
            own = [planned for planned in judge.plan if planned.check == check]
            plans[check.name] = len(own), own[-1].goes_on

    with Zygote(walls) as zygote:
        run_session(counting, zygote.spawn, body)

    assert plans["test_double_doubles"] == (4, False)
    assert plans["test_cell_grows"] == (6, False)
    assert plans["test_cell_grows_by_what_another_holds"] == (3, True)
