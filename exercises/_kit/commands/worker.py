"""
A process that has torch and pytest loaded and waits for tests to run.

    python exercises/_kit/commands/worker.py --fork     # one child an order, until stdin ends
    python exercises/_kit/commands/worker.py --once     # one order, in this process

Each line of stdin is an order, ``{"id": 1, "module": "loss", "exercises": ["E12"], ...}``;
each line of stdout an event. What student code prints goes nowhere.
"""

import contextlib
import gc
import importlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2]
# Of pytest's own plugins those that cost time and serve nobody here.
UNUSED = (
    *("cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "legacypath"),
    *("logging", "pastebin", "setuponly", "setupplan", "stepwise", "subtests", "terminal"),
    *("threadexception", "unittest", "unraisableexception"),
)


def main() -> int:
    """Serve orders until there are none."""
    forking = sys.argv[1:] == ["--fork"]
    orders, events = sys.stdin, os.fdopen(os.dup(1), "w", encoding="utf-8")
    _silence()
    try:
        _warm_up()
    except ImportError as error:
        _send(events, event="failed", reason=f"{error.name or error}")
        return 1
    _send(events, event="ready")
    for line in orders:
        order = json.loads(line)
        if not forking:
            _send(events, event="result", id=order["id"], **run(order))
            return 0
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                _send(events, event="result", id=order["id"], **run(order))
            os._exit(0)
        _send(events, event="started", id=order["id"], pid=child)
        os.waitpid(child, 0)
        _send(events, event="ended", id=order["id"])
    return 0


def _silence() -> None:
    """Send what anybody prints to nowhere; only events leave this process."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _send(events: Any, **event: Any) -> None:
    events.write(json.dumps(event) + "\n")
    events.flush()


def _warm_up() -> None:
    """
    Import what the tests will need. Never go backward here: torch forbids it to the
    children of a process that has.
    """
    # pytest would look up the plugins of the whole environment at every start.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    os.environ["MPLBACKEND"] = "Agg"
    sys.path.insert(0, str(FOLDER))
    gc.disable()
    importlib.import_module("torch")
    pytest_config = importlib.import_module("_pytest.config")
    for name in pytest_config.default_plugins:
        importlib.import_module(f"_pytest.{name}")
    for name in (
        "pytest_timeout",
        # What plots import.
        "matplotlib.backends.backend_agg",
        "matplotlib.figure",
        "_kit.checking.explain",
        "_kit.unit.progress_file",
        "_kit.checking.deferred",
    ):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    importlib.import_module("_kit.unit.manifest").load_exercises()
    gc.freeze()
    gc.enable()


def run(order: dict[str, Any]) -> dict[str, Any]:
    """
    Run the tests of an order and return what became of them.

    Args:
        order: ``exercises``, the ids to run; ``modules``, where they are; ``columns`` and
            ``lang``, how failures are to be written.

    Returns:
        ``status`` by exercise, ``failure``, the first text to show, or ``problem`` if the
        tests could not be run.
    """
    import pytest

    os.environ["COLUMNS"] = str(order["columns"])
    arguments = [str(FOLDER / f"test_{module}.py") for module in order["modules"]]
    arguments += [f"--rootdir={FOLDER}", "-c", os.devnull]
    if order["lang"]:
        arguments += ["--lang", order["lang"]]
    for name in UNUSED:
        arguments += ["-p", f"no:{name}"]
    collector = Collector(set(order["exercises"]), arguments)
    # As an object: by name pytest would look through every package that is installed.
    timeout = sys.modules.get("pytest_timeout")
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        pytest.main(arguments, plugins=[collector, *([timeout] if timeout else [])])
    if not collector.status:
        return {"problem": collector.problem or said.getvalue().strip()[:2000]}
    return {"status": collector.status, "failure": collector.failure}


class Collector:
    """A pytest plugin: selects the tests of some exercises and keeps what became of them."""

    def __init__(self, exercises: set[str], arguments: list[str]) -> None:
        self.exercises = exercises
        self.wanted = {Path(argument).name for argument in arguments}
        self.status: dict[str, str] = {}
        self.failure = ""
        self.problem = ""

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        # pytest weighs every file of a folder, at length, even if only one is asked for.
        return None if collection_path.name in self.wanted else True

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = [item for item in items if _exercise_of(item) in self.exercises]
        # From here on modules of the student are imported. Python tells a stale cache from a
        # fresh one by the second and the size; saves come faster than that.
        sys.dont_write_bytecode = True

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and not self.problem:
            self.problem = str(report.longrepr)[-2000:]

    def pytest_runtest_logreport(self, report: Any) -> None:
        wanted = report.failed and getattr(report, "verdict", "") not in ("", "not started")
        if wanted and not self.failure:
            self.failure = str(report.longrepr)

    def pytest_sessionfinish(self, session: Any) -> None:
        kit = session.config.pluginmanager.get_plugin("exercise-kit")
        if kit is not None:
            self.status = {name: kit.tally.status(name) for name in kit.tally.verdicts}


def _exercise_of(item: Any) -> str:
    marker = item.get_closest_marker("exercise")
    return str(marker.args[0]) if marker else ""


if __name__ == "__main__":
    sys.exit(main())
