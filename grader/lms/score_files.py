"""Scores as new files: a CSV table, the table of nbgrader's own export, and JUnit's XML."""

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import quoteattr

from grader.results.outcomes import Outcome
from grader.results.records import CheckResult, Result
from grader.results.spreadsheet import cell
from grader.results.store import read_result
from grader.terms.times import timestamp_text
from grader.text import clean, clean_lines

from .fill import number_text
from .scores import Scores

NBGRADER_COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


def plain_csv(scores: Scores) -> str:
    """Return a table with a row for each student: score, lateness and the points of exercises."""
    exercises = list(dict.fromkeys(name for score in scores.each for name in score.exercises))
    header = ["student", "score", "max_score", "raw_score", "late_penalty", "handed_in", "open"]
    rows = [[*header, *exercises, "graded", "how"]]
    for score in scores.each:
        rows.append(
            [
                score.student,
                number_text(score.points),
                number_text(score.max_score),
                number_text(score.raw),
                number_text(score.penalty),
                _moment(score.moment),
                "excused" if score.is_excused else "yes" if score.points is None else "",
                *(number_text(score.exercises.get(name)) for name in exercises),
                number_text(score.graded),
                score.how,
            ]
        )
    return _csv_text(rows)


def nbgrader_csv(scores: Scores) -> str:
    """Return the table that ``nbgrader export`` writes; unlike there, cells are quoted."""
    rows: list[list[str]] = [list(NBGRADER_COLUMNS)]
    for score in scores.each:
        numbers = (score.raw, score.penalty, score.points, score.max_score)
        names = ["", "", ""]  # results know ids only
        row = [scores.unit, _moment(score.due), _moment(score.moment), score.student, *names]
        rows.append([*row, *map(number_text, numbers)])
    return _csv_text(rows)


def _csv_text(rows: Sequence[Sequence[str]]) -> str:
    """Return *rows* as CSV in which a spreadsheet takes every cell as text, none as a formula."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(map(cell, row) for row in rows)
    return buffer.getvalue()


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else timestamp_text(moment).removesuffix(" UTC")


def junit_xml(scores: Scores) -> str:
    """
    Return an xunit2 report: one suite for each student, one case for each check.

    A check that was not judged is an error, an unanswered one is skipped, and every other
    outcome but PASSED is a failure.
    """
    found = (read_result(score.path) for score in scores.each)
    suites = (result for result in found if isinstance(result, Result))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f"<testsuites name={quoteattr(scores.unit)}>",
    ]
    # As text, student by student: the tree of a whole class would need a gigabyte.
    lines += [_suite_text(result) for result in suites]
    return "\n".join([*lines, "</testsuites>", ""])


def _suite_text(result: Result) -> str:
    suite = _suite(result)
    ET.indent(suite)
    return ET.tostring(suite, "unicode")


def _suite(result: Result) -> ET.Element:
    name = clean(result.student, limit=200)
    suite = ET.Element("testsuite", name=name)
    counts = {"failure": 0, "error": 0, "skipped": 0}
    if result.refused:
        case = ET.SubElement(suite, "testcase", classname=name, name="submission", time="0.000")
        counts["error"] += 1
        ET.SubElement(case, "error", message=clean(result.refused.text, limit=500), type="REFUSED")
    for exercise in result.exercises:
        for check in exercise.checks:
            kind = _add_case(suite, f"{exercise.module}.{exercise.id}", check)
            if kind:
                counts[kind] += 1
    suite.attrib |= {
        "tests": str(len(suite)),
        "failures": str(counts["failure"]),
        "errors": str(counts["error"]),
        "skipped": str(counts["skipped"]),
        "time": "0.000",  # results hold no times
    }
    return suite


def _add_case(suite: ET.Element, classname: str, check: CheckResult) -> str:
    """Add a check and return the element that says how it failed, empty if it passed."""
    name = clean(check.name, limit=200)
    case = ET.SubElement(suite, "testcase", classname=clean(classname), name=name, time="0.000")
    outcome = check.outcome
    if outcome == Outcome.PASSED:
        return ""
    kinds = {Outcome.NOT_JUDGED: "error", Outcome.UNANSWERED: "skipped"}
    kind = kinds.get(outcome, "failure")
    text = check.message.text or check.sentence
    said = ET.SubElement(case, kind, message=clean(text, limit=500), type=clean(str(outcome)))
    said.text = clean_lines(text)
    return kind
