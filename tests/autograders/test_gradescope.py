"""Gradescope's results.json: its schema, its words, and what students may see of it."""

import json

import pytest
from helpers.autograder_results import MIXED, REFUSED, valid

from grader.autograders.gradescope import gradescope_results, lateness, read_submission_metadata

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
    assert (first["status"], first["score"], first["output"]) == ("passed", 6.005, "")
    assert (second["status"], second["score"]) == ("failed", 0.0)
    assert (second["output_format"], second["visibility"]) == ("text", "visible")


def test_gradescope_keeps_lateness_in_extra_data():
    """Gradescope takes points off by its own rule; the moments are kept."""
    metadata = {
        "created_at": "2026-02-01T01:00:00.000000-00:00",
        "assignment": {"due_date": "2026-02-01T00:00:00.000000-00:00", "late_due_date": None},
    }

    extra = gradescope_results(MIXED, metadata)["extra_data"]

    assert extra["late_s"] == 3600
    assert extra["due_date"].startswith("2026-02-01T00:00:00")


@pytest.mark.parametrize("metadata", [{}, {"assignment": None, "created_at": 7}])
def test_gradescope_metadata_may_be_anything(metadata):
    """What is missing or odd is left out."""
    assert lateness(metadata) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"created_at": "a", "assignment": {"due_date": "b", "x": 1}, "results": [1]}',
         {"created_at": "a", "assignment": {"due_date": "b"}}),
        ('{"created_at": 1, "assignment": []}', {"assignment": {}}),
        ("[1]", {"assignment": {}}),
        ("[" * 100_000, {"assignment": {}}),
        ("no json", {"assignment": {}}),
    ],
)  # fmt: skip
def test_of_the_metadata_nothing_but_times_is_read(tmp_path, text, found):
    """They repeat what earlier submissions printed, and no text in them stops the autograder."""
    (tmp_path / "submission_metadata.json").write_text(text)

    assert read_submission_metadata(tmp_path) == found
