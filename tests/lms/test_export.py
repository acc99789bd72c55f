"""Exports: gradebook files filled cell by cell, CSV, nbgrader's table, JUnit."""

import csv
import io
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import xmlschema
from helpers.courses import TESTS
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from grader.cli import app
from grader.errors import ExportError, ResultsError
from grader.lms.csv_bytes import parse_table
from grader.lms.platforms.canvas import fill_canvas
from grader.lms.platforms.moodle import fill_moodle
from grader.lms.score_files import NBGRADER_COLUMNS, junit_xml, nbgrader_csv, plain_csv
from grader.lms.scores import read_scores
from grader.results.store import Result, ResultStore

CANVAS = (
    '\ufeff"Student",ID,SIS User ID,SIS Login ID,Section,Essay (77),Toy (4711),Final Score\r\n'
    ",,,,,Manual Posting,,(read only)\r\n"
    "    Points Possible,,,,,20.0,10.00,(read only)\r\n"
    '"Lovelace, Ada",101,S101,ada,"Lab, A",18,,91.5\r\n'
    '"O\'Brien ""Bob"", Ben",102,S102,ben,Lab B,,"3",\r\n'
    '"Müller, Zoë",103,S103,zoe@example.org,Lab B,7,10.0,80\r\n'
    '"Noone, Nora",104,S104,nora,Lab B,1,2,3\r\n'
    '"Student, Test",999,,,,,,\r\n'
)
MOODLE = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
    'Participant 11,Ada Lovelace,ada@example.org,Submitted,,10.00,Yes,"Friday, 30 January",-,\n'
    'Participant 12,Ben O\'Brien,ben@example.org,Submitted,4.00,10.00,Yes,-,-,"<p>So, so.</p>"\n'
    "Participant 13,Zoë Müller,zoe@example.org,Submitted,,10.00,No,-,-,\n"
)


def check(outcome: str, points: float, name: str = "test_double_doubles") -> dict:
    earned = points if outcome == "PASSED" else 0.0
    return {
        "name": name,
        "sentence": "Every element is doubled.",
        "outcome": outcome,
        "points": points,
        "earned": earned,
        "message": "" if outcome == "PASSED" else "double returned 3 < 4 & more",
        "note": "raw text for the teacher",
    }


def result(student: str, score: float | None, *, refused: str = "", **other) -> Result:
    outcomes = [check("PASSED", score or 0.0)]
    if score is None:
        outcomes = [check("NOT_JUDGED", 10.0)]
    elif score < 10:
        outcomes.append(check("WRONG", 10.0 - score, "test_double_keeps_integers"))
    exercise = {
        "id": "T1",
        "module": "shapes",
        "names": ["double"],
        "title": "Twice everything",
        "points": 10.0,
        "score": score,
        "checks": outcomes,
    }
    fields = {"unit": {"name": "toy", "version": "1.0"}, "max_score": 10.0, **other}
    return Result(
        student, digests={}, box={}, exercises=[] if refused else [exercise], refused=refused,
        **fields,
    )  # fmt: skip


def stored(folder: Path, *results: Result) -> Path:
    store = ResultStore(folder)
    for each in results:
        store.write(each)
    return folder


@pytest.fixture
def results(tmp_path) -> Path:
    """Scores of ada (8.5) and Zoë (10); ben's is open; uma is in nobody's file."""
    return stored(
        tmp_path / "results",
        result("ada", 8.5),
        result("ben", None),
        result(unicodedata.normalize("NFD", "Zoë Müller"), 10.0),
        result("uma", 1.0),
    )


def written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def run(*arguments: object):
    return CliRunner().invoke(app, ["export", *map(str, arguments)])


# Canvas


def test_canvas_cells_are_filled_and_every_other_byte_stays(results, tmp_path):
    """Only Ada's empty cell changes: Ben's score is open, Zoë's 10.0 is 10 already."""
    path = written(tmp_path / "grades.csv", CANVAS)

    done = run(results, "--canvas", path)

    assert done.exit_code == 3, done.output
    wanted = CANVAS.replace('"Lab, A",18,,91.5', '"Lab, A",18,8.5,91.5')
    assert path.read_bytes() == wanted.encode()


def test_canvas_file_as_downloaded_is_kept_beside_it(results, tmp_path):
    """The backup has the old bytes; a second fill that changes nothing writes nothing."""
    path = written(tmp_path / "grades.csv", CANVAS)

    run(results, "--canvas", path)
    run(results, "--canvas", path)

    assert (tmp_path / "grades.csv.bak").read_bytes() == CANVAS.encode()
    assert not (tmp_path / "grades.csv.bak2").exists()


def test_an_earlier_backup_is_never_overwritten(results, tmp_path):
    """The first download is the most valuable; the next one gets a number."""
    path = written(tmp_path / "grades.csv", CANVAS)
    written(tmp_path / "grades.csv.bak", "precious")

    run(results, "--canvas", path)

    assert (tmp_path / "grades.csv.bak").read_text() == "precious"
    assert (tmp_path / "grades.csv.bak2").read_bytes() == CANVAS.encode()


def test_unmatched_students_are_listed_both_ways(results, tmp_path):
    """Who is in one of the two only is named, the platform's test student is not."""
    done = run(results, "--canvas", written(tmp_path / "grades.csv", CANVAS))

    assert "not in the file: uma matches no row." in done.stderr
    assert "in the file, not in the results: Noone, Nora (nora)" in done.stderr
    assert "Student, Test" not in done.stderr


def test_an_open_score_leaves_the_cell_and_is_listed(results, tmp_path):
    """Ben was not judged: his old 3 stays, and somebody is told to look."""
    path = written(tmp_path / "grades.csv", CANVAS)

    done = run(results, "--canvas", path)

    assert "left as it was: ben has an open score" in done.stderr
    assert "open: ben: open: 1 checks not judged" in done.stderr
    assert b'Lab B,,"3",' in path.read_bytes()


def test_a_refused_submission_leaves_the_cell_and_is_listed(tmp_path):
    """What could not be read has no score either."""
    folder = stored(tmp_path / "results", result("ben", None, refused="ben.zip is corrupt."))
    path = written(tmp_path / "grades.csv", CANVAS)

    done = run(folder, "--canvas", path)

    assert "open: ben: refused: ben.zip is corrupt." in done.stderr
    assert path.read_bytes() == CANVAS.encode()


def test_a_new_score_keeps_the_quotes_and_is_told(tmp_path):
    """A regraded cell changes between its quotes, and the old score is shown."""
    folder = stored(tmp_path / "results", result("ben", 7.25))
    path = written(tmp_path / "grades.csv", CANVAS)

    done = run(folder, "--canvas", path)

    assert b'Lab B,,"7.25",' in path.read_bytes()
    assert "had another score: ben: 3 becomes 7.25." in done.stderr


def test_a_word_in_a_cell_is_never_overwritten(tmp_path):
    """EX means excused: a person wrote it."""
    folder = stored(tmp_path / "results", result("ada", 8.5))
    text = CANVAS.replace('"Lab, A",18,,', '"Lab, A",18,EX,')
    path = written(tmp_path / "grades.csv", text)

    done = run(folder, "--canvas", path)

    assert 'ada is marked "EX" there; that was kept.' in done.stderr
    assert path.read_bytes() == text.encode()


@pytest.mark.parametrize(
    "student",
    ["ada", "ADA", "101", "S101", "lovelaceada_101", "Ada Lovelace", "Lovelace, Ada"],
)
def test_a_student_is_found_by_id_download_name_or_name(tmp_path, student):
    """However the folder was called, it is the row of the same person."""
    scores = read_scores(stored(tmp_path / "results", result(student, 8.5)))

    filled = fill_canvas(written(tmp_path / "grades.csv", CANVAS), scores)

    assert filled.filled == [student]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_match_in_every_normal_form(tmp_path, form):
    """A folder made on macOS decomposes its accents; the person is the same."""
    name = unicodedata.normalize(form, "Müller, Zoë")
    scores = read_scores(stored(tmp_path / "results", result(name, 9.0)))

    filled = fill_canvas(written(tmp_path / "grades.csv", CANVAS), scores)

    assert filled.filled == [name]


def test_a_name_that_two_rows_share_fills_neither(tmp_path):
    """Nobody is guessed."""
    twin = '"Lovelace, Ada",105,S105,ada2,"Lab, A",18,,91.5\r\n'
    scores = read_scores(stored(tmp_path / "results", result("Ada Lovelace", 8.5)))

    filled = fill_canvas(written(tmp_path / "grades.csv", CANVAS + twin), scores)

    assert filled.no_row == ["Ada Lovelace matches row 4 and row 9."]
    assert filled.data == filled.before


def test_a_number_that_two_columns_give_to_two_students_fills_neither(tmp_path):
    """Ada's number in Canvas may be somebody else's number in the university."""
    text = CANVAS.replace("S102", "101")
    scores = read_scores(stored(tmp_path / "results", result("101", 8.5), result("ben", 2.0)))

    filled = fill_canvas(written(tmp_path / "grades.csv", text), scores)

    assert filled.no_row == ["101 matches row 4 and row 5."]
    assert filled.filled == ["ben"]


def test_a_number_at_the_end_needs_the_name_before_it(tmp_path):
    """``s_102`` is not Ben, whose number is 102."""
    scores = read_scores(stored(tmp_path / "results", result("s_102", 8.5)))

    filled = fill_canvas(written(tmp_path / "grades.csv", CANVAS), scores)

    assert filled.no_row == ["s_102 matches no row."]


def test_two_results_of_one_row_fill_nothing(tmp_path):
    """A student under two names gets neither score before somebody has looked."""
    folder = stored(tmp_path / "results", result("ada", 8.5), result("101", 2.0))

    filled = fill_canvas(written(tmp_path / "grades.csv", CANVAS), read_scores(folder))

    assert filled.no_row == ["101 and ada match the same row 4."]
    assert filled.data == filled.before


@pytest.mark.parametrize("column", ["Essay (77)", "essay", "77"])
def test_the_column_is_chosen_by_heading_or_number(tmp_path, column):
    """``--column`` takes what a teacher sees in Canvas; scores convert with ``--scale``."""
    folder = stored(tmp_path / "results", result("ada", 8.5))
    path = written(tmp_path / "grades.csv", CANVAS)

    run(folder, "--canvas", path, "--column", column, "--scale")

    assert b'"Lab, A",17,,91.5' in path.read_bytes()


# Moodle


def test_moodle_worksheet_is_filled_and_every_other_byte_stays(tmp_path):
    """Grades go in, feedback and all else stays; a closed row is left and listed."""
    folder = stored(
        tmp_path / "results",
        result("ada@example.org", 8.5),
        result("Ben O'Brien", 4.0),
        result("Zoë Müller", 1.0),
    )
    path = written(tmp_path / "worksheet.csv", MOODLE)

    done = run(folder, "--moodle", path)

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
    scores = read_scores(stored(tmp_path / "results", result("ada@example.org", 8.5)))

    filled = fill_moodle(written(tmp_path / "worksheet.csv", text), scores)

    assert b'Submitted,"8,5","10,00",' in filled.data


# Files that are not what they should be


@pytest.mark.parametrize(
    ("option", "data", "message"),
    [
        ("--canvas", CANVAS.replace(",", ";").encode(), "separates its columns by semicolons"),
        ("--moodle", MOODLE.replace(",", "\t").encode(), "separates its columns by tabs"),
        ("--canvas", CANVAS.encode("utf-16"), "is UTF-16, expected UTF-8"),
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

    done = run(folder, option, path, "--csv", tmp_path / "new.csv")

    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert path.read_bytes() == data
    assert sorted(p.name for p in tmp_path.iterdir()) == ["grades.csv", "results"]


def test_a_missing_file_gets_one_clear_line(results, tmp_path):
    """A path that is not there is named."""
    done = run(results, "--canvas", tmp_path / "none.csv")

    assert done.exit_code == 2
    assert "none.csv cannot be read: No such file or directory" in done.stderr


def test_a_column_that_is_not_there_is_told_with_those_that_are(results, tmp_path):
    """A misspelt ``--column`` shows what could be chosen."""
    done = run(results, "--canvas", written(tmp_path / "g.csv", CANVAS), "--column", "Tpy")

    assert done.exit_code == 2
    assert 'has no single column "Tpy": Essay (77); Toy (4711).' in done.stderr


def test_an_export_to_nowhere_says_what_to_say(results):
    """Without a target there is nothing to do."""
    done = run(results)

    assert done.exit_code == 2
    assert "Give --canvas or --moodle with a file, or --csv, --junit or --nbgrader." in done.stderr


@pytest.mark.parametrize(
    ("options", "files"),
    [
        (["--csv"], {"export.csv"}),
        (["--csv", "--junit", "--nbgrader"], {"export.csv", "junit.xml", "nbgrader.csv"}),
        (["--junit", "--csv", "mine.csv"], {"junit.xml", "mine.csv"}),
        (["--csv=mine.csv", "--nbgrader", "--late", ""], {"nbgrader.csv", "mine.csv"}),
    ],
)
def test_list_without_a_file_is_written_beside_the_results(
    results, monkeypatch, tmp_path, options, files
):
    """``--csv`` alone is enough, before another option as at the end."""
    monkeypatch.chdir(tmp_path)
    before = {*results.iterdir()}

    done = run(results, *options)

    beside = {path.name for path in {*results.iterdir()} - before}
    assert done.exit_code == 3, done.stderr  # Ben's score is open
    assert beside | {path.name for path in tmp_path.glob("mine.*")} == files
    assert run(results, *options).exit_code == 3


def test_dash_prints_a_list(results):
    """A list can be piped on."""
    done = run(results, "--csv", "-", "--junit")

    assert done.stdout.startswith("student,score,")
    assert (results / "junit.xml").is_file()


def test_two_exports_to_one_file_are_refused(results, tmp_path):
    """The second would overwrite the first."""
    done = run(results, "--csv", tmp_path / "a", "--junit", tmp_path / "a")

    assert done.exit_code == 2
    assert "name the same file" in done.stderr


def test_a_list_is_never_written_over_another_file(results, tmp_path):
    """A gradebook named by a slip stays; an earlier export is renewed."""
    gradebook, earlier = written(tmp_path / "g.csv", CANVAS), tmp_path / "scores.csv"
    run(results, "--csv", earlier)

    again = run(results, "--csv", earlier)
    slip = run(results, "--csv", gradebook, "--junit", tmp_path / "new.xml")

    assert again.exit_code == 3
    assert slip.exit_code == 2
    assert "g.csv exists and was not written by this kind of export." in slip.stderr
    assert gradebook.read_bytes() == CANVAS.encode()
    assert not (tmp_path / "new.xml").exists()


# Properties

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff"), max_size=12)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(texts, min_size=width, max_size=width), min_size=1, max_size=5
    )
)  # fmt: skip


def test_emptied_cell_of_a_narrow_row_is_still_a_row():
    """Without its quotes it would vanish between a carriage return and a line feed."""
    table = parse_table(b"a\r0\nb\n", "any.csv")

    changed = table.replaced({(1, 0): ""})

    assert changed == b'a\r""\nb\n'
    assert [row[0].text for row in parse_table(changed, "any.csv").rows] == ["a", "", "b"]


@given(tables, st.data(), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_replacing_a_cell_leaves_every_other_byte(rows, data, quoting):
    """For any table, BOM, line end and quoting: only the bytes of the one cell change."""
    end = data.draw(st.sampled_from(["\n", "\r\n"]))
    buffer = io.StringIO(newline="")
    # A carriage return may end a row here, and one heading with a bar in it would be refused.
    rows = [["student", "points"], *rows]
    csv.writer(buffer, lineterminator=end, quoting=quoting).writerows(rows)
    raw = data.draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + buffer.getvalue().encode()
    table = parse_table(raw, "any.csv")
    expected = [[each.text for each in line] for line in table.rows]
    row = data.draw(st.integers(0, len(expected) - 1))
    column = data.draw(st.integers(0, len(expected[row]) - 1))
    new = data.draw(texts)
    cell = table.rows[row][column]

    changed = table.replaced({(row, column): new})

    assert changed.startswith(raw[: cell.start])
    assert changed.endswith(raw[cell.end :])
    expected[row][column] = new
    again = parse_table(changed, "any.csv")
    assert [[each.text for each in line] for line in again.rows] == expected


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_refused(raw):
    """No file, however broken, ends in a traceback; what is read can be put back whole."""
    try:
        table = parse_table(raw, "any.csv")
    except ExportError:
        return

    assert table.replaced({}) == raw


# Late work


def test_late_points_are_taken_off_everywhere_and_the_rule_is_shown(results, tmp_path):
    """One rule for gradebook and tables; whose time is unknown loses nothing and is listed."""
    (tmp_path / "in" / "ada" / "toy").mkdir(parents=True)
    (tmp_path / "in" / "ada" / "toy" / "timestamp.txt").write_text("2026-02-02 00:30:00 UTC\n")
    path = written(tmp_path / "grades.csv", CANVAS)
    late = ("--late", "10%/day, at most 50%", "--due", "2026-01-31 23:59")

    done = run(
        results, "--canvas", path, "--csv", "-", *late, "--submitted", tmp_path / "in"
    )  # fmt: skip

    assert b'"Lab, A",18,6.5,91.5' in path.read_bytes()
    assert "ada,6.5,10,8.5,2,2026-02-02 00:30:00," in done.stdout
    assert "Late: 10%/day, at most 50% of the points possible" in done.stderr
    assert "1 students lose points" in done.stderr
    assert "no time known, nothing taken off: uma" in done.stderr


def test_a_rule_without_a_due_date_is_refused(results):
    """A rule alone says nothing about anybody."""
    done = run(results, "--csv", "-", "--late", "10%/day")

    assert done.exit_code == 2
    assert "Add --due and --submitted." in done.stderr


def test_a_rule_for_submissions_that_are_not_there_is_refused(results, tmp_path):
    """Without the folder everybody would seem to be in time."""
    done = run(
        results, "--csv", "-", "--late", "10%/day", "--due", "2026-01-31 23:59",
        "--submitted", tmp_path / "none",
    )  # fmt: skip

    assert done.exit_code == 2
    assert 'none is not a folder. Name the one that "grader collect --to"' in done.stderr


# Results that are not what they should be


def test_results_of_two_versions_are_refused(tmp_path):
    """Points of two units cannot stand in one column."""
    other = {"unit": {"name": "toy", "version": "2.0"}}
    folder = stored(tmp_path / "results", result("ada", 8.5), result("ben", 2.0, **other))

    with pytest.raises(ResultsError, match=r"results of toy 1\.0 .* and of toy 2\.0 .*ben"):
        read_scores(folder)


def test_a_half_written_result_is_left_out_and_listed(tmp_path):
    """A crash elsewhere costs nobody else a score."""
    folder = stored(tmp_path / "results", result("ada", 8.5))
    (folder / "ben.json").write_text('{"schema": "grader/result/1", "student": "be')

    done = run(folder, "--csv", "-")

    assert done.exit_code == 3
    assert "left out: ben.json is not a complete result and was left out." in done.stderr
    assert "ada,8.5,10,8.5,0,,," in done.stdout


@pytest.mark.parametrize(
    ("name", "message"), [("none", "is not a folder"), (".", "holds no results")]
)
def test_a_folder_without_results_is_refused(tmp_path, name, message):
    """The line says which folder is meant."""
    with pytest.raises(ResultsError, match=message):
        read_scores(tmp_path / name)


# Lists


def test_csv_has_a_row_a_student_that_a_spreadsheet_takes_as_text(tmp_path):
    """A name that is a formula, HTML or 300 characters stays one harmless cell."""
    names = ['=HYPERLINK("http://x")', "<b>bold</b>", "Lo, Bo", "\u202eevil", "x" * 300]
    folder = stored(tmp_path / "results", *(result(name, 8.5) for name in names))

    rows = list(csv.reader(io.StringIO(plain_csv(read_scores(folder)))))

    assert {len(row) for row in rows} == {8}
    found = {row[0] for row in rows[1:]}
    assert {'\'=HYPERLINK("http://x")', "<b>bold</b>", "Lo, Bo", "\\u202eevil"} <= found


def test_nbgrader_table_has_the_columns_of_its_export(results):
    """Scripts that read nbgrader's export read this one; names with commas are quoted."""
    rows = list(csv.DictReader(io.StringIO(nbgrader_csv(read_scores(results)))))

    assert tuple(rows[0]) == NBGRADER_COLUMNS
    found = {row["student_id"]: (row["raw_score"], row["score"], row["max_score"]) for row in rows}
    assert found["ada"] == ("8.5", "8.5", "10")
    assert found["ben"] == ("", "", "10")


def test_junit_has_a_case_a_check_and_says_what_failed(results, tmp_path):
    """xunit2: a suite a student; WRONG is a failure, NOT_JUDGED an error, the note stays out."""
    path = tmp_path / "report.xml"

    run(results, "--junit", path)

    root = ET.parse(path).getroot()
    counts = {
        suite.get("name"): [suite.get(key) for key in ("tests", "failures", "errors", "skipped")]
        for suite in root
    }
    assert counts["ada"] == ["2", "1", "0", "0"]
    assert counts["ben"] == ["1", "0", "1", "0"]
    failure = root.find("testsuite[@name='ada']/testcase/failure")
    assert failure is not None
    assert failure.get("message") == "double returned 3 < 4 & more"
    assert "raw text for the teacher" not in path.read_text()


def test_junit_follows_its_schema_whatever_a_student_is_called(tmp_path):
    """Markup, controls and turned-round text in a name stay one attribute."""
    names = ["<b>&", "tab\tand\x07bell", "\u202eevil", "x" * 300, "]]>"]
    folder = stored(
        tmp_path / "results",
        *(result(name, 8.5) for name in names),
        result("open", None),
        result("refused", None, refused="<zip> is corrupt."),
    )
    schema = xmlschema.XMLSchema(TESTS / "schemas" / "xunit2.xsd")

    schema.validate(junit_xml(read_scores(folder)))


def test_junit_says_that_a_submission_was_refused(tmp_path):
    """A suite without a case would look like a student without a failure."""
    folder = stored(tmp_path / "results", result("ben", None, refused="ben.zip is corrupt."))

    root = ET.fromstring(junit_xml(read_scores(folder)))

    error = root.find("testsuite/testcase[@name='submission']/error")
    assert error is not None
    assert error.get("message") == "ben.zip is corrupt."


def test_exports_import_neither_nbgrader_nor_a_database():
    """A teacher with a CSV waits for neither."""
    import subprocess
    import sys

    script = (
        "import sys, grader.lms.platforms.canvas, grader.lms.platforms.moodle; "
        "import grader.lms.score_files; "
        "print(sorted({'nbgrader', 'sqlalchemy', 'torch', 'pytest'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert done.stdout.strip() == "[]", done.stderr
