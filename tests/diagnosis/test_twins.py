"""Words about a check of a contract are made from twins of its hidden cases."""

import re

import pytest
from helpers.courses import REPOSITORY
from helpers.judged import task

from grader.course.manifest import find_course
from grader.engine.local import Pool
from grader.results.outcomes import Outcome

COURSE = find_course(REPOSITORY)
FLOAT64_LOST = """

_right = sigmoid
def sigmoid(z):
    return _right(z.float())
"""


@pytest.fixture(scope="module")
def messages(pool: Pool) -> dict[str, str]:
    """What the student of a sigmoid that loses float64 reads, check by check."""
    files = {path.name: path.read_bytes() for path in COURSE.solutions.glob("*.py")}
    files["logistic.py"] += FLOAT64_LOST.encode()
    (judged,) = pool.judge([task(0, files, ("E06",))])
    return {v.name: v.message.text for v in judged.verdicts if v.outcome is not Outcome.PASSED}


def test_the_call_in_a_message_runs_and_shows_the_fault(messages):
    """Pasted behind the imports, the call gives what the message says."""
    told = messages["test_sigmoid_kind"]

    call = re.search(r"For example, (sigmoid\(.*?\)) should give", told)

    assert call is not None
    space: dict[str, object] = {}
    exec((COURSE.solutions / "logistic.py").read_text(encoding="utf-8"), space)
    exec(FLOAT64_LOST, space)
    exec(f"found = {call[1]}", space)
    assert f"it gives {space['found']!s}." in told


def test_where_it_is_wrong_is_told(messages):
    """All failing twins are float64, and all others pass."""
    assert "It is wrong exactly where z is float64." in messages["test_sigmoid_kind"]


def test_only_the_checks_of_the_fault_fail(messages):
    """The base holds: plain calls are float32."""
    assert "test_sigmoid_values" not in messages
