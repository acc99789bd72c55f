"""
The helpers of the notebooks: visible tests, and pictures. There is nothing to solve in here.

The visible tests are in the folder ``visible``. pytest runs them in this very kernel, against
what the notebook has defined so far; its own output is not shown.
"""

import contextlib
import importlib
import io
import os
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

VISIBLE = Path(__file__).resolve().parent / "visible"
sys.path.insert(0, str(VISIBLE))

from _kit.language import translator  # noqa: E402 - needs the path above
from _kit.unit.manifest import Exercise, find_exercises, load_exercises  # noqa: E402

if TYPE_CHECKING:
    from _kit.checking.outcomes import Outcome

SHOWN_PRINTS = 12
_SIGNS = {"passed": "✓", "not started": "-"}


def check(exercise_id: str) -> None:
    """Run the visible tests of an exercise and show the outcome of each."""
    exercise = _exercise(exercise_id)
    outcomes = _run(exercise)
    if _none_started(outcomes):
        unwritten = translate("still to be written.")
        print(f"{exercise_id} {exercise.label}: {unwritten}")
        return
    good = sum(outcome.verdict == "passed" for outcome in outcomes)
    passed = translate("{good} of {count} visible tests pass.", good=good, count=len(outcomes))
    print(f"{exercise_id} {exercise.label}: {passed}")
    for outcome in outcomes:
        print(f"{_SIGNS.get(outcome.verdict, '✗')} {_wrapped(translate(outcome.promise))}")
        text = _explanation(outcome)
        if text:
            print(f"{text}\n")


def grade(exercise_id: str, points: float) -> float | None:
    """
    Show what an exercise is worth. Hidden tests decide the points after you hand in.

    While nbgrader validates a notebook, a failing visible test is an error here. Where nbgrader
    runs this cell to grade it, the points are given if all visible tests pass.
    """
    mode = os.environ.get("NBGRADER_EXECUTION", "")
    if mode not in ("validate", "autograde"):
        worth = translate("{points} points to earn; hidden tests decide.", points=f"{points:g}")
        if points == 1:
            worth = translate("1 point to earn; hidden tests decide.")
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
    """Draw a picture of your answer; if the answer is missing, say so in one line."""
    try:
        yield
    except Exception as error:
        unwritten = isinstance(error, NotImplementedError | NameError)
        why = translate("its exercise is still to be written") if unwritten else _one_line(error)
        print(translate("No picture yet: {why}.", why=why))


def show(figure: Any) -> None:
    """Show a matplotlib Figure below the cell."""
    from IPython.display import Image, display

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=100)
    display(Image(buffer.getvalue()))


def translate(text: str, **filled: object) -> str:
    """Return a text in the student's language."""
    return translator()(text, **filled)


class NotYet(Exception):  # noqa: N818 - reads as what it says
    """A visible test fails while nbgrader validates the notebook."""

    def __init__(self, exercise_id: str, failed: "Sequence[Outcome]", count: int) -> None:
        if _none_started(failed):
            text = translate("{exercise} is still to be written.", exercise=exercise_id)
        else:
            promises = "\n".join(
                f"  {_wrapped(translate(outcome.promise), 74)}" for outcome in failed
            )
            bad = translate("{bad} of {count} visible tests fail:", bad=len(failed), count=count)
            text = f"{exercise_id}: {bad}\n{promises}"
        super().__init__(text)

    def _render_traceback_(self) -> list[str]:
        """Return what Jupyter shows instead of a traceback."""
        return [str(self)]


class _NotebookModule(ModuleType):
    """A module of the course whose names are those that the notebook has defined."""

    def __getattr__(self, name: str) -> Any:
        namespace = vars(sys.modules["__main__"])
        if name in namespace and not name.startswith("__"):
            return namespace[name]
        asked = {n for each in load_exercises() if each.module == self.__name__ for n in each.names}
        if name not in asked:
            raise AttributeError(f"the notebook has no {name}", name=name, obj=self)

        def unwritten(*_arguments: Any, **_options: Any) -> None:
            explain = importlib.import_module("_kit.checking.explain")
            raise explain.Unwritten(f"{name} is still to be written")

        return unwritten


def _exercise(exercise_id: str) -> Exercise:
    (exercise,) = find_exercises(exercise_id, load_exercises())
    return exercise


def _run(exercise: Exercise) -> "list[Outcome]":
    """Run the visible tests of an exercise in this process; nothing is printed."""
    import pytest
    from _kit.checking.plugin import VisibleTests

    sys.modules[exercise.module] = _NotebookModule(exercise.module)
    _forget_tests()
    tests = VisibleTests(translator(), only=(exercise.id,))
    arguments = [str(VISIBLE / f"test_{exercise.module}.py"), "-q", "--capture=sys"]
    arguments += ["-p", "no:cacheprovider", f"--rootdir={VISIBLE}"]
    if not hasattr(importlib.import_module("signal"), "SIGALRM"):
        # pytest-timeout could end the whole kernel.
        arguments += ["-p", "no:timeout"]
    backend = os.environ.get("MPLBACKEND")
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = pytest.main(arguments, plugins=[tests])
    finally:
        if backend is not None:
            os.environ["MPLBACKEND"] = backend
    if code == pytest.ExitCode.INTERRUPTED and not tests.outcomes:
        raise KeyboardInterrupt
    if not tests.outcomes:
        raise RuntimeError(f"The visible tests cannot be run:\n{tests.problem or said.getvalue()}")
    return list(tests.outcomes.values())


def _forget_tests() -> None:
    """Make pytest import the tests again: they may hold a function that was redefined since."""
    for name, loaded in list(sys.modules.items()):
        path = getattr(loaded, "__file__", None)
        if path is not None and Path(path).parent == VISIBLE:
            del sys.modules[name]


def _none_started(outcomes: "Sequence[Outcome]") -> bool:
    return bool(outcomes) and all(outcome.verdict == "not started" for outcome in outcomes)


def _explanation(outcome: "Outcome") -> str:
    """Return why a test failed, and what was printed on the way."""
    if outcome.verdict == "skipped":
        return "  " + translate("not run")
    if outcome.again:
        return "  " + translate("for the same reason as above")
    if not outcome.text or not outcome.printed.strip():
        return outcome.text.rstrip()
    lines = outcome.printed.rstrip().split("\n")
    kept = lines[:SHOWN_PRINTS] + (["..."] if len(lines) > SHOWN_PRINTS else [])
    printed = "\n".join(f"    {line[:200]}" for line in kept)
    heading = translate("your code printed:")
    return f"{outcome.text.rstrip()}\n  {heading}\n{printed}"


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split("\n")[0].split())
    return f"{type(error).__name__}: {text[:300]}"


def _wrapped(text: str, width: int = 88) -> str:
    return textwrap.fill(text, width, subsequent_indent="  ")
