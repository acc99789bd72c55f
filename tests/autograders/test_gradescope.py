"""Gradescope's results.json: its schema, its words, and what students may see of it."""

import json
from datetime import UTC, datetime

import pytest
from helpers.autograder_results import CLASSROOM, MIXED, REFUSED, valid

from grader.autograders.classroom50 import classroom50_result, release_body
from grader.autograders.gradescope import (
    counted,
    gradescope_results,
    lateness,
    read_submission_metadata,
)
from grader.autograders.texts import told_each_time
from grader.terms.course_terms import SHOWN, Terms
from grader.terms.late import read_rule
from grader.terms.times import read_due, read_zone

MOMENT = datetime(2026, 1, 30, 10, tzinfo=UTC)

# Formats


@pytest.mark.parametrize("result", [MIXED, REFUSED], ids=["mixed", "refused"])
def test_gradescope_results_follow_its_schema(result):
    """Published names, types and words only."""
    valid(gradescope_results(result, {}), "gradescope-results.schema.json")


def test_gradescope_shows_messages_as_text_and_no_note():
    """A message is for students, shown letter by letter; the note of the teacher stays out."""
    data = gradescope_results(MIXED, {})

    assert "hidden input" not in json.dumps(data)
    assert data["stdout_visibility"] == "hidden"
    first, second = data["tests"]
    assert (first["status"], first["score"], first["output"]) == ("passed", 3.603, "")
    assert (second["status"], second["score"]) == ("failed", 0.0)
    assert (second["output_format"], second["visibility"]) == ("text", "visible")


def test_gradescope_keeps_lateness_in_extra_data():
    """A teacher finds the moments there, whatever the terms of the course say."""
    metadata = {
        "created_at": "2026-02-01T01:00:00.000000-00:00",
        "assignment": {"due_date": "2026-02-01T00:00:00.000000-00:00", "late_due_date": None},
    }

    extra = gradescope_results(MIXED, metadata)["extra_data"]

    assert extra["late_s"] == 3600
    assert extra["due_date"].startswith("2026-02-01T00:00:00")


TERMS = Terms(
    read_due("2026-01-20 23:59", read_zone("Europe/Berlin")),
    read_zone("Europe/Berlin"),
    read_rule("10%/day, at most 50%"),
)
DUE, LATER = "2026-02-01T00:00:00.000000-08:00", "2026-02-03T00:00:00.000000-08:00"


def handed_in(created_at, *users):
    """Return Gradescope's metadata of a submission, with the users' own due dates."""
    people = [{"id": 1, "assignment": {"due_date": due, "release_date": DUE}} for due in users]
    return {"created_at": created_at, "assignment": {"due_date": DUE}, "users": people}


@pytest.mark.parametrize(
    ("metadata", "points", "line"),
    [
        (handed_in("2026-01-31T23:59:00.000000-08:00"), 3.6, ""),
        (
            handed_in("2026-02-01T01:00:00.000000-08:00"),
            2.6,
            "3.6 points minus a late penalty of 1: 2.6 count.",
        ),
        (
            handed_in("2026-02-04T01:00:00.000000-08:00"),
            0.0,
            "3.6 points minus a late penalty of 3.6: 0 count.",
        ),
        # An extension on Gradescope is a due date of the user; a group has the latest.
        (handed_in("2026-02-02T01:00:00.000000-08:00", DUE, LATER), 3.6, ""),
        (
            handed_in("2026-02-02T01:00:00.000000-08:00", DUE),
            1.6,
            "3.6 points minus a late penalty of 2: 1.6 count.",
        ),
        # Without Gradescope's due date that of the terms counts.
        (
            {"created_at": "2026-01-21T12:00:00.000000+01:00"},
            2.6,
            "3.6 points minus a late penalty of 1: 2.6 count.",
        ),
        (
            {"created_at": "soon", "users": ["x", {"assignment": 3}]},
            3.6,
            "The submission time is unknown, so no late penalty was applied.",
        ),
    ],
)
def test_gradescope_takes_off_what_the_terms_say(metadata, points, line):
    """The rule is the course's, the due date Gradescope's; the page shows the points sent."""
    result = counted(MIXED, TERMS, metadata)

    data = gradescope_results(result, metadata)

    assert data["score"] == points
    assert data["output"].split("\n") == [f"{points:g} of 10 points.", *([line] if line else [])]
    assert data["tests"] == gradescope_results(MIXED, metadata)["tests"]
    valid(data, "gradescope-results.schema.json")


def test_terms_without_a_rule_leave_lateness_to_gradescope():
    """Its own late penalty, or that of the LMS behind it, then has the points to take from."""
    metadata = handed_in("2026-02-04T01:00:00.000000-08:00")

    assert gradescope_results(counted(MIXED, Terms(), metadata), metadata)["score"] == 3.6


@pytest.mark.parametrize("metadata", [{}, {"assignment": None, "created_at": 7}])
def test_gradescope_metadata_may_be_anything(metadata):
    """What is missing or odd is left out."""
    assert lateness(metadata) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"created_at": "a", "assignment": {"due_date": "b", "x": 1}, "results": [1]}',
         {"created_at": "a", "assignment": {"due_date": "b"}, "users": []}),
        ('{"users": [{"name": "Ada", "assignment": {"due_date": "c"}}, 1, {"assignment": 2}]}',
         {"assignment": {}, "users": [{"assignment": {"due_date": "c"}}, {"assignment": {}}]}),
        ('{"created_at": 1, "assignment": [], "users": {}}', {"assignment": {}, "users": []}),
        ("[1]", {"assignment": {}, "users": []}),
        ("[" * 100_000, {"assignment": {}, "users": []}),
        ("no json", {"assignment": {}, "users": []}),
    ],
)  # fmt: skip
def test_of_the_metadata_nothing_but_times_is_read(tmp_path, text, found):
    """They repeat what earlier submissions printed, and no text in them stops the autograder."""
    (tmp_path / "submission_metadata.json").write_text(text)

    assert read_submission_metadata(tmp_path) == found


@pytest.mark.parametrize(
    ("shown", "outputs"),
    [
        ("words", ["", "double <b>adds</b> 2\n# head"]),
        ("checks", ["", MIXED.checks[1].sentence]),
        ("points", []),
    ],
)
def test_platforms_show_of_each_attempt_what_the_terms_say(shown, outputs):
    """Where a class may hand in often, words for every attempt would be a way to learn answers."""
    gradescope = gradescope_results(MIXED, {}, shown=shown)
    classroom = classroom50_result(MIXED, CLASSROOM, MOMENT, MOMENT, shown=shown)

    valid(gradescope, "gradescope-results.schema.json")
    valid(classroom, "classroom50-result.schema.json")
    assert [test["output"] for test in gradescope["tests"]] == outputs
    assert [test["output"] for test in classroom["tests"]] == outputs
    assert (gradescope["score"], classroom["score"]) == (MIXED.points, 360)
    body = release_body(MIXED, shown=shown)
    assert ("double <b>adds" in body) == (shown == "words")
    assert (MIXED.checks[1].sentence in body) == (shown != "points")


@pytest.mark.parametrize("shown", SHOWN)
def test_an_instructor_reads_what_each_attempt_tells(shown):
    """Beside the package stands what to do about it."""
    said = told_each_time(shown)

    assert said.startswith("Each attempt tells its student the points")
    assert ("words for what failed" in said) == (shown == "words")
    assert said.endswith("or what is told with shown in terms.toml.")
