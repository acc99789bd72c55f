"""Results in the gradebook: what nbgrader shows of them, and what is refused in one line."""

import csv
import json
import subprocess
import sys
from dataclasses import replace

import pytest
from helpers.courses import REPOSITORY
from helpers.gradebooks import (
    book,
    dump,
    exercise_ids,
    failure,
    nbgrader,
    put,
    write,
)
from helpers.made_results import check, scored
from helpers.made_results import result as made_result

from grader.course.manifest import Exercise
from grader.errors import ResultsError
from grader.nbgrader.gradebook.write_results import comment_on, write_results
from grader.report.feedback import write_feedback
from grader.results.class_results import open_results
from grader.results.records import Digests, UnitId


def test_scores_and_comments_are_what_nbgrader_reads(course, results, made, toy):
    """Students, submissions, notebooks, grades, comments: complete, by its own queries."""
    first, second = exercise_ids(toy)[:2]
    write(results, made("ada"), made("ben", 1.5, 0.0))

    done = write_results(results, course)

    assert done.changes.students == ["ada", "ben"]
    with book(course) as gradebook:
        unit = toy.unit.name
        scores = {each.student.id: each.score for each in gradebook.assignment_submissions(unit)}
        assert scores == {"ada": toy.unit.points, "ben": 1.5}
        grade = gradebook.find_grade(first, "shapes", unit, "ben")
        assert (grade.auto_score, grade.needs_manual_grade) == (1.5, False)
        comment = gradebook.find_comment(f"{second}_solution", "shapes", unit, "ben")
        assert comment.comment == "    It returned nothing. Is there a return?"
        assert gradebook.find_comment(f"{first}_solution", "shapes", unit, "ada").comment is None
        notebook = gradebook.find_submission_notebook("shapes", unit, "ben")
        assert (notebook.score, notebook.max_score) == (1.5, toy.unit.points)
        assert notebook.needs_manual_grade is False


def test_export_and_feedback_of_nbgrader_show_them(course, results, made, toy):
    """The real commands: the CSV has the scores, the pages have points and messages, no HTML."""
    first = exercise_ids(toy)[0]
    evil = "<script>alert(1)</script> [x](javascript:alert(1))"
    write(results, made("ada", message=""), made("ben", 1.5, 0.0, message=evil))
    source = "import torch\n\nHELP = 3\n\ndef double(x):\n    return x * HELP\n"
    put(course / "submitted" / "ben" / toy.unit.name / "shapes.py", source)
    put(course / "submitted" / "ben" / toy.unit.name / "timestamp.txt", "2026-01-02 03:04:05 UTC")

    write_results(results, course)
    nbgrader(course, "export", "--to", "grades.csv")
    nbgrader(course, "generate_feedback", toy.unit.name)

    with (course / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert [rows["ada"]["score"], rows["ben"]["score"]] == ["10.0", "1.5"]
    assert rows["ben"]["timestamp"] == "2026-01-02 03:04:05"
    page = (course / "feedback" / "ben" / toy.unit.name / "shapes.html").read_text()
    assert "(Score: 1.5 / 10.0)" in page
    assert f"{first} " in page
    assert "HELP" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1))" in page
    assert "<script>alert(1)</script>" not in page
    assert 'href="javascript' not in page


def test_nbgraders_feedback_says_what_our_page_says(course, results, made, toy):
    """The same points, the same message, and the same words on a mark by hand."""
    message = "double returned x + 2. Multiply by 2 instead."
    write(results, made("ben", 0.0, 0.0, message=message))
    rows = "student,exercise,points,reason,who\nben,T2,3,right idea,Dr. Wu\n"
    put(results / "overrides.csv", rows)

    write_results(results, course)
    nbgrader(course, "generate_feedback", toy.unit.name)
    write_feedback(toy, open_results(results, toy.unit), results / "pages")

    theirs = (course / "feedback" / "ben" / toy.unit.name / "shapes.html").read_text()
    ours = (results / "pages" / "ben.html").read_text()
    assert message in theirs
    for words in ("double returned x + 2.", "Multiply by 2 instead.", "right idea", "Dr. Wu"):
        assert words in theirs
        assert words in ours
    assert "(Score: 3.0 / 10.0)" in theirs
    assert "T2: 3 of 4 points by hand (graded: 0): right idea (Dr. Wu)" in theirs
    with book(course) as gradebook:
        assert gradebook.find_grade("T2", "shapes", toy.unit.name, "ben").score == 3.0
        comment = gradebook.find_comment("T2_solution", "shapes", toy.unit.name, "ben")
        assert "by hand" in comment.comment


def test_unknown_student_is_left_out_where_the_course_says_so(course, results, made, toy):
    """nbgrader's own setting holds here too; the others are written."""
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.Autograde.create_student = False\n")
    with book(course) as gradebook:
        gradebook.add_student("ada")

    done = write_results(write(results, made("ada"), made("adda")), course)

    assert done.changes.submissions == 1
    assert [line.partition(",")[0] for line in done.left_out] == [
        "adda is not a student of the gradebook"
    ]
    with book(course) as gradebook:
        assert [student.id for student in gradebook.students] == ["ada"]


def test_open_scores_stay_open(course, results, made, toy):
    """Our own failure is no zero: a person has to look."""
    refused = made("cleo", refused="cleo.zip is encrypted.")
    write(results, made("ada", None, 6.0), refused)

    done = write_results(results, course)

    assert done.open == ["ada", "cleo"]
    with book(course) as gradebook:
        for student in ("ada", "cleo"):
            grade = gradebook.find_grade(exercise_ids(toy)[0], "shapes", toy.unit.name, student)
            assert (grade.auto_score, grade.needs_manual_grade) == (None, True)


def test_nbgrader_autograde_goes_on_from_there(course, results, made, toy):
    """After bulk results nbgrader's own commands still work on the same database."""
    write_results(write(results, made("ada")), course)

    done = nbgrader(course, "generate_assignment", toy.unit.name, "--force")

    assert "ERROR" not in done.stderr


def test_comment_says_each_reason_once(toy):
    """Only what students may read, letter by letter, and nothing where all is right."""
    right = scored(toy.unit, "a", {})
    message = "It returned nothing. Is there a return?"
    twice = [check("T1", f"test_{number}", "WRONG", 3.0, message) for number in range(2)]
    wrong = made_result("a", checks=twice)

    assert comment_on(right.exercises[0]) is None
    assert comment_on(wrong.exercises[0]) == f"    {message}"


def test_what_a_person_grades_is_one_clear_line(course, results, toy):
    """The notebooks that are written hold no answer for it; nbgrader's own way keeps them."""
    essay = Exercise("essay", "", (), "Why the loss falls", 3)
    write(results, scored(replace(toy.unit, manual=(essay,)), "ben", {}))
    before = dump(course)

    said = failure(results, course, kind=ResultsError)

    assert said.startswith("essay is graded by a person, and results hold no answer to read. Run")
    assert dump(course) == before


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, 'is not a folder. Name the one "grader autograde --to" wrote.'),
        (lambda path: path.mkdir(), "holds no results."),
        (lambda path: put(path / "x.json", "{}"), "holds no result that can be read."),
    ],
)
def test_folder_without_results_is_one_clear_line(course, results, make, words):
    """Before the gradebook is even opened."""
    make(results)
    before = dump(course)

    assert words in failure(results, course, kind=ResultsError)
    assert dump(course) == before


def test_results_of_another_unit_or_with_other_points_never_mix(course, results, made, toy):
    """A result of another unit is left out and named; other points cannot be told apart."""
    foreign = made("ben", unit=UnitId("other", "1"))
    write(results, made("ada"), made("cleo"), foreign)

    done = write_results(results, course)

    assert done.results == 2
    assert "ben.json is of other 1 and was left out" in done.left_out[0]
    exercise = replace(toy.unit.exercises[0], points=99.0)
    dear = replace(toy.unit, exercises=(exercise, *toy.unit.exercises[1:]))
    write(results, scored(dear, "ben", {}))
    assert "is worth 99 points in shapes; in other results it is worth 6 in shapes." in failure(
        results, course, kind=ResultsError
    )


def test_results_that_cannot_be_entered_are_named(course, results, made, toy):
    """A name no database takes, half a file, nothing handed in: the others are written."""
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    nothing = Digests(empty, {}, "2" * 64)
    write(results, made("ada"), made("new\nline"), made("x" * 129), made("zoe", digests=nothing))
    put(results / "half.json", '{"schema":')

    done = write_results(results, course)

    assert done.results == 1
    assert sorted(done.left_out) == [
        "half.json is half-written or is not a result. Grade that student again.",
        "new\\nline cannot be a student id in nbgrader and was left out. Rename the folder.",
        "x" * 79 + "… cannot be a student id in nbgrader and was left out. Rename the folder.",
        "zoe handed in nothing, so no submission was added.",
    ]


def test_folder_that_is_no_nbgrader_course_is_one_clear_line(tmp_path, results, made):
    """What was looked for is said, and no database appears."""
    (tmp_path / "empty").mkdir()

    line = failure(write(results, made("ada")), tmp_path / "empty")

    assert (
        "empty is not an nbgrader course: it has neither nbgrader_config.py nor source/toy." in line
    )
    assert list((tmp_path / "empty").iterdir()) == []


def test_configuration_that_fails_is_one_clear_line(course, results, made):
    """The teacher's own line is named by its error."""
    put(course / "nbgrader_config.py", "c = get_config()\nc.x = undefined\n")

    line = failure(write(results, made("ada")), course)

    assert "nbgrader_config.py cannot be run: NameError: name 'undefined' is not defined." in line


def test_command_says_what_it_did(course, results, made, toy):
    """One line of numbers, the open ones and those left out; exit code 3 for these."""
    write(results, made("ada"), made("ben", None))
    words = ["-m", "grader.cli", "gradebook", results, "--course", course]

    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, cwd=REPOSITORY, check=False
    )

    assert done.returncode == 3, done.stderr
    assert "new students: ada, ben" in done.stdout
    assert "ben has open scores." in done.stdout
    assert "2 new submissions" in done.stdout
    shown = json.loads((course / "autograded" / "ada" / "toy" / "shapes.ipynb").read_text())
    assert any(cell.get("outputs") for cell in shown["cells"])
    assert shown["cells"][0]["source"].startswith("*`submitted/` holds no code for this notebook")
