"""What counts: overrides, the terms of the course and the best attempt, the same everywhere."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from helpers.made_results import TOY, folder_of, scored

from grader.results.class_results import open_results
from grader.results.ledger import Ledger, final_lines
from grader.results.records import Result
from grader.results.store import ResultStore
from grader.terms.course_terms import BEST, Extension, Terms
from grader.terms.hand_ins import HANDED_IN, HandIn, HandIns, write_hand_ins
from grader.terms.late import read_rule

DUE = datetime(2026, 1, 31, 23, 59, tzinfo=UTC)
TERMS = Terms(DUE, late=read_rule("10%/day, at most 50%"))


def worth(student: str, points: float | None) -> Result:
    """Return a result of a student that has earned points."""
    if points is None:
        return scored(TOY.unit, student, {"T1": None})
    first = min(points, 6.0)
    return scored(TOY.unit, student, {"T1": first, "T2": points - first})


def late(days: float, **more) -> HandIn:
    return HandIn(DUE + timedelta(days=days), **more)


def laid(result: Result, terms: Terms, hand_in: HandIn) -> Result:
    return Ledger(terms=terms, hand_ins=HandIns({result.student: hand_in})).lay_over(result)


def test_lateness_is_taken_off_and_told():
    """The page of a student says how the points came about."""
    found = laid(worth("ada", 8.0), TERMS, late(1.5))

    assert (found.score, found.points, found.final.late, found.is_open) == (8.0, 6.0, 2.0, False)
    assert final_lines(found) == ["8 points minus a late penalty of 2: 6 count."]


def test_what_is_not_known_costs_nothing_and_is_told():
    """Canvas's word has no time."""
    hand_in = HandIn(marked_late_by="Canvas")
    ledger = Ledger(terms=TERMS, hand_ins=HandIns({"ada": hand_in}))
    found = ledger.lay_over(worth("ada", 8.0))

    assert (found.points, found.final.is_untimed, found.final.hand_in.is_late) == (8, True, True)
    assert final_lines(found) == [
        "Canvas marks it as late, but the submission time is unknown, so no late penalty was "
        "applied."
    ]


def test_time_that_is_not_known_is_said_to_be_not_known():
    """The page does not leave the student to guess; without a rule it does not matter."""
    one = laid(worth("ada", 8.0), TERMS, HandIn())
    other = laid(worth("ada", 8.0), Terms(DUE), HandIn())

    assert (one.points, one.final.is_untimed) == (8.0, True)
    assert final_lines(one) == ["The submission time is unknown, so no late penalty was applied."]
    assert (other.points, final_lines(other)) == (8.0, [])


def test_extension_and_excuse():
    """Another due date is told with its reason; who is excused has no points and is not open."""
    moved = replace(
        TERMS, extensions={"ada": Extension("ada", DUE + timedelta(days=7), "ill", "x")}
    )
    excused = replace(TERMS, extensions={"ada": Extension("ada", None, "ill", "x")})

    one, other = (laid(worth("ada", 8.0), terms, late(5)) for terms in (moved, excused))

    assert (one.points, final_lines(one)) == (
        8.0,
        ["Individual due date 2026-02-07 23:59+00:00: ill."],
    )
    assert (other.points, other.is_open, other.status) == (None, False, "excused")
    assert final_lines(other) == ["Excused: ill."]


def test_open_score_stays_open_however_late():
    """Nothing is taken off what is not known."""
    found = laid(worth("ada", None), TERMS, late(3))

    assert (found.points, found.is_open, found.final.late) == (None, True, 0.0)


def class_with_attempts(tmp_path, *points: float | None, terms: Terms = TERMS):
    """Write the results of a student's attempts; each came a day later than the one before."""
    count = len(points)
    attempts = [late(n - 1, attempt=n, attempts=count) for n in range(1, count + 1)]
    folder = folder_of(tmp_path, worth("ada", points[-1]))
    for number, each in enumerate(points[:-1], start=1):
        ResultStore(folder / "attempts" / str(number)).write(worth("ada", each))
    write_hand_ins(folder / HANDED_IN, HandIns({"ada": attempts[-1]}, {"ada": attempts}))
    return open_results(folder, TOY.unit, replace(terms, attempt=BEST))


@pytest.mark.parametrize(
    ("points", "best", "counts"),
    [
        ((8, 8.5, 9), 1, 8.0),  # 8 in time, 7.5 and 7 after lateness
        ((4, 9, 3), 2, 8.0),
        ((4, 5, 9), 3, 7.0),
        ((0, 0, 0), 3, 0.0),
    ],
)
def test_best_attempt_counts_after_lateness(tmp_path, points, best, counts):
    """A later worse one does not replace an earlier one."""
    results = class_with_attempts(tmp_path, *points)
    (found,) = results

    assert (found.points, found.final.hand_in.attempt) == (counts, best)
    assert final_lines(found)[0] == f"Attempt {best} of 3 counts."
    assert results.path(found).exists()
    assert ("attempts" in results.path(found).parts) == (best != 3)
    assert not results.needs_a_person


def test_best_is_not_known_while_an_attempt_is_open_or_not_graded(tmp_path):
    """A person is asked."""
    results = class_with_attempts(tmp_path / "open", None, 9)
    lacking = class_with_attempts(tmp_path / "lacking", 5, 9)
    (tmp_path / "lacking" / "attempts" / "1" / "ada.json").unlink()

    (found,), (other,) = results, lacking

    assert (found.points, found.is_open) == (None, True)
    assert other.points == 8.0
    assert lacking.needs_a_person
    assert str(lacking.remarks[0]) == (
        'ada: attempt 1 is not graded, and the best one counts. Run "grader autograde" again.'
    )


@pytest.mark.parametrize("damage", [b"", b"{", b'{"schema": "grader/result/2"}'])
def test_an_attempt_that_cannot_be_read_is_not_passed_over(tmp_path, damage):
    """It may have been the best one, so it is named like one that is missing."""
    results = class_with_attempts(tmp_path, 5, 9)
    (tmp_path / "attempts" / "1" / "ada.json").write_bytes(damage)

    list(results)

    assert [str(line) for line in results.remarks] == [
        'ada: attempt 1 is not graded, and the best one counts. Run "grader autograde" again.'
    ]


def test_lateness_that_nobody_knows_needs_a_person(tmp_path):
    """Whoever carries the points out is told that they may be too many."""
    ResultStore(tmp_path).write(worth("ada", 8.0))
    results = open_results(tmp_path, TOY.unit, TERMS)

    list(results)

    assert (results.untimed, results.needs_a_person) == (["ada"], True)


def test_bonus_exercise_comes_on_top(tmp_path):
    """In unit.toml: bonus = true. The unit is worth the others, and a score may exceed that."""
    first, second = TOY.unit.exercises
    unit = replace(TOY.unit, exercises=(first, replace(second, bonus=True)))
    found = Ledger().lay_over(scored(unit, "ada", {}))

    assert (unit.points, found.max_score, found.points) == (6, 6.0, 10.0)


def test_extension_of_nobody_is_told_and_needs_no_one(tmp_path):
    """A slip in the name would be an extension for nobody."""
    terms = replace(TERMS, extensions={"adda": Extension("adda", DUE, "ill", "x")})
    folder = folder_of(tmp_path, worth("ada", 8.0))
    write_hand_ins(folder / HANDED_IN, HandIns({"ada": late(0)}))
    results = open_results(folder, TOY.unit, terms)

    list(results)

    assert [str(line) for line in results.notices] == [
        "extensions.csv: no result is called 'adda'. If there should be one, write the name as in "
        "scores.csv."
    ]
    assert not results.needs_a_person


def test_other_times_than_when_it_was_graded_are_told(tmp_path):
    """Somebody has handed in again since."""
    folder = folder_of(tmp_path / "results", worth("ada", 8.0))
    write_hand_ins(folder / HANDED_IN, HandIns({"ada": late(0)}))
    stamp = tmp_path / "submitted" / "ada" / TOY.unit.name / "timestamp.txt"
    stamp.parent.mkdir(parents=True)
    stamp.write_text("2026-02-02 12:00:00 UTC")

    results = open_results(folder, TOY.unit, TERMS, tmp_path / "submitted")
    (found,) = results

    assert found.points == 6.0
    assert "1 students handed in at other times, or other attempts, by" in str(results.notices[0])
