"""Gradescope: whose the files of an export are, and when they came."""

import zipfile

import pytest
from helpers.downloads import LOSS, METADATA, UNIT, collected, options, pack

from grader.errors import DownloadRefused
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


def test_file_outside_of_every_submission_is_named(tmp_path, to):
    """It is nobody's."""
    path = pack(
        tmp_path / "e.zip",
        {
            "submission_metadata.yml": METADATA,
            "submission_11/loss.ipynb": LOSS,
            "readme.txt": "",
        },
    )

    assert collect(path, options(to)).left_out == [
        "readme.txt is not in the folder of a submission."
    ]


def test_metadata_that_cannot_be_read_refuse_the_download(tmp_path, to):
    """Without them nobody knows whose anything is."""
    path = tmp_path / "e.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(zipfile.ZipInfo("submission_metadata.yml"), METADATA, zipfile.ZIP_LZMA)
        packed.writestr("submission_11/loss.ipynb", LOSS)

    with pytest.raises(
        DownloadRefused, match=r"e\.zip: submission_metadata\.yml is compressed in a way"
    ):
        collect(path, options(to))
