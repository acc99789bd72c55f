"""Explain an exception in a student's code: where it is, what it says, the likely cause."""

import linecache
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb
from types import ModuleType, TracebackType

from _kit.checking.causes import likely_cause
from _kit.checking.expect import Wrong
from _kit.checking.outcomes import Verdict
from _kit.checking.pasteable import pasteable
from _kit.language import Translator
from _kit.terminal import wrap
from _kit.unit.manifest import FOLDER, folder


@dataclass(frozen=True)
class Place:
    """A line of code on the way to an exception."""

    filename: str
    line_no: int
    function: str = ""

    @property
    def line(self) -> str:
        """The line itself."""
        return linecache.getline(self.filename, self.line_no).strip()


@dataclass(frozen=True)
class Explanation:
    """The verdict on a failed test, and why it failed."""

    verdict: Verdict
    text: str = ""
    """The lines to show."""
    reason: str = ""
    """The same for two tests that fail at the same place for the same reason."""


class Unwritten(NotImplementedError):  # noqa: N818 - reads as what happened
    """A test calls a function that no cell of a notebook has defined yet."""


def explain(
    error: BaseException, names: tuple[str, ...], translate: Translator, width: int = 78
) -> Explanation:
    """
    Explain why a test failed.

    Args:
        error: The exception that the test raised.
        names: The functions and classes that the student defines in this exercise.
        translate: Translates what is shown.
        width: Columns to fill.
    """
    place = _student_frame(error.__traceback__)
    if _is_unwritten(error, place, names):
        return Explanation(Verdict.NOT_STARTED)
    code = _code(error, translate)
    if isinstance(error, Wrong):
        return Explanation(Verdict.WRONG, code + error.text(translate, width), code + str(error))
    if "pytest-timeout" in str(error):
        text = code + _timeout(error, place, translate)
        return Explanation(Verdict.TIMEOUT, text, f"{place} no answer")
    if isinstance(error, AssertionError) and place is None:
        text = "\n".join(f"  {line}" for line in str(error).split("\n"))
        return Explanation(Verdict.WRONG, text, str(error))
    text = code + _error(error, place, translate, width)
    reason = f"{place} {type(error).__name__}" if place else text
    return Explanation(Verdict.ERROR, text, reason)


def _code(error: BaseException, translate: Translator) -> str:
    """Return what to paste to see the failure, below a line that says where, if there is any."""
    # Where a file cannot be read there is nothing to try.
    if isinstance(error, SyntaxError):
        return ""
    code = pasteable(error.__traceback__, getattr(error, "shown", "{}"))
    if not code:
        return ""
    where = translate("To see it, paste this into Python, started in {place}:", place=folder())
    if "ipykernel" in sys.modules:
        where = translate("To see it, paste this into a new cell:")
    return "\n".join([f"  {where}", "", *code, "", ""])


def _is_unwritten(error: BaseException, place: Place | None, names: tuple[str, ...]) -> bool:
    """Return whether a stub raised the error, or a name is still missing in the module."""
    if isinstance(error, Unwritten):
        return True
    # By the line, not by the class alone: torch raises NotImplementedError as well.
    if isinstance(error, NotImplementedError):
        return place is not None and place.line.startswith("raise")
    return (
        isinstance(error, AttributeError)
        and isinstance(error.obj, ModuleType)
        and error.name in names
    )


def _timeout(error: BaseException, place: Place | None, translate: Translator) -> str:
    limit = re.search(r"([\d.]+)s", str(error))
    seconds = limit[1].removesuffix(".0") if limit else "?"
    lines = ["  " + translate("No answer within {seconds} s.", seconds=seconds)]
    if place:
        lines += ["  " + translate("It was still running here:"), _source(place, translate)]
    return "\n".join([*lines, "  " + translate("Does the loop end?")])


def _error(error: BaseException, place: Place | None, translate: Translator, width: int) -> str:
    said = " ".join(str(error).split("\n")[0].split())
    called = _test_frame(error.__traceback__)
    if isinstance(error, SyntaxError):
        # Some are found before Python knows the file: a NUL byte, for one.
        place = Place(error.filename, error.lineno or 0) if error.filename else None
        called = None if place else called
        said = error.msg
    lines = [_source(place, translate)] if place else []
    if called:
        verb = translate("called by") if place else translate("in")
        where = Place(called.filename, called.line_no)
        lines.append(f"  {verb} {_source(where, translate).lstrip()}")
    said = said if len(said) <= 600 else said[:597] + "..."
    lines += wrap(f"{type(error).__name__}: {said}", width, "  ", "    ")
    cause = likely_cause(type(error).__name__, str(error), place.line if place else None)
    lines += wrap(translate(cause), width, "  ", "  ")
    return "\n".join(lines)


def _source(place: Place, translate: Translator) -> str:
    path = Path(place.filename)
    where = f"{path.name}:{place.line_no}"
    if _is_cell(path):
        where = translate("line {line} of your cell", line=place.line_no)
    if place.function and place.function != "<module>":
        where = translate("{where} in {function}", where=where, function=place.function)
    return f"  {where}\n      {place.line}"


def _student_frame(traceback: TracebackType | None) -> Place | None:
    """Return the last place that is in a module or a cell of the student."""
    return _last_place(
        traceback,
        lambda path: (
            _is_cell(path)
            or (path.parent == FOLDER and not path.name.startswith(("test_", "conftest")))
        ),
    )


def _is_cell(path: Path) -> bool:
    """Return whether Jupyter gave this name to the cell of a notebook."""
    return path.parent.name.startswith("ipykernel_") or path.name.startswith("<ipython-input-")


def _test_frame(traceback: TracebackType | None) -> Place | None:
    return _last_place(
        traceback, lambda path: path.parent == FOLDER and path.name.startswith("test_")
    )


def _last_place(traceback: TracebackType | None, is_wanted: Callable[[Path], bool]) -> Place | None:
    found = None
    for frame, line_no in walk_tb(traceback):
        code = frame.f_code
        if is_wanted(Path(code.co_filename).resolve()):
            found = Place(code.co_filename, line_no, code.co_name)
    return found
