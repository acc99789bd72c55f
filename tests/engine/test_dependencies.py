"""Dependencies: what a hidden test uses, read from the source."""

import pytest

from grader.engine.dependencies import HiddenSources

SOURCES = {
    "test_a.py": "import helpers\nfrom shared import *\nfrom shared import two as zwei\n\n"
    "LIMIT = 3\nLIMIT += 1\n\n\ndef test_one(student, table):\n    helpers.go(LIMIT)\n\n\n"
    "def test_two():\n    zwei()\n\n\ndef test_three():\n    eval('1')\n",
    "shared.py": "def one():\n    return two()\n\n\ndef two():\n    return 2\n",
    "helpers.py": "from shared import one\n\n\ndef go(x):\n    return one()\n",
    "lonely.py": "def alone():\n    pass\n",
    "conftest.py": "import pytest\n\n\n@pytest.fixture\ndef table():\n    return rows()\n\n\n"
    "def rows():\n    return []\n\n\n@pytest.fixture(autouse=True)\ndef quiet():\n    pass\n",
    "test_b.py": "from mistakes import plain\nfrom mistakes.loss import EXAMPLES\n\n\n"
    "def test_four():\n    plain.go()\n\n\n"
    "def test_five():\n    from hidden.mistakes.late import come\n\n    come()\n",
    "mistakes/__init__.py": "",
    "mistakes/loss.py": "from .common import fresh\n\nEXAMPLES = [fresh()]\nUNUSED = 1\n",
    "mistakes/common.py": "def fresh():\n    pass\n\n\ndef unused():\n    pass\n",
    "mistakes/plain.py": "def go():\n    pass\n",
    "mistakes/late.py": "def come():\n    pass\n",
    "loss.py": "EXAMPLES = []\n",
}
#: What every check of test_b depends on.
GATHERED = [("mistakes", ""), ("mistakes.loss", "EXAMPLES"), ("mistakes.common", "fresh")]


@pytest.mark.parametrize(
    ("module", "test", "used", "unused"),
    [
        (
            "test_a",
            "test_one",
            [("helpers", "go"), ("conftest", "rows"), ("conftest", "quiet")],
            [],
        ),
        (
            "test_a",
            "test_one",
            [("test_a", "LIMIT"), ("test_a", ""), ("shared", "two")],
            [("lonely", "alone")],
        ),
        ("test_a", "test_two", [("shared", "two"), ("conftest", "quiet")], [("helpers", "go")]),
        ("test_a", "test_three", [("lonely", "alone"), ("helpers", "go")], []),
        (
            "test_b",
            "test_four",
            [*GATHERED, ("mistakes.plain", "go")],
            [
                *[("mistakes.loss", "UNUSED"), ("mistakes.common", "unused")],
                *[("mistakes.late", "come"), ("loss", "EXAMPLES")],
            ],
        ),
        (
            "test_b",
            "test_five",
            [*GATHERED, ("mistakes.late", "come")],
            [("mistakes.plain", "go"), ("loss", "EXAMPLES")],
        ),
    ],
)
def test_dependencies_are_found_in_the_source(module, test, used, unused):
    """Helpers, fixtures by argument, autouse, star imports, packages; eval means all."""
    found = HiddenSources(SOURCES).used_by(module, test)

    assert set(used) <= found
    assert not set(unused) & found


REGISTERED = {
    "table.py": """
from functools import cache

CASES = []

def case(function):
    CASES.append(function())
    return function

@case
def three():
    return number()

def number():
    return 3

@cache
def kept():
    return 4

def plain():
    return 5
""",
    "test_a.py": "from table import CASES\n\ndef test_one():\n    sum(CASES)\n",
    "test_b.py": "from table import CASES\n\nCASES.append(extra())\n\ndef extra():\n    return 6\n",
    "test_c.py": "import other\n\ndef test_two():\n    other.go()\n",
    "other.py": "ALL = []\nLAST = ALL.append(1)\n\ndef go():\n    return ALL\n",
}


@pytest.mark.parametrize(
    ("module", "test", "used", "unused"),
    [
        # What a decorator of the course may have put into a list is not mentioned where it is read.
        ("test_a", "test_one", [("table", ""), ("table", "number")], [("table", "plain")]),
        # One of the standard library knows nothing of the course.
        ("test_a", "test_one", [], [("table", "kept")]),
        # Another file may change the list while it is imported.
        ("test_a", "test_one", [("test_b", ""), ("test_b", "extra")], []),
        ("test_c", "test_two", [("other", "")], [("test_b", ""), ("table", "")]),
    ],
)
def test_what_is_called_on_import_reaches_all_that_it_may_change(module, test, used, unused):
    """A list that is filled while the hidden tests are collected is read by name alone."""
    found = HiddenSources(REGISTERED).used_by(module, test)

    assert set(used) <= found
    assert not set(unused) & found


def test_a_change_of_what_was_registered_changes_what_the_check_uses():
    """So the check runs again."""
    changed = REGISTERED | {"table.py": REGISTERED["table.py"].replace("return number()", "...")}
    before, after = HiddenSources(REGISTERED), HiddenSources(changed)

    used = before.used_by("test_a", "test_one")

    assert before.digest(used) != after.digest(used)


def test_a_module_that_objects_are_asked_of_counts_as_named():
    """``student.loss.bce`` is what "loss.bce" is: the check depends on the solution of loss."""
    sources = HiddenSources(
        {
            "test_c.py": "from bank import pay\nimport shop\n\n"
            "def test_six(student, reference):\n    student.loss.bce(1)\n"
            "    helper(reference.model)\n    getattr(student, 'data')\n    x.only(pay, shop)\n"
        }
    )

    assert sources.strings("test_c", "test_six") >= {
        *("loss.", "model.", "data.", "bank.", "shop."),
    }
    assert "only." not in sources.strings("test_c", "test_six")
