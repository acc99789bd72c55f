"""A solution that is a package becomes a course of modules, and its tests ask these."""

import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from helpers.student_kit import ask
from typer.testing import CliRunner

from grader.box.zygote import Zygote
from grader.check.static import prove
from grader.cli import app
from grader.course.judging_files import given_data
from grader.course.manifest import find_course
from grader.errors import CourseError
from grader.importing.assignment import ImportedCourse, import_course
from grader.importing.pytest_assignment import read_assignment
from grader.intake import Submission
from grader.judging.judge import Judge
from grader.judging.session import run_session
from grader.nbgrader.release.source_assignment import release_nbgrader
from grader.release.bundle import release_bundle
from grader.results.outcomes import Outcome

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


def test_the_command_names_the_modules_that_no_exercise_is_about(tmp_path, walls):
    """A mistake in one costs the checks that reach it."""
    tests, solution = write(tmp_path / "tests", TESTS), write(tmp_path / "src" / "small", PACKAGE)
    words = ["import", "pytest", str(tests), "--solutions", str(solution.parent)]

    done = CliRunner().invoke(app, [*words, "--to", str(tmp_path / "small-course")])

    assert [line for line in done.output.splitlines() if line.startswith("no exercise: ")] == [
        f"no exercise: {module}.py: No file of tests is about it; students write it for the "
        "exercises that use it."
        for module in ("rules", "values")
    ]


def test_its_modules_are_exercises_or_shared_and_the_rest_is_given(imported):
    """A file with tests is about a module; others with functions are written for its exercise."""
    exercises = {exercise.id: exercise.names for exercise in imported.course.unit.exercises}
    assert exercises == {"money": ("rounded", "Account"), "inner_fees": ("fee",)}
    assert set(imported.carried) == {
        *("test_pay", "test_rich", "test_bounds", "test_limit", "test_fee"),
    }
    assert imported.course.unit.shared == ("rules", "values")
    assert {path.stem for path in imported.course.solutions.glob("*.py")} == {
        *("money", "inner_fees", "rules", "values"),
    }
    given = ("small", "bounds", "inner")
    assert {f"{name}.py" for name in given} < set(given_data(imported.course))
    assert {(each.where, each.reason) for each in imported.left_out} == {
        (f"{name}.py", "There is nothing to write in it: students get it as the solution has it.")
        for name in given
    }


def test_a_module_that_no_test_is_about_is_that_of_the_submission(imported, zygote):
    """A mistake in it costs the checks that reach it, and so does a module that is missing."""
    right = {path.name: path.read_bytes() for path in imported.course.solutions.glob("*.py")}
    wrong = right | {"rules.py": right["rules.py"].replace(b"9.4", b"8.4")}
    without = {name: text for name, text in right.items() if name != "rules.py"}
    failed = []

    def judge_all(judge: Judge) -> None:
        judge.prove_reference()
        for files in (right, wrong, without):
            verdicts = judge.judge(Submission("", files)).verdicts
            failed.append({v.check.name for v in verdicts if v.outcome is not Outcome.PASSED})

    run_session(find_course(imported.course.root), zygote.spawn, judge_all)

    assert failed[:2] == [set(), {"test_pay", "test_limit"}]
    assert failed[2] == set(imported.carried)


def test_modules_without_markers_are_given_where_others_have_them(tmp_path):
    """The solution says what students write."""
    marked = "def fee():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n"
    tests, files = TESTS, PACKAGE | {"inner/fees.py": marked}
    solution = write(tmp_path / "small", files)

    found = read_assignment(write(tmp_path / "tests", tests), solution)

    assert found.shared == []
    assert {"rules.py", "values.py"} < set(found.data)


def test_the_course_is_complete(imported):
    """``grader check`` finds nothing, and the visible tests of the solutions pass."""
    assert prove(imported.course) == []
    for path in imported.course.solutions.glob("*.py"):
        (imported.course.exercises / path.name).write_bytes(path.read_bytes())
    command = [sys.executable, "-m", "pytest", "-q", "exercises"]
    done = subprocess.run(command, cwd=imported.course.root, capture_output=True, text=True)
    assert "2 passed" in done.stdout, done.stdout


def test_students_pack_and_reset_a_module_that_is_no_exercise(imported, tmp_path):
    """It is handed in with the others, tested beside what is given, and has no notebook."""
    bundle = release_bundle(imported.course, tmp_path / "students")
    exercises = bundle.folder / "exercises"
    stub = (exercises / "rules.py").read_bytes()
    (exercises / "rules.py").write_bytes((imported.course.solutions / "rules.py").read_bytes())

    packed = ask(exercises, "pack")
    ask(exercises, "reset", "rules", "--yes")

    with ZipFile(exercises.parent / "small-course-answers.zip") as answers:
        assert "limit" in answers.read("rules.py").decode()
        assert {"money.py", "inner_fees.py", "rules.py", "values.py"} < set(answers.namelist())
    assert re.search(r"^  rules.py +\d+ bytes$", packed, re.M)
    assert (exercises / "rules.py").read_bytes() == stub
    with pytest.raises(CourseError, match=r"unit.toml: rules belongs to no exercise, and"):
        release_nbgrader(imported.course, tmp_path / "notebooks")


def test_a_name_for_two_modules_is_refused(tmp_path):
    """A course has one folder for them."""
    twins = {"a_b.py": "", "a/__init__.py": "", "a/b.py": "def f(): pass"}
    tests = write(tmp_path / "tests", {"test_a.py": "from small.a.b import f\ndef test_f(): f()"})
    solution = write(tmp_path / "small", {"__init__.py": "", **twins})

    words = r"The package small has small.a.b and small.a_b, which would both be a_b.py. Rename "
    with pytest.raises(CourseError, match=words):
        read_assignment(tests, solution)
