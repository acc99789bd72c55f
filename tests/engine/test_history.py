"""
History does not matter: whatever happened before, a run leaves what a first run would leave.

    HISTORY_SEQUENCES=10000 TMPDIR=/dev/shm nice pytest tests/engine/test_history.py

runs more sequences than the few of every day.
"""

import os
from collections.abc import Callable

import pytest
from helpers.changing_course import CHANGES, MADE
from helpers.failing_disk import FailingDisk
from helpers.history import DAMAGE, History, Options
from hypothesis import HealthCheck, settings

SEQUENCES = int(os.environ.get("HISTORY_SEQUENCES", "20"))

History.TestCase.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
    report_multiple_bugs=False,
)
TestHistory = History.TestCase


def exercises_change_places(history: History) -> None:
    """Both of them in one module: a submission that remembers is asked in another order."""
    CHANGES["swap_exercises"](history.course, 0, 1)


def exercises_take_turns(history: History) -> None:
    """A child that ends when another module is asked forgets what it was asked before."""
    history.course.exercises.append(history.course.exercises.pop(1))
    history.course.write()
    history.grade_all()
    history.course.change_test(1, sentence=1)


def two_tests_change_places(history: History) -> None:
    """In their file."""
    CHANGES["swap_tests"](history.course, 5, 6)


def a_check_asks_another_module(history: History) -> None:
    """That module may remember it; so do the next changes on either side."""
    history.course.change_test(3, target="alpha.g")
    history.course.write()
    history.grade_all()
    history.course.change_test(2, sentence=1)


def an_exercise_moves(history: History) -> None:
    """To a module that had none before it, and out of one that keeps others."""
    history.course.change_exercise(1, module="beta", name="other")


def what_a_list_was_filled_with_changes(history: History) -> None:
    """No check mentions the function whose answer was put into the list."""
    history.course.constants["cases"] = 3


def a_neighbour_is_removed(history: History) -> None:
    """A module that imports it is not what it was, though its own bytes are."""
    history.write(history.submissions / "ann", "alpha", "neighbour", 0)
    history.grade_all()
    (history.submissions / "ann" / "beta.py").unlink()


def a_check_is_made(history: History) -> None:
    """The source does not show it, so nobody knows what it depends on."""
    history.course.change_test(6, kind=MADE)
    history.course.write()
    history.grade_all()
    history.course.constants["block"] = 3


def a_module_changes_beside_checks_that_are_made(history: History) -> None:
    """Which checks ask it is not known."""
    history.course.change_test(6, kind=MADE)
    history.course.write()
    history.grade_all()
    history.write(history.submissions / "ann", "beta", "stub", 0)


def figures_are_drawn(history: History) -> None:
    """From now on something is imported before every submission."""
    history.course.change_exercise(3, figure=True)


def an_absent_result_becomes_a_link(history: History) -> None:
    """And its student comes back."""
    (history.submissions / "ann").rename(history.base / "ann")
    history.grade_all()
    DAMAGE["link"](history.results / "absent" / "ann.json", 0, [b""])
    (history.base / "ann").rename(history.submissions / "ann")


def what_is_kept_of_the_tests_is_edited(history: History) -> None:
    """Into something that is JSON and no snapshot."""
    for kind in range(7):
        history.damage_tests("edit", kind)
        history.course.constants["block"] = kind
        history.course.write()
        history.grade_all()


FOUND: tuple[Callable[[History], None], ...] = (
    exercises_change_places,
    exercises_take_turns,
    two_tests_change_places,
    a_check_asks_another_module,
    an_exercise_moves,
    what_a_list_was_filled_with_changes,
    a_neighbour_is_removed,
    a_check_is_made,
    a_module_changes_beside_checks_that_are_made,
    figures_are_drawn,
    an_absent_result_becomes_a_link,
    what_is_kept_of_the_tests_is_edited,
)


def test_what_has_not_changed_is_kept_in_these_histories():
    """If all were judged again after each change, nothing above could find anything."""
    history = History()
    history.hand_in(history.submissions, "ann", "alpha", "counting", 1)
    history.grade_all()
    history.course.change_test(0, sentence=1)
    history.course.write()
    judges = history.judges()

    history.run(history.results, Options(), judges, FailingDisk(history.results))

    assert [asked for asked in judges.asked if asked[0]] == [("ann", ("X1", "X2"))]
    history.teardown()


@pytest.mark.parametrize("happens", FOUND, ids=lambda happens: happens.__name__)
def test_what_mattered_once_does_not_matter(happens):
    """Each of these left other results than a first run, or ended one with a traceback."""
    history = History()
    history.hand_in(history.submissions, "ann", "alpha", "counting", 1)
    history.hand_in(history.submissions, "bo", "beta", "counting", 2)
    history.grade_all()

    happens(history)
    history.course.write()
    history.run_and_compare(Options())

    history.teardown()
