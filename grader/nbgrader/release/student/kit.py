"""
What the notebooks of this unit use: visible tests, and pictures. Nothing to solve in here.

The tests are those in the folder ``visible``. They run by pytest, in this very kernel,
against what the notebook has defined so far; what pytest would print is left out.
"""

import contextlib
import importlib
import io
import linecache
import os
import sys
import textwrap
import tomllib
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

VISIBLE = Path(__file__).resolve().parent / "visible"
SHOWN_PRINTS = 12


def check(exercise_id: str) -> None:
    """Run the visible tests of an exercise and say for each whether its promise is kept."""
    entry = _exercise(exercise_id)
    outcomes = _run(entry)
    names = ", ".join(entry["names"])
    good = sum(outcome.verdict == "passed" for outcome in outcomes)
    if outcomes and all(outcome.verdict == "not started" for outcome in outcomes):
        print(f"{exercise_id} {names}: {say('still to be written.')}")
        return
    passed = say("{good} of {count} visible tests pass.", good=good, count=len(outcomes))
    print(f"{exercise_id} {names}: {passed}")
    for outcome in outcomes:
        print(f"{_SIGNS.get(outcome.verdict, '✗')} {_wrapped(say(outcome.promise))}")
        if outcome.text:
            print(f"{outcome.text}\n")


def grade(exercise_id: str, points: float) -> float | None:
    """
    Stand for the points of an exercise, which hidden tests decide after handing in.

    While nbgrader validates a notebook, complain if a visible test fails. Where nbgrader
    runs this cell to grade it, give the points if all visible tests pass.
    """
    mode = os.environ.get("NBGRADER_EXECUTION", "")
    if mode not in ("validate", "autograde"):
        shown = f"{points:g}"
        worth = say("{points} points to earn; hidden tests decide.", points=shown)
        if points == 1:
            worth = say("1 point to earn; hidden tests decide.")
        print(f"{exercise_id}: {worth}")
        return None
    outcomes = _run(_exercise(exercise_id))
    failed = [outcome for outcome in outcomes if outcome.verdict != "passed"]
    if mode == "autograde":
        return 0.0 if failed or not outcomes else float(points)
    if failed:
        raise NotYet(exercise_id, failed, len(outcomes))
    return None


@contextlib.contextmanager
def picture() -> Iterator[None]:
    """Draw what the notebook has so far; what is still to be written is said in one line."""
    try:
        yield
    except Exception as error:
        unwritten = isinstance(error, NotImplementedError | NameError)
        why = say("its exercise is still to be written") if unwritten else _one_line(error)
        print(say("No picture yet: {why}.", why=why))


def show(figure: Any) -> None:
    """Show a matplotlib Figure below the cell."""
    from IPython.display import Image, display

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=100)
    display(Image(buffer.getvalue()))


def say(text: str, **filled: object) -> str:
    """Return a text in the student's language, if the course has the exercises' kit."""
    if (VISIBLE / "_kit" / "language.py").is_file():
        if str(VISIBLE) not in sys.path:
            sys.path.insert(0, str(VISIBLE))
        said: str = importlib.import_module("_kit.language").translator()(text, **filled)
        return said
    return text.format(**filled) if filled else text


class NotYet(Exception):  # noqa: N818 - reads as what it says
    """A visible test fails while nbgrader validates the notebook."""

    def __init__(self, exercise_id: str, failed: "list[Outcome]", count: int) -> None:
        if all(outcome.verdict == "not started" for outcome in failed):
            text = say("{exercise} is still to be written.", exercise=exercise_id)
        else:
            promises = "\n".join(f"  {_wrapped(say(outcome.promise), 74)}" for outcome in failed)
            bad = say("{bad} of {count} visible tests fail:", bad=len(failed), count=count)
            text = f"{exercise_id}: {bad}\n{promises}"
        super().__init__(text)

    def _render_traceback_(self) -> list[str]:
        """Return what Jupyter shows in place of a traceback."""
        return [str(self)]


class Outcome:
    """What became of one test: passed, not started, wrong or error, and the text to show."""

    def __init__(self, promise: str) -> None:
        self.promise = promise
        self.verdict = "passed"
        self.text = ""


_SIGNS = {"passed": "✓", "not started": "-"}


class _Notebook(ModuleType):
    """Stands for a module of the course: its names are those of the notebook."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._asked = {
            asked for entry in _entries() if entry["module"] == name for asked in entry["names"]
        }

    def __getattr__(self, name: str) -> Any:
        namespace = vars(sys.modules["__main__"])
        if name in namespace and not name.startswith("__"):
            return namespace[name]
        if name not in self._asked:
            raise AttributeError(f"the notebook has no {name}", name=name, obj=self)

        def unwritten(*_arguments: Any, **_options: Any) -> None:
            raise _Unwritten(f"{name} is still to be written")

        return unwritten


class _Unwritten(NotImplementedError):  # noqa: N818 - reads as what it says
    """A cell further down defines it, or none does."""


def _entries() -> list[dict[str, Any]]:
    with (VISIBLE / "unit.toml").open("rb") as file:
        return list(tomllib.load(file)["exercise"])


def _exercise(exercise_id: str) -> dict[str, Any]:
    return next(entry for entry in _entries() if entry["id"] == exercise_id)


def _run(entry: dict[str, Any]) -> list[Outcome]:
    """Run the visible tests of an exercise in this process; nothing is printed."""
    import pytest

    module = entry["module"]
    sys.modules[module] = _Notebook(module)
    _forget_tests()
    collector = _collector(entry)
    arguments = [str(VISIBLE / f"test_{module}.py"), "-q", "--capture=sys", "-p"]
    arguments += ["no:cacheprovider", f"--rootdir={VISIBLE}"]
    if not hasattr(importlib.import_module("signal"), "SIGALRM"):
        # pytest-timeout would end the whole kernel.
        arguments += ["-p", "no:timeout"]
    backend = os.environ.get("MPLBACKEND")
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = pytest.main(arguments, plugins=[collector])
    finally:
        if backend is not None:
            os.environ["MPLBACKEND"] = backend
    if code == pytest.ExitCode.INTERRUPTED and not collector.outcomes:
        raise KeyboardInterrupt
    if not collector.outcomes:
        raise RuntimeError(f"The visible tests cannot be run:\n{said.getvalue()}")
    return list(collector.outcomes.values())


def _forget_tests() -> None:
    """Have the tests imported anew: they may hold a function as it was before a cell ran again."""
    for name, loaded in list(sys.modules.items()):
        path = getattr(loaded, "__file__", None)
        if path is not None and Path(path).parent == VISIBLE:
            del sys.modules[name]


def _collector(entry: dict[str, Any]) -> Any:
    """Return a pytest plugin that selects the tests of an exercise and keeps what they say."""
    import pytest

    class Collector:
        def __init__(self) -> None:
            self.outcomes: dict[str, Outcome] = {}

        def pytest_configure(self, config: Any) -> None:
            config.addinivalue_line("markers", "exercise(id): the exercise of a test")
            config.addinivalue_line("markers", "timeout(seconds): needs pytest-timeout")

        @pytest.hookimpl(trylast=True)
        def pytest_collection_modifyitems(self, items: list[Any]) -> None:
            items[:] = [item for item in items if _belongs(item, entry)]

        @pytest.hookimpl(wrapper=True, tryfirst=True)
        def pytest_runtest_makereport(self, item: Any, call: Any) -> Any:
            report = yield
            promise = " ".join((item.function.__doc__ or item.name).split())
            outcome = self.outcomes.setdefault(item.nodeid, Outcome(promise))
            if report.failed and outcome.verdict == "passed":
                error = call.excinfo.value
                outcome.verdict = _verdict(report, error)
                if outcome.verdict == "not started":
                    pass
                elif _of_the_course(report).get("again"):
                    outcome.text = f"  {say('for the same reason as above')}"
                else:
                    outcome.text = _explanation(report, error) + _printed(report)
            elif report.skipped:
                outcome.verdict, outcome.text = "error", f"  {say('not run')}"
            return report

    return Collector()


def _belongs(item: Any, entry: dict[str, Any]) -> bool:
    marker = item.get_closest_marker("exercise")
    return marker is not None and marker.args == (entry["id"],)


def _verdict(report: Any, error: BaseException) -> str:
    if isinstance(error, _Unwritten):
        return "not started"
    known: str = _of_the_course(report).get("verdict", "")
    if known:
        return known
    if isinstance(error, NotImplementedError) and _student_line(error).startswith("raise"):
        return "not started"
    return "wrong" if isinstance(error, AssertionError) else "error"


def _of_the_course(report: Any) -> dict[str, Any]:
    """Return what the plugin of the course's visible tests says of a test, if it has one."""
    return getattr(report, "exercise_outcome", {})


def _explanation(report: Any, error: BaseException) -> str:
    """Return why a test failed: the course's own words if it has some, else the exception."""
    if known := _of_the_course(report):
        return str(known["text"]).rstrip()
    lines = [f"  {_one_line(error)}"]
    line = _student_line(error)
    return "\n".join([*lines, f"  {say('in your line:')} {line}"] if line else lines)


def _student_line(error: BaseException) -> str:
    """Return the last line of the notebook that led to *error*."""
    found = ""
    for frame, number in traceback.walk_tb(error.__traceback__):
        filename = frame.f_code.co_filename
        if frame.f_globals is vars(sys.modules["__main__"]):
            found = linecache.getline(filename, number).strip() or found
    return found


def _printed(report: Any) -> str:
    """Return what the student's code printed on the way, shortened."""
    lines = report.capstdout.rstrip().split("\n") if report.capstdout.strip() else []
    if not lines:
        return ""
    kept = lines[:SHOWN_PRINTS] + (["..."] if len(lines) > SHOWN_PRINTS else [])
    return f"\n  {say('your code printed:')}\n" + "\n".join(f"    {line[:200]}" for line in kept)


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split("\n")[0].split())
    return f"{type(error).__name__}: {text[:300]}"


def _wrapped(text: str, width: int = 88) -> str:
    return textwrap.fill(text, width, subsequent_indent="  ")
