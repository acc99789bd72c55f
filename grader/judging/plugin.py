"""
The hidden tests of a course as one pytest session.

They are collected once. Then every submission runs through the same collected tests, each
whenever the judge asks for it, instead of every test once.
"""

import io
import sys
from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import replace
from itertools import groupby
from types import ModuleType
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from _pytest.runner import runtestprotocol
from _pytest.unittest import TestCaseFunction

from grader.course.checks import (
    MARKER,
    Check,
    MarkedTest,
    Marker,
    check_of,
    course_order,
    followed_tests,
    hidden_tests,
)
from grader.course.manifest import Course, Unit
from grader.errors import CourseError, GraderError, NotCollected
from grader.testing.contracts.follows import FollowsReference
from grader.testing.failures import CheckFailed
from grader.testing.objects.remote import Exchange
from grader.testing.student import Ask, Student, seed_generators

from .asserts import COMPARED, explain_assertion
from .submission.imports import SubmissionImports

#: Markers that pytest itself registers where it acts on them.
OTHER_MARKERS = ("skip: taken out for everybody", "skipif: refused", "xfail: refused")
#: What a test of ``follows_reference`` declares, for it has no markers.
FOLLOWED = pytest.StashKey[MarkedTest]()
#: The file of a course with functions that run inside the box.
PROBES = "probes.py"


class _Nowhere(io.TextIOBase):
    """A stream that drops printed text which no test captures."""

    def write(self, text: str, /) -> int:
        return len(text)


NOWHERE = _Nowhere()


#: Which cases of its tables a test is.
_CASES = pytest.StashKey[list[int]]()


def _cases(test: Any) -> list[list[dict[str, Any]]]:
    """Return the tables of parameters of a test: name → value for each of the cases."""
    tables = []
    for mark in getattr(test, "pytestmark", ()):
        if mark.name != "parametrize":
            continue
        names = mark.args[0]
        names = [name.strip() for name in names.split(",")] if isinstance(names, str) else names
        rows = []
        for case in list(mark.args[1]) if len(mark.args) > 1 else ():
            one = (case,) if len(names) == 1 else case
            rows.append(case.values if isinstance(case, ParameterSet) else one)
        tables.append([dict(zip(names, row, strict=True)) for row in rows])
    return tables


def _is_in(case: Mapping[str, Any], params: Mapping[str, Any]) -> bool:
    return all(name in params and params[name] is value for name, value in case.items())


class HiddenTests:
    """
    The pytest plugin that collects the hidden tests, gives them their fixtures and runs them.

    Its states: *created*, *collected* (``checks`` and ``modules`` are known), *running* (*body*
    is at work and may call :meth:`run`), *over* (``error`` is final).

    Args:
        course: The course.
        reference: Asks the reference solution.
        exchange: Works with the objects of the reference solution.
        body: What to do once the tests are collected.

    Attributes:
        checks: Every check of the course, in its order: the fixed denominator.
        modules: The test modules, in the order of their first check.
        error: What was raised, if anything was; pytest itself would swallow it.
        imports: What the hidden tests import of the submission.
        names_used: Module and name of what each check used of that when it ran last.
        compared_inside: What the submission's own ``__eq__`` compared in the check that ran last.
        student: The submission that is being judged, as the check asks it; reference: likewise.
    """

    def __init__(
        self,
        course: Course,
        reference: Ask,
        exchange: Exchange,
        body: Callable[["HiddenTests"], None],
    ) -> None:
        self.checks: tuple[Check, ...] = ()
        self.modules: tuple[ModuleType, ...] = ()
        self.error: BaseException | None = None
        self.names_used: dict[str, Collection[tuple[str, str]]] = {}
        self.compared_inside: list[str] = []
        self._course = course
        self._body = body
        path = course.hidden / PROBES
        self._probes = path.read_text(encoding="utf-8") if path.is_file() else ""
        self._ask_reference = reference
        self._exchange_reference = exchange
        self.student: Student | None = None
        self.reference: Student | None = None
        self.imports = SubmissionImports(course)
        self._items: dict[str, list[pytest.Item]] = {}
        self._not_collected: list[NotCollected] = []
        self._raised: BaseException | None = None

    def run(
        self,
        check: Check,
        ask: Ask,
        exchange: Exchange,
        equal: Collection[str] | None = None,
    ) -> BaseException | None:
        """
        Run the test of *check* on the submission that *ask* asks; return what it raised.

        What comes from the targets *equal*, or from any, may equal a plain value; see
        :class:`~grader.testing.student.Student`.
        """
        self.student = Student(ask, exchange, probes=self._probes, equal=equal)
        self.reference = Student(
            self._ask_reference, self._exchange_reference, is_reference=True, probes=self._probes
        )
        self._raised = None
        COMPARED.clear()
        seed_generators(check.name)
        try:
            # What a submission prints is for a test that captures it, and for nobody else.
            with redirect_stdout(NOWHERE), redirect_stderr(NOWHERE):
                self._run(check)
            told = explain_assertion(self._raised, self.student)
            raised: BaseException | None = told or self._raised
            return self.student.failure_of(raised) or raised
        finally:
            self.names_used[check.name] = self.imports.unbind()
            self.compared_inside = self.student.compared_inside
            self.student.end()
            self.reference.end()

    def _run(self, check: Check) -> None:
        """Run the cases of a check until one fails; the last tears down every fixture."""
        try:
            assert self.student is not None
            self.imports.bind(self.student)
        except BaseException as error:  # A file asks the submission at its top.
            self._raised = error
            return
        items = self._items[check.name]
        try:
            for item in items:
                self._renew(item)
        except IndexError as error:  # The submission has fewer cases than the reference.
            self._raised = error
            return
        for item, next_item in zip(items, [*items[1:], None], strict=True):
            runtestprotocol(item, log=False, nextitem=next_item)
            if self._raised is not None:
                while item.session._setupstate.stack:
                    with suppress(Exception, CheckFailed):
                        item.session._setupstate.teardown_exact(None)
                return

    def _renew(self, item: pytest.Item) -> None:
        """Give a test the parameters that its file has now, if the submission made them."""
        if not (isinstance(item, pytest.Function) and hasattr(item, "callspec")):
            return
        if not self.imports.runs_again(item.module):
            return
        params: dict[str, Any] = item.callspec.params
        if _CASES not in item.stash:
            found: list[int] = []
            for cases in _cases(item.obj):
                own = (n for n, case in enumerate(cases) if _is_in(case, params))
                found.append(next(own, -1))
            item.stash[_CASES] = found
        test = getattr(item.cls or item.module, item.originalname)
        numbers = item.stash[_CASES]
        for cases, number in zip(_cases(test), numbers, strict=True):
            if number >= 0:
                params.update(cases[number])

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
    ) -> Generator[None, object, object]:
        """
        Make a fixture; one that the submission ends is finished like one that failed.

        What ends a check is no Exception, and pytest would leave the fixture as it is: it could
        not be made for the next submission.
        """
        try:
            return (yield)
        except BaseException as error:
            kept = (None, getattr(request, "param", None), (error, error.__traceback__))
            fixturedef.cached_result = kept
            raise

    def pytest_configure(self, config: pytest.Config) -> None:
        """Register the markers and the fixtures of hidden tests."""
        config.stash[TESTS] = self
        config.pluginmanager.register(sys.modules[__name__])
        for marker in (MARKER, *OTHER_MARKERS):
            config.addinivalue_line("markers", marker)

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Generator[None, object, object]:
        """Collect the hidden tests; what they import of a submission is the reference's."""
        reference = Student(self._ask_reference, self._exchange_reference, is_reference=True)
        self.imports.bind(reference)
        try:
            return (yield)
        finally:
            self.imports.unbind()
            reference.end()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Take over the collected tests; what is wrong with them is raised by the run loop."""
        try:
            self._take(items)
        except CourseError as error:
            self.error = error

    def _take(self, items: list[pytest.Item]) -> None:
        """Read the checks and put them in the order of the course, bases before gated ones."""
        unit = self._course.unit
        items[:] = [item for item in items if item.get_closest_marker("skip") is None]
        cases = [list(group) for _, group in groupby(items, _function)]
        found = [(read_check(group[0], unit), group) for group in cases]
        inside = (test for test in hidden_tests(self._course) if test.inside)
        found += [(check_of(test, unit.exercises), []) for test in inside]
        only = self._course.only
        found = [pair for pair in found if pair[0].exercise in only or not only]
        names = [check.name for check, _ in found]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise CourseError(f"Two hidden tests are called {twice}. Rename one.")
        order = course_order(unit)
        found.sort(key=lambda pair: order(pair[0]))
        items[:] = [item for _, group in found for item in group]
        self.checks = tuple(check for check, _ in found)
        self._items = {check.name: group for check, group in found}
        modules = {item.module.__name__: item.module for item in items}  # type: ignore[attr-defined]
        self.modules = tuple(modules.values())

    def pytest_pycollect_makeitem(
        self, collector: pytest.Collector, name: str, obj: object
    ) -> list[pytest.Item] | None:
        """Collect the checks that ``name = follows_reference(…)`` makes."""
        if not (isinstance(obj, FollowsReference) and name.startswith("test")):
            return None
        items: list[pytest.Item] = []
        for test in followed_tests(name, collector.name, obj.contract.target, obj.parts):
            check = obj.check(test.name.removeprefix(f"{name}_"))
            item = pytest.Function.from_parent(collector, name=test.name, callobj=check)
            item.stash[FOLLOWED] = replace(test, file=collector.path.stem)
            items.append(item)
        return items

    def pytest_exception_interact(
        self,
        node: pytest.Item | pytest.Collector,
        call: pytest.CallInfo[object],
        report: pytest.CollectReport | pytest.TestReport,
    ) -> None:
        """Keep what went wrong while the hidden tests were collected."""
        if not isinstance(report, pytest.CollectReport):
            return
        raised = call.excinfo.value if call.excinfo is not None else None
        why = str(report.longrepr).strip().splitlines()[-1].removeprefix("E").strip()
        if isinstance(raised, GraderError):
            why = str(raised)
        self._not_collected.append(NotCollected(node.path.name, why))

    def pytest_runtestloop(self) -> bool:
        """Hand over to *body* instead of running every test once."""
        try:
            if self.error is not None:
                return True
            if self._not_collected:
                raise self._not_collected[0]
            if not self.checks:
                raise CourseError(f"{self._course.hidden} holds no hidden tests.")
            self._body(self)
        except BaseException as error:
            self.error = error
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Keep the exception itself; a rendered traceback would cost more than the check."""
        # A unittest.TestCase catches what a test raises, and hands it to its result.
        caught = item._excinfo if isinstance(item, TestCaseFunction) else None
        if call.excinfo is None and caught:
            call.excinfo = caught.pop(0)
        if call.excinfo is not None and self._raised is None:
            self._raised = call.excinfo.value
        return pytest.TestReport(
            nodeid=item.nodeid,
            location=item.location,
            keywords={},
            outcome="passed" if call.excinfo is None else "failed",
            longrepr=None,
            when=call.when,  # type: ignore[arg-type]  # never "collect" here
            duration=call.duration,
            start=call.start,
            stop=call.stop,
        )


#: What runs the hidden tests of this session.
TESTS = pytest.StashKey[HiddenTests]()


# Every fixture is made anew for each check, so that one of any scope may use these.
@pytest.fixture(scope="session")
def student(request: pytest.FixtureRequest) -> Student:
    """The submission that is being judged."""
    found = request.config.stash[TESTS].student
    assert found is not None
    return found


@pytest.fixture(scope="session")
def reference(request: pytest.FixtureRequest) -> Student:
    """The reference solution, asked in the box like a submission and remembered."""
    found = request.config.stash[TESTS].reference
    assert found is not None
    return found


def read_check(item: pytest.Item, unit: Unit) -> Check:
    """
    Return the check that the ``check`` marker of a collected test declares.

    Raises:
        CourseError: If the marker or the docstring is missing or does not fit the unit.
    """
    for name in ("xfail", "skipif"):
        if item.get_closest_marker(name) is not None:
            raise CourseError(
                f"{item.path.name}::{item.name} is marked {name}, expected a test that runs and "
                "that the solutions pass. Remove the marker, or the test."
            )
    test = item.stash.get(FOLLOWED, None) or MarkedTest(
        name=_function(item)[1],
        where=f"{item.path.name}::{_function(item)[1]}",
        markers=[Marker(mark.args, mark.kwargs) for mark in item.iter_markers("check")],
        docstring=getattr(getattr(item, "function", None), "__doc__", None) or "",
        file=item.path.stem,
    )
    return check_of(test, unit.exercises)


def _function(item: pytest.Item) -> tuple[str, str]:
    """Return what the cases of one parametrized test have in common."""
    parent = item.parent.nodeid if item.parent is not None else ""
    return parent, getattr(item, "originalname", None) or item.name
