"""The pytest session of a course's hidden tests; judging happens inside its run loop."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.box.inside.deferred import defer_compiling
from grader.box.inside.optional_torch import is_left_out, torch
from grader.course.checks import INSIDE
from grader.course.manifest import Course
from grader.errors import CourseError

from .asserts import KeptComparisons
from .judge import Judge, MakeExplainer
from .plugin import HiddenTests
from .reference import Reference
from .stages import Begin, nobody_watches
from .submission.session import Open


def run_session(
    course: Course,
    open_channel: Open,
    body: Callable[[Judge], None],
    restart: Callable[[], None] | None = None,
    make_explainer: MakeExplainer | None = None,
    begin: Begin = nobody_watches,
) -> None:
    """
    Collect the hidden tests of *course* and run *body* with the judge.

    Args:
        course: The course whose hidden tests decide.
        open_channel: Starts a child with the files of a submission.
        body: What to do once the tests are collected.
        restart: Called after a failure of the box, before the next try.
        make_explainer: Makes what explains failed checks; without it messages stay as they are.
        begin: Told what the judge is at.

    Raises:
        CourseError: If the hidden tests cannot be collected; and whatever *body* raises.
    """
    # Small tensors gain nothing from threads, and other judges need the cores.
    if not is_left_out():
        torch.set_num_threads(1)
        defer_compiling()
    # Plugins of other tools (timeouts, coverage, hypothesis) have no business in here.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    reference = Reference(course, open_channel)

    def judge_all(tests: HiddenTests) -> None:
        explainer = make_explainer(course, tests.modules, reference) if make_explainer else None
        body(Judge(course, tests, reference, open_channel, restart, explainer, begin))

    tests = HiddenTests(course, reference.ask, reference.exchange, judge_all)
    try:
        kept = KeptComparisons(course.hidden)
        with (
            _nothing_stays_imported(course.hidden),
            kept.installed(),
            tests.imports.installed(),
        ):
            code = pytest.main(list(session_arguments(course)), plugins=[tests])
    finally:
        reference.close()
    if tests.error is not None:
        raise tests.error
    codes = pytest.ExitCode
    if code not in (codes.OK, codes.NO_TESTS_COLLECTED, codes.TESTS_FAILED):  # A failed subtest.
        raise CourseError(f"The hidden tests of {course.hidden} cannot be run ({code!r}).")


@contextmanager
def _nothing_stays_imported(folder: Path) -> Iterator[None]:
    """Forget what the session imported from *folder*: another course may use the same names."""
    path, before, folder = list(sys.path), set(sys.modules), folder.resolve()
    try:
        yield
    finally:
        sys.path[:] = path
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if name not in before and file and Path(file).resolve().is_relative_to(folder):
                del sys.modules[name]


def session_arguments(course: Course) -> Sequence[str]:
    """Return the pytest arguments under which the hidden tests run: nothing but what is needed."""
    unused = (
        "cacheprovider logging warnings faulthandler unraisableexception threadexception "
        "terminal junitxml pastebin doctest stepwise skipping setuponly setupplan"
    )
    switched_off = [part for name in unused.split() for part in ("-p", f"no:{name}")]
    hidden = str(course.hidden)
    folders = ["--rootdir", hidden, "--confcutdir", hidden, "-c", "/dev/null"]
    folders += ["--ignore", f"{hidden}/{INSIDE}"]  # Those run in the box.
    folders += [f"--ignore={hidden}/{name}" for name in sorted(course.passed_over)]
    return [hidden, "--assert=plain", "--capture=no", *folders, *switched_off]
