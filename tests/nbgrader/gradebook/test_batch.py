"""Batches of submissions: kept whole, written once, and never over what a person entered."""

import multiprocessing
import os
import shutil
import signal
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from helpers.gradebooks import book, dump, exercise_ids, put, write
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from grader.nbgrader.gradebook import write_results as writer
from grader.nbgrader.gradebook.batch import shared_loss
from grader.nbgrader.gradebook.write_results import write_results


@pytest.mark.parametrize(
    ("lost", "scores", "shares"),
    [
        (0.0, [6.0, 4.0], [None, None]),
        (1.0, [6.0, 4.0], [0.6, 0.4]),
        (1.0, [1.0, 1.0, 1.0], [0.333333, 0.333334, 0.333333]),
        (3.0, [3.0], [3.0]),
        (2.0, [0.0, 2.0], [0.0, 2.0]),
        # A deduction stands in the first notebook, which has nothing left to lose.
        (1.0, [-5.0, 10.0], [0.0, 1.0]),
    ],
)
def test_penalty_is_shared_by_the_notebooks(lost, scores, shares):
    """By their scores; the shares sum to what the submission loses."""
    assert shared_loss(lost, scores) == shares


@given(
    st.lists(st.integers(0, 10**7).map(lambda n: n / 10**6), min_size=1, max_size=9),
    st.floats(0, 1),
)
def test_shares_of_a_penalty_sum_to_it_and_leave_no_score_below_nothing(scores, part):
    """However many notebooks there are."""
    lost = round(sum(scores) * part, 6)

    shares = [share or 0.0 for share in shared_loss(lost, scores)]

    assert sum(shares) == pytest.approx(lost, abs=1e-9)
    assert all(share <= score + 1.1e-6 for share, score in zip(shares, scores, strict=True))


def test_writing_again_changes_nothing(course, results, made):
    """Idempotent, to the last row of the database."""
    write(results, made("ada"), made("ben", 1.0, None))

    write_results(results, course)
    before = dump(course)
    again = write_results(results, course)

    assert dump(course) == before
    assert (again.changes.submissions, again.changes.scores, again.changes.comments) == (0, 0, 0)


def test_what_a_person_entered_is_never_touched(course, results, made, toy):
    """Manual score, extra credit, comment and flag stay; a new score below asks for a look."""
    first, second = exercise_ids(toy)[:2]
    unit = toy.unit.name
    write_results(write(results, made("ada", 1.0, 1.0)), course)
    with book(course) as gradebook:
        grade = gradebook.find_grade(first, "shapes", unit, "ada")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 3.0, 0.5, False
        gradebook.find_grade(second, "shapes", unit, "ada").extra_credit = 0.25
        comment = gradebook.find_comment(f"{first}_solution", "shapes", unit, "ada")
        comment.manual_comment = "Come and see me."
        gradebook.find_submission_notebook("shapes", unit, "ada").flagged = True
        gradebook.db.commit()

    same = write_results(results, course)
    with book(course) as gradebook:
        assert gradebook.find_grade(first, "shapes", unit, "ada").needs_manual_grade is False
    other = write_results(write(results, made("ada", 2.0, 2.0, message="Other.")), course)

    assert (same.changes.scores, other.changes.scores) == (0, 2)
    assert same.changes.by_hand == other.changes.by_hand == 1
    with book(course) as gradebook:
        grade = gradebook.find_grade(first, "shapes", unit, "ada")
        assert (grade.manual_score, grade.extra_credit, grade.auto_score) == (3.0, 0.5, 2.0)
        assert (grade.score, grade.needs_manual_grade) == (3.5, True)
        assert gradebook.find_grade(second, "shapes", unit, "ada").score == 2.25
        comment = gradebook.find_comment(f"{first}_solution", "shapes", unit, "ada")
        assert (comment.comment, comment.auto_comment) == ("Come and see me.", "    Other.")
        assert gradebook.find_submission_notebook("shapes", unit, "ada").flagged is True


def test_late_penalty_of_the_course_applies(course, results, made, toy):
    """The plugin of nbgrader_config.py decides, from the score as it counts."""
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(
            "\nfrom nbgrader.plugins import LateSubmissionPlugin\n"
            "class Half(LateSubmissionPlugin):\n"
            "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
            "        return score / 2 if total_seconds_late > 60 else None\n"
            "c.AssignLatePenalties.plugin_class = Half\n"
        )
    unit = toy.unit.name
    for student, minute in (("ada", 0), ("ben", 59), ("cleo", 59)):
        path = course / "submitted" / student / unit / "timestamp.txt"
        put(path, f"2026-01-02 03:{minute:02}:00 UTC")
    write(results, made("ada"), made("ben"), made("cleo"))
    write_results(results, course)
    with book(course) as gradebook:
        gradebook.find_assignment(unit).duedate = datetime(2026, 1, 2, 3, 0)
        gradebook.find_submission(unit, "cleo").extension = timedelta(hours=1)
        grade = gradebook.find_grade(exercise_ids(toy)[0], "shapes", unit, "ben")
        grade.manual_score = 0.0
        rest = toy.unit.points - toy.unit.exercises[0].points
        gradebook.db.commit()

    write_results(results, course)

    with book(course) as gradebook:
        lost = {
            each.student.id: each.late_submission_penalty
            for each in gradebook.assignment_submissions(unit)
        }
        assert {student: found or 0 for student, found in lost.items()} == {
            "ada": 0,
            "ben": rest / 2,
            "cleo": 0,
        }
        gradebook.find_submission(unit, "ben").extension = timedelta(hours=1)
        gradebook.db.commit()
    write_results(results, course)
    with book(course) as gradebook:
        found = gradebook.find_submission_notebook("shapes", unit, "ben")
        assert found.late_submission_penalty is None


def test_own_cells_of_the_teacher_are_left_to_the_teacher(course, results, made, toy):
    """A free-text cell beside the exercises waits for a person, and keeps what it was given."""
    unit = toy.unit.name
    with book(course) as gradebook:
        gradebook.add_grade_cell("essay", "shapes", unit, max_score=5, cell_type="markdown")
    write(results, made("ada"))
    write_results(results, course)
    with book(course) as gradebook:
        grade = gradebook.find_grade("essay", "shapes", unit, "ada")
        assert (grade.auto_score, grade.needs_manual_grade) == (None, True)
        grade.manual_score, grade.needs_manual_grade = 4.0, False
        gradebook.db.commit()

    write_results(results, course)

    with book(course) as gradebook:
        grade = gradebook.find_grade("essay", "shapes", unit, "ada")
        assert (grade.score, grade.needs_manual_grade) == (4.0, False)


@pytest.mark.parametrize("table", ["student", "submitted_notebook", "grade", "comment"])
def test_killed_writer_leaves_whole_batches(course, results, made, toy, table):
    """Killed at any statement of the second batch: the first is there, nothing of the second."""
    write(results, *(made(f"s{number:02}", 1.0) for number in range(25)))

    def write_until_killed() -> None:
        seen = 0

        @event.listens_for(Engine, "after_cursor_execute")
        def kill(_connection, _cursor, statement, *_rest):
            nonlocal seen
            seen += statement.startswith(f"INSERT INTO {table} ")
            if seen == 2:
                os.kill(os.getpid(), signal.SIGKILL)

        writer.BATCH = 10
        write_results(results, course, notebooks=False)

    process = multiprocessing.get_context("fork").Process(target=write_until_killed)
    process.start()
    process.join()

    assert process.exitcode == -signal.SIGKILL
    with sqlite3.connect(course / "gradebook.db") as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        counts = {
            name: connection.execute(f"select count(*) from {name}").fetchone()[0]
            for name in ("student", "submitted_assignment", "submitted_notebook", "grade")
        }
    exercises = len(toy.unit.exercises)
    assert counts == {
        "student": 10,
        "submitted_assignment": 10,
        "submitted_notebook": 10,
        "grade": 10 * exercises,
    }
    done = write_results(results, course)
    assert (done.results, done.changes.submissions) == (25, 15)


def test_statements_do_not_grow_with_the_class(generated, tmp_path, made):
    """A batch takes as many statements as one submission: see benchmarks/gradebook_speed.py."""
    counts = []
    for size in (2, 40):
        course = Path(shutil.copytree(generated, tmp_path / f"course{size}"))
        write(tmp_path / f"{size}", *(made(f"s{number}", 1.0) for number in range(size)))
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest, seen=seen):
            seen.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            write_results(tmp_path / f"{size}", course, notebooks=False)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        counts.append(len(seen))

    assert counts[0] == counts[1] > 0
