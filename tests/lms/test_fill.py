"""Filling a gradebook file: what is known goes in, and what a person wrote stays."""

from pathlib import Path

import pytest
from helpers.lms_files import CANVAS, MOODLE, result, run_export, scores_in, stored, written

from grader.errors import ExportError
from grader.lms.platforms.canvas import Canvas


def test_an_open_score_leaves_the_cell_and_is_listed(results, tmp_path):
    """Ben was not judged: his old 3 stays, and somebody is told to look."""
    path = written(tmp_path / "grades.csv", CANVAS)

    done = run_export(results, "--canvas", path)

    assert "left as it was: ben has an open score" in done.stderr
    assert "open: ben: open: 1 checks not judged" in done.stderr
    assert b'Lab B,,"3",' in path.read_bytes()


def test_a_refused_submission_leaves_the_cell_and_is_listed(tmp_path):
    """What could not be read has no score either."""
    folder = stored(tmp_path / "results", result("ben", None, refused="ben.zip is corrupt."))
    path = written(tmp_path / "grades.csv", CANVAS)

    done = run_export(folder, "--canvas", path)

    assert "open: ben: refused: ben.zip is corrupt." in done.stderr
    assert path.read_bytes() == CANVAS.encode()


def test_a_new_score_keeps_the_quotes_and_is_told(tmp_path):
    """A regraded cell changes between its quotes, and the old score is shown."""
    folder = stored(tmp_path / "results", result("ben", 7.25))
    path = written(tmp_path / "grades.csv", CANVAS)

    done = run_export(folder, "--canvas", path)

    assert b'Lab B,,"7.25",' in path.read_bytes()
    assert "had another score: ben: 3 becomes 7.25." in done.stderr


def test_a_word_in_a_cell_is_never_overwritten(tmp_path):
    """EX means excused: a person wrote it."""
    folder = stored(tmp_path / "results", result("ada", 8.5))
    text = CANVAS.replace('"Lab, A",18,,', '"Lab, A",18,EX,')
    path = written(tmp_path / "grades.csv", text)

    done = run_export(folder, "--canvas", path)

    assert 'ada is marked "EX" there; that was kept.' in done.stderr
    assert path.read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("option", "data", "message"),
    [
        ("--canvas", CANVAS.replace(",", "|").encode(), "separates its columns by bars"),
        ("--canvas", b"\xff\xfes", "byte 2 is not UTF-16, as its first bytes promise."),
        ("--canvas", CANVAS.lstrip("\ufeff").encode("latin-1"), ":6: byte 0xfc is not UTF-8"),
        ("--canvas", MOODLE.encode(), 'has no column "Student" and no column "ID"'),
        ("--moodle", CANVAS.encode(), 'has no column "Identifier" and no column "Grade"'),
        ("--moodle", MOODLE.replace("Maximum", "Most").encode(), 'no column "Maximum Grade"'),
        ("--canvas", CANVAS.replace("S102", "S101").encode(), 'rows 4 and 5 are both "S101"'),
        ("--canvas", CANVAS.replace(",ben,", ",ada,").encode(), 'rows 4 and 5 are both "ada"'),
        ("--canvas", CANVAS.replace('Test"', "Test").encode(), "a quote that is never closed"),
        ("--canvas", CANVAS.encode() + b'"Cut off', "a quote that is never closed"),
        ("--canvas", CANVAS.replace(",18,,91.5", ",18").encode(), "row 4 has 6 columns"),
        ("--canvas", CANVAS.replace("10.00", "20.00").encode(), "is out of 20.00 points"),
        ("--canvas", CANVAS.replace("Toy (", "Task (").encode(), "has several assignments: Essay"),
        ("--canvas", b"Student,ID\nAda,1\n", "has no column for an assignment"),
        ("--canvas", b"", "is empty"),
    ],
)  # fmt: skip
def test_a_wrong_file_gets_one_clear_line_and_is_not_touched(tmp_path, option, data, message):
    """Delimiter, encoding, columns, duplicates, points: one line, exit 2, nothing written."""
    folder = stored(tmp_path / "results", result("ada", 8.5))
    path = tmp_path / "grades.csv"
    path.write_bytes(data)

    done = run_export(folder, option, path, "--csv", tmp_path / "new.csv")

    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert path.read_bytes() == data
    assert sorted(p.name for p in tmp_path.iterdir()) == ["grades.csv", "results"]


def test_a_file_in_another_encoding_is_told_how_to_save_it(tmp_path):
    """Excel has a name of its own for it."""
    path = tmp_path / "grades.csv"
    path.write_bytes(CANVAS.lstrip("\ufeff").encode("latin-1"))

    done = run_export(stored(tmp_path / "results", result("ada", 8.5)), "--canvas", path)

    assert 'Export it again as UTF-8; in Excel the type is called "CSV UTF-8".' in done.stderr


def test_a_missing_file_gets_one_clear_line(results, tmp_path):
    """A path that is not there is named."""
    done = run_export(results, "--canvas", tmp_path / "none.csv")

    assert done.exit_code == 2
    assert "none.csv cannot be read: No such file or directory" in done.stderr


def test_canvas_file_as_downloaded_is_kept_beside_it(results, tmp_path):
    """The backup has the old bytes; a second fill that changes nothing writes nothing."""
    path = written(tmp_path / "grades.csv", CANVAS)

    run_export(results, "--canvas", path)
    run_export(results, "--canvas", path)

    assert (tmp_path / "grades.csv.bak").read_bytes() == CANVAS.encode()
    assert not (tmp_path / "grades.csv.bak2").exists()


def test_an_earlier_backup_is_never_overwritten(results, tmp_path):
    """The first download is the most valuable; the next one gets a number."""
    path = written(tmp_path / "grades.csv", CANVAS)
    written(tmp_path / "grades.csv.bak", "precious")

    run_export(results, "--canvas", path)

    assert (tmp_path / "grades.csv.bak").read_text() == "precious"
    assert (tmp_path / "grades.csv.bak2").read_bytes() == CANVAS.encode()


def test_file_that_cannot_be_written_is_as_it_was(tmp_path, monkeypatch):
    """A full disk costs nothing but the fill."""
    path = written(tmp_path / "grades.csv", CANVAS)
    scores = scores_in(stored(tmp_path / "results", result("ada", 8.5)))

    def fail(_path: Path, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("grader.lms.fill.write_whole", fail)

    with pytest.raises(ExportError, match=r"cannot be written: No space left on device\."):
        Canvas().fill(path, scores).write()
    assert path.read_bytes() == CANVAS.encode()


def test_backups_without_end_are_refused(tmp_path):
    """After a thousand fills somebody should look; none of the backups is overwritten."""
    path = written(tmp_path / "grades.csv", CANVAS)
    scores = scores_in(stored(tmp_path / "results", result("ada", 8.5)))
    for number in range(1, 1000):
        written(tmp_path / f"grades.csv.bak{'' if number == 1 else number}", "old")

    with pytest.raises(ExportError, match="there are 999 backups already"):
        Canvas().fill(path, scores).write()
    assert path.read_bytes() == CANVAS.encode()
