"""Moodle: whose the files of a download are, and its grading worksheet filled in."""

import csv
import io
import zipfile

import pytest
from helpers.downloads import (
    LOSS,
    UNIT,
    collected,
    options,
    pack,
    roster,
)
from helpers.lms_files import MOODLE, result, run_export, scores_in, stored, written
from helpers.made_results import TOY

from grader.lms.collect import collect
from grader.lms.moodle_worksheet import COMMENTS, worksheet_columns
from grader.lms.platforms.moodle import Moodle
from grader.terms.course_terms import Terms


def test_moodle_download_with_folders(tmp_path, to):
    """A folder for each student, an archive of the student's own in one of them."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("hw/loss.ipynb", LOSS)
    path = pack(
        tmp_path / "moodle.zip",
        {
            "Ada Lovelace_111_assignsubmission_file_/loss.ipynb": LOSS,
            "José Ñandú_112_assignsubmission_file_/work.zip": inner.getvalue(),
            "Cleo_113_assignsubmission_file_loss.ipynb": LOSS,
            "Two_114_assignsubmission_file_/loss.ipynb": LOSS,
            "Two_115_assignsubmission_file_/loss.ipynb": LOSS,
        },
    )

    done = collect(path, options(to))

    assert done.platform == "Moodle"
    students = ("Ada Lovelace", "Cleo", "José Ñandú")
    assert set(collected(to)) == {f"{name}/{UNIT}/loss.ipynb" for name in students}
    assert done.left_out == [
        "Two_114 shares its name with another student; give a class list.",
        "Two_115 shares its name with another student; give a class list.",
    ]


@pytest.mark.parametrize("word", ["Participant", "Teilnehmerin"])
def test_moodle_anonymous_download(tmp_path, to, word):
    """Everybody has one name, in the language of the site; the number tells them apart."""
    path = pack(
        tmp_path / "moodle.zip",
        {
            f"{word}_{number}_assignsubmission_file{end}/loss.ipynb": LOSS
            for number, end in ((123, "_"), (124, ""), (125, ""))
        },
    )
    known = roster(tmp_path, "Identifier,ID number\nParticipant 124,two1\n")

    done, named = (
        collect(path, options(to)),
        collect(path, options(to.parent / "named", known=known)),
    )

    assert done.new == [f"{word} 123", f"{word} 124", f"{word} 125"]
    assert named.new == ["two1"]
    assert named.left_out == [
        f"{word}_123 is not in the class list.",
        f"{word}_125 is not in the class list.",
    ]


def test_moodle_keeps_folders_and_tells_texts_apart(tmp_path, to):
    """Current versions write the folder's name without its last mark, and texts beside it."""
    path = pack(
        tmp_path / "moodle.zip",
        {
            "Ada Lovelace_111_assignsubmission_file/hw/loss.ipynb": LOSS,
            "Ada Lovelace_111_assignsubmission_onlinetext/onlinetext.html": "<p>hello",
            "Ben_112_assignsubmission_onlinetext/onlinetext.html": "<p>hello",
            "Default group_assignsubmission_file/loss.ipynb": LOSS,
        },
    )

    done = collect(path, options(to))

    assert set(collected(to)) == {
        f"Ada Lovelace/{UNIT}/loss.ipynb",
        f"Ada Lovelace/{UNIT}/onlinetext.html",
        f"Ben/{UNIT}/onlinetext.html",
    }
    assert done.left_out == [
        "Default group_assignsubmission_file/loss.ipynb is not named as Moodle names files.",
        "Ben: has no .py or .ipynb file. Its other files were collected.",
    ]


def test_moodle_with_its_grading_worksheet(tmp_path, to):
    """The worksheet knows ids and when each was handed in; the time zone is the teacher's."""
    terms = Terms().with_options("2026-01-02 14:00", "Europe/Berlin")
    known = roster(
        tmp_path,
        "Identifier,Full name,ID number,Email address,Status,Grade,Last modified (submission)\n"
        'Participant 111,Ada Lovelace,ada7,a@x.org,x,,"Friday, 2 January 2026, 3:04 PM"\n'
        "Participant 112,Two,two1,t@x.org,x,,-\n",
        terms.zone,
    )
    path = pack(
        tmp_path / "moodle.zip",
        {
            "Participant 111_111_assignsubmission_file_/loss.ipynb": LOSS,
            "Two_112_assignsubmission_file_/loss.ipynb": LOSS,
        },
    )

    done = collect(path, options(to, known=known, terms=terms))

    assert collected(to)[f"ada7/{UNIT}/timestamp.txt"] == b"2026-01-02 14:04:00 UTC\n"
    assert done.late == ["ada7"]
    assert f"two1/{UNIT}/loss.ipynb" in collected(to)


def test_moodle_worksheet_is_filled_and_every_other_byte_stays(tmp_path):
    """Grades go in, feedback and all else stays; a closed row is left and listed."""
    folder = stored(
        tmp_path / "results",
        result("ada@example.org", 8.5),
        result("Ben O'Brien", 4.0),
        result("Zoë Müller", 1.0),
    )
    path = written(tmp_path / "worksheet.csv", MOODLE)

    done = run_export(folder, "--moodle", path)

    assert done.exit_code == 3
    wanted = MOODLE.replace("ada@example.org,Submitted,,", "ada@example.org,Submitted,8.5,")
    assert path.read_bytes() == wanted.encode()
    assert (
        'Zoë Müller may not be changed: "Grade can be changed" is No; the cell was kept.'
        in done.stderr
    )


def test_moodle_with_decimal_commas_gets_decimal_commas(tmp_path):
    """Where the maximum is ``10,00`` a grade is ``8,5``, in quotes."""
    text = MOODLE.replace(",10.00,", ',"10,00",')
    scores = scores_in(stored(tmp_path / "results", result("ada@example.org", 8.5)))

    filled = Moodle().fill(written(tmp_path / "worksheet.csv", text), scores)

    assert b'Submitted,"8,5","10,00",' in filled.data


def test_comments_say_what_lost_points_and_keep_what_a_person_wrote(tmp_path):
    """A comment of an earlier run is renewed; the score of a locked row stays, its comment too."""
    results = stored(
        tmp_path / "results", result("ada@example.org", 7.0), result("ben@example.org", 4.0)
    )
    worksheet = written(tmp_path / "grades.csv", MOODLE)

    first = run_export(results, "--moodle", worksheet, "--comments", "--course", TOY.root)
    rows = list(csv.reader(worksheet.read_text().splitlines()))
    again = run_export(results, "--moodle", worksheet, "--comments", "--course", TOY.root)

    assert rows[1][-1] == "[grader] 7 / 10 · T1 7/10: double returned 3 &lt; 4 &amp; more"
    assert rows[2][-1] == "<p>So, so.</p>"
    assert "ben@example.org has a comment there; it was kept." in first.output
    assert "1 comment written." in first.output
    assert "comment written" not in again.output


def test_without_comments_the_column_stays(tmp_path):
    """They are asked for."""
    results = stored(tmp_path / "results", result("ada@example.org", 7.0))
    worksheet = written(tmp_path / "grades.csv", MOODLE)

    run_export(results, "--moodle", worksheet)

    assert "[grader]" not in worksheet.read_text()


def test_the_column_of_comments_is_known_in_any_language():
    """It is the last one, after the time of the grade."""
    heads = "ID,Name,Mail,Stand,Punkte,Max,Offen,Abgabe,Bewertung,Kommentar"
    time = "Friday, 30 January 2026, 11:00 PM"
    rows = [
        [f"Teilnehmer {n}", "A B", "a@b.de", "da", "", "10.00", "Ja", time, time, ""]
        for n in (1, 2)
    ]

    assert worksheet_columns([heads.split(","), *rows])[COMMENTS] == 9
