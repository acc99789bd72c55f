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


#: One submission, by a student without and with an id, as versions of Gradescope wrote it.
VARIANTS = {
    "a time in UTC": (
        "submission_7:\n  :submitters:\n  - :name: Ada Lovelace\n    :sid: 'ada7'\n"
        "    :email: ada@x.org\n  :created_at: 2026-01-02 03:04:05.000000000 Z\n  :score: 9.0\n"
    ),
    "a time with an offset, line ends of Windows": (
        "---\r\nsubmission_7:\r\n  :submitters:\r\n  - :name: Ada Lovelace\r\n    :sid: ada7\r\n"
        "    :email: ada@x.org\r\n  :created_at: 2026-01-01 19:04:05 -08:00\r\n"
    ),
    "a time as an object of Ruby, scores before it": (
        "submission_7:\n  :score: 1.0\n  :status: processed\n  :submitters:\n"
        '  - :name: "Ada Lovelace"\n    :sid: "ada7"\n    :email: &2 ada@x.org\n'
        "  :created_at: !ruby/object:ActiveSupport::TimeWithZone\n    utc: 2026-01-02 03:04:05 Z\n"
        "    zone: &3 !ruby/object:ActiveSupport::TimeZone\n      name: Etc/UTC\n"
        "    time: 2026-01-02 03:04:05 Z\n"
    ),
    "plain keys": (
        "submission_7:\n  submitters:\n  - name: Ada Lovelace\n    sid: ada7\n"
        "    email: ada@x.org\n  created_at: '2026-01-02T03:04:05.000000Z'\n"
    ),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_metadata_in_the_forms_that_gradescope_has_written(tmp_path, to, name):
    """Who and when are the same in each."""
    path = pack(
        tmp_path / "e.zip",
        {"submission_metadata.yml": VARIANTS[name], "submission_7/loss.ipynb": LOSS},
    )

    done = collect(path, options(to))

    assert (done.new, done.left_out, done.notes) == (["ada7"], [], [])
    assert collected(to)[f"ada7/{UNIT}/timestamp.txt"] == b"2026-01-02 03:04:05 UTC\n"


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
