"""Exercises that a person grades: open until a row gives points, and never mistaken for judged."""

from dataclasses import replace

import msgspec
import pytest
from helpers.made_results import TOY, folder_of, scored

from grader.course.manifest import Exercise
from grader.intake.account import Account, Fate
from grader.messages.catalogues import language_of
from grader.messages.message import message
from grader.report.class_page import write_report
from grader.report.feedback import write_feedback
from grader.results.class_results import open_results
from grader.results.overrides import override_text
from grader.results.records import Result
from grader.results.store import read_result
from grader.results.tables import ScoreTable

ESSAY = Exercise("essay", "", (), "Why the loss falls", 3)
UNIT = replace(TOY.unit, manual=(ESSAY,))
COURSE = replace(TOY, unit=UNIT)


@pytest.fixture
def class_of(tmp_path):
    """Return a function that writes results and rows of overrides.csv, and reads both."""

    def read(*results, rows=""):
        folder = folder_of(tmp_path / "results", *results)
        (folder / "overrides.csv").write_text(f"student,exercise,points,reason,who\n{rows}")
        return open_results(folder, UNIT)

    return read


def test_it_is_open_until_a_person_gives_points(class_of):
    """Nothing is earned for it and nothing is lost: the score says what it waits for."""
    waiting = class_of(scored(UNIT, "ada", {}))
    (found,) = waiting

    assert (found.score, found.max_score, found.is_open) == (None, 13.0, True)
    assert found.status == "open: 1 exercise to grade by hand (essay)"
    assert waiting.open == ["ada: open: 1 exercise to grade by hand (essay)"]
    assert waiting.needs_a_person


def test_a_row_closes_it(class_of):
    """The points of the person count beside those of the checks, which are told apart."""
    graded = class_of(scored(UNIT, "ada", {"T2": 1}), rows="ada,Essay,2.5,clear,Dr. Wu\n")
    (found,) = graded

    assert (found.points, found.status, found.final.graded) == (9.5, "graded", 7.0)
    assert override_text(found.exercises[-1]) == "essay: 2.5 of 3 points: clear (Dr. Wu)"
    assert not graded.needs_a_person


@pytest.mark.parametrize("row", ["ada,essay,,see me,Dr. Wu\n", "ada,essay,-1,late,Dr. Wu\n"])
def test_a_comment_or_a_deduction_does_not_close_it(class_of, row):
    """Only points do: there is nothing yet to deduct from."""
    (found,) = class_of(scored(UNIT, "ada", {}), rows=row)

    assert found.status == "open: 1 exercise to grade by hand (essay)"


def test_points_of_the_whole_close_it(class_of):
    """A row for total says what the submission earns, whatever is open in it."""
    (found,) = class_of(scored(UNIT, "ada", {}), rows="ada,total,8,oral exam,Dr. Wu\n")

    assert (found.points, found.status) == (8.0, "graded")


def test_the_status_names_every_reason(class_of):
    """What was not judged is no less open because a person has to grade besides."""
    unit = replace(UNIT, manual=(ESSAY, replace(ESSAY, id="plot")))
    result = scored(unit, "ada", {"T2": None})

    assert result.status == "open: 1 checks not judged; 2 exercises to grade by hand (essay, plot)"
    assert not result.is_judged


def test_a_bonus_comes_on_top(class_of):
    """The unit is worth the others, and the score stays open until somebody has looked."""
    unit = replace(UNIT, manual=(replace(ESSAY, bonus=True),))
    (found,) = class_of(scored(unit, "ada", {}), rows="ada,essay,3,good,Dr. Wu\n")

    assert (unit.points, found.max_score, found.points) == (10, 10.0, 13.0)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"score": 3.0}, "essay has another score than its checks earned"),
        ({"names": ("f",)}, "essay has no module, and yet checks or names"),
        ({"module": "shapes"}, "essay is not worth what its checks are"),
    ],
)
def test_a_record_of_it_holds_nothing_that_was_judged(change, fault):
    """Only a row gives it points, and a judged exercise that lost its checks is no result."""
    essay = scored(UNIT, "ada", {}).exercises[-1]

    with pytest.raises(ValueError, match=fault):
        msgspec.structs.replace(essay, **change)


def test_a_result_file_holds_it(tmp_path):
    """A result is read as it was written, and still waits for a person."""
    result = scored(UNIT, "ada", {})

    found = read_result(folder_of(tmp_path, result) / "ada.json")

    assert found == result
    assert isinstance(found, Result)
    assert [each.id for each in found.to_grade] == ["essay"]


def test_the_exercises_that_are_judged_stay_as_they_are():
    """What a person grades changes nothing in the records beside it."""
    plain, more = scored(TOY.unit, "ada", {"T2": 1}), scored(UNIT, "ada", {"T2": 1})

    assert more.exercises[:-1] == plain.exercises
    assert more.graded == plain.graded == plain.score == 7.0


def test_an_unread_file_makes_no_second_case_of_it():
    """A person reads it anyway, so it is not to look at besides."""
    essay = {"essay.pdf": (Fate.UNREAD, message("It is not code."))}
    account = Account.of(essay, essay, digests={})

    assert scored(UNIT, "ada", {}, account=account).doubtful == ()


def test_scores_csv_has_its_column(class_of):
    """Empty while it is open, the points once they are given."""
    results = class_of(
        scored(UNIT, "ada", {}), scored(UNIT, "bob", {}), rows="ada,essay,2.5,clear,Dr. Wu\n"
    )

    ScoreTable(results.folder, UNIT, results.ledger).write()

    head, ada, bob = (results.folder / "scores.csv").read_text().splitlines()
    assert head.startswith("student,status,score,max_score,T1,T2,essay,graded,")
    assert ada.startswith("ada,graded,12.5,13,6,4,2.5,10,")
    assert bob.startswith("bob,open: 1 exercise to grade by hand (essay),,13,6,4,,10,")


def test_the_class_page_has_the_row_to_write(class_of, tmp_path):
    """Who is still to be graded is listed with the row; who is graded has the points."""
    results = class_of(
        scored(UNIT, "ada", {}), scored(UNIT, "bob", {}), rows="ada,essay,2.5,clear,Dr. Wu\n"
    )

    view = write_report(results, UNIT, tmp_path / "report.html")

    ada, bob = ([cell.text for cell in row.cells] for row in view.students)
    assert (ada, bob) == (["6", "4", "2.5"], ["6", "4", "–"])
    (case,) = view.cases
    assert (case.kind, case.student, case.exercises) == ("to grade by hand", "bob", "essay")
    assert case.paste == "bob,essay,POINTS,WHY,YOUR NAME"
    assert view.exercises()[-1].mean == 2.5
    assert list(view.numbers.exercises) == ["T1", "T2"]


@pytest.mark.parametrize(
    ("lang", "waits", "by_hand"),
    [
        (
            "en",
            "The score is open until your teacher has graded this by hand:",
            "Your teacher grades this by hand.",
        ),
        ("zh", "以下题目由老师人工评分，评完之前总分未定：", "这一题由老师人工评分。"),
    ],
)
def test_the_student_reads_that_a_person_grades(class_of, tmp_path, lang, waits, by_hand):
    """It is neither failed nor "not written yet", and nothing went wrong with it."""
    results = class_of(scored(UNIT, "ada", {"T1": 0, "T2": 0}))

    write_feedback(COURSE, results, tmp_path / "pages", lang)

    page = (tmp_path / "pages" / "ada.html").read_text(encoding="utf-8")
    assert f"{waits} essay</p>" in page
    assert by_hand in page
    fault = "Some checks could not be judged, which is not your fault: the score is open, and your"
    assert language_of(COURSE, lang)(f"{fault} teacher knows.") not in page


def test_the_student_reads_points_and_comment(class_of, tmp_path):
    """Once they are given, with who gave them; no points too are points."""
    results = class_of(scored(UNIT, "ada", {}), rows="ada,essay,0,not handed in,Dr. Wu\n")

    write_feedback(COURSE, results, tmp_path / "pages")

    page = (tmp_path / "pages" / "ada.html").read_text(encoding="utf-8")
    assert "<bdi>not handed in</bdi> <bdi>(Dr. Wu)</bdi>" in page
    assert '<span class="points">0/3</span>' in page
    assert "Not written yet" not in page
