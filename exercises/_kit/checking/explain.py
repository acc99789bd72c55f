"""Turn an exception in a student's code into a few lines: where, what, likely why."""

import linecache
import re
from pathlib import Path
from types import ModuleType, TracebackType

from _kit.checking.causes import likely_cause
from _kit.checking.expect import Wrong
from _kit.language import Translator
from _kit.terminal import wrap
from _kit.unit.manifest import FOLDER

Place = tuple[str, int, str]
"""File, line and function."""


def judge(
    error: BaseException, names: tuple[str, ...], say: Translator, width: int = 78
) -> tuple[str, str, str]:
    """
    Return the verdict on a failed test and the lines to show.

    Args:
        error: What the test raised.
        names: What the student defines in this exercise.
        say: Translates what is shown.
        width: Columns to fill.

    Returns:
        "not started", "wrong", "timeout" or "error"; the text; and its essence, the same
        for two tests that fail at the same place for the same reason.
    """
    place = _student_frame(error.__traceback__)
    if isinstance(error, Wrong):
        return "wrong", error.text(say, width), str(error)
    # By the line, not by the class alone: torch raises NotImplementedError as well.
    if isinstance(error, NotImplementedError) and place and _line(place).startswith("raise"):
        return "not started", "", ""
    if (
        isinstance(error, AttributeError)
        and isinstance(error.obj, ModuleType)
        and error.name in names
    ):
        return "not started", "", ""
    if "pytest-timeout" in str(error):
        return "timeout", _timeout(error, place, say), f"{place} no answer"
    if isinstance(error, AssertionError) and place is None:
        return "wrong", "\n".join(f"  {line}" for line in str(error).split("\n")), str(error)
    text = _error(error, place, say, width)
    return "error", text, f"{place} {type(error).__name__}" if place else text


def _timeout(error: BaseException, place: Place | None, say: Translator) -> str:
    limit = re.search(r"([\d.]+)s", str(error))
    seconds = limit[1].removesuffix(".0") if limit else "?"
    lines = [f"  {say('No answer within {seconds} s.', seconds=seconds)}"]
    if place:
        lines += [f"  {say('It was last seen here:')}", _source(place, say)]
    return "\n".join([*lines, f"  {say('Does the loop end?')}"])


def _error(error: BaseException, place: Place | None, say: Translator, width: int) -> str:
    message = " ".join(str(error).split("\n")[0].split())
    if isinstance(error, SyntaxError):
        # A NUL byte, for one, is found before Python knows the file.
        place = (error.filename, error.lineno or 0, "") if error.filename else None
        message = error.msg
    lines = []
    if place:
        lines.append(_source(place, say))
    called = _test_frame(error.__traceback__)
    if called and not (place and isinstance(error, SyntaxError)):
        verb = say("called by") if place else say("in")
        filename, line_no, _ = called
        lines.append(f"  {verb} {_source((filename, line_no, ''), say).lstrip()}")
    message = message if len(message) <= 600 else message[:597] + "..."
    lines += wrap(f"{type(error).__name__}: {message}", width, "  ", "    ")
    cause = likely_cause(type(error).__name__, str(error), _line(place) if place else None)
    lines += wrap(say(cause), width, "  ", "  ")
    return "\n".join(lines)


def _source(place: Place, say: Translator) -> str:
    filename, line_no, function = place
    where = Path(filename).name + f":{line_no}"
    if _is_cell(Path(filename)):
        where = say("line {line} of your cell", line=line_no)
    if function and function != "<module>":
        where = say("{where} in {function}", where=where, function=function)
    return f"  {where}\n      {_line(place)}"


def _line(place: Place) -> str:
    return linecache.getline(place[0], place[1]).strip()


def _student_frame(traceback: TracebackType | None) -> Place | None:
    """Return file, line and function of the last frame in a module or cell of the student."""
    return _last_frame(
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
    return _last_frame(
        traceback, lambda path: path.parent == FOLDER and path.name.startswith("test_")
    )


def _last_frame(traceback, wanted) -> Place | None:
    found = None
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if wanted(Path(code.co_filename).resolve()):
            found = (code.co_filename, traceback.tb_lineno, code.co_name)
        traceback = traceback.tb_next
    return found
