"""Start the one pytest session: collect the hidden tests, hand over to the caller's loop."""

import os
from collections.abc import Callable, Sequence

import pytest
import torch

from grader.box.inside.deferred import defer_compiling
from grader.course.manifest import Course
from grader.errors import CourseError

from .plugin import FindWords, Judge
from .submission_session import Open


def run_session(
    course: Course,
    open_channel: Open,
    body: Callable[[Judge], None],
    restart: Callable[[], None] | None = None,
    find_words: FindWords | None = None,
) -> None:
    """
    Collect the hidden tests of *course* and run *body* with the judge.

    Raises:
        CourseError: If the hidden tests cannot be collected; and whatever *body* raises.
    """
    # Small tensors gain nothing from threads, and other judges need the cores.
    torch.set_num_threads(1)
    defer_compiling()
    # Plugins of other tools (timeouts, coverage, hypothesis) have no business in here.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    judge = Judge(course, open_channel, body, restart, find_words)
    code = pytest.main(list(session_arguments(course)), plugins=[judge])
    if judge.error is not None:
        raise judge.error
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise CourseError(f"The hidden tests of {course.hidden} cannot be run ({code!r}).")


def session_arguments(course: Course) -> Sequence[str]:
    """Return the pytest arguments under which the hidden tests run: nothing but what is needed."""
    unused = (
        "cacheprovider logging warnings faulthandler unraisableexception threadexception "
        "terminal capture junitxml pastebin doctest unittest stepwise skipping setuponly "
        "setupplan debugging"
    )
    switched_off = [part for name in unused.split() for part in ("-p", f"no:{name}")]
    hidden = str(course.hidden)
    folders = ["--rootdir", hidden, "--confcutdir", hidden, "-c", "/dev/null"]
    return [hidden, "--assert=plain", *folders, *switched_off]
