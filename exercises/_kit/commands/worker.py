"""
The process that runs tests for ``watch``: it has torch and pytest loaded and waits for orders.

    python exercises/_kit/commands/worker.py --fork     # one child an order, until stdin ends
    python exercises/_kit/commands/worker.py --once     # one order, in this process

Each line of stdin is an order, each line of stdout an event. The output of student code is
discarded.
"""

import contextlib
import gc
import importlib
import io
import json
import os
import sys
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TextIO

FOLDER = Path(__file__).resolve().parents[2]
# The plugins of pytest that cost time and are not used here.
UNUSED = (
    *("cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "legacypath"),
    *("logging", "pastebin", "setuponly", "setupplan", "stepwise", "subtests", "terminal"),
    *("threadexception", "unittest", "unraisableexception"),
)


@dataclass(frozen=True)
class Order:
    """The tests to run."""

    modules: list[str]
    exercises: list[str]
    columns: int
    language: str
    number: int = 0

    def to_line(self) -> str:
        """Return the order as one line."""
        return json.dumps(asdict(self)) + "\n"


class EventKind(StrEnum):
    """The kinds of events."""

    READY = "ready"
    FAILED = "failed"
    STARTED = "started"
    RESULT = "result"
    ENDED = "ended"


@dataclass(frozen=True)
class Event:
    """What a worker says of itself or of an order."""

    kind: EventKind
    order: int = 0
    """The number of the order, 0 if the event is about none."""
    pid: int = 0
    """With STARTED: the process that runs the order."""
    package: str = ""
    """With FAILED: the package that cannot be imported."""
    statuses: dict[str, str] = field(default_factory=dict)
    """With RESULT: the status of each exercise."""
    failure: str = ""
    """With RESULT: the first failure, as pytest would show it."""
    comparisons: list[str] = field(default_factory=list)
    """With RESULT: predictions of what is solved now, beside the answers."""
    problem: str = ""
    """With RESULT: why no test could be run."""

    @classmethod
    def from_line(cls, line: str) -> "Event":
        """Return the event in a line."""
        fields = json.loads(line)
        return cls(**{**fields, "kind": EventKind(fields["kind"])})

    def to_line(self) -> str:
        """Return the event as one line."""
        return json.dumps(asdict(self)) + "\n"


def main() -> int:
    """Serve orders until there are none."""
    forking = sys.argv[1:] == ["--fork"]
    orders, events = sys.stdin, os.fdopen(os.dup(1), "w", encoding="utf-8")
    _silence()
    try:
        _warm_up()
    except ImportError as error:
        _send(events, Event(EventKind.FAILED, package=f"{error.name or error}"))
        return 1
    _send(events, Event(EventKind.READY))
    for line in orders:
        order = Order(**json.loads(line))
        if not forking:
            _send(events, run(order))
            return 0
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                _send(events, run(order))
            os._exit(0)
        _send(events, Event(EventKind.STARTED, order.number, pid=child))
        os.waitpid(child, 0)
        _send(events, Event(EventKind.ENDED, order.number))
    return 0


def _silence() -> None:
    """Discard what is printed; only events leave this process."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _send(events: TextIO, event: Event) -> None:
    events.write(event.to_line())
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
    # Not the folder of this file, whose modules would hide others of the same names.
    sys.path[0] = str(FOLDER)
    gc.disable()
    if "torch" in importlib.import_module("_kit.unit.manifest").load_unit().requires:
        importlib.import_module("torch")
    pytest_config = importlib.import_module("_pytest.config")
    for name in pytest_config.default_plugins:
        importlib.import_module(f"_pytest.{name}")
    for name in (
        "pytest_timeout",
        # For the plots.
        "matplotlib.backends.backend_agg",
        "matplotlib.figure",
        "_kit.checking.plugin",
    ):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    importlib.import_module("_kit.unit.manifest").load_exercises()
    gc.freeze()
    gc.enable()


def run(order: Order) -> Event:
    """Run the tests of an order and return the result."""
    import pytest

    from _kit.checking.plugin import VisibleTests
    from _kit.language import translator

    os.environ["COLUMNS"] = str(order.columns)
    arguments = [str(FOLDER / f"test_{module}.py") for module in order.modules]
    arguments += [f"--rootdir={FOLDER}", "-c", os.devnull]
    for name in UNUSED:
        arguments += ["-p", f"no:{name}"]
    tests = VisibleTests(translator(order.language), only=order.exercises)
    # As an object: by name pytest would look through every package that is installed.
    timeout = sys.modules.get("pytest_timeout")
    printed = io.StringIO()
    with contextlib.redirect_stderr(printed):
        pytest.main(arguments, plugins=[tests, _NoBytecode(), *([timeout] if timeout else [])])
    statuses = {name: status.value for name, (status, _) in tests.tally.results().items()}
    if not statuses:
        problem = tests.problem or printed.getvalue().strip()[:2000]
        return Event(EventKind.RESULT, order.number, problem=problem)
    return Event(
        EventKind.RESULT,
        order.number,
        statuses=statuses,
        failure=tests.failure,
        comparisons=tests.comparisons,
    )


class _NoBytecode:
    """A pytest plugin: no bytecode is written for what is imported after the tests."""

    def pytest_collection_finish(self) -> None:
        # Python tells a stale cache from a fresh one by the second and the size of the
        # module; saves may come faster than that.
        sys.dont_write_bytecode = True


if __name__ == "__main__":
    sys.exit(main())
