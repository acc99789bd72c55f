"""Gradescope: whose the files of an export are, and when they came."""

from helpers.downloads import LOSS, METADATA, UNIT, collected, options, pack

from grader.lms.collect import collect


def test_gradescope_export(tmp_path, to):
    """Times and people are in its metadata; a group's work is every member's."""
    path = pack(
        tmp_path / "export.zip",
        {
            "assignment_5_export/submission_metadata.yml": METADATA,
            "assignment_5_export/submission_11/loss.ipynb": LOSS,
            "assignment_5_export/submission_12/hw/loss.ipynb": LOSS,
            "assignment_5_export/submission_13/loss.ipynb": LOSS,
        },
    )

    done = collect(path, options(to))

    assert done.platform == "Gradescope"
    assert set(collected(to)) == {
        f"{student}/{UNIT}/{name}"
        for student in ("ada7", "ben@x.org", "cleo")
        for name in ("loss.ipynb", "timestamp.txt")
    }
    assert collected(to)[f"ada7/{UNIT}/timestamp.txt"] == b"2026-01-02 03:04:05.123456 UTC\n"
    assert collected(to)[f"cleo/{UNIT}/timestamp.txt"] == b"2026-01-03 00:00:00 UTC\n"
    assert done.left_out == ["submission_13 is not in submission_metadata.yml."]
    assert "submission_12 is the work of 2 students." in done.notes
