"""Classroom 50's result.json and the page of its release."""

import json
from datetime import UTC, datetime

import pytest
from helpers.autograder_results import CLASSROOM, MIXED, REFUSED, valid

from grader.autograders.classroom50 import classroom50_result, release_body
from grader.errors import NoAssignment

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
    """Two decimals survive, and the sum is the sum of what is shown."""
    data = classroom50_result(MIXED, CLASSROOM, MOMENT, MOMENT)

    assert [test["score"] for test in data["tests"]] == [600, 0]
    assert data["score"] == 600
    assert "hidden input" not in json.dumps(data)


def test_classroom50_page_shows_messages_letter_by_letter():
    """Every line of a message is indented, so that none of it is Markdown or HTML."""
    body = release_body(MIXED)

    assert "    double <b>adds</b> 2\n    # head" in body
    assert all(line.startswith("    ") for line in body.split("\n") if line)


def test_classroom50_names_the_variable_that_is_missing():
    """Outside of its runner nothing is known of the assignment."""
    with pytest.raises(NoAssignment, match="The environment variable CLASSROOM is not set"):
        classroom50_result(MIXED, {"COMMIT_URL": "x"}, MOMENT, MOMENT)
