"""Existing assignments become courses: what is carried, what is left out, and what is written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from grader.box.zygote import Zygote
from grader.check.static import prove
from grader.cli import app
from grader.errors import CourseError
from grader.importing.assignment import ImportedCourse, import_course
from grader.importing.pytest_assignment import read_assignment

SOLUTION = '''"""Accounts."""

import random
import time

RATE = 2


class Overdrawn(ValueError): pass


class Account:
    """An account."""

    def __init__(self, balance=0):
        self.balance = balance

    def pay(self, amount):
        """Pay."""
        # The limit comes first.
        if amount > self.balance:
            raise Overdrawn("too little")
        self.balance -= amount

    def begins_with(self, text):
        return self.balance.startswith(text)


def doubled(numbers): return [RATE * number for number in numbers]


def drawn():
    return random.random()


def chosen():
    random.seed(time.time())
    return Account(str(random.random()))
'''
TESTS = '''"""Tests of accounts."""
from __future__ import annotations
import random
import unittest
from unittest import mock
import pytest as p
from bank import Account, Overdrawn, chosen, doubled, drawn


class AccountTest(unittest.TestCase):
    def setUp(self):
        self.account = Account(5)

    def test_paying_lowers_the_balance(self):
        self.account.pay(2)
        self.assertEqual(self.account.balance, 3)

    def test_nobody_can_overdraw(self):
        """Nobody pays more than there is."""
        with self.assertRaises(Overdrawn):
            self.account.pay(6)

    @unittest.skip("not yet")
    def test_interest(self):
        self.assertEqual(self.account.interest(), 1)


class OtherTest(unittest.TestCase):
    def test_paying_lowers_the_balance(self): self.assertEqual(Account(1).balance, 1)

    @mock.patch("bank.RATE", 3)
    @mock.patch("bank.time", create=True)
    @mock.patch("bank.open", side_effect=abs, create=True)
    def test_another_rate(self, opened, _time):
        self.assertEqual(doubled([opened(-1)]), [3])
        self.assertEqual(opened.call_count, 1)

    @mock.patch("random.random", lambda: 0.5)
    def test_no_chance(self):
        self.assertEqual(drawn(), 0.5)

    def test_nothing(self):
        self.assertEqual(1, 1)

    def test_what_is_drawn(self):
        random.seed(1)
        self.assertLess(drawn(), 1)


@p.mark.parametrize("number", [1, 2])
def test_doubling(number):
    assert doubled([number]) == [2 * number]


def test_what_the_solution_does_not_do():
    assert doubled([1]) == [3]


def test_what_is_asked_depends_on_the_clock():
    account = chosen()
    assert account.begins_with(account.balance[:6])


def test_arguments_that_are_drawn():
    random.seed(1)
    assert doubled([random.random()]) == [2 * random.Random(1).random()]
'''

Imported = Callable[..., ImportedCourse]


@pytest.fixture
def imported(tmp_path: Path, zygote: Zygote) -> Imported:
    """Imports material with these tests and solutions."""

    def import_it(
        solutions: dict[str, str], *, inside: bool = False, **tests: str
    ) -> ImportedCourse:
        for folder, files in (("solutions", solutions), ("tests", tests)):
            (tmp_path / folder).mkdir(exist_ok=True)
            for name, text in files.items():
                (tmp_path / folder / f"{name}.py").write_text(text, encoding="utf-8")
        assignment = read_assignment(tmp_path / "tests", tmp_path / "solutions", inside=inside)
        return import_course(assignment, tmp_path / "bank-course", zygote.spawn)

    return import_it


def test_an_assignment_becomes_a_course_that_its_solutions_prove(imported):
    """Names, sentences and markers are made; what cannot be judged is skipped with its reason."""
    found = imported({"bank": SOLUTION}, bank_test=TESTS)

    assert list(found.carried) == [
        "test_paying_lowers_the_balance",
        "test_nobody_can_overdraw",
        "test_paying_lowers_the_balance_2",
        "test_another_rate",
        "test_doubling",
        "test_what_is_asked_depends_on_the_clock",
        "test_arguments_that_are_drawn",
    ]
    assert [(each.where, each.reason) for each in found.left_out] == [
        ("bank_test.py:24: AccountTest.test_interest", "It is not always run."),
        (
            "bank_test.py:39: OtherTest.test_no_chance",
            "It replaces random.random where the submission does not see it.",
        ),
        ("bank_test.py:42: OtherTest.test_nothing", "It asks nothing of the submission."),
        ("bank_test.py:45: OtherTest.test_what_is_drawn", "It seeds what the submission draws."),
        (
            "bank_test.py:55: test_what_the_solution_does_not_do",
            "The solution is WRONG: doubled returned a list of 1, as expected, "
            "but not the right one.",
        ),
    ]
    assert prove(found.course) == []


def test_a_file_that_cannot_be_loaded_is_left_out_as_a_whole(imported):
    """The others are carried; each of its tests is listed with what was raised."""
    text = "from bank import doubled\n\n\ndef test_it():\n    assert doubled([1]) == [2]\n"
    other = text.replace("test_it", "test_other")

    found = imported({"bank": SOLUTION}, test_bank=text, test_other=f"import not_here\n{other}")

    assert list(found.carried) == ["test_it"]
    assert [(each.where, each.reason) for each in found.left_out] == [
        (
            "test_other.py:5: test_other",
            "Its file cannot be loaded: ModuleNotFoundError: No module named 'not_here'",
        )
    ]
    assert prove(found.course) == []


def test_parameters_that_the_submission_makes_are_those_of_each_submission(imported):
    """Its own functions, in a table at the top of the file."""
    solution = f"{SOLUTION}\n\ndef table():\n    return [(doubled, [2]), (sorted, [1])]\n"
    text = (
        "import pytest\nfrom bank import doubled, table\n\nCASES = table()\n\n\n"
        "@pytest.mark.parametrize(('function', 'expected'), CASES)\n"
        "@pytest.mark.parametrize('numbers', [[1], pytest.param([1], id='again')])\n"
        "def test_it(function, expected, numbers):\n    assert function(numbers) == expected\n"
    )

    found = imported({"bank": solution}, test_bank=text)

    assert found.left_out == []
    assert list(found.carried) == ["test_it"]
    assert prove(found.course) == []


def test_annotations_of_the_tests_ask_nothing(imported):
    """A type of the submission may stand in one, whatever it is."""
    solution = f"from typing import Optional, Sequence\nNumbers = Sequence[int]\n{SOLUTION}"
    text = (
        "from typing import Optional\nfrom bank import Numbers, doubled\n\n\n"
        "def numbers(found: Optional[Numbers] = None) -> Numbers:\n    return [1]\n\n\n"
        "def test_it():\n    assert doubled(numbers()) == [2]\n"
    )

    assert list(imported({"bank": solution}, test_bank=text).carried) == ["test_it"]


def test_what_cannot_be_judged_from_outside_is_judged_inside_if_that_is_asked_for(imported):
    """Such tests lie in a folder of their own; what is not always run stays out."""
    found = imported({"bank": SOLUTION}, inside=True, bank_test=TESTS, test_tools="ONE = 1\n")

    assert dict(found.inside) == {
        "test_no_chance": "It replaces random.random where the submission does not see it.",
        "test_what_is_drawn": "It seeds what the submission draws.",
    }
    assert set(found.inside) < set(found.carried)
    assert [(each.where, each.reason) for each in found.left_out] == [
        ("bank_test.py:24: AccountTest.test_interest", "It is not always run."),
        ("bank_test.py:42: OtherTest.test_nothing", "It asks nothing of the submission."),
        (
            "bank_test.py:55: test_what_the_solution_does_not_do",
            "The solution is WRONG: This does not hold yet. test_bank_hidden.py:50: AssertionError",
        ),
    ]
    inside = found.course.hidden / "inside"
    written = {p.relative_to(inside).as_posix(): p.read_text() for p in inside.rglob("*.py")}
    assert set(written) == {"test_bank_hidden.py", "test_tools/__init__.py"}
    assert "test_no_chance" in written["test_bank_hidden.py"]
    assert "test_nobody_can_overdraw" not in written["test_bank_hidden.py"]
    assert prove(found.course) == []


def test_stubs_keep_what_is_no_answer(imported):
    """Docstrings, constants and classes without methods stay; bodies are gone."""
    found = imported({"bank": SOLUTION}, bank_test=TESTS)

    stub = (found.course.exercises / "bank.py").read_text(encoding="utf-8")
    assert "class Overdrawn(ValueError): pass" in stub
    assert '"""Pay."""' in stub
    assert "RATE = 2" in stub
    assert "The limit comes first" not in stub
    assert 'raise NotImplementedError("doubled is still to be written")' in stub


def test_a_check_belongs_to_the_exercise_whose_names_it_uses(imported):
    """Each of two modules is an exercise; the tests of one file go to either."""
    tests = (
        "from bank import doubled\nfrom shop import price\nfrom test_utils import ONE\n\n\n"
        "def test_price():\n    assert price() == 3\n\n\n"
        "def test_doubling():\n    assert doubled([ONE]) == [2]\n"
    )
    shop = "def price():\n    return 3\n"

    found = imported({"bank": SOLUTION, "shop": shop}, test_all=tests, test_utils="ONE = 1\n")

    assert [(e.id, e.names, e.points) for e in found.course.unit.exercises] == [
        ("bank", ("Account", "doubled", "drawn", "chosen"), 1),
        ("shop", ("price",), 1),
    ]
    written = (found.course.hidden / "test_shop_hidden.py").read_text(encoding="utf-8")
    assert '@pytest.mark.check("shop", points=1)\ndef test_price()' in written
    assert "test_doubling" not in written
    assert prove(found.course) == []


def test_a_check_of_two_exercises_asks_for_a_marker(imported):
    """With a marker of its author's it is carried."""
    tests = (
        "import pytest\nfrom bank import doubled\nfrom shop import price\n\n\n"
        "def test_both():\n    assert doubled([price()]) == [6]\n"
    )
    material = {"bank": SOLUTION, "shop": "def price():\n    return 3\n"}

    with pytest.raises(CourseError, match=r"test_all.py:6: test_both uses bank and shop, expected"):
        imported(material, test_all=tests)


def test_a_marker_of_the_author_says_whose_check_it_is(imported):
    """It stays as it is."""
    tests = (
        "import pytest\nfrom bank import doubled\nfrom shop import price\n\n\n"
        "@pytest.mark.check('shop', points=3)\n"
        "def test_both():\n    assert doubled([price()]) == [6]\n\n\n"
        "def test_doubling():\n    assert doubled([1]) == [2]\n"
    )
    material = {"bank": SOLUTION, "shop": "def price():\n    return 3\n"}

    found = imported(material, test_all=tests)

    written = (found.course.hidden / "test_shop_hidden.py").read_text(encoding="utf-8")
    assert "@pytest.mark.check('shop', points=3)\ndef test_both():" in written
    assert prove(found.course) == []


@pytest.mark.parametrize(
    ("solutions", "tests", "words"),
    [
        ({"bank": SOLUTION}, {"helper": "pass\n"}, r"tests holds no tests, expected files such as"),
        ({"bank": SOLUTION}, {"test_a": "import math\n"}, r"The tests import none of bank. Name"),
        ({"a": "B = 1\n"}, {"test_a": "import a\n"}, r"a.py defines no function and no method, so"),
        ({"json": SOLUTION}, {"test_a": "import json\n"}, r'"json" cannot be the module json.py,'),
    ],
)
def test_material_that_makes_no_course_is_refused(imported, solutions, tests, words):
    """The message says what was found, what was expected and what to do."""
    with pytest.raises(CourseError, match=words):
        imported(solutions, **tests)


def test_the_command_lists_what_is_left_out(tmp_path, walls):
    """The last line says what to do next."""
    for name, text in {"solutions/bank.py": SOLUTION, "tests/bank_test.py": TESTS}.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    course = tmp_path / "bank-course"
    options = ["--solutions", str(tmp_path / "solutions"), "--to", str(course)]

    done = CliRunner().invoke(app, ["import", "pytest", str(tmp_path / "tests"), *options])

    assert done.exit_code == 0, done.output
    first, *_, summary, last = done.output.splitlines()
    assert first == "left out: bank_test.py:24: AccountTest.test_interest: It is not always run."
    assert summary == ("Bank course: 1 exercise, 7 checks that the solutions pass, 5 left out.")
    assert last == f"Next: grader check --course {course}"
