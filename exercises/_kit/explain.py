"""Turn an exception in a student's code into a few lines: where, what, likely why."""

import linecache
import re
import textwrap
from pathlib import Path
from types import ModuleType, TracebackType

from _kit.causes import likely_cause
from _kit.expect import Wrong
from _kit.manifest import FOLDER


def judge(error: BaseException, names: tuple[str, ...]) -> tuple[str, str, str]:
    """
    Return the verdict on a failed test and the lines to show.

    Args:
        error: What the test raised.
        names: What the student defines in this exercise.

    Returns:
        "not started", "wrong", "timeout" or "error"; the text; and its essence, the same
        for two tests that fail at the same place for the same reason.
    """
    place = _student_frame(error.__traceback__)
    if isinstance(error, Wrong):
        return "wrong", str(error), str(error)
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
        return "timeout", _timeout(error, place), f"{place} no answer"
    if isinstance(error, AssertionError) and place is None:
        return "wrong", textwrap.indent(str(error), "  "), str(error)
    text = _error(error, place)
    return "error", text, f"{place} {type(error).__name__}" if place else text


def _timeout(error: BaseException, place: tuple[str, int, str] | None) -> str:
    limit = re.search(r"[\d.]+s", str(error))
    within = f" within {limit[0].replace('.0s', ' s')}" if limit else ""
    at = f"  It was last seen here:\n{_source(place)}\n" if place else ""
    return f"  No answer{within}.\n{at}  Does the loop end?"


def _error(error: BaseException, place: tuple[str, int, str] | None) -> str:
    message = " ".join(str(error).split("\n")[0].split())
    if isinstance(error, SyntaxError):
        # A NUL byte, for one, is found before Python knows the file.
        place = (error.filename, error.lineno or 0, "") if error.filename else None
        message = error.msg
    lines = []
    if place:
        lines.append(_source(place))
    called = _test_frame(error.__traceback__)
    if called and not (place and isinstance(error, SyntaxError)):
        verb = "called by" if place else "in"
        filename, line_no, _ = called
        lines.append(f"  {verb} {_source((filename, line_no, '')).lstrip()}")
    message = message if len(message) <= 600 else message[:597] + "..."
    lines += textwrap.wrap(
        f"{type(error).__name__}: {message}", 76, initial_indent="  ", subsequent_indent="    "
    )
    lines += textwrap.wrap(
        likely_cause(error, _line(place) if place else None),
        76,
        initial_indent="  ",
        subsequent_indent="  ",
    )
    return "\n".join(lines)


def _source(place: tuple[str, int, str]) -> str:
    filename, line_no, function = place
    inside = f" in {function}" if function and function != "<module>" else ""
    where = Path(filename).name + f":{line_no}"
    if _is_cell(Path(filename)):
        where = f"line {line_no} of your cell"
    return f"  {where}{inside}\n      {_line(place)}"


def _line(place: tuple[str, int, str]) -> str:
    return linecache.getline(place[0], place[1]).strip()


def _student_frame(traceback: TracebackType | None) -> tuple[str, int, str] | None:
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


def _test_frame(traceback: TracebackType | None) -> tuple[str, int, str] | None:
    return _last_frame(
        traceback, lambda path: path.parent == FOLDER and path.name.startswith("test_")
    )


def _last_frame(traceback, wanted) -> tuple[str, int, str] | None:
    found = None
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if wanted(Path(code.co_filename).resolve()):
            found = (code.co_filename, traceback.tb_lineno, code.co_name)
        traceback = traceback.tb_next
    return found
