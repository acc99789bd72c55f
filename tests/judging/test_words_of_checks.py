"""What students read where checks of other courses fail: arrays, files, exceptions, classes."""

import ast
from pathlib import Path

import pytest

from grader.box.sandbox import Walls
from grader.box.zygote import Zygote
from grader.course.manifest import find_course
from grader.diagnosis.explain import Diagnosis
from grader.intake import Submission
from grader.judging.asserts import COMPARED, explain_assertion, keep_comparisons
from grader.judging.judge import Judge
from grader.judging.session import run_session
from grader.testing.student import Student

UNIT = """schema = 1

[unit]
name = "mixed"
title = "Mixed"
version = "1.0"
points = 5

[[exercise]]
id = "mixed"
names = ["Purse"]
title = "Mixed"
points = 5
"""
SOLUTION = '''
import numpy as np


class Purse:
    """Holds money."""

    def __init__(self, money):
        self.money = money

    def pay(self, price):
        """Pay; ValueError if there is too little."""
        if price > self.money:
            raise ValueError("too little")
        self.money -= price
        return self.money


def halves(array):
    """Return the half of every number."""
    return array / 2


def numbers(path):
    """Return the numbers in a file, and write how many there are beside it."""
    with open(path) as file:
        found = [float(line) for line in file]
    with open("count.txt", "w") as file:
        file.write(str(len(found)))
    return found


def number(text):
    """Return a number; ValueError if there is none."""
    return int(text)


def greeting(name):
    """Return a greeting."""
    return f"Hello, {name}!"


def size(items):
    """Return how many there are."""
    return len(items)
'''
HIDDEN = '''
import numpy as np
import pytest

from grader.testing import assert_matches


def test_halves(student, reference):
    """Every number is halved."""
    array = np.arange(4.0)
    assert_matches(student.mixed.halves(array), reference.mixed.halves(array))


def test_numbers(student):
    """The numbers are those of the file."""
    student.files.write_text("a.txt", "1\\n2\\n")
    assert_matches(student.mixed.numbers("a.txt"), [1.0, 2.0])


def test_count(student):
    """The file beside it says how many."""
    student.files.write_text("a.txt", "1\\n2\\n")
    student.mixed.numbers("a.txt")
    assert student.files.read_text("count.txt") == "2"


def test_refused(student):
    """What is too dear is not paid."""
    with pytest.raises(ValueError, match="too little"):
        student.mixed.Purse(1).pay(2)


def test_no_number(student):
    """Text that is not a number is refused."""
    with pytest.raises(ValueError):
        student.mixed.number("word")


def test_greeting(student):
    """The name is greeted."""
    seen = student.mixed.greeting("Ann")
    assert seen and seen == "Hello, Ann!", "whatever this says"


def test_size(student):
    """It is the number of items; that of none is the type's own."""
    assert 2 == student.mixed.size([7, 8])
    assert [student.mixed.size([])] == [0]
'''


@pytest.fixture
def words(tmp_path: Path, walls: Walls) -> object:
    """Judge changed solutions; return what is said of each check that fails, by its name."""
    for name, text in {
        "exercises/unit.toml": UNIT,
        "solutions/mixed.py": SOLUTION,
        "hidden/test_mixed_hidden.py": HIDDEN,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    def judge_changed(old: str, new: str) -> dict[str, str]:
        assert old in SOLUTION
        found: dict[str, str] = {}

        def body(judge: Judge) -> None:
            judge.prove_reference()
            changed = SOLUTION.replace(old, new).encode()
            for verdict in judge.judge(Submission("changed", {"mixed.py": changed})).verdicts:
                if verdict.outcome != "PASSED":
                    found[verdict.check.name] = f"{verdict.outcome} {verdict.message.text}"

        with Zygote(walls, ["numpy"]) as zygote:
            run_session(
                find_course(tmp_path), zygote.spawn, body, make_explainer=Diagnosis.of_modules
            )
        return found

    return judge_changed


def test_a_wrong_array_is_not_said_to_be_right_alone(words):
    """An array crosses whole into the experiment that asks the same call alone."""
    assert words("array / 2", "array / 3") == {
        "test_halves": "WRONG halves returned an array of shape (4,), as expected, "
        "but 3 of 4 are wrong."
    }


def test_what_a_file_holds_is_there_in_the_experiment_too(words):
    """A call that reads what the check has written is not asked without it."""
    assert words("float(line)", "float(line) + 1") == {
        "test_numbers": "WRONG numbers returned a list of 2, as expected, "
        "but 2 of them are wrong. It differs from entry 0 on."
    }


def test_a_file_that_was_not_written_is_named(words):
    """The student reads which file the check looked for."""
    assert words('"count.txt", "w"', '"counts.txt", "w"') == {
        "test_count": "WRONG The file count.txt was not found. "
        "Check the name under which it is written."
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('raise ValueError("too little")', "pass", "No exception was raised, expected ValueError."),
        (
            '"too little"',
            '"not enough"',
            "The exception is of the right kind, but its text is not the right one.",
        ),
    ],
)
def test_a_refusal_that_does_not_come_is_told_as_such(words, old, new, said):
    """Neither an answer of an unknown type nor a check that does not hold: what was missed."""
    assert words(old, new) == {"test_refused": f"WRONG {said}"}


def test_a_method_that_is_missing_is_named(words):
    """The student reads which one."""
    assert words("def pay(", "def buy(") == {"test_refused": "RAISED Purse.pay was not found."}


def test_a_call_that_does_not_fit_is_no_wrong_refusal(words):
    """Whoever takes no argument is told that, and not to raise ValueError."""
    said = words("def number(text):", "def number():")

    assert said == {
        "test_no_number": "RAISED number raised TypeError. The signature differs from the one "
        "asked for. Compare it with the contract."
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'f"Hello, {name}!"',
            'print(f"Hello, {name}!") or 7',
            "greeting returned an int, expected a str.",
        ),
        (
            "Hello, {name}!",
            "Bye, {name}!",
            "greeting returned a str, as expected, but not the right one.",
        ),
        (
            "Hello, {name}!",
            "Hello, {name}! ",
            "greeting returned a str, as expected, but not the right one. "
            "Only blanks or line ends differ.",
        ),
        (
            "Hello, {name}!",
            "hello, {name}!",
            "greeting returned a str, as expected, but not the right one. "
            "Only capital and small letters differ.",
        ),
    ],
)
def test_a_bare_assert_tells_the_kind_of_the_answer(words, old, new, said):
    """What ``==`` compared is told by its kind, and the hidden text is not."""
    assert words(old, new) == {"test_greeting": f"WRONG {said}"}


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("None", "size returned None, expected a number."),
        ("float(len(items)) + 1", "size returned a number, as expected, but not the right one."),
        (
            "len(items) or 1",
            "The result is a list of 1, as expected, but not the right one.",
        ),
    ],
)
def test_a_bare_assert_finds_the_answer_on_either_side(words, new, said):
    """What was made of answers is called the result."""
    assert words("len(items)", new) == {"test_size": f"WRONG {said}"}


def test_a_comparison_that_another_assert_made_is_not_told():
    """Only what the assert that failed has compared is told; nothing of it is hidden text."""
    source = (
        "def check():\n    try:\n        assert 1 == 2\n    except AssertionError:\n        pass\n"
    )
    names: dict[str, object] = {}
    exec(compile(keep_comparisons(ast.parse(source + "    assert not 1\n")), "t", "exec"), names)
    student = Student(lambda _: {}, lambda *_: None)

    with pytest.raises(AssertionError) as raised:
        names["check"]()

    assert COMPARED[:2] == [1, 2]
    assert explain_assertion(raised.value, student) is None


@pytest.mark.parametrize(
    "source",
    [
        "from __future__ import annotations\nx = 1\n",
        '"""Doc."""\nfrom __future__ import division\n',
        "",
    ],
)
def test_a_file_keeps_its_docstring_and_its_future(source):
    """What has to be the first in a file stays that."""
    names: dict[str, object] = {}

    exec(compile(keep_comparisons(ast.parse(source)), "t", "exec"), names)

    assert names.get("__doc__") == ("Doc." if "Doc" in source else None)
