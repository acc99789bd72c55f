"""The proof of fairness on the toy course: what it reads, counts and finds wrong."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.courses import TOY
from typer.testing import CliRunner

from grader.check.corpus import EntryOutcome, has_corpus, judge_corpus, read_corpus
from grader.check.kill_table import (
    KillTableRow,
    NamedMistakes,
    budget_use,
    count_named,
    describe_table,
    find_problems,
    tabulate,
)
from grader.cli import app
from grader.course.checks import read_checks
from grader.course.manifest import Course, find_course
from grader.engine.local import Pool
from grader.errors import CourseError
from grader.messages.explanation import Explanation
from grader.results.outcomes import Outcome
from grader.results.records import Verdict

ADDS = """\
# caught by: test_double_doubles
# message: multiply by 2 instead
def double(x):
    return x + 2
"""
FLOATS = """\
# caught by: test_double_keeps_integers
# message: expected int64
def double(x):
    return x * 2.0
"""
AGAIN = """\
def double(x):
    return x + x
"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A copy of the toy course, beside which a test may put a corpus."""
    shutil.copytree(TOY, tmp_path / "toy", ignore=shutil.ignore_patterns("mistakes"))
    return find_course(tmp_path / "toy")


def put(course: Course, kind: str, name: str, text: str, file: str = "T1_double.py") -> None:
    """Add an entry to a file of the corpus."""
    folder = course.root / "tests" / "corpus" / kind
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / file).open("a", encoding="utf-8") as stream:
        stream.write(f"# %% {name}\n{text}\n")


def judge(course: Course, pool: Pool) -> list[EntryOutcome]:
    """Judge the corpus beside *course*; the pool's hidden tests are the same."""
    return list(judge_corpus(course, read_corpus(course), pool))


def test_a_course_without_a_corpus_says_so_in_one_line(course, toy_pool):
    """Nobody has to write a corpus."""
    from grader.cli.check import _check_corpus

    assert not has_corpus(course)
    assert _check_corpus(course, toy_pool) == []


def test_a_known_mistake_beside_the_hidden_tests_is_judged_too(course, toy_pool):
    """Its words are what the student has to read."""
    (course.hidden / "mistakes").mkdir()
    shutil.copy(TOY / "hidden/mistakes/T1_double.py", course.hidden / "mistakes")

    (found,) = judge(course, toy_pool)

    assert found.entry.where == "hidden/mistakes/T1_double.py:1: adds two"
    assert found.named


def test_the_table_counts_what_was_caught_by_whom_and_what_was_accepted(course, toy_pool):
    """Intended, other, missed, accepted, rejected: each entry stands in one column."""
    put(course, "mistakes", "adds", ADDS)
    put(course, "mistakes", "floats", FLOATS)
    put(course, "mistakes", "other", ADDS.replace("doubles", "keeps_integers"))
    put(course, "mistakes", "missed", ADDS.replace("x + 2", "x + x"))
    put(course, "alternatives", "again", AGAIN)
    put(course, "alternatives", "wrong", AGAIN.replace("x + x", "x + 1"))

    first, second = tabulate(course, judge(course, toy_pool))

    assert (first.intended, first.other, first.missed) == (2, 1, 1)
    assert (first.accepted, first.rejected, first.idle) == (1, 1, ())
    assert second.idle == ("test_total_of_nothing_is_zero",)


def test_a_miss_a_rejection_and_a_check_that_nothing_needs_are_problems(course, toy_pool):
    """Each is one sentence that names the entry or the check."""
    put(course, "mistakes", "adds", ADDS)
    put(course, "mistakes", "other", ADDS.replace("doubles", "keeps_integers"))
    put(course, "mistakes", "missed", ADDS.replace("x + 2", "x + x"))
    put(course, "alternatives", "wrong", AGAIN.replace("x + x", "x + 1"))

    problems = "\n".join(find_problems(course, judge(course, toy_pool)))

    assert ": missed is a mistake of T1 but no check caught it." in problems
    assert ": other was caught by test_double_doubles, not by" in problems
    assert ": wrong is a right answer but was rejected:" in problems
    assert "test_double_keeps_integers (T1) catches no mistake that the others miss." in problems
    assert "test_double_doubles (T1) is the only check that catches adds. State" in problems


def test_a_mistake_that_costs_points_in_another_exercise_is_a_problem(course, toy_pool):
    """A entry breaks the exercise it names and nothing else."""
    put(course, "mistakes", "both", ADDS + "\n\ndef total(x):\n    return 1.0\n")

    problems = find_problems(course, judge(course, toy_pool))

    start = "mistakes/T1_double.py:1: both is an answer to T1 but fails checks of other exercises: "
    assert any(problem.startswith(start) for problem in problems)


def test_an_entry_that_could_not_be_judged_is_a_problem(course):
    """A failure of the kit is neither a miss nor a rejection."""
    put(course, "alternatives", "again", AGAIN)
    (entry,) = read_corpus(course)
    open_check = Verdict("test_double", Outcome.NOT_JUDGED, Explanation.whole("It failed here."))
    found = EntryOutcome(entry, frozenset(), frozenset(), [open_check])

    problems = find_problems(course, [found])
    assert (
        'alternatives/T1_double.py:1: again could not be judged. Run "grader doctor".' in problems
    )


def test_a_fault_in_the_words_for_an_entry_is_a_problem(course):
    """Told once, however many entries it concerns."""
    put(course, "mistakes", "adds", ADDS)
    (entry,) = read_corpus(course)
    found = EntryOutcome(entry, entry.caught_by, frozenset(), (), ("hidden/m.py:4: SystemExit",))

    problems = find_problems(course, [found, found])
    assert problems[0] == "hidden/m.py:4: SystemExit"
    assert problems.count(problems[0]) == 1


def test_too_few_named_mistakes_are_a_problem(course):
    """Of the listed mistakes 95 % must be named, of those held out 80 %."""
    put(course, "mistakes", "adds", ADDS)
    (listed,) = read_corpus(course)
    lost = Verdict("test_double", Outcome.WRONG, Explanation.whole("Something is wrong."))
    silent = EntryOutcome(listed, listed.caught_by, frozenset(), [lost])
    held = replace(silent, entry=replace(listed, held_out=True))

    assert count_named([silent, held]) == NamedMistakes(1, 0, 1, 0)
    problems = find_problems(course, [silent, held])
    assert any("cause of 0 of 1 listed mistakes, expected 95%. Add" in p for p in problems)
    assert any("cause of 0 of 1 held-out mistakes, expected 80%. Add" in p for p in problems)


def test_a_file_that_is_not_named_after_an_exercise_is_refused(course):
    """A file holds the entries of one exercise."""
    put(course, "mistakes", "adds", ADDS, file="T9_double.py")

    with pytest.raises(CourseError, match=r"mistakes/T9_double\.py is not named after an exercise"):
        read_corpus(course)


@pytest.mark.parametrize("name", ["test_total_adds_up", ""])
def test_a_mistake_that_names_no_check_of_its_exercise_is_refused(course, name):
    """A mistake says which check is meant to catch it."""
    put(course, "mistakes", "adds", ADDS.replace("test_double_doubles", name))

    with pytest.raises(CourseError, match="expected a hidden check of T1"):
        read_corpus(course)


def test_the_reason_of_a_check_is_read_from_its_marker(course):
    """What a check alone asks stands where the check is declared."""
    path = course.hidden / "test_shapes_hidden.py"
    marked = path.read_text().replace("points=2, gated=True", 'points=2, gated=True, alone="ints"')
    path.write_text(marked)

    assert [check.alone for check in read_checks(course)] == ["", "ints", "", ""]


def test_check_prints_the_table_and_exits_1_on_a_miss(course):
    """The command judges the corpus, shows the table and says what is wrong."""
    put(course, "mistakes", "missed", ADDS.replace("x + 2", "x + x"))

    done = CliRunner().invoke(app, ["check", "--course", str(course.root), "--jobs", "1"])
    short = CliRunner().invoke(app, ["check", "--course", str(course.root), "--no-corpus"])

    assert done.exit_code == 1
    assert "T1         0         0         1" in done.output
    assert ": missed is a mistake of T1 but no check caught it." in done.output
    assert short.exit_code == 0


def test_a_budget_is_proposed_from_the_slowest_right_answers(course):
    """Ten times what they need together; less than twice is a problem of the course."""
    put(course, "alternatives", "again", AGAIN)
    (entry,) = read_corpus(course)
    fast, slow = (EntryOutcome(entry, frozenset(), frozenset(), cpu_s=s) for s in (0.5, 3.2))
    poor = replace(course, unit=replace(course.unit, budget_s=5.0))

    ample, short = (budget_use(found, [slow, fast]) for found in (course, poor))

    assert ample.describe() == (
        "Right answers need at most 3.2 s of processor time together. "
        "budget_s is 120, proposed is 40."
    )
    assert ample.problem == ""
    assert short.problem == (
        "budget_s = 5 is less than twice what right answers need (3.2 s). "
        "Set budget_s = 40 in unit.toml."
    )


def test_long_ids_stand_below_each_other():
    """The first column is as wide as the longest id."""
    rows = [
        KillTableRow("E01", 1, 0, 0, 2, 0, ()),
        KillTableRow("gradients", 2, 0, 0, 1, 0, ("a",)),
    ]

    assert describe_table(rows) == [
        " exercise  intended     other    missed  accepted  rejected  idle checks",
        "      E01         1         0         0         2         0  -",
        "gradients         2         0         0         1         0  a",
        "      all         3         0         0         3         0",
    ]
