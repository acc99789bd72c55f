"""A hidden check is an ordinary pytest function about an object in the box."""

import json
from pathlib import Path

import pytest
from helpers.commands import autograde

COURSE = {
    "exercises/unit.toml": """
schema = 1

[unit]
name = "bank"
title = "Bank"
version = "1.0"
points = 1

[[exercise]]
id = "B1"
module = "bank"
names = ["Account"]
title = "Account"
points = 1
limit_s = 5
minutes = 5
difficulty = 1
hints = ["a?", "b", "c"]
""",
    "exercises/test_bank.py": '''
"""Visible tests."""

import bank
import pytest


@pytest.mark.exercise("B1")
def test_account():
    """It is there."""
    assert bank.Account
''',
    "solutions/bank.py": '''
"""A bank."""


class Account:
    """An account with a balance."""

    def __init__(self, balance):
        """Start with *balance*."""
        ### BEGIN SOLUTION
        self.balance = balance
        ### END SOLUTION
''',
    "hidden/test_bank_hidden.py": '''
"""Hidden checks of bank."""

import pytest

from grader.testing import assert_matches


@pytest.mark.check("B1", points=1, base=True)
def test_a_new_account_has_its_balance(student):
    """A new account has the balance it was opened with."""
    assert_matches(student.bank.Account(5).balance, 5)
''',
}


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A course of one class, whose check works with an object of it."""
    for name, text in COURSE.items():
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"))
    return tmp_path / "course"


def test_a_check_works_with_an_object_of_the_submission(bank, tmp_path):
    """``student.bank.Account(5).balance`` is asked in the box by the command."""
    right = "class Account:\n    def __init__(self, money):\n        self.balance = money\n"
    for name, text in {"right": right, "wrong": right.replace("= money", "= 0")}.items():
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "bank.py").write_text(text)

    autograde(tmp_path / "class", tmp_path / "results", course=bank)

    found = {
        name: json.loads((tmp_path / "results" / f"{name}.json").read_text())["exercises"]
        for name in ("right", "wrong")
    }
    outcomes = {name: [c["outcome"] for c in e[0]["checks"]] for name, e in found.items()}
    assert outcomes == {"right": ["PASSED"], "wrong": ["WRONG"]}


def test_a_reference_that_is_first_asked_for_files_answers_in_every_run(bank, tmp_path):
    """Its answers are kept; where a wrong answer needs a fresh one, there is a child for it."""
    (bank / "hidden/test_bank_hidden.py").write_text(
        """
import pytest


@pytest.mark.check("B1", points=1, base=True)
def test_money(student, reference):
    \"\"\"A new account has the balance it was opened with.\"\"\"
    balance = student.bank.Account(5).balance
    reference.files.write_text("five.txt", "5")
    assert balance == reference.bank.Account(int(reference.files.read_text("five.txt"))).balance
"""
    )
    outcomes = []
    for money in ("money", "0"):
        folder = tmp_path / "class" / money
        folder.mkdir(parents=True)
        text = f"class Account:\n    def __init__(self, money):\n        self.balance = {money}\n"
        (folder / "bank.py").write_text(text)
        autograde(tmp_path / "class", tmp_path / "results", course=bank)
        found = json.loads((tmp_path / "results" / f"{money}.json").read_text())
        outcomes.append(found["exercises"][0]["checks"][0]["outcome"])

    assert outcomes == ["PASSED", "WRONG"]


EQUAL = """
class Account:
    def __init__(self, money): self.balance = money
    def __eq__(self, other): return self.balance == getattr(other, "balance", other)
"""
COMPARES = '''
    def __eq__(self, other):
        """Compare with an account or a balance."""
        ### BEGIN SOLUTION
        return self.balance == getattr(other, "balance", other)
        ### END SOLUTION
'''
ALWAYS = """
class Always:
    def __eq__(self, other): return True
"""


def test_an_equality_that_the_task_asks_for_is_asked_and_no_other(bank, tmp_path):
    """A plain value is unequal, or equal where the solution's object is; not where it is plain."""
    with (bank / "solutions/bank.py").open("a") as solution:
        solution.write(COMPARES)
    (bank / "hidden/test_bank_hidden.py").write_text(
        """
import pytest


@pytest.mark.check("B1", points=1, base=True)
def test_balance(student):
    \"\"\"A new account has the balance it was opened with.\"\"\"
    assert student.bank.Account(5).balance == 5


@pytest.mark.check("B1", points=1)
def test_equality(student):
    \"\"\"An account equals its balance and nothing else.\"\"\"
    account = student.bank.Account(5)
    assert account == 5
    assert account != "5"
    assert account not in [4, None]
"""
    )
    folder = tmp_path / "class"
    wrong = EQUAL.replace("= money", "= Always()")
    works = {"right": EQUAL, "always": ALWAYS + wrong, "none": EQUAL.replace("__eq__", "same")}
    for name, work in works.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "bank.py").write_text(work)

    autograde(folder, tmp_path / "results", course=bank)

    found = {name: json.loads((tmp_path / f"results/{name}.json").read_text()) for name in works}
    outcomes = {
        name: [check["outcome"] for check in result["exercises"][0]["checks"]]
        for name, result in found.items()
    }
    assert outcomes == {
        "right": ["PASSED", "PASSED"],
        "always": ["WRONG", "WRONG"],
        "none": ["PASSED", "WRONG"],
    }
    (note,) = {check["note"] for check in found["right"]["exercises"][0]["checks"]} - {""}
    assert note == "compared by its own __eq__: bank.Account"
