"""Scores as CSV, as nbgrader's table and as JUnit."""

import csv
import io
import xml.etree.ElementTree as ET

import xmlschema
from helpers.courses import TESTS
from helpers.lms_files import result, run_export, scores_in, stored

from grader.lms.score_files import NBGRADER_COLUMNS, junit_xml, nbgrader_csv, plain_csv


def test_csv_has_a_row_a_student_that_a_spreadsheet_takes_as_text(tmp_path):
    """A name that is a formula, HTML or 300 characters stays one harmless cell."""
    names = ['=HYPERLINK("http://x")', "<b>bold</b>", "Lo, Bo", "\u202eevil", "x" * 300]
    folder = stored(tmp_path / "results", *(result(name, 8.5) for name in names))

    rows = list(csv.reader(io.StringIO(plain_csv(scores_in(folder)))))

    assert {len(row) for row in rows} == {10}
    found = {row[0] for row in rows[1:]}
    assert {'\'=HYPERLINK("http://x")', "<b>bold</b>", "Lo, Bo", "\\u202eevil"} <= found


def test_nbgrader_table_has_the_columns_of_its_export(results):
    """Scripts that read nbgrader's export read this one; names with commas are quoted."""
    rows = list(csv.DictReader(io.StringIO(nbgrader_csv(scores_in(results)))))

    assert tuple(rows[0]) == NBGRADER_COLUMNS
    found = {row["student_id"]: (row["raw_score"], row["score"], row["max_score"]) for row in rows}
    assert found["ada"] == ("8.5", "8.5", "10")
    assert found["ben"] == ("", "", "10")


def test_junit_has_a_case_a_check_and_says_what_failed(results, tmp_path):
    """xunit2: a suite a student; WRONG is a failure, NOT_JUDGED an error, the note stays out."""
    path = tmp_path / "report.xml"

    run_export(results, "--junit", path)

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

    schema.validate(junit_xml(scores_in(folder)))


def test_junit_says_that_a_submission_was_refused(tmp_path):
    """A suite without a case would look like a student without a failure."""
    folder = stored(tmp_path / "results", result("ben", None, refused="ben.zip is corrupt."))

    root = ET.fromstring(junit_xml(scores_in(folder)))

    error = root.find("testsuite/testcase[@name='submission']/error")
    assert error is not None
    assert error.get("message") == "ben.zip is corrupt."
