"""The terms of a course in nbgrader's gradebook: the same points as in every export."""

import csv
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from helpers import class_of_sixty as sixty
from helpers.courses import TOY
from helpers.gradebooks import book, exercise_ids, nbgrader, put, write
from helpers.lms_files import run_export

from grader.lms.numbers import read_number
from grader.nbgrader.gradebook.write_results import write_results

RULE = "5%/hour, at most 60%, after 10 minutes"
#: The same rule as nbgrader's plugin, written as a teacher would who has no grader.
PLUGIN = """
from nbgrader.plugins import LateSubmissionPlugin
class FivePercent(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        if total_seconds_late <= 600:
            return None
        return min(0.5 * -(-total_seconds_late // 3600), 6.0)
c.AssignLatePenalties.plugin_class = FivePercent
"""
STUDENTS = [replace(each, is_excused=False, extension=None) for each in sixty.made_class()]


@pytest.fixture
def own(course, tmp_path):
    """The toy course with terms, which the nbgrader course names."""
    folder = Path(shutil.copytree(TOY, tmp_path / "toy"))
    (folder / "exercises" / "terms.toml").write_text(
        f'due = "2026-10-24 23:59"\ntimezone = "Europe/Berlin"\nlate = "{RULE}"\n'
    )
    return folder


def name_course(course: Path, own: Path, more: str = "") -> None:
    """Let the nbgrader course name its course, as its release does."""
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.BoxPreprocessor.course = {str(own)!r}\n{more}")


def hand_in(course: Path, unit: str) -> None:
    for each in STUDENTS:
        path = course / "submitted" / each.id / unit / "timestamp.txt"
        put(path, f"{each.attempts[-1].utc:%Y-%m-%d %H:%M:%S} UTC\n")


def scores_in(course: Path) -> dict[str, float]:
    """Return the scores that nbgrader itself exports."""
    nbgrader(course, "export", "--to", str(course / "grades.csv"))
    with (course / "grades.csv").open(newline="") as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


def test_nbgraders_penalties_and_extra_credit_agree_with_ours(
    course, results, made, toy, own, tmp_path
):
    """One class: by nbgrader's plugin and extra credit, and by our terms and overrides."""
    unit = toy.unit.name
    plain = Path(shutil.copytree(course, tmp_path / "plain"))
    name_course(course, own)
    name_course(plain, TOY, PLUGIN)
    for each in (course, plain):
        hand_in(each, unit)
    halves = {
        each.id: (min(w := each.attempts[-1].score, 6.0), w - min(w, 6.0)) for each in STUDENTS
    }
    write(results, *(made(name, *points) for name, points in halves.items()))
    write_results(results, plain)
    with book(plain) as gradebook:
        gradebook.find_assignment(unit).duedate = datetime(2026, 10, 24, 21, 59)
        for each in STUDENTS:
            if each.bonus:
                grade = gradebook.find_grade(exercise_ids(toy)[0], "shapes", unit, each.id)
                grade.extra_credit = max(each.bonus, -each.attempts[-1].score)
        gradebook.db.commit()
    write_results(results, plain)
    sixty.write_bonuses(results, STUDENTS)

    write_results(results, course)

    theirs, ours = scores_in(plain), scores_in(course)
    done = run_export(
        results, "--csv", tmp_path / "e.csv", "--course", own, "--submitted", course / "submitted"
    )
    assert done.exit_code == 0, done.stderr
    with (tmp_path / "e.csv").open(newline="") as file:
        export = {row["student"]: read_number(row["score"]) for row in csv.DictReader(file)}
    truth = {}
    for each in STUDENTS:
        raw = max(0.0, each.attempts[-1].score + each.bonus)
        late = each.attempts[-1].utc - datetime(2026, 10, 24, 21, 59)
        hours = -(-late // timedelta(hours=1)) if late > timedelta(minutes=10) else 0
        truth[each.id] = round(raw - min(0.5 * hours, 6.0, raw), 6)
    assert theirs == ours == export == truth
    assert len({*truth.values()}) > 10


def test_writing_again_changes_nothing_and_other_extra_credit_is_kept(
    course, results, made, toy, own
):
    """A bonus stands as extra credit; where a person has entered other credit, that is told."""
    unit, first = toy.unit.name, exercise_ids(toy)[0]
    name_course(course, own)
    write(results, made("ada"), made("ben"))
    header = "student,exercise,points,reason,who\n"
    (results / "overrides.csv").write_text(f"{header}ada,,2,project,prof\nben,,2,project,prof\n")
    write_results(results, course)
    with book(course) as gradebook:
        gradebook.find_grade(first, "shapes", unit, "ben").extra_credit = 1.0
        gradebook.db.commit()

    again = write_results(results, course)

    with book(course) as gradebook:
        credit = [
            gradebook.find_grade(first, "shapes", unit, name).extra_credit
            for name in ("ada", "ben")
        ]
    assert credit == [2.0, 1.0]
    assert again.changes.scores == 0
    assert [str(line) for line in again.left_out] == [
        "ben has other extra credit in the gradebook than the bonus of overrides.csv; it was kept."
    ]


def test_what_the_gradebook_cannot_hold_is_told(course, results, made, toy, own):
    """Points in all for what could not be read, and an excuse."""
    name_course(course, own)
    (own / "extensions.csv").write_text("student,due,reason,who\nada,excused,ill,prof\n")
    write(results, made("ada"), made("bob", refused="bob.zip is corrupt"))
    header = "student,exercise,points,reason,who\n"
    (results / "overrides.csv").write_text(f"{header}bob,total,6,on paper,prof\n")

    done = write_results(results, course)

    assert [str(line) for line in done.left_out] == [
        "ada is excused; nbgrader has no such state.",
        "bob has 6 points as a total set by hand. Enter them in formgrader.",
    ]


def test_due_date_of_the_gradebook_is_compared_with_the_terms(course, results, made, toy, own):
    """One that is missing is written; another one is kept and told."""
    unit = toy.unit.name
    name_course(course, own)
    write(results, made("ada"))
    first = write_results(results, course)
    with book(course) as gradebook:
        due = gradebook.find_assignment(unit).duedate
        gradebook.find_assignment(unit).duedate = datetime(2026, 11, 1, 12, 0)
        gradebook.db.commit()

    second = write_results(results, course)

    assert (due, first.left_out) == (datetime(2026, 10, 24, 21, 59), [])
    assert (
        "was due 2026-11-01 12:00:00 UTC, the terms of the course say 2026-10-24 21:59:00 UTC"
        in (str(second.left_out[0]))
    )
