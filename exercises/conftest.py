"""
What ``pytest exercises`` adds to pytest.

A test of an exercise that is not written yet counts as "not started" and prints
nothing. A failed one is shown in a few lines, without the insides of pytest. At
the end stands a table of points, with the next exercise to do.
"""

import atexit
import functools
import gc
import shutil
import sys
import threading
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:  # pytest --import-mode=importlib leaves it out
    sys.path.insert(0, str(HERE))

# Importing torch makes a million objects that live as long as the process. Looking among
# them for garbage costs a fifth of the import, and as much again when the process ends.
importing_torch = "torch" not in sys.modules and gc.isenabled()
if importing_torch:
    gc.disable()
from _kit import (  # noqa: E402 - needs the path above
    deferred,
    explain,
    language,
    limit,
    manifest,
    state,
    table,
    terminal,
)

if importing_torch:
    gc.freeze()
    gc.enable()
atexit.register(gc.freeze)
deferred.defer_dynamo()


def pytest_addoption(parser):
    group = parser.getgroup("exercises")
    group.addoption(
        "--lang",
        choices=language.LANGUAGES,
        help="the language of promises and explanations (default: that of LANG)",
    )
    group.addoption(
        "--plots",
        nargs="?",
        const="plots",
        metavar="DIR",
        help="after the tests, save pictures of what your code does to DIR (default: plots)",
    )


def pytest_configure(config):
    config.addinivalue_line("markers", "exercise(id): the exercise that a test belongs to")
    if not config.pluginmanager.hasplugin("timeout"):
        config.addinivalue_line("markers", "timeout(seconds): kept only with pytest-timeout")
    # In "pytest --plots exercises" the folder is meant as the tests, not the pictures.
    folder = config.getoption("plots")
    if folder and (Path(folder) / "unit.toml").exists():
        config.args, config.option.plots = [folder], "plots"
    # The table says it better than pytest's list of failed tests, unless one is asked for.
    if getattr(config.option, "reportchars", "") == "fE":
        config.option.reportchars = ""
    config.pluginmanager.register(Kit(config), "exercise-kit")


class Kit:
    """The hooks that share what became of each test."""

    def __init__(self, config):
        self.config = config
        self.say = language.translator(config.getoption("lang"))
        if not terminal.can_write(self.say("done"), sys.__stdout__):
            self.say = language.translator("en")
        self.exercises = manifest.load_exercises()
        self.names = {entry.id: entry.names for entry in self.exercises}
        self.place = {id_: place for place, id_ in enumerate(self.names)}
        self.tally = table.Tally()
        self.shown = set()  # what has been explained
        self.stuck = set()  # exercises that ran into the time limit
        self.closing = []  # sentences below the table

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items):
        ours = [item for item in items if _exercise_of(item)]
        for item in ours:
            # Right answers may warn; a warning fails no test here.
            item.add_marker(pytest.mark.filterwarnings("ignore"))
        # In the order of the course, not of the alphabet, so that -x stops at the first.
        ours.sort(key=lambda item: self.place.get(_exercise_of(item), len(self.place)))
        in_order = iter(ours)
        items[:] = [next(in_order) if _exercise_of(item) else item for item in items]

    def pytest_runtest_setup(self, item):
        if _exercise_of(item) in self.stuck:
            pytest.skip("another test of this exercise ran into the time limit")

    @pytest.hookimpl(optionalhook=True, tryfirst=True)
    def pytest_timeout_set_timer(self, item, settings):
        in_main = threading.current_thread() is threading.main_thread()
        if settings.method == "signal" and in_main:
            return None  # pytest-timeout does it
        from pytest_timeout import timeout_timer

        give_up = functools.partial(timeout_timer, item, settings)
        item.cancel_timeout = limit.interrupt_after(settings.timeout, give_up)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        exercise = _exercise_of(item)
        if exercise is None:
            return report
        # Plain attributes: they survive the way from a pytest-xdist worker to the table.
        report.exercise = exercise
        report.function = item.originalname
        report.expected = _count_tests(item.module, exercise)
        report.verdict = "passed"
        report.promise = " ".join((item.function.__doc__ or "").split())
        if report.failed:
            error = call.excinfo.value
            names, width = self.names.get(exercise, ()), min(_columns(), 78)
            report.verdict, text, essence = explain.judge(error, names, self.say, width)
            if report.verdict == "timeout":
                self.stuck.add(exercise)
            # Nine tests that meet one typing error need one explanation.
            report.again = essence in self.shown
            if essence:
                self.shown.add(essence)
            promise = terminal.wrap(f"{exercise}: {self.say(report.promise)}", width)
            report.longrepr = "\n".join([*promise, "", text])
        return report

    def pytest_report_teststatus(self, report):
        if not report.failed or not hasattr(report, "verdict"):
            return None
        if report.verdict == "not started":
            return "not started", "-", ("NOT STARTED", {"yellow": True})
        if report.again:
            return "for the same reason", "=", ("SAME REASON", {"red": True})
        if report.verdict == "wrong":
            return "failed", "F", "WRONG"
        return "error", "E", "ERROR"

    def pytest_runtest_logreport(self, report):
        if hasattr(report, "verdict") and not report.skipped:
            self.tally.add(
                report.exercise, report.function, report.verdict, report.expected, report.promise
            )
            if report.verdict == "timeout":
                self.stuck.add(report.exercise)

    def pytest_sessionfinish(self):
        if hasattr(self.config, "workerinput"):  # pytest-xdist; its controller does all this
            return
        if not state.note_results(self.tally, self.exercises):
            self.closing.append(self.say("Progress is not noted: this folder cannot be written."))
        if self.config.getoption("plots"):
            # Only now: importing matplotlib takes a second.
            from _kit import pictures

            folder = self.config.invocation_params.dir / self.config.getoption("plots")
            self.closing += pictures.save_pictures(folder, self.stuck, self.say)

    def pytest_terminal_summary(self, terminalreporter):
        table.write_table(self.tally, _columns(), terminalreporter.write_line, self.say)
        for sentence in self.closing:
            terminalreporter.write_line(sentence)


def _columns():
    return shutil.get_terminal_size().columns


def _exercise_of(item):
    marker = item.get_closest_marker("exercise")
    return marker.args[0] if marker else None


def _count_tests(module, exercise):
    """Count the test functions of an exercise in their file, whether selected or not."""
    return sum(
        any(
            mark.name == "exercise" and mark.args == (exercise,)
            for mark in getattr(function, "pytestmark", [])
        )
        for function in vars(module).values()
    )
