"""Hidden tests that import the submission: the names mean whichever is judged."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from helpers.courses import TOY

from grader.box.zygote import Zygote
from grader.course.manifest import find_course
from grader.errors import CourseError
from grader.intake import Submission
from grader.judging.judge import Judge
from grader.judging.session import run_session
from grader.judging.submission.imports import SubmissionImports
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


FIXTURES = f'''
import pytest
from bank import doubled

@pytest.fixture
def answer(student):
    return student.bank.doubled([1])

@pytest.fixture(scope="module")
def later(student):
    yield student.bank.doubled([2])

@pytest.fixture(scope="session")
def imported(reference):
    assert doubled([3]) == reference.bank.doubled([3])
    yield doubled
    doubled([4])

{CHECK}def test_one(answer):
    """One is doubled."""
    assert answer == [2]

{CHECK}def test_two(later):
    """Two is doubled."""
    assert later == [4]

{CHECK}def test_five(imported):
    """Five is doubled."""
    assert imported([5]) == [10]
'''


@pytest.mark.parametrize(
    ("body", "outcome"),
    {
        "return [2 * number for number in numbers]": Outcome.PASSED,
        "return list(reversed([number + number for number in numbers]))": Outcome.PASSED,
        "return numbers": Outcome.WRONG,
        "return {}[0]": Outcome.RAISED,
        "exit()": Outcome.RAISED,
        "raise NotImplementedError('doubled is still to be written')": Outcome.UNANSWERED,
    }.items(),
)
def test_a_fixture_of_any_scope_may_ask_the_submission(judged, body, outcome):
    """It is made anew for each check, also after the submission has ended it."""
    submission = f"def doubled(numbers):\n    {body}\n"

    found = judged(SOLUTION.replace("def doubled", "def _") + submission, test_bank=FIXTURES)

    assert found == dict.fromkeys(["test_one", "test_two", "test_five"], outcome)


SKIPPED = f'''
import pytest
from bank import doubled

{CHECK}@pytest.mark.skip(reason="not this year")
def test_the_old_rate():
    """The rate is 3."""
    assert doubled([1]) == [3]

{CHECK}def test_the_rate():
    """The rate is 2."""
    assert doubled([1]) == [2]
'''


def test_a_skipped_test_is_nobodys_check(judged):
    """It is taken out for everybody, the solution too."""
    assert judged(SOLUTION, test_bank=SKIPPED) == {"test_the_rate": Outcome.PASSED}


@pytest.mark.parametrize("marker", ["xfail", "skipif(True, reason='')"])
def test_a_test_that_may_or_may_not_run_is_refused(judged, marker):
    """Everybody is judged by the same checks, and the solutions pass them."""
    tests = SKIPPED.replace('skip(reason="not this year")', marker)

    with pytest.raises(CourseError, match=r"test_bank.py::test_the_old_rate is marked (xf|sk)"):
        judged(SOLUTION, test_bank=tests)


def test_what_a_file_asks_at_its_top_is_asked_of_each_submission(judged):
    """A subclass, a constant and a helper's import mean the submission that is judged."""
    helper = "from bank import RATE, doubled\n\nTWICE = 2 * RATE\n"
    tests = f'''
import pytest
import helper
from helper import TWICE, doubled as helped

{CHECK}def test_the_rate():
    """The rate is 2."""
    assert TWICE == 4
    assert helper.doubled([1]) == helped([1]) == [2]
'''

    right = judged(SOLUTION, helper=helper, test_bank=tests)
    wrong = judged(SOLUTION.replace("RATE = 2", "RATE = 3"), helper=helper, test_bank=tests)

    assert right == {"test_the_rate": Outcome.PASSED}
    assert wrong == {"test_the_rate": Outcome.WRONG}


def test_a_name_that_is_used_when_no_submission_is_judged_is_an_error(tmp_path):
    """The author is told to use it in a test."""
    imports = SubmissionImports(find_course(TOY))

    with pytest.raises(CourseError, match=r"shapes.double was used after the check. Use it in a"):
        imports.resolve("shapes", "double")


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
