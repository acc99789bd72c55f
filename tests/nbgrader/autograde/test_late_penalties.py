"""What lateness costs after ``nbgrader autograde``: the same points as ``grader`` gives."""

import csv
import shutil
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from helpers.courses import TOY
from helpers.gradebooks import book, put
from helpers.lms_files import run_export
from helpers.nbgrader_course import NbgraderCourse, answers_into, edit_notebooks

from grader.lms.numbers import read_number
from grader.nbgrader.autograde.late_penalties import RunTerms
from grader.terms.course_terms import BEST, Terms
from grader.terms.hand_ins import HandIn, HandIns

DUE = datetime(2026, 10, 24, 21, 59)  # UTC; 23:59 in Berlin, the night before the clock changes
TERMS = 'due = "2026-10-24 23:59"\ntimezone = "Europe/Berlin"\n'
RULE = 'late = "10%/day, at most 50%, after 10 minutes"\n'
#: The same rule as nbgrader's plugin. A day is 25 hours long where the clock is put back.
PLUGIN = """
from nbgrader.plugins import LateSubmissionPlugin
class TenPercent(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        if total_seconds_late <= 600:
            return None
        return min(1.0 * -(-max(total_seconds_late - 3600, 1) // 86400), 5.0, score)
c.AssignLatePenalties.plugin_class = TenPercent
"""
RIGHT = {"T1": "return x * 2", "T2": "return float(x.sum())"}
ANSWERS = (RIGHT, {"T1": RIGHT["T1"]}, {"T2": RIGHT["T2"]}, {})
WORTH = (10.0, 6.0, 4.0, 0.0)
#: Minutes after the due date; None where no time is known.
LATENESS = (-600, 0, 10, 11, 1440, 1500, 1501, 4000, 12000, None)


@dataclass(frozen=True)
class Student:
    """What a student handed in, when, and what is true of it."""

    number: int

    @property
    def id(self) -> str:
        return f"st{self.number:02}"

    @property
    def late_min(self) -> int | None:
        return LATENESS[self.number % len(LATENESS)]

    @property
    def days(self) -> int:
        """Started days, the first of them 25 hours long; at most five count."""
        late = self.late_min
        return 0 if late is None or late <= 10 else min(5, -(-max(late - 60, 1) // 1440))

    @property
    def points(self) -> float:
        raw = WORTH[self.number % 4]
        return raw - min(raw, float(self.days))


STUDENTS = [Student(number) for number in range(20)]


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> NbgraderCourse:
    """Release the toy course, and let the class hand in."""
    root = tmp_path_factory.mktemp("late")
    shutil.copytree(TOY, root / "toy")
    course = NbgraderCourse(root, root / "toy", "toy")
    course.release()
    for each in STUDENTS:
        folder = course.submitted(each.id)
        shutil.copytree(course.folder / "release" / "toy", folder)
        edit_notebooks(folder, answers_into(ANSWERS[each.number % 4]))
        if each.late_min is not None:
            moment = DUE + timedelta(minutes=each.late_min)
            put(folder / "timestamp.txt", f"{moment:%Y-%m-%d %H:%M:%S} UTC\n")
    return course


def exported(course: NbgraderCourse) -> dict[str, float]:
    """Return the scores that nbgrader itself exports."""
    course.nbgrader("export", "--to", "grades.csv")
    with (course.folder / "grades.csv").open(newline="") as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


def put_terms(course: NbgraderCourse, text: str) -> None:
    put(course.source / "exercises" / "terms.toml", text)


@pytest.fixture(scope="module")
def autograded(released) -> tuple[str, dict[str, float]]:
    """Grade the class with nbgrader's command, by the terms; return its log and the scores."""
    put_terms(released, TERMS + RULE)
    put(released.source / "extensions.csv", "student,due,reason,who\nst07,excused,ill,prof\n")
    log = released.nbgrader("autograde", "toy")
    return log, exported(released)


def test_autograde_takes_off_what_the_terms_say(released, autograded):
    """Every number is computed here; who is excused or has no time loses nothing, and is named."""
    log, scores = autograded
    truth = {each.id: each.points for each in STUDENTS}
    truth["st07"] = WORTH[3]

    assert scores == truth
    assert len({*truth.values()}) > 5
    assert "st07 is excused; nbgrader has no such state." in log
    for name in ("st09", "st19"):
        line = f"{name}: the submission time is unknown, so no late penalty is applied."
        assert line in log


def test_due_date_of_the_terms_stands_in_the_gradebook(released, autograded):
    """So that formgrader names the same submissions as late."""
    with book(released.folder) as gradebook:
        assert gradebook.find_assignment("toy").duedate == DUE
        assert gradebook.find_submission("toy", "st03").total_seconds_late == 660


def test_grader_gradebook_and_export_give_the_same_points(released, autograded):
    """Two ways into one gradebook: the second one finds nothing to change."""
    _, scores = autograded
    results = released.root / "results"
    command = (sys.executable, "-m", "grader.cli")
    # Who has no time, and st07, who is excused, are left to a person.
    words = ("autograde", "submitted", "--to", results, "--course", released.source)
    said = released.run(*command, *words, ok=False)
    said += released.run(*command, "gradebook", results, "--course", ".", ok=False)
    done = run_export(results, "--csv", released.root / "e.csv", "--course", released.source)

    assert done.exit_code in (0, 3), done.stderr
    with (released.root / "e.csv").open(newline="") as file:
        rows = {row["student"]: read_number(row["score"] or "0") for row in csv.DictReader(file)}
    assert exported(released) == scores, said
    assert rows == scores


def test_best_attempt_is_more_than_nbgrader_grades(toy, tmp_path):
    """It has one submission of a student; the line says what to use instead."""
    table = HandIns({"ada": HandIn(attempt=3, attempts=3), "ben": HandIn()})
    run = RunTerms(toy, Terms(attempt=BEST), tmp_path, table)

    assert list(run.remarks("ben")) == []
    assert list(run.remarks("ada")) == [
        "ada handed in 3 times, and the best attempt counts; nbgrader grades attempt 3 only. "
        'Use "grader autograde" and "grader gradebook".'
    ]


def test_terms_without_a_rule_leave_lateness_to_nbgraders_plugin(released, autograded):
    """The plugin states the same rule here, so the points are the same, extra credit included."""
    config = released.folder / "nbgrader_config.py"
    before = config.read_text()
    with book(released.folder) as gradebook:
        notebook = gradebook.find_submission_notebook("shapes", "toy", "st06")
        notebook.late_submission_penalty = 0.25
        gradebook.find_grade("T1", "shapes", "toy", "st06").extra_credit = 2.0
        gradebook.db.commit()
    again = ("autograde", "toy", "--force", "--student=st06")
    try:
        put_terms(released, TERMS)
        config.write_text(before + PLUGIN)
        released.nbgrader(*again)
        by_plugin = exported(released)["st06"]
        put_terms(released, TERMS + RULE)
        released.nbgrader(*again)
    finally:
        config.write_text(before)
        put_terms(released, TERMS + RULE)

    # Four points, two on top, and two days late.
    assert by_plugin == exported(released)["st06"] == WORTH[2] + 2.0 - STUDENTS[6].days
    assert STUDENTS[6].days == 2
