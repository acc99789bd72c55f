"""Points given by hand: laid over results, told everywhere, named line by line when wrong."""

import csv

import pytest
from helpers.made_results import TOY, folder_of, result

from grader.errors import ResultsError
from grader.intake.account import Account, Fate
from grader.messages.message import message
from grader.results.class_results import open_results
from grader.results.ledger import Ledger, final_lines
from grader.results.overrides import override_text, read_overrides
from grader.results.store import ResultStore
from grader.results.tables import ScoreTable

HEADER = "student,exercise,points,reason,who\n"
POINTS = {exercise.id: exercise.points for exercise in TOY.unit.exercises}


@pytest.fixture
def lay_over(tmp_path):
    """Return a function that lays rows over a result."""

    def lay(rows, found):
        (tmp_path / "overrides.csv").write_text(HEADER + rows, encoding="utf-8")
        return read_overrides(tmp_path, POINTS).lay_over(found)

    return lay


def test_points_by_hand_take_the_place_of_graded_ones(lay_over):
    """The score counts them, and the exercise says who gave them, why, and what was graded."""
    found = lay_over("alice,T2,2.5,right idea,Dr. Wu\n", result(outcome="WRONG"))

    assert (found.score, found.is_open) == (8.5, False)
    assert [exercise.id for exercise in found.by_hand] == ["T2"]
    told = override_text(found.exercises[1])
    assert told == "T2: 2.5 of 4 points by hand (graded: 0): right idea (Dr. Wu)"
    assert override_text(found.exercises[0]) == ""


def test_points_by_hand_close_what_was_not_judged(lay_over):
    """A person has judged it: nothing is open any more."""
    found = lay_over("alice,t2,4,looked at by eye,tutor\n", result(outcome="NOT_JUDGED"))

    assert (found.score, found.is_open, found.status) == (10.0, False, "graded")
    assert "(graded: open)" in override_text(found.exercises[1])


def test_result_files_stay_as_they_are_and_a_regrade_loses_nothing(tmp_path):
    """The file is the grader's, the row is the person's."""
    folder = folder_of(tmp_path, result(outcome="WRONG"))
    (folder / "overrides.csv").write_text(HEADER + "alice,T2,4,appeal,tutor\n")
    before = (folder / "alice.json").read_bytes()
    (first,) = open_results(folder, TOY.unit)

    ResultStore(folder).write(result(outcome="WRONG"))
    (second,) = open_results(folder, TOY.unit)

    assert first.score == second.score == 10.0
    assert (folder / "alice.json").read_bytes() == before


def test_the_table_says_what_was_given_by_hand(tmp_path, lay_over):
    """scores.csv has a column for it; a reason that is a formula is text."""
    found = lay_over('alice,T1,1,"=1+1, ""sorry""",tutor\n', result())
    folder_of(tmp_path, result())
    ScoreTable(tmp_path, TOY.unit, Ledger(read_overrides(tmp_path, POINTS))).write()

    assert found.score == 5.0
    with (tmp_path / "scores.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["score"], row["T1"]) == ("5", "1")
    assert row["by_hand"] == 'T1: 1 of 6 points by hand (graded: 6): =1+1, "sorry" (tutor)'


def test_a_name_may_be_spelled_as_the_table_spells_it(lay_over):
    """A name that looks like a formula stands in scores.csv with a quote before it."""
    found = lay_over("'=1+1,T1,0,copied,tutor\n", result("=1+1"))

    assert found.score == 4.0


def test_rows_without_effect_are_named(tmp_path):
    """Nobody believes that a mark was entered when it was not."""
    folder = folder_of(tmp_path, result(), result("bob", refused="bob.zip is corrupt"))
    rows = "alicia,T1,1,typo,tutor\nbob,T1,1,by eye,tutor\n"
    (folder / "overrides.csv").write_text(HEADER + rows)

    found = open_results(folder, TOY.unit)
    scores = [each.score for each in found]

    assert scores == [10.0, None]
    assert found.needs_a_person
    assert "line 2: no result is called 'alicia'" in found.remarks[0].text
    assert "line 3: the submission of 'bob' was refused" in found.remarks[1].text


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("alice,T9,1,why,who\n", "line 2: exercise 'T9', expected an id such as T1"),
        ("alice,total,-1,why,who\n", "line 2: '-1' points in all, expected a number from 0 on"),
        ("alice,total,,why,who\n", "line 2: '' points in all, expected a number from 0 on"),
        ("alice,T1,1e3,why,who\n", "line 2: '1e3' points, expected a number such as 2.25"),
        ("alice,T1,nan,why,who\n", "'nan' points, expected a number"),
        ("alice,T1,\N{FULLWIDTH DIGIT ONE}x,why,who\n", "points, expected a number"),
        ("alice,T1,1,,who\n", "line 2: no reason, expected why the points were changed"),
        ("alice,T1,1,why, \n", "line 2: no who, expected who changed them"),
        (",T1,1,why,who\n", "line 2: no student, expected a name as in scores.csv"),
        ("alice;T1;1;why;who\n", "line 2: 1 cells, expected 5"),
        ("a,T1,1,why,who\n\na,T1,2,why,who\n", "line 4: T1 of this student stands in line 2"),
        ("b,,1,y,z\nb,,1,y,z\n", "line 3: the whole of this student stands in line 2"),
    ],
)
def test_a_bad_row_is_named_by_line_and_costs_nobody_else_anything(tmp_path, rows, words):
    """Line, what stands there, what was expected; the other rows count, and a person must look."""
    folder = folder_of(tmp_path, result(), result("zoe"))
    (folder / "overrides.csv").write_text(f"{HEADER}{rows}zoe,T1,1,why,who\n", encoding="utf-8")

    found = open_results(folder, TOY.unit)
    points = {each.student: each.points for each in found}

    assert points["zoe"] == 5.0
    assert found.needs_a_person
    (told,) = (line for line in map(str, found.remarks) if "does not count" in line)
    assert words in told


@pytest.mark.parametrize(
    ("row", "points", "told"),
    [
        ("alice,T1,9,for the animation,prof", 13, "T1: 9 of 6 points by hand (graded: 6)"),
        ("alice,T1,-1,no names,prof", 9, "T1: 5 of 6 points by hand (graded: 6)"),
        ("alice,T1,-9,copied,prof", 4, "T1: 0 of 6 points by hand (graded: 6)"),
        ("alice,T1,,nice,prof", 10, "T1: nice (prof)"),
        ("alice,,2,bonus,prof", 12, "Adjustment of +2 points: bonus (prof)"),
        ("alice,,-2.5,no report,prof", 7.5, "Adjustment of -2.5 points: no report (prof)"),
        ("alice,,-99,copied,prof", 0, "Adjustment of -99 points: copied (prof)"),
        ("alice,,,come and see me,prof", 10, "come and see me (prof)"),
        (
            "alice,total,3,read on paper,prof",
            3,
            "Total set by hand to 3 points: read on paper (prof)",
        ),
    ],
)
def test_bonus_deduction_and_comment(tmp_path, row, points, told):
    """For an exercise or for the whole, with or without points; what was graded stays known."""
    folder = folder_of(tmp_path, result())
    (folder / "overrides.csv").write_text(f"{HEADER}{row}\n")

    found = open_results(folder, TOY.unit)
    (laid,) = found
    ScoreTable(folder, TOY.unit, found.ledger).write()
    with (folder / "scores.csv").open(newline="") as file:
        (table,) = csv.DictReader(file)

    assert (laid.points, laid.final.graded, laid.is_open) == (points, 10.0, False)
    assert (float(table["score"]), float(table["graded"])) == (points, 10.0)
    assert told in table["by_hand"]
    assert not found.needs_a_person
    assert bool(found.notices) == (points == 13)


def test_points_for_what_could_not_be_read(tmp_path):
    """A person has read it: the score is closed."""
    folder = folder_of(tmp_path, result("bob", refused="bob.zip is corrupt"))
    (folder / "overrides.csv").write_text(f"{HEADER}bob,total,6,read on paper,prof\n")

    found = open_results(folder, TOY.unit)
    (laid,) = found

    assert (laid.points, laid.status, found.needs_a_person) == (6.0, "graded", False)
    assert final_lines(laid) == ["Total set by hand to 6 points: read on paper (prof)"]


def test_file_of_a_spreadsheet_with_decimal_commas_is_read(tmp_path):
    """Excel in German or French writes semicolons between cells."""
    folder = folder_of(tmp_path, result())
    text = 'student;exercise;points;reason;who\nalice;T1;2,5;"x";prof\n'
    (folder / "overrides.csv").write_text(text)

    (laid,) = open_results(folder, TOY.unit)

    assert laid.points == 6.5


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"name,points\n", "line 1: expected student,exercise,points,reason,who"),
        (b"", "line 1: expected student,exercise,points,reason,who, found ''"),
        (HEADER.encode() + "J\xf6rg,T1,1,why,who\n".encode("latin-1"), "line 2 is not UTF-8"),
        (b" " * ((16 << 20) + 1), "is larger than 16 MiB"),
        (HEADER.encode() + b'a,T1,1,"' + b"x" * 140_000 + b'",who\n', "line 2: field larger"),
    ],
)
def test_a_file_that_is_no_table_of_marks_is_named(tmp_path, data, words):
    """Wrong header, encoding or size: one line."""
    (tmp_path / "overrides.csv").write_bytes(data)

    with pytest.raises(ResultsError, match=words):
        read_overrides(tmp_path, POINTS)


def test_a_folder_in_its_place_is_named(tmp_path):
    """It cannot be read as a file."""
    (tmp_path / "overrides.csv").mkdir()

    with pytest.raises(ResultsError, match="cannot be read"):
        read_overrides(tmp_path, POINTS)


UNREAD = {"report.pdf": (Fate.UNREAD, message("is of a kind that is not read"))}


def beside_a_pdf(data: bytes = b"1", outcome: str = "WRONG"):
    """Return a result with one exercise that is right, and a file that was not read."""
    account = Account.of(UNREAD, UNREAD, digests={"report.pdf": data})
    return result(outcome=outcome, account=account)


def class_of(tmp_path, found, rows=""):
    """Return the read results of a class of one, with the *rows* that people wrote."""
    folder = folder_of(tmp_path, found)
    if rows:
        (folder / "overrides.csv").write_text(f"{HEADER.strip()},files\n{rows}")
    results = open_results(folder, TOY.unit)
    list(results)
    return results


def test_exercise_beside_an_unread_file_is_to_look_at(tmp_path):
    """It is named with the file and its code, and the commands exit with 3."""
    found = beside_a_pdf()

    results = class_of(tmp_path, found)

    assert [each.text for each in results.to_look_at] == [
        f"alice: to look at (files {found.account.digest}): T2. "
        "report.pdf is of a kind that is not read."
    ]
    assert results.needs_a_person


@pytest.mark.parametrize("outcome", ["UNANSWERED", "RAISED", "KILLED"])
def test_whatever_went_wrong_beside_an_unread_file_is_to_look_at(tmp_path, outcome):
    """The answer may be in it."""
    assert class_of(tmp_path, beside_a_pdf(outcome=outcome)).to_look_at


def test_right_exercises_need_nobody(tmp_path):
    """A report beside full points is only a report."""
    results = class_of(tmp_path, beside_a_pdf(outcome="PASSED"))

    assert not results.to_look_at
    assert not results.needs_a_person


@pytest.mark.parametrize(
    ("row", "left"),
    [
        ("alice,T2,,only the curve,tutor,{code}", []),
        ("alice,,,only the curve,tutor,{code}", []),
        ("alice,T2,3,the answer is in it,tutor,", []),
        ("alice,T1,,only the curve,tutor,{code}", ["T2"]),
        ("alice,T2,,only the curve,tutor,", ["T2"]),
    ],
)
def test_row_with_the_code_of_the_files_closes_it(tmp_path, row, left):
    """Points close it too; a comment without the code says nothing about the files."""
    found = beside_a_pdf()

    results = class_of(tmp_path, found, row.format(code=found.account.digest) + "\n")

    assert [e.id for e in results.ledger.overrides.to_look_at(found)] == left
    assert results.needs_a_person is bool(left)


def test_row_ends_when_the_files_change(tmp_path):
    """What was looked at was another PDF: the line says so, with the code to write."""
    code = beside_a_pdf(b"1").account.digest
    found = beside_a_pdf(b"2")

    results = class_of(tmp_path, found, f"alice,T2,,only the curve,tutor,{code}\n")

    assert len(results.to_look_at) == 1
    assert [each.text for each in results.remarks] == [
        f"overrides.csv, line 2: 'alice' has handed in other files since. Look at them, and write "
        f"{found.account.digest} for '{code}'."
    ]


def test_table_has_the_account(tmp_path):
    """Two columns: what is to look at, and every file."""
    store = ResultStore(tmp_path)
    table = ScoreTable(tmp_path, TOY.unit, Ledger())
    store.write(beside_a_pdf())

    table.write()

    with (tmp_path / "scores.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["to_look_at"] == "T2"
    assert row["files"] == "report.pdf: unread (is of a kind that is not read)"
