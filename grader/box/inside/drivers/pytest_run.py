"""
The run of a course's own tests in the box, beside the submission.

What they found is told by a process that the submission's code runs in too, and can forge.
"""

import contextlib
import io
import os
import sys
from collections.abc import Mapping
from typing import Any

from ..objects.operations import STUB
from ..policy import ERROR_TEXT

#: Plugins of pytest that have no business in a child, or cannot work there.
_UNUSED = (
    "cacheprovider logging warnings faulthandler unraisableexception threadexception terminal "
    "junitxml pastebin doctest stepwise setuponly setupplan"
)


class _Outcomes:
    """The pytest plugin that keeps what was raised, and counts the cases that passed."""

    def __init__(self) -> None:
        self.passed = 0
        self.raised: list[BaseException] = []
        self.failed = ""

    def pytest_collectreport(self, report: Any) -> None:
        """Keep why a file could not be collected."""
        if report.failed:
            self.failed = self.failed or _last_line(report)

    def pytest_exception_interact(self, call: Any) -> None:
        """Keep what a test, its fixtures or its file raised."""
        self.raised.append(call.excinfo.value)

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Count a case that passed; one that was skipped has not."""
        if report.failed or report.skipped:
            self.failed = self.failed or _last_line(report)
        elif report.when == "call":
            self.passed += 1


def _last_line(report: Any) -> str:
    return str(report.longrepr).strip().rpartition("\n")[2] or "skipped"


def run_tests(folder: str, files: Mapping[str, str], test: str) -> dict[str, Any]:
    """
    Lay *files* beside the submission in *folder* and run one of their tests, with all its cases.

    Args:
        folder: Where the submission lies; the test runs there.
        files: The course's files by their paths, each byte a character.
        test: The test, as pytest names it.

    Returns:
        ``value``: "passed" if every case did, "unanswered" if a stub raised, else "failed"; and
        why, for the teacher.
    """
    import pytest

    for name, data in files.items():
        path = f"{folder}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data.encode("latin-1"))
    os.chdir(folder)
    sys.path.insert(0, folder)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    noted = _Outcomes()
    switched_off = [part for name in _UNUSED.split() for part in ("-p", f"no:{name}")]
    options = ["-c", os.devnull, "--rootdir", folder, "--confcutdir", folder, "--capture=sys"]
    options += ["--assert=plain", "--basetemp", f"{folder}/tmp_of_tests"]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        ended = pytest.main([f"{folder}/{test}", *options, *switched_off], plugins=[noted])
    found = "passed" if noted.passed and not noted.failed else "failed"
    if any(STUB in str(each) for each in noted.raised if type(each) is NotImplementedError):
        found = "unanswered"
    why = noted.failed or f"pytest: {ended!r} {printed.getvalue()}"
    return {"value": [found, why[:ERROR_TEXT]]}
