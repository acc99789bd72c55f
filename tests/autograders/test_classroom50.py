"""Classroom 50's result.json and the page of its release."""

import json
from datetime import UTC, datetime

import pytest
from helpers.autograder_results import CLASSROOM, MIXED, REFUSED, check, judged, valid

from grader.autograders.classroom50 import classroom50_result, counted, release_body
from grader.errors import NoAssignment
from grader.terms.course_terms import Terms
from grader.terms.late import read_rule

MOMENT = datetime(2026, 1, 30, 10, tzinfo=UTC)


@pytest.mark.parametrize("result", [MIXED, REFUSED], ids=["mixed", "refused"])
def test_classroom50_result_follows_its_schema(result):
    """Whole numbers, and no score above its maximum."""
    data = classroom50_result(result, CLASSROOM, MOMENT, MOMENT)

    valid(data, "classroom50-result.schema.json")
    assert 0 <= data["score"] <= data["max-score"]
    assert all(test["score"] <= test["max-score"] for test in data["tests"])
    assert data["review"] == CLASSROOM["COMMIT_URL"]


def test_classroom50_points_are_scaled_to_whole_numbers():
    """Two decimals survive, and the sum is what the page shows."""
    data = classroom50_result(MIXED, CLASSROOM, MOMENT, MOMENT)

    assert [test["score"] for test in data["tests"]] == [360, 0]
    assert [test["max-score"] for test in data["tests"]] == [360, 240]
    assert data["score"] == 360
    assert "3.6 of 10 points" in release_body(MIXED)
    assert "hidden input" not in json.dumps(data)


@pytest.mark.parametrize("passed", range(8))
def test_classroom50_loses_no_hundredth(passed):
    """Seven sevenths of six points are 600 hundredths, and so many of them as are earned."""
    outcomes = ["PASSED"] * passed + ["WRONG"] * (7 - passed)
    checks = [check(outcome, 1.0, name=f"test_{n}") for n, outcome in enumerate(outcomes)]

    data = classroom50_result(judged(*checks), CLASSROOM, MOMENT, MOMENT)

    assert data["score"] == round(100 * 6 * passed / 7)
    assert data["max-score"] == 600


def test_classroom50_takes_nothing_off_and_says_so():
    """The time of a commit is what the student's computer says; the points are those sent."""
    due = datetime(2026, 1, 1, tzinfo=UTC)
    result = counted(MIXED, Terms(due, late=read_rule("10%/day")))

    assert classroom50_result(result, CLASSROOM, MOMENT, MOMENT)["score"] == 360
    assert release_body(result).split("\n")[:2] == [
        "    3.6 of 10 points.",
        "    The submission time is unknown, so no late penalty was applied.",
    ]
    assert "lateness" not in release_body(counted(MIXED, Terms(due)))


def test_classroom50_page_shows_messages_letter_by_letter():
    """Every line of a message is indented, so that none of it is Markdown or HTML."""
    body = release_body(MIXED)

    assert "    double <b>adds</b> 2\n    # head" in body
    assert all(line.startswith("    ") for line in body.split("\n") if line)


def test_classroom50_names_the_variable_that_is_missing():
    """Outside of its runner nothing is known of the assignment."""
    with pytest.raises(NoAssignment, match="The environment variable CLASSROOM is not set"):
        classroom50_result(MIXED, {"COMMIT_URL": "x"}, MOMENT, MOMENT)
