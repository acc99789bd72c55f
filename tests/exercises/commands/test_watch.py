"""``python -m exercises watch``: what it answers to saves, keys and events of the worker."""

import io
from typing import Any

import pytest
from _kit.commands import CommandError, progress, watch
from _kit.commands.worker import Event, EventKind, Order
from _kit.language import translator
from _kit.terminal import Screen
from _kit.unit import modules, status

PROMISE = "E06: sigmoid(0) is one half.\n\n  called    sigmoid(0)"


class Runner:
    """Takes the orders of a session and runs nothing."""

    def __init__(self) -> None:
        self.orders: list[Order] = []

    def run(self, order: Order) -> None:
        self.orders.append(order)


class Session:
    """A session of ``watch`` whose worker is played by the test."""

    def __init__(self) -> None:
        self.runner, self.stream = Runner(), io.StringIO()
        self._session = watch.Session(Screen(self.stream), translator("en"), self.runner)

    def greet(self, *, has_keyboard: bool) -> str:
        self._session.greet(has_keyboard)
        return self.stream.getvalue()

    def shows(self, what: Any) -> str:
        """Return what the session writes about a save, a key or an event."""
        before = len(self.stream.getvalue())
        assert self._session.handle(what)
        return self.stream.getvalue()[before:]

    def ends(self, key: str) -> bool:
        return not self._session.handle(key)


@pytest.fixture
def session(monkeypatch) -> Session:
    """A session that remembers no earlier run."""
    for module in (watch, progress):
        monkeypatch.setattr(module, "load_progress", status.Progress)
    return Session()


def test_a_save_runs_the_exercises_that_changed(session, monkeypatch):
    """The order names the module, the exercises whose code differs, and the language."""

    def changed(module: str) -> bytes:
        return modules.read(module).replace(b"def sigmoid(z", b"def sigmoid(zz")

    monkeypatch.setattr(watch, "read", changed)
    session.shows(frozenset({"logistic"}))

    (order,) = session.runner.orders
    assert (order.modules, order.exercises, order.language) == (["logistic"], ["E06"], "en")


def test_a_saved_test_file_runs_its_module(session):
    """All exercises of the module, for each of them may be tested differently now."""
    session.shows(frozenset({"test_logistic"}))

    assert session.runner.orders[0].exercises == ["E06", "E07", "E08"]


def test_a_result_shows_statuses_the_first_failure_and_points(session):
    """After a small run every exercise is listed, after a large one those that need work."""
    session.shows(frozenset({"test_logistic"}))
    small = session.shows(
        Event(EventKind.RESULT, 1, statuses={"E06": "wrong", "E07": "done"}, failure=PROMISE)
    )
    session.shows("r")
    large = session.shows(
        Event(EventKind.RESULT, 2, statuses={"E06": "wrong", "E07": "done"}, failure=PROMISE)
    )

    assert "logistic.py ---" in small
    assert f"E06  wrong: sigmoid\nE07  done: log_odds\n\n{PROMISE}\n" in small
    assert "\n0 of 100 points\n" in small
    assert "E06  wrong: sigmoid\n" in large
    assert "E07" not in large


def test_keys_run_hint_next_and_quit(session, monkeypatch):
    """r runs everything, h gives a hint for what fails, n says what is next, q ends it."""
    hinted: list[str | None] = []
    monkeypatch.setattr(watch, "show_hint", lambda screen, translate, name: hinted.append(name))
    menu = session.greet(has_keyboard=True)
    running = session.shows("r")
    session.shows(Event(EventKind.RESULT, 1, statuses={"E05": "done", "E06": "error"}))
    session.shows("h")
    following = session.shows("n")

    assert menu == (
        "\nWatching. Save a module to run its tests.\n"
        "r run all   h hint   n next   l list   x reset   q quit\n"
    )
    assert running == "Running everything ...\n"
    assert len(session.runner.orders[0].exercises) == 23
    assert hinted == ["sigmoid"]
    assert "Next: E01 graph_gradients" in following
    assert session.ends("q")
    assert session.ends("\x03")


def test_after_done_it_goes_on_to_the_next_exercise(session):
    """What is solved is compared with its prediction, and the next task is named."""
    session.shows("r")
    shown = session.shows(
        Event(EventKind.RESULT, 1, statuses={"E05": "done"}, comparisons=["E05: You predicted w."])
    )
    session.shows("r")
    wrong = session.shows(Event(EventKind.RESULT, 2, statuses={"E05": "done", "E06": "wrong"}))

    assert "E05: You predicted w.\n" in shown
    assert "Next: E01 graph_gradients" in shown
    assert "Next:" not in wrong


def test_l_lists_every_exercise(session):
    """The whole list, as with --all."""
    assert session.shows("l").count("to do") == 23


def test_x_pressed_twice_restores_a_stub(session, monkeypatch):
    """That of what fails, else of what is next; another key in between calls it off."""
    restored: list[str] = []

    def reset(screen: Screen, translate: Any, name: str, *, sure: bool) -> None:
        assert sure
        restored.append(name)

    monkeypatch.setattr(watch, "reset", reset)
    asked = session.shows("x")
    session.shows("n")
    session.shows("x")
    nothing_yet = list(restored)
    session.shows("x")
    session.shows("r")
    session.shows(Event(EventKind.RESULT, 1, statuses={"E06": "wrong"}))
    session.shows("x")
    session.shows("x")

    assert "Press x again to restore the stub of graph_gradients; your code is kept in" in asked
    assert nothing_yet == []
    assert restored == ["graph_gradients", "sigmoid"]


def test_without_a_keyboard_ctrl_c_is_named(session):
    """Where stdin is a pipe there are no keys to offer."""
    assert session.greet(has_keyboard=False).endswith("Ctrl-C quits.\n")


def test_tests_that_cannot_be_run_are_shown(session):
    """The reason is that of pytest, below one line of ours."""
    shown = session.shows(Event(EventKind.RESULT, 1, problem="SyntaxError in test_logistic.py"))

    assert "The tests could not be run:\nSyntaxError in test_logistic.py\n" in shown


def test_an_end_without_a_result_is_explained(session):
    """The code has ended Python, or the time limit has ended the code."""
    session.shows("r")

    assert (
        "\nThe tests ended without a result: your code ends Python or never returns.\n"
        in session.shows(Event(EventKind.ENDED))
    )


def test_a_missing_package_is_named(session):
    """What the worker cannot import is what the student has to install."""
    with pytest.raises(CommandError) as caught:
        session.shows(Event(EventKind.FAILED, package="torch"))

    assert str(caught.value) == "The tests need the package torch. Install it: pip install torch"
