"""Whose row is whose: by id, download name or name; nobody is guessed."""

import unicodedata

import pytest
from helpers.lms_files import CANVAS, result, run_export, scores_in, stored, written

from grader.lms.platforms.canvas import Canvas


@pytest.mark.parametrize(
    "student",
    ["ada", "ADA", "101", "S101", "lovelaceada_101", "Ada Lovelace", "Lovelace, Ada"],
)
def test_a_student_is_found_by_id_download_name_or_name(tmp_path, student):
    """However the folder was called, it is the row of the same person."""
    scores = scores_in(stored(tmp_path / "results", result(student, 8.5)))

    filled = Canvas().fill(written(tmp_path / "grades.csv", CANVAS), scores)

    assert filled.filled == [student]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_match_in_every_normal_form(tmp_path, form):
    """A folder made on macOS decomposes its accents; the person is the same."""
    name = unicodedata.normalize(form, "Müller, Zoë")
    scores = scores_in(stored(tmp_path / "results", result(name, 9.0)))

    filled = Canvas().fill(written(tmp_path / "grades.csv", CANVAS), scores)

    assert filled.filled == [name]


def test_a_name_that_two_rows_share_fills_neither(tmp_path):
    """Nobody is guessed."""
    twin = '"Lovelace, Ada",105,S105,ada2,"Lab, A",18,,91.5\r\n'
    scores = scores_in(stored(tmp_path / "results", result("Ada Lovelace", 8.5)))

    filled = Canvas().fill(written(tmp_path / "grades.csv", CANVAS + twin), scores)

    assert filled.no_row == ["Ada Lovelace matches row 4 and row 9."]
    assert filled.data == filled.before


def test_a_number_that_two_columns_give_to_two_students_fills_neither(tmp_path):
    """Ada's number in Canvas may be somebody else's number in the university."""
    text = CANVAS.replace("S102", "101")
    scores = scores_in(stored(tmp_path / "results", result("101", 8.5), result("ben", 2.0)))

    filled = Canvas().fill(written(tmp_path / "grades.csv", text), scores)

    assert filled.no_row == ["101 matches row 4 and row 5."]
    assert filled.filled == ["ben"]


def test_a_number_at_the_end_needs_the_name_before_it(tmp_path):
    """``s_102`` is not Ben, whose number is 102."""
    scores = scores_in(stored(tmp_path / "results", result("s_102", 8.5)))

    filled = Canvas().fill(written(tmp_path / "grades.csv", CANVAS), scores)

    assert filled.no_row == ["s_102 matches no row."]


def test_two_results_of_one_row_fill_nothing(tmp_path):
    """A student under two names gets neither score before somebody has looked."""
    folder = stored(tmp_path / "results", result("ada", 8.5), result("101", 2.0))

    filled = Canvas().fill(written(tmp_path / "grades.csv", CANVAS), scores_in(folder))

    assert filled.no_row == ["101 and ada match the same row 4."]
    assert filled.data == filled.before


def test_unmatched_students_are_listed_both_ways(results, tmp_path):
    """Who is in one of the two only is named, the platform's test student is not."""
    done = run_export(results, "--canvas", written(tmp_path / "grades.csv", CANVAS))

    assert "not in the file: uma matches no row." in done.stderr
    assert "in the file, not in the results: Noone, Nora (nora)" in done.stderr
    assert "Student, Test" not in done.stderr
