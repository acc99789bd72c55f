"""
One pytest session that judges many submissions.

The hidden tests are collected once; then every submission runs through the
same items. This is a pytest plugin: it owns the run loop, gives the tests
their ``student`` and ``reference``, and turns what they raise into verdicts.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any, Protocol

import pytest
from _pytest.runner import runtestprotocol

from grader.course.checks import MARKER, Check, closing_base, course_order
from grader.course.manifest import Course
from grader.errors import BoxFailed, CourseError, GraderError
from grader.intake import Submission
from grader.results.outcomes import Outcome
from grader.testing.failures import CheckFailed, Question
from grader.testing.student import Student
from grader.text import clean

from .checks import Verdict, read_check
from .figures import Gallery
from .reference import Reference
from .submission_session import Examinee, Open, Planned
from .verdict_cache import Memory

TRIES = 3
OUR_FAILURE = "The grader itself failed here. Your teacher has been told; no points are lost."


@dataclass(frozen=True)
class Judgement:
    """The verdicts on one submission, the processor time its own code took, its exhibits."""

    verdicts: tuple[Verdict, ...]
    cpu_s: float
    exhibits: Sequence[Mapping[str, Any]] | None = None


class Words(Protocol):
    """What finds words for failed checks, after their verdicts."""

    def explain(
        self,
        verdicts: Sequence[Verdict],
        failures: Mapping[int, CheckFailed],
        examinee: Examinee,
    ) -> list[Verdict]:
        """Return *verdicts* with fuller messages; *failures* says what their checks raised."""


#: Makes it from the modules of the hidden tests and the reference.
FindWords = Callable[[Sequence[ModuleType], Reference], Words]


class Judge:
    """
    The plugin. Collect first, then call :meth:`judge` from inside the run loop.

    Args:
        course: The course whose hidden tests decide.
        open_channel: Starts a child with the files of a submission.
        body: What to do once the tests are collected; it calls :meth:`judge`.
        restart: Called after a failure of the box, before the next try; it may fail too.
        find_words: Makes what explains failed checks; without it messages stay as they are.

    Attributes:
        error: What *body* raised, if anything; pytest itself would swallow it.
    """

    def __init__(
        self,
        course: Course,
        open_channel: Open,
        body: Callable[["Judge"], None],
        restart: Callable[[], None] | None = None,
        find_words: "FindWords | None" = None,
    ) -> None:
        self.error: BaseException | None = None
        self._body = body
        self._proving = self._proved = False
        self._broken = False
        self._collect_errors: list[str] = []
        self._course = course
        self._open = open_channel
        self._restart = restart
        self._items: list[pytest.Item] = []
        self._following: dict[str, pytest.Item | None] = {}
        self._checks: dict[str, Check] = {}
        self._examinee: Examinee | None = None
        self._raised: BaseException | None = None
        self._find_words = find_words
        self._words: Words | None = None
        self._plan: dict[str, tuple[Planned, ...]] = {}
        self._memory = Memory()
        self.reference = Reference(course, open_channel)
        self._gallery = Gallery(course, self.reference, open_channel)

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every check of the course, in the order of the manifest: the fixed denominator."""
        return tuple(self._checks[item.nodeid] for item in self._items)

    @property
    def plan(self) -> tuple[Planned, ...]:
        """What the checks ask of a right submission, in their order; known once it is proved."""
        return tuple(found for check in self.checks for found in self._plan.get(check.name, ()))

    def pytest_configure(self, config: pytest.Config) -> None:
        """Register the one marker of hidden tests."""
        config.addinivalue_line("markers", MARKER)

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
        self._checks = {item.nodeid: read_check(item, unit) for item in items}
        names = [check.name for check in self._checks.values()]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise CourseError(f"Two hidden tests are called {twice}. Rename one.")
        order = course_order(unit)
        items.sort(key=lambda item: order(self._checks[item.nodeid]))
        self._items = list(items)
        self._following = {item.nodeid: _following(item, items) for item in items}
        modules = {item.module.__name__: item.module for item in items}  # type: ignore[attr-defined]
        if self._find_words is not None:
            self._words = self._find_words(list(modules.values()), self.reference)

    @pytest.fixture
    def student(self) -> Student:
        """The submission under examination."""
        return Student(self._ask)

    def _ask(self, question: Question) -> dict[str, Any]:
        examinee = self._examinee
        assert examinee is not None
        before_s = examinee.cpu_s
        reply = examinee.ask(question)
        if self._proving:
            self.reference.see(question, reply, examinee.cpu_s - before_s)
        return reply

    @pytest.fixture(name="reference")
    def reference_fixture(self) -> Student:
        """The reference solution, asked in the box like a submission and remembered."""
        return Student(self.reference.ask)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Keep the exception itself; a rendered traceback would cost more than the check."""
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

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what went wrong while the hidden tests were collected."""
        if report.failed:
            self._collect_errors.append(str(report.longrepr))

    def pytest_runtestloop(self) -> bool:
        """Hand over to the caller's loop instead of running every test once."""
        try:
            if self.error is not None:
                return True
            if self._collect_errors:
                last = self._collect_errors[0].strip().splitlines()[-1]
                raise CourseError(f"The hidden tests cannot be collected: {last}")
            if not self._items:
                raise CourseError(f"{self._course.hidden} holds no hidden tests.")
            self._body(self)
        except BaseException as error:
            self.error = error
        finally:
            self.reference.close()
        return True

    def judge(
        self,
        submission: Submission,
        exercises: Collection[str] = (),
        checks: Collection[str] = (),
        *,
        exhibits: bool = False,
    ) -> Judgement:
        """
        Return the verdicts on *submission*, one per check, in the order of the course.

        With *exercises* only the checks of those are run and returned, with *checks* only
        those test functions; a base that is not run counts as passed. With *exhibits* the
        numbers of its pictures are asked for afterwards. A failure of the
        box starts the whole submission again in fresh children; after three, every
        check is NOT_JUDGED.
        """
        failure = ""
        for _ in range(TRIES):
            try:
                if self._broken and self._restart is not None:
                    self._restart()
                self._broken = False
                judgement = self._judge_once(submission, exercises, checks)
                return self._exhibited(submission, judgement) if exhibits else judgement
            except BoxFailed as error:
                self._broken = True
                failure = clean(str(error))
        return Judgement(
            tuple(
                replace(verdict, note=failure)
                for verdict in self.blank_verdicts()
                if verdict.check.is_among(exercises, checks)
            ),
            0.0,
        )

    def prove_reference(self) -> None:
        """
        Judge the reference solutions; this also computes every expected value once.

        Raises:
            CourseError: If they do not pass a check: then nobody may be judged by it here.
        """
        self._plan, self._proving = {}, True
        proof = self.judge(Submission("the reference", self.reference.files))
        self._proving = False
        for verdict in proof.verdicts:
            if verdict.outcome is not Outcome.PASSED:
                where = f"{verdict.check.name} ({verdict.check.exercise})"
                raise CourseError(
                    f"The reference itself is {verdict.outcome} in {where}: "
                    f'{verdict.message} {verdict.note} Run "grader check" and mend the course.'
                )
        self._proved = True

    def blank_verdicts(self) -> list[Verdict]:
        """Return NOT_JUDGED for every check: what is known before anything runs."""
        return [Verdict(check, Outcome.NOT_JUDGED, OUR_FAILURE) for check in self.checks]

    def _judge_once(
        self, submission: Submission, exercises: Collection[str], checks: Collection[str]
    ) -> Judgement:
        items = [
            (item, check)
            for item in self._items
            if (check := self._checks[item.nodeid]).is_among(exercises, checks)
        ]
        plan = [planned for _, check in items for planned in self._plan.get(check.name, ())]
        examinee = self._examinee = Examinee(submission.files, self._open, plan)
        verdicts: list[Verdict] = []
        failures: dict[int, CheckFailed] = {}
        failed: dict[Check, int] = {}
        waiting: dict[int, int] = {}
        try:
            for number, (item, check) in enumerate(items):
                base = closing_base(check, failed)
                if base is not None:
                    examinee.pass_over(check)
                    waiting[number] = failed[base]
                    verdicts.append(verdicts[waiting[number]].gates(check))
                    continue
                verdict, failure = self._judge_check(item, check, examinee)
                verdicts.append(verdict)
                if failure is not None:
                    failures[number] = failure
                if verdict.outcome is not Outcome.PASSED:
                    failed[check] = number
            explained = list(verdicts)
            if self._words is not None:
                explained = self._words.explain(verdicts, failures, examinee)
            for number, gate in waiting.items():
                explained[number] = explained[gate].gates(explained[number].check)
            return Judgement(tuple(explained), examinee.cpu_s)
        finally:
            examinee.close()
            self._examinee = None

    def _judge_check(
        self, item: pytest.Item, check: Check, examinee: Examinee
    ) -> tuple[Verdict, CheckFailed | None]:
        """Run one check, or remember what became of it when the answers were the same."""
        examinee.begin(check)
        plan = self._plan.get(check.name)
        if plan is None:
            verdict, failure = self._run(item, check)
            if not self._proved:
                asked = enumerate(examinee.asked)
                self._plan[check.name] = tuple(Planned(check, n, q) for n, q in asked)
            return verdict, failure
        replies = examinee.answers_to(plan)
        known = self._memory.recall(check.name, replies) if replies is not None else None
        if known is not None:
            return known
        verdict, failure = self._run(item, check)
        if (
            replies is not None
            and examinee.asked == [p.question for p in plan][: len(examinee.asked)]
        ):
            self._memory.keep(check.name, replies, verdict, failure)
        return verdict, failure

    def _exhibited(self, submission: Submission, judgement: Judgement) -> Judgement:
        try:
            return replace(judgement, exhibits=self._gallery.show(submission, judgement.verdicts))
        except BoxFailed:
            # The verdicts stand; whoever is judged next gets a new box.
            self._broken = True
            return judgement

    def _run(self, item: pytest.Item, check: Check) -> tuple[Verdict, CheckFailed | None]:
        self._raised = None
        runtestprotocol(item, log=False, nextitem=self._following[item.nodeid])
        raised = self._raised
        if raised is None:
            return Verdict(check, Outcome.PASSED), None
        if isinstance(raised, BoxFailed | KeyboardInterrupt):
            raise raised
        if isinstance(raised, CheckFailed):
            return Verdict(check, raised.outcome, raised.message, raised.note), raised
        if isinstance(raised, AssertionError):
            # A bare assert of a hidden test: its text may hold hidden values.
            note = clean(str(raised))
            return Verdict(check, Outcome.WRONG, "This does not hold yet.", note), None
        note = clean(f"{type(raised).__name__}: {raised}")
        if self._proved and not isinstance(raised, GraderError | OSError | MemoryError):
            # The check passes the reference, so what it stumbled over is this answer.
            message = "The answer is of a kind that cannot be read. Compare it with the contract."
            return Verdict(check, Outcome.WRONG, message, f"The check stumbled: {note}"), None
        return Verdict(check, Outcome.NOT_JUDGED, OUR_FAILURE, note), None


def _following(item: pytest.Item, items: list[pytest.Item]) -> pytest.Item | None:
    """
    Return the test that pytest is told comes next.

    Naming one keeps pytest from tearing the session down. One of another file makes it
    tear this file down, so that whichever test runs next starts clean.
    """
    others = [other for other in items if other is not item]
    return next((o for o in others if o.path != item.path), others[0] if others else None)
