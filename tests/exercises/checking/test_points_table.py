"""The points table, made from outcomes alone."""

import dataclasses

import pytest
from _kit.checking import points_table
from _kit.checking.outcomes import Outcome, Tally, Verdict
from _kit.checking.points_table import write_table
from _kit.language import translator
from _kit.unit import manifest
from _kit.unit.manifest import Exercise, load_exercises
from _kit.unit.status import Status

UNIT = load_exercises()


def tally_of(*verdicts: Verdict, exercise: str = "E06", expected: int = 2) -> Tally:
    """Return a tally in which the tests of one exercise have these verdicts."""
    tally = Tally()
    for number, verdict in enumerate(verdicts):
        tally.add(Outcome(exercise, f"test_{number}", expected, f"Promise {number}.", verdict))
    return tally


def table(tally: Tally, lang: str = "en", width: int = 80) -> list[str]:
    """Return the lines of a table."""
    lines: list[str] = []
    write_table(tally, width, lambda line, **_: lines.append(line), translator(lang))
    return lines


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        ([Verdict.PASSED, Verdict.PASSED], Status.DONE),
        ([Verdict.PASSED], Status.PARTLY_RUN),
        ([Verdict.PASSED, Verdict.SKIPPED], Status.PARTLY_RUN),
        ([Verdict.NOT_STARTED, Verdict.NOT_STARTED], Status.NOT_STARTED),
        ([Verdict.NOT_STARTED], Status.NOT_STARTED),
        ([Verdict.NOT_STARTED, Verdict.PASSED], Status.STARTED),
        ([Verdict.NOT_STARTED, Verdict.WRONG], Status.WRONG),
        ([Verdict.WRONG, Verdict.ERROR], Status.ERROR),
        ([Verdict.WRONG, Verdict.TIMEOUT], Status.ERROR),
    ],
)
def test_an_exercise_is_as_good_as_the_worst_of_its_tests(verdicts, status):
    """Tests that were not run prove nothing."""
    assert tally_of(*verdicts).results()["E06"][0] == status


def test_the_first_promise_that_is_not_kept_is_remembered():
    """A passed or unwritten one is none; phases and parameters of a test count as one."""
    tally = tally_of(Verdict.PASSED, Verdict.WRONG, Verdict.ERROR, expected=3)
    tally.add(Outcome("E06", "test_0", 3, "Promise 0.", Verdict.PASSED))

    assert tally.results() == {"E06": (Status.ERROR, "Promise 1.")}
    assert tally.counts("E06") == (3, 3)


LONG = Exercise(
    *("linear-regression", "linear", ("fit_with_closed_form_solution",), "Fit", 12.5, 5),
    *((), ""),
)


@pytest.mark.parametrize(("width", "titles"), [(120, True), (80, False)])
def test_columns_are_as_wide_as_their_longest_entry(monkeypatch, width, titles):
    """Long ids, names and points stand below each other with the short ones."""
    monkeypatch.setattr(points_table, "load_exercises", lambda: [*UNIT, LONG])
    tally = tally_of(Verdict.PASSED)
    tally.add(Outcome(LONG.id, "test", 1, "Promise.", Verdict.PASSED))

    _, short, long = table(tally, width=width)[:3]

    assert short.startswith("E06               ")
    assert long.startswith(f"{LONG.id} {LONG.label} ")
    assert short.index("sigmoid") == long.index(LONG.label)
    assert len(short) == len(long) <= width
    assert long.endswith(" 12.5/12.5")
    assert (" Fit " in long) == titles


def test_a_bonus_is_called_so_and_is_no_part_of_the_total(monkeypatch):
    """Its points come on top of what the unit is worth, in the table and below it."""
    extra = dataclasses.replace(LONG, id="extra", points=2, bonus=True)
    monkeypatch.setattr(points_table, "load_exercises", lambda: [*UNIT, extra])
    tally = Tally()
    for exercise in UNIT:
        tally.add(Outcome(exercise.id, "test", 1, "Promise.", Verdict.PASSED))
    tally.add(Outcome("extra", "test", 1, "Promise.", Verdict.WRONG))

    told = table(tally, width=100)

    assert next(line for line in told if line.startswith("extra ")).endswith(" bonus 0/2")
    assert "100 of 100 points by the visible tests; the hidden tests decide the score." in told
    assert "Bonus: 0 of 2 points on top." in told
    essay = {"id": "essay", "title": "Essay", "points": 3, "bonus": True}
    monkeypatch.setattr(manifest, "_manifest", lambda: {"manual": [essay]})
    assert list(manifest.manual_lines(str.format)) == [
        "essay Essay: 3 bonus points, graded by your teacher."
    ]


def test_what_the_teacher_grades_stands_below_the_whole_unit(monkeypatch):
    """It is neither failed nor to do: no test judges it. A part of the unit goes without."""
    essay = {"id": "essay", "title": "Linear regression by hand", "points": 3}
    monkeypatch.setattr(manifest, "_manifest", lambda: {"manual": [essay]})
    whole = Tally()
    for exercise in UNIT:
        whole.add(Outcome(exercise.id, "test", 1, "Promise.", Verdict.PASSED))

    line = "essay Linear regression by hand: 3 points, graded by your teacher."
    told = table(whole)
    assert told.count(line) == 1
    assert "100 of 100 points by the visible tests; the hidden tests decide the score." in told
    assert "essay 手写线性回归：3 分，由老师评分。" in table(whole, "zh")
    assert line not in table(tally_of(Verdict.PASSED, Verdict.PASSED))


def test_a_part_of_the_unit_has_its_own_total():
    """Points of this run, of all, and the one exercise to go on with."""
    assert table(tally_of(Verdict.WRONG, Verdict.PASSED)) == [
        "",
        "E06  sigmoid                   The sigmoid, far out as well   wrong        0/5",
        "",
        "0 of the 5 points of this run (100 in the whole unit); the hidden tests decide",
        "the score.",
        "Next: E06 sigmoid (The sigmoid, far out as well)",
        "  a hint:    python -m exercises hint sigmoid",
        "  only this: pytest exercises -k sigmoid",
    ]


def test_a_part_that_is_done_leads_to_the_whole_unit():
    """There is more to do."""
    assert table(tally_of(Verdict.PASSED, Verdict.PASSED))[-1] == (
        "All of these are done. To run the whole unit: pytest exercises"
    )


def test_everything_done_leads_to_pack():
    """There is nothing more to do but to hand in."""
    tally = Tally()
    for exercise in UNIT:
        tally.add(Outcome(exercise.id, "test", 1, "", Verdict.PASSED))

    assert table(tally)[-3:] == [
        "100 of 100 points by the visible tests; the hidden tests decide the score.",
        "All visible tests pass. Pack your modules and hand them in:",
        "  python -m exercises pack",
    ]


@pytest.mark.parametrize(("lang", "word"), [("en", "1 of 2 run"), ("zh", "运行 1/2")])
def test_an_exercise_that_was_partly_run_says_how_many_of_its_tests(lang, word):
    """It earns nothing yet."""
    row = table(tally_of(Verdict.PASSED), lang)[1]

    assert word in row
    assert row.endswith(" 0/5")


def test_tests_of_no_exercise_make_no_table():
    """A student may write tests of their own."""
    assert table(Tally()) == []
    assert table(tally_of(Verdict.PASSED, exercise="X99")) == []


def test_a_narrow_table_leaves_out_the_titles():
    """No row is longer than the terminal."""
    rows = table(tally_of(Verdict.PASSED), width=60)

    assert max(map(len, rows)) <= 60
    assert rows[1].split() == ["E06", "sigmoid", "1", "of", "2", "run", "0/5"]
