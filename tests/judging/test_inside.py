"""Checks that are judged inside: what runs there, what it cannot reach, and that it is said."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from grader.box.zygote import Zygote
from grader.cli import app
from grader.course.manifest import Course, find_course
from grader.engine.snapshot import take_snapshot
from grader.intake import Submission
from grader.judging.session import run_session

UNIT = """schema = 1

[unit]
name = "dice"
title = "Dice"
version = "1.0"
points = 4
"""
EXERCISE = """
[[exercise]]
id = "{name}"
module = "dice"
names = ["{name}"]
title = "{name}"
points = 2
"""
SOLUTION = '''
import random


def throw():
    """Return 1 to 6."""
    return 1 + int(6 * random.random())


def double(x):
    """Return twice x."""
    return 2 * x
'''
INSIDE = '''
import inspect
import unittest
from unittest import mock

import pytest
import dice
from helper import TOP


@pytest.mark.check("throw", points=1)
class TestThrow(unittest.TestCase):
    @mock.patch("random.random", lambda: TOP)
    def test_the_highest(self):
        """The highest is six."""
        self.assertEqual(dice.throw(), 6)


@pytest.mark.check("throw", points=1)
@pytest.mark.parametrize("word", ["random", "return"])
def test_words(word, tmp_path):
    """The source has the words."""
    assert word in inspect.getsource(dice.throw)
'''
HIDDEN = '''
import pytest
from dice import double, throw


@pytest.mark.check("throw", points=1)
def test_range():
    """A throw is 1 to 6."""
    assert 1 <= throw() <= 6


@pytest.mark.check("double", points=1)
def test_double():
    """Twice 3 is 6."""
    assert double(3) == 6
'''


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with a test that patches and one that reads source."""
    solution = SOLUTION
    for name, answer in {"throw": "return 1", "double": "return 2"}.items():
        line = next(each for each in SOLUTION.splitlines() if answer in each)
        marked = f"    ### BEGIN SOLUTION\n{line}\n    ### END SOLUTION"
        solution = solution.replace(line, marked)
        assert name in solution
    files = {
        "exercises/unit.toml": UNIT + "".join(EXERCISE.format(name=n) for n in ("throw", "double")),
        "exercises/dice.py": "",
        "solutions/dice.py": solution,
        "hidden/test_dice_hidden.py": HIDDEN,
        "hidden/inside/test_dice_hidden.py": INSIDE,
        "hidden/inside/helper.py": "TOP = 0.99\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return find_course(tmp_path)


def _outcomes(course: Course, zygote: Zygote, *texts: str) -> list[dict[str, str]]:
    found = []

    def body(judge):
        judge.prove_reference()
        for text in texts:
            judged = judge.judge(Submission("ada", {"dice.py": text.encode()}))
            found.append({v.check.name: str(v.outcome) for v in judged.verdicts})

    run_session(course, zygote.spawn, body)
    return found


def test_tests_beside_the_submission_patch_it_and_read_its_source(course, zygote):
    """Each case of a test counts, and a stub has answered nothing."""
    unlucky = SOLUTION.replace("int(6 *", "int(5 *")
    wordless = SOLUTION.replace("return 1 + int(6 * random.random())", "return max(1, 6)")
    stub = "raise NotImplementedError('throw is still to be written')"
    unwritten = SOLUTION.replace("return 1 + int(6 * random.random())", stub)

    right, low, plain, blank = _outcomes(course, zygote, SOLUTION, unlucky, wordless, unwritten)

    assert set(right.values()) == {"PASSED"}
    assert low == right | {"test_the_highest": "WRONG"}
    assert plain == right | {"test_words": "WRONG"}
    assert blank["test_the_highest"] == blank["test_range"] == "UNANSWERED"


def test_what_a_submission_reads_inside_reaches_no_other_check(course, zygote):
    """The child that has the tests is asked nothing else; one that ends costs its own check."""
    here = "__import__('os').path.exists('helper.py')"
    spy = SOLUTION.replace("return 2 * x", f"return 6 if {here} else 5")
    leaver = SOLUTION.replace("return 1", f"{here} and __import__('os')._exit(0)\n    return 1")

    spied, left = _outcomes(course, zygote, spy, leaver)

    assert spied["test_double"] == "WRONG"
    assert left["test_the_highest"] == "KILLED"
    assert left["test_double"] == left["test_range"] == "PASSED"


def test_every_result_says_that_checks_were_judged_inside(course, zygote, walls):
    """The page of text says how many, and what that means."""
    answer = course.root / "dice.py"
    answer.write_text(SOLUTION, encoding="utf-8")

    done = CliRunner().invoke(app, ["try", str(answer), "--course", str(course.root)])

    assert done.exit_code == 0, done.output
    said = "2 of 4 checks ran beside the submission's own code, which could forge their outcomes."
    assert said in done.output


def test_a_change_of_a_file_inside_makes_its_checks_stale_alone(course):
    """Any file there decides about each test there."""
    before = take_snapshot(course, "1").checks
    (course.hidden / "inside" / "helper.py").write_text("TOP = 0.9\n", encoding="utf-8")
    after = take_snapshot(course, "2").checks

    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"test_the_highest", "test_words"}
