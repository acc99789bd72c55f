"""
The pytest plugin of the visible tests.

A test of an exercise that is not written yet counts as "not started" and prints
nothing. A failed one is explained in a few lines, without the insides of pytest. At
the end there is a table of points, with the next exercise to do.
"""

import functools
import os
import shutil
import sys
import threading
from collections.abc import Collection, Generator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from _kit.checking import points_table, time_limit
from _kit.checking.explain import explain
from _kit.checking.outcomes import Outcome, Tally, Verdict
from _kit.files import SAVED_PLOTS
from _kit.language import LANGUAGES, Translator, translator_for
from _kit.terminal import wrap
from _kit.unit.manifest import FOLDER, Exercise, find_exercises, load_exercises, load_modules
from _kit.unit.status import History, comparison, load_progress, note_results

WIDEST = 78


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --lang, and --plots in a course that has such pictures."""
    group = parser.getgroup("exercises")
    group.addoption(
        "--lang",
        choices=LANGUAGES,
        help="the language of promises and explanations (default: from LANG)",
    )
    if (FOLDER / f"{SAVED_PLOTS}.py").is_file():
        group.addoption(
            "--plots",
            nargs="?",
            const="plots",
            metavar="DIR",
            help="after the tests, save pictures of what your code does to DIR (default: plots)",
        )


def pytest_configure(config: pytest.Config) -> None:
    """Register the plugin, unless the program that runs pytest brings its own."""
    # In "pytest --plots exercises" the folder is meant as the tests, not the pictures.
    folder = config.getoption("plots", None)
    if folder and (Path(folder) / "unit.toml").exists():
        config.args, config.option.plots = [folder], "plots"
    # The table says it better than pytest's list of failed tests, unless one is asked for.
    if getattr(config.option, "reportchars", "") == "fE":
        config.option.reportchars = ""
    if not any(isinstance(plugin, VisibleTests) for plugin in config.pluginmanager.get_plugins()):
        translate = translator_for(sys.__stdout__, config.getoption("lang"))
        config.pluginmanager.register(VisibleTests(translate), "visible-tests")


class VisibleTests:
    """
    Runs visible tests in the order of the course, explains failures and keeps the outcomes.

    ``conftest.py`` registers one for ``pytest exercises``. A program that runs visible tests
    itself makes one, hands it to ``pytest.main(plugins=[...])`` and reads from it afterwards.

    Args:
        translate: Translates what is shown.
        only: Ids of the exercises to run; None for all. With ids, only the files and folders
            in pytest's arguments are looked at.
    """

    def __init__(self, translate: Translator, *, only: Collection[str] | None = None) -> None:
        self.outcomes: dict[str, Outcome] = {}
        """The outcome of each test by its node id: the first failure, if there is one."""
        self.tally = Tally()
        self.failure = ""
        """The first explanation that was shown."""
        self.comparisons: list[str] = []
        """Predictions of exercises that are solved now, beside the answers."""
        self.problem = ""
        """Why the first file that cannot be collected cannot be."""
        self.translate = translate
        self._only = only
        self._exercises = load_exercises()
        self._names = {exercise.id: exercise.names for exercise in self._exercises}
        self._places = {id_: place for place, id_ in enumerate(self._names)}
        self._explained: set[str] = set()
        self._stuck: set[str] = set()  # exercises that ran into the time limit
        self._closing: list[str] = []  # sentences below the table

    def pytest_configure(self, config: pytest.Config) -> None:
        self._config = config
        self._wanted = {
            part
            for argument in config.args
            for part in Path(os.path.abspath(argument.partition("::")[0])).parts
        }
        config.addinivalue_line("markers", "exercise(id): the exercise that a test belongs to")
        if not config.pluginmanager.hasplugin("timeout"):
            config.addinivalue_line("markers", "timeout(seconds): kept only with pytest-timeout")

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        # pytest weighs every file of a folder, at length, even if only one is asked for.
        return True if self._only is not None and collection_path.name not in self._wanted else None

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self._only is not None:
            items[:] = [item for item in items if _exercise_of(item) in self._only]
        self._select(items)
        ours = [item for item in items if _exercise_of(item)]
        for item in ours:
            # Right answers may warn; a warning fails no test here.
            item.add_marker(pytest.mark.filterwarnings("ignore"))
        # In the order of the course, not of the alphabet, so that -x stops at the first.
        ours.sort(key=lambda item: self._places.get(_exercise_of(item), len(self._places)))
        in_order = iter(ours)
        items[:] = [next(in_order) if _exercise_of(item) else item for item in items]

    def _select(self, items: list[pytest.Item]) -> None:
        """
        Select the tests of the ids, names and modules in -k, if there is nothing else in it.

        pytest's own -k knows no ids, and "mean" is a part of test_mean_of_squares to it.
        """
        words = str(self._config.getoption("keyword", "")).split(" or ")
        if not all(find_exercises(word, self._exercises) for word in words):
            return
        self._config.option.keyword = ""
        wanted = {word: find_exercises(word, self._exercises) for word in words}
        kept = [
            item
            for item in items
            if any(_is_of(item, word, found) for word, found in wanted.items())
        ]
        self._config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and not self.problem:
            self.problem = str(report.longrepr)[-2000:]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if _exercise_of(item) in self._stuck:
            pytest.skip("another test of this exercise ran into the time limit")
        if _exercise_of(item) and isinstance(item, pytest.Function):
            self._forget_modules()
            renew_constants(item.module)

    def _forget_modules(self) -> None:
        """Let every test import the student's modules anew, as a fresh Python would."""
        for name in load_modules():
            # Those of a notebook are in no file.
            if getattr(sys.modules.get(name), "__file__", None):
                del sys.modules[name]

    @pytest.hookimpl(optionalhook=True, tryfirst=True)
    def pytest_timeout_set_timer(self, item: Any, settings: Any) -> bool | None:
        in_main = threading.current_thread() is threading.main_thread()
        if settings.method == "signal" and in_main:
            return None  # pytest-timeout does it
        from pytest_timeout import timeout_timer

        give_up = functools.partial(timeout_timer, item, settings)
        item.cancel_timeout = time_limit.interrupt_after(settings.timeout, give_up)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        exercise = _exercise_of(item)
        if not exercise or not isinstance(item, pytest.Function):
            return report
        outcome = Outcome(
            exercise=exercise,
            function=item.originalname,
            expected=_count_tests(item.module, exercise),
            promise=" ".join((item.function.__doc__ or "").split()),
        )
        if report.skipped:
            outcome = replace(outcome, verdict=Verdict.SKIPPED)
        elif report.failed and call.excinfo is not None:
            outcome = self._explained_outcome(outcome, call.excinfo.value)
            outcome = replace(outcome, printed=report.capstdout)
            promise = wrap(f"{exercise}: {self.translate(outcome.promise)}", _width())
            report.longrepr = "\n".join([*promise, "", outcome.text])
        outcome.attach(report)
        return report

    def _explained_outcome(self, outcome: Outcome, error: BaseException) -> Outcome:
        names = self._names.get(outcome.exercise, ())
        found = explain(error, names, self.translate, _width())
        # Nine tests that meet one syntax error need one explanation.
        again = found.reason in self._explained
        if found.reason:
            self._explained.add(found.reason)
        return replace(outcome, verdict=found.verdict, text=found.text, again=again)

    def pytest_report_teststatus(self, report: Any) -> tuple[str, str, Any] | None:
        outcome = Outcome.of(report)
        if outcome is None or not report.failed:
            return None
        if outcome.verdict == Verdict.NOT_STARTED:
            return "not started", "-", ("NOT STARTED", {"yellow": True})
        if outcome.again:
            return "for the same reason", "=", ("SAME REASON", {"red": True})
        if outcome.verdict == Verdict.WRONG:
            return "failed", "F", "WRONG"
        return "error", "E", "ERROR"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        outcome = Outcome.of(report)
        if outcome is None:
            return
        self.tally.add(outcome)
        before = self.outcomes.get(report.nodeid)
        if before is None or before.verdict == Verdict.PASSED:
            self.outcomes[report.nodeid] = outcome
        if outcome.verdict == Verdict.TIMEOUT:
            self._stuck.add(outcome.exercise)
        if outcome.text and not self.failure:
            self.failure = str(report.longrepr)

    def pytest_sessionfinish(self) -> None:
        if hasattr(self._config, "workerinput"):  # pytest-xdist; its controller does all this
            return
        before = load_progress()
        results = self.tally.results()
        for exercise in self._exercises:
            if exercise.id in before.predictions and results.get(exercise.id, ("",))[0] == "done":
                text = comparison(exercise, before, self.translate)
                if not before.history.get(exercise.id, History()).solved:
                    self.comparisons.append(f"{exercise.id}: {text}")
        self._closing += self.comparisons
        if not note_results(results, self._exercises):
            self._closing.append(
                self.translate("Your progress is not saved: the folder cannot be written.")
            )
        folder = self._config.getoption("plots", None)
        if folder:
            # Only now: importing matplotlib takes a second.
            from _kit.checking import pictures

            place = self._config.invocation_params.dir / folder
            self._closing += pictures.save_pictures(place, self._stuck, self.translate)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        line = terminalreporter.write_line
        points_table.write_table(self.tally, _columns(), line, self.translate)
        for sentence in self._closing:
            for part in wrap(sentence, _columns()) or [""]:
                line(part)


def _is_of(item: pytest.Item, word: str, exercises: Collection[Exercise]) -> bool:
    """Return whether a test belongs to what a word of -k names."""
    if _exercise_of(item) not in {exercise.id for exercise in exercises}:
        return False
    names = {name.lower() for exercise in exercises for name in exercise.names}
    return word.lower() not in names or item.name.lower().startswith(f"test_{word.lower()}_")


def renew_constants(tests: ModuleType) -> None:
    """
    Give the constants of a test file the values that they had when it was imported.

    Code that changes its arguments in place must not spoil the tests that come later.
    """
    kept = vars(tests).setdefault("_constants", {})
    if not kept:
        kept |= {name: deepcopy(value) for name, value in vars(tests).items() if name.isupper()}
    vars(tests).update(deepcopy(kept))


def _columns() -> int:
    return shutil.get_terminal_size().columns


def _width() -> int:
    return min(_columns(), WIDEST)


def _exercise_of(item: pytest.Item) -> str:
    """Return the id of the exercise that a test belongs to, or nothing."""
    marker = item.get_closest_marker("exercise")
    return str(marker.args[0]) if marker else ""


def _count_tests(module: ModuleType, exercise: str) -> int:
    """Count the test functions of an exercise in their file, whether selected or not."""
    return sum(
        any(
            mark.name == "exercise" and mark.args == (exercise,)
            for mark in getattr(function, "pytestmark", [])
        )
        for function in vars(module).values()
    )
