"""A solution that is a package becomes a course of modules, and its tests ask these."""

import subprocess
import sys
from pathlib import Path

import pytest

from grader.box.zygote import Zygote
from grader.check.static import prove
from grader.errors import CourseError
from grader.importing.assignment import ImportedCourse, import_course
from grader.importing.pytest_assignment import read_assignment

PACKAGE = {
    "__init__.py": (
        "import small.rules as rules\n\nfrom .values import *  # noqa: F403\n"
        "from .money import Account\n"
    ),
    "rules.py": "import small\n\n\ndef limit(account):\n    return small.money.rounded(9.4)\n",
    "values.py": (
        "from typing import Union\n\nfrom .bounds import TOP\n\nNumber = Union[int, float]\n\n\n"
        "def bounds():\n    return TOP\n"
    ),
    "bounds.py": "TOP = 99\n",
    "money.py": (
        "from . import rules\nfrom .values import Number\nfrom .inner import fees\n\n\n"
        "def rounded(x: Number):\n    return round(x)\n\n\n"
        "class Account:\n"
        "    def __init__(self, balance: Number = 0):\n        self.balance = balance\n\n"
        "    def pay(self, amount):\n"
        "        self.balance -= min(amount, rules.limit(self)) + fees.fee()\n"
    ),
    "inner/__init__.py": "",
    "inner/fees.py": "from ..values import Number\n\n\ndef fee() -> Number:\n    return 1\n",
}
TESTS = {
    "__init__.py": "",
    "strategies.py": (
        "from typing import Optional\n\nimport small\n\n\n"
        "def account(balance: Optional[small.Number] = None):\n"
        "    return small.Account(balance)\n"
    ),
    "test_money.py": (
        "import small\nfrom small import Account, bounds, rules\n"
        "from .strategies import account\n\n\n"
        "class Rich(small.Account):\n    def wealth(self):\n        return self.balance\n\n\n"
        "def test_pay():\n"
        "    one = account(20)\n    one.pay(12)\n    assert one.balance == 10\n\n\n"
        "def test_rich():\n    assert Rich(3).wealth() == 3\n\n\n"
        "def test_bounds():\n    assert bounds() == small.bounds() == Account(99).balance\n\n\n"
        "def test_limit():\n    assert small.rules.limit(Account()) == rules.limit(None) == 9\n"
    ),
    "test_more.py": "from small.inner.fees import fee\n\ndef test_fee():\n    assert fee() == 1\n",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files into a new folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def imported(tmp_path: Path, zygote: Zygote) -> ImportedCourse:
    """The package as a course."""
    tests, solution = write(tmp_path / "tests", TESTS), write(tmp_path / "src" / "small", PACKAGE)
    found = read_assignment(tests, solution.parent)
    return import_course(found, tmp_path / "small-course", zygote.spawn)


def test_its_modules_are_exercises_and_the_rest_is_given(imported):
    """A file with tests is about the module of its name, or the one that it uses most."""
    exercises = {exercise.id: exercise.names for exercise in imported.course.unit.exercises}
    assert exercises == {"money": ("rounded", "Account"), "inner_fees": ("fee",)}
    assert set(imported.carried) == {
        *("test_pay", "test_rich", "test_bounds", "test_limit", "test_fee"),
    }
    given = {path.name for path in imported.course.exercises.glob("*.py")}
    assert {"small.py", "rules.py", "values.py", "inner.py"} < given
    assert {(each.where, each.reason) for each in imported.left_out} == {
        (f"{name}.py", "No file of tests is about it: students get it as the solution has it.")
        for name in ("small", "bounds", "rules", "values", "inner")
    }


def test_the_course_is_complete(imported):
    """``grader check`` finds nothing, and the visible tests of the solutions pass."""
    assert prove(imported.course) == []
    for path in imported.course.solutions.glob("*.py"):
        (imported.course.exercises / path.name).write_bytes(path.read_bytes())
    command = [sys.executable, "-m", "pytest", "-q", "exercises"]
    done = subprocess.run(command, cwd=imported.course.root, capture_output=True, text=True)
    assert "2 passed" in done.stdout, done.stdout


def test_a_name_for_two_modules_is_refused(tmp_path):
    """A course has one folder for them."""
    twins = {"a_b.py": "", "a/__init__.py": "", "a/b.py": "def f(): pass"}
    tests = write(tmp_path / "tests", {"test_a.py": "from small.a.b import f\ndef test_f(): f()"})
    solution = write(tmp_path / "small", {"__init__.py": "", **twins})

    words = r"The package small has small.a.b and small.a_b, which would both be a_b.py. Rename "
    with pytest.raises(CourseError, match=words):
        read_assignment(tests, solution)
