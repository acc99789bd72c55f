"""A class of sixty goes through the platforms and back; every number is computed anew here."""

import csv
import re
import shutil
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from helpers import class_of_sixty as sixty
from helpers.courses import TOY as TOY_FOLDER
from helpers.lms_files import run_export
from helpers.made_results import TOY, scored
from typer.testing import CliRunner

from grader.cli import app
from grader.cli.autograde import _hand_ins
from grader.lms.csv_bytes import parse_table
from grader.lms.numbers import read_number
from grader.report.feedback import write_feedback
from grader.results.class_results import open_results
from grader.results.store import ResultStore
from grader.terms.course_terms import read_terms
from grader.terms.hand_ins import HandIns
from grader.terms.times import TIMESTAMP

STUDENTS = sixty.made_class()
UNIT = TOY.unit.name


@pytest.fixture
def course(tmp_path) -> Path:
    """The toy course with terms and extensions."""
    folder = Path(shutil.copytree(TOY_FOLDER, tmp_path / "toy"))
    sixty.write_terms(folder, STUDENTS)
    return folder


def collect(course: Path, download: Path, roster: Path) -> Path:
    """Collect with the command, and return the folder that it filled."""
    to = course.parent / "nb" / "submitted"
    words = ["collect", download, "--to", to, "--roster", roster, "--course", course]
    done = CliRunner().invoke(app, [*map(str, words)])
    assert done.exit_code == 0, done.output
    return to


def graded(submitted: Path, results: Path) -> Path:
    """Write results and times as grading does; each module says what it is worth."""
    store = ResultStore(results)
    for folder in submitted.iterdir():
        (module,) = (folder / UNIT).glob("shapes*")
        worth = re.search(r"# worth ([\d.]+)", module.read_text())
        assert worth is not None
        first = min(float(worth[1]), 6.0)
        scores = {"T1": first, "T2": float(worth[1]) - first}
        store.write(scored(TOY.unit, folder.name, scores))
    store.write_hand_ins(_hand_ins(submitted, UNIT, HandIns()))
    sixty.write_bonuses(results, STUDENTS)
    return results


def last(student: sixty.Student) -> sixty.Attempt:
    """Return the one attempt that a platform hands out."""
    return student.attempts[-1]


def counted(student: sixty.Student) -> sixty.Attempt:
    """Return the attempt that counts where a platform hands out all."""
    return student.counted(student.attempts)


def check_everywhere(
    course: Path,
    results: Path,
    gradebook: Path,
    truth: Callable[[sixty.Student], sixty.Attempt],
    *,
    is_timed: bool = True,
) -> None:
    """Compare the platform's file, the table of points and the pages with the truth."""
    table = results / "export.csv"
    done = run_export(results, "--fill", gradebook, "--csv", table, "--course", course)
    expected = {each.id: each.points(truth(each), is_timed=is_timed) for each in STUDENTS}

    assert cells(gradebook) == expected
    with table.open(newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert {name: read_number(row["score"]) for name, row in rows.items()} == expected
    for each in STUDENTS:
        attempt, row = truth(each), rows[each.id]
        when = f"{attempt.utc:%Y-%m-%d %H:%M:%S}" if is_timed else ""
        assert row["handed_in"] == when
        assert float(row["graded"]) == attempt.score
        if not each.is_excused:
            late = float(row["raw_score"]) - float(row["score"])
            assert float(row["late_penalty"]) == pytest.approx(late)
    assert "is excused; the cell was kept" in done.stderr
    found = open_results(results, TOY.unit, read_terms(TOY.__class__(course, TOY.unit)))
    write_feedback(TOY, found, results / "feedback")
    for each in STUDENTS:
        points = expected[each.id]
        page = (results / "feedback" / f"{each.id}.html").read_text()
        if points is not None:
            assert f"<strong>{points:g}</strong> of 10 points" in page


def cells(gradebook: Path) -> dict[str, float | None]:
    """Return the points in a platform's file, by the login of each student."""
    table = parse_table(gradebook.read_bytes(), "x")
    at = next(n for n, name in enumerate(table.headings) if name in WORTH or "Toy" in name)
    login = next(n for n, name in enumerate(table.headings) if name in LOGIN)
    found = {table.text(row, login).removeprefix("#"): table.text(row, at) for row in
             range(1, len(table.rows))}  # fmt: skip
    mark = "," if any("," in text for text in found.values()) else "."
    return {name: read_number(text, mark=mark) for name, text in found.items() if name}


WORTH = ("Grade", "Bewertung", "成绩")
LOGIN = ("SIS Login ID", "ID number", "ID-Nummer", "学号", "Username")


@pytest.mark.parametrize("lang", ["en", "de", "zh"])
def test_through_moodle_and_back(course, tmp_path, lang):
    """Who, when, late and points, by the worksheet in three languages."""
    sheet = tmp_path / "worksheet.csv"
    sheet.write_text(sixty.moodle_csv(STUDENTS, lang), encoding="utf-8")

    submitted = collect(course, sixty.moodle_zip(tmp_path / "m.zip", STUDENTS), sheet)

    check_everywhere(course, graded(submitted, tmp_path / "results"), sheet, last)


@pytest.mark.parametrize("style", ["US", "UK", "FR"])
def test_through_brightspace_and_back(course, tmp_path, style):
    """The last attempt in time counts, in three styles of dates."""
    grades = tmp_path / "grades.csv"
    grades.write_text(sixty.brightspace_csv(STUDENTS), encoding="utf-8")

    download = sixty.brightspace_zip(tmp_path / "b.zip", STUDENTS, style)
    submitted = collect(course, download, grades)

    check_everywhere(course, graded(submitted, tmp_path / "results"), grades, counted)


@pytest.mark.parametrize("setting", ["commas", "tabs", "UTF-16"])
def test_through_blackboard_and_back(course, tmp_path, setting):
    """The last attempt in time counts; the Grade Center file stays as it is written."""
    grades = tmp_path / "grades.xls"
    grades.write_bytes(sixty.blackboard_csv(STUDENTS, setting))

    submitted = collect(course, sixty.blackboard_zip(tmp_path / "b.zip", STUDENTS), grades)

    check_everywhere(course, graded(submitted, tmp_path / "results"), grades, counted)


@pytest.mark.parametrize(
    ("pack", "truth"), [(sixty.gradescope_zip, last), (sixty.ilias_zip, counted)]
)
def test_from_gradescope_and_ilias_into_canvas(course, tmp_path, pack, truth):
    """They have no gradebook file that is filled; times are read with their zones or without."""
    roster, grades = tmp_path / "roster.csv", tmp_path / "grades.csv"
    roster.write_text(sixty.gradescope_csv(STUDENTS))
    grades.write_text(sixty.canvas_csv(STUDENTS, "plain"), encoding="utf-8")

    submitted = collect(course, pack(tmp_path / "d.zip", STUDENTS), roster)

    check_everywhere(course, graded(submitted, tmp_path / "results"), grades, truth)


@pytest.mark.parametrize("setting", ["plain", "split", "comma"])
def test_through_canvas_and_back(course, tmp_path, setting):
    """Canvas exports no times: students that it marks as late are listed, and lose nothing."""
    grades = tmp_path / "grades.csv"
    grades.write_text(sixty.canvas_csv(STUDENTS, setting), encoding="utf-8")

    submitted = collect(course, sixty.canvas_zip(tmp_path / "c.zip", STUDENTS), grades)
    results = graded(submitted, tmp_path / "results")

    check_everywhere(course, results, grades, last, is_timed=False)
    pages = {each.id: (results / "feedback" / f"{each.id}.html").read_text() for each in STUDENTS}
    late = {each.id for each in STUDENTS if last(each).wall > each.due}
    assert {name for name, page in pages.items() if "Canvas marks it as late" in page} == late
    assert not [name for name, page in pages.items() if "On time" in page]


def test_through_nbgraders_tree(course, tmp_path):
    """With the timestamps that nbgrader writes, in zones and abbreviations of all kinds."""
    submitted = tmp_path / "nb" / "submitted"
    for each in STUDENTS:
        folder = submitted / each.id / UNIT
        folder.mkdir(parents=True)
        (folder / "shapes.py").write_bytes(last(each).data)
        (folder / TIMESTAMP).write_text(stamp(each))
    grades = tmp_path / "grades.csv"
    grades.write_text(sixty.canvas_csv(STUDENTS, "plain"), encoding="utf-8")

    check_everywhere(course, graded(submitted, tmp_path / "results"), grades, last)


def stamp(student: sixty.Student) -> str:
    """Return a timestamp as nbgrader writes it, in one of four zones."""
    zones: Sequence[tuple[str, int]] = (("UTC", 0), ("EST", -5), ("+0900", 9), ("Asia/Tokyo", 9))
    name, hours = zones[student.number % 4]
    return f"{last(student).utc + timedelta(hours=hours):%Y-%m-%d %H:%M:%S.%f} {name}\n"
