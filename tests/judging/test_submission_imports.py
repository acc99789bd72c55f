"""Hidden tests that import the submission: the names mean whichever is judged."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from grader.box.zygote import Zygote
from grader.course.manifest import find_course
from grader.intake import Submission
from grader.judging.judge import Judge
from grader.judging.session import run_session
from grader.results.outcomes import Outcome

UNIT = """schema = 1

[unit]
name = "bank"
title = "Bank"
version = "1.0"
points = 1

[[exercise]]
id = "bank"
module = "bank"
names = ["Account"]
title = "Accounts"
points = 1
limit_s = 5
minutes = 5
difficulty = 1
hints = ["a?", "b", "c"]
"""
SOLUTION = """
RATE = 2

class Overdrawn(ValueError):
    pass

class Account:
    def __init__(self, balance=0):
        self.balance = balance

    def pay(self, amount):
        if amount > self.balance:
            raise Overdrawn("too little")
        self.balance -= amount

def doubled(numbers):
    return [RATE * number for number in numbers]
"""
CHECK = '@pytest.mark.check("bank", points=1)\n'

Judged = Callable[..., dict[str, Outcome]]


@pytest.fixture
def judged(tmp_path: Path, zygote: Zygote) -> Judged:
    """Judges a submission by hidden tests in these files."""

    def judge_it(submission: str, **files: str) -> dict[str, Outcome]:
        written: Mapping[str, str] = {
            "exercises/unit.toml": UNIT,
            "solutions/bank.py": SOLUTION,
            **{f"hidden/{name}.py": text for name, text in files.items()},
        }
        for path, text in written.items():
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
        outcomes: dict[str, Outcome] = {}

        def body(judge: Judge) -> None:
            judge.prove_reference()
            handed_in = Submission("someone", {"bank.py": submission.encode()})
            for _ in range(2):
                verdicts = judge.judge(handed_in).verdicts
                found = {verdict.check.name: verdict.outcome for verdict in verdicts}
                assert outcomes in ({}, found), "a submission is judged twice in the same way"
                outcomes.update(found)

        run_session(find_course(tmp_path), zygote.spawn, body)
        return outcomes

    return judge_it


TESTS = f'''
import unittest
import numpy.testing
import pytest
import bank
from bank import Account, Overdrawn, doubled as twice

class Purse(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = Account(7)

    def setUp(self):
        self.account = Account(5)

    {CHECK.strip()}
    def test_paying(self):
        """Paying lowers the balance."""
        self.account.pay(2)
        self.assertEqual(self.account.balance, 3)
        self.assertEqual(self.shared.balance, 7)
        self.shared.pay(7)

    {CHECK.strip()}
    def test_the_class_is_set_up_anew(self):
        """Each check has a class of its own."""
        self.assertEqual(self.shared.balance, 7)
        with self.assertRaisesRegex(Overdrawn, "too"):
            self.shared.pay(8)

@pytest.fixture(scope="session")
def account():
    return Account(1)

@pytest.fixture(params=[1, 2], scope="module")
def amount(request):
    return request.param

{CHECK}@pytest.mark.parametrize("number", [1, 2, 3])
def test_doubling(number, amount, account):
    """Each number is doubled."""
    assert account.balance == 1
    numpy.testing.assert_array_equal(twice([number, amount]), [2 * number, 2 * amount])

{CHECK}def test_an_import_in_a_function():
    """The rate is 2."""
    from bank import RATE
    assert RATE == bank.RATE == 2
'''


def test_names_mean_whichever_submission_is_judged(judged):
    """A right submission passes, one fault costs only the checks that meet it."""
    right = judged(SOLUTION, test_bank=TESTS)
    wrong = judged(SOLUTION.replace("RATE * number", "number or RATE"), test_bank=TESTS)
    lacking = judged(SOLUTION.replace("class Over", "class Under"), test_bank=TESTS)

    checks = ["paying", "the_class_is_set_up_anew", "doubling", "an_import_in_a_function"]
    assert list(right) == [f"test_{name}" for name in checks]
    assert set(right.values()) == {Outcome.PASSED}
    assert wrong == right | {"test_doubling": Outcome.WRONG}
    assert lacking == right | {"test_the_class_is_set_up_anew": Outcome.UNANSWERED}
