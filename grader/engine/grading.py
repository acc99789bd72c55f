"""Grading: a stream of submissions in, results out; what is up to date is not judged again."""

import functools
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from grader.box.sandbox import find_walls
from grader.box.strength import FULL, INNER_ONLY, torch_version
from grader.course.manifest import Course
from grader.intake import Refusal, Submission, Unchanged
from grader.results.code import code_path, keep_code
from grader.results.figures import read_figures, write_figures
from grader.results.records import Digests, Header, Result, UnitId, complete, refused
from grader.results.store import ResultStore, Unreadable
from grader.results.tables import add_cost

from .file_reads import FileReadsReader
from .plan import Plan, Planner, everything
from .regrade import Regrade
from .snapshot import Snapshot, SnapshotStore, take_snapshot, tests_digest
from .worker import NOTHING, Judged, Ready, Task

Known = TypeVar("Known")


class Judges(Protocol):
    """The judges of submissions: a pool on this machine or a cluster."""

    @property
    def ready(self) -> Ready | None:
        """What the first judge said once it was warm: the checks of the course; None before."""

    def start(self) -> None:
        """Begin to warm up, because tasks will come."""

    def judge(self, tasks: "Iterable[Task | Known]") -> "Iterator[Judged | Known]":
        """Yield the judgement of every task in any order; yield at once what is not a task."""


@dataclass(frozen=True)
class Graded:
    """
    One submission that is done.

    Attributes:
        result: Its result, as it stands in the folder now.
        fresh: Whether it was written now; False where it was up to date.
        replaced: What was wrong with the file that stood in its place, or "".
        no_figures: Why there are no figures although they are wanted, or "".
    """

    result: Result
    fresh: bool
    replaced: str = ""
    no_figures: str = ""


class UpToDate:
    """
    The results that stay as they are if the entry of their student is as it was.

    Args:
        course: The course.
        store: Where results are.
        figures: Whether figures are wanted too.
    """

    def __init__(self, course: Course, store: ResultStore, figures: bool = False) -> None:
        self._store = store
        self._unit = UnitId(course.unit.name, course.unit.version)
        self._tests = tests_digest(course)
        self._figures = figures
        self._results: dict[str, Result] = {}

    def entry(self, student: str) -> str:
        """Return the digest of the entry of *student* that is known, or "" if it must be read."""
        found = self._store.load(student)
        if not isinstance(found, Result) or not found.is_judged or found.box is None:
            return ""
        as_now = (found.unit, found.digests.tests, found.box.torch)
        if as_now != (self._unit, self._tests, torch_version()):
            return ""
        if found.box.strength not in strengths_here():
            return ""
        if self._figures and read_figures(self._store.folder, found.header) is None:
            return ""
        if not code_path(self._store.folder, student).is_file():
            return ""
        if found.digests.entry:
            self._results[student] = found
        return found.digests.entry

    def take(self, student: str) -> Result:
        """Return the result of an unchanged *student*; it is not kept longer than until then."""
        return self._results.pop(student)

    def forget(self, student: str) -> None:
        """Forget the result of a student whose entry has changed."""
        self._results.pop(student, None)


def strengths_here() -> tuple[str, ...]:
    """Return the strengths of a box that this machine cannot better."""
    return (FULL,) if find_walls().outer else (FULL, INNER_ONLY)


def grade(
    course: Course,
    entries: Iterable[Submission | Refusal | Unchanged],
    store: ResultStore,
    judges: Judges,
    *,
    regrade: Regrade | None = None,
    figures: bool = False,
    up_to_date: UpToDate | None = None,
) -> Iterator[Graded]:
    """
    Judge every entry and write its result as soon as it is known.

    Of a submission that was judged before, only those modules are judged again for which
    something has changed; the result is that of a first run.

    Args:
        course: The course.
        entries: Submissions, and refusals of what could not be read.
        store: Where results go.
        judges: The judges.
        regrade: Gets old and new scores of what was judged before.
        figures: Also keep the numbers of the feedback page's pictures; what has no pictures
            yet, or those of another submission, is judged as a whole.
        up_to_date: Knows the results of what is unchanged among the *entries*.

    Yields:
        One for each entry, in the order in which they are done.
    """
    return _Grading(course, store, judges, regrade, figures, up_to_date).run(entries)


@dataclass(frozen=True)
class _Waiting:
    """A submission that is being judged."""

    header: Header
    plan: Plan
    replaced: str


class _Grading:
    """One run of :func:`grade`."""

    def __init__(
        self,
        course: Course,
        store: ResultStore,
        judges: Judges,
        regrade: Regrade | None,
        figures: bool,
        up_to_date: UpToDate | None,
    ) -> None:
        self._course = course
        self._store = store
        self._judges = judges
        self._regrade = regrade
        self._figures = figures
        self._up_to_date = up_to_date or UpToDate(course, store, figures)
        self._digest = tests_digest(course)
        self._snapshots = SnapshotStore(store.folder)
        self._waiting: dict[int, _Waiting] = {}
        self._file_reads = FileReadsReader()

    def run(self, entries: Iterable[Submission | Refusal | Unchanged]) -> Iterator[Graded]:
        """Grade every entry."""
        with self._file_reads:
            yield from self._graded(entries)

    def _graded(self, entries: Iterable[Submission | Refusal | Unchanged]) -> Iterator[Graded]:
        if not self._snapshots.get(self._digest).checks:
            self._judges.start()  # Nothing in this folder was judged by these tests.
            entries = self._ready_for(entries)
        for done in self._judges.judge(self._settled(entries)):
            yield self._finish(done) if isinstance(done, Judged) else done

    def _settled(
        self, entries: Iterable[Submission | Refusal | Unchanged]
    ) -> Iterator[Task | Graded]:
        for number, entry in enumerate(entries):
            yield self._settle(number, entry)
        if self._waiting:
            self._tests  # noqa: B018 - taken while the judges work, not when one has judged

    def _ready_for(
        self, entries: Iterable[Submission | Refusal | Unchanged]
    ) -> Iterator[Submission | Refusal | Unchanged]:
        """Return *entries*; have judges ready where they decide what of earlier results is kept."""
        first: list[Submission | Refusal | Unchanged] = []
        source = iter(entries)
        for entry in source:
            first.append(entry)
            if isinstance(entry, Submission):
                if self._store.holds_results:
                    list(self._judges.judge([Task(-1, "", {}, (NOTHING,))]))
                break
        return itertools.chain(first, source)

    @functools.cached_property
    def _tests(self) -> Snapshot:
        """The tests of the course as they are."""
        stored = self._snapshots.get(self._digest)
        return stored if stored.checks else take_snapshot(self._course, self._digest)

    @functools.cached_property
    def _planner(self) -> Planner:
        boxes = strengths_here()
        if self._judges.ready is not None:
            self._check_tests(self._judges.ready)
        return Planner(self._course.unit, self._tests, torch_version(), boxes, self._file_reads)

    def _check_tests(self, ready: Ready) -> None:
        """
        Store what decides the checks, unless there are checks that the source does not show.

        What such a check depends on nobody knows, so nothing is kept when the tests change.
        """
        if {check.name for check in ready.checks} == self._tests.checks.keys():
            self._snapshots.keep(self._tests)
        else:
            self._tests = Snapshot(self._digest, {})

    def _settle(self, number: int, entry: Submission | Refusal | Unchanged) -> Task | Graded:
        """Return the task of judging what is not known of an entry, or its result."""
        if isinstance(entry, Unchanged):
            return Graded(self._up_to_date.take(entry.student), fresh=False)
        self._up_to_date.forget(entry.student)
        header = _header(self._course, entry, self._digest)
        known, replaced = self._known(entry.student)
        if isinstance(entry, Refusal):
            blank = refused(header, self._course.unit, entry.reason)
            return self._keep(blank, Plan(known), replaced)
        keep_code(self._store.folder, entry, self._course.unit.modules)
        if known is None:
            plan = everything(self._course.unit, None, "not graded before")
        elif self._figures and read_figures(self._store.folder, header) is None:
            plan = everything(self._course.unit, known, "its pictures were not recorded")
        else:
            before = self._snapshots.get(known.digests.tests)
            plan = self._planner.plan(known, header, entry.files, before)
        if known is not None and not plan.stale:
            if known.header == header:
                return Graded(known, fresh=False)
            if self._judges.ready is not None:
                return self._merge(header, plan, replaced, None, self._judges.ready)
        self._waiting[number] = _Waiting(header, plan, replaced)
        exercises = plan.exercises(self._course.unit)
        return Task(
            number,
            entry.student,
            entry.files,
            exercises,
            figures=self._figures,
            repaired=entry.repaired,
        )

    def _known(self, student: str) -> tuple[Result | None, str]:
        """Return the result so far, and why a file that stands there is none."""
        found = self._store.load(student)
        if isinstance(found, Unreadable):
            return None, found.why.text
        return found, ""

    def _finish(self, judged: Judged) -> Graded:
        waiting = self._waiting.pop(judged.number)
        ready = self._judges.ready
        assert ready is not None, "a judge that has judged was ready"
        graded = self._merge(waiting.header, waiting.plan, waiting.replaced, judged, ready)
        if self._figures and judged.figures is not None:
            write_figures(self._store.folder, waiting.header, judged.figures)
        add_cost(self._store.folder, waiting.header.student, judged.wall_s, judged.cpu_s)
        return replace(graded, no_figures=judged.no_figures)

    def _merge(
        self, header: Header, plan: Plan, replaced: str, judged: Judged | None, ready: Ready
    ) -> Graded:
        """Write the result of kept and new verdicts."""
        known_box = plan.known.box if plan.known is not None else None
        new = judged.verdicts if judged is not None else ()
        box = judged.box if judged is not None and plan.stale else known_box
        self._check_tests(ready)
        verdicts = [*plan.kept(), *new]
        repaired = {*plan.kept_repairs(), *(judged.repaired if judged is not None else ())}
        kept_heavy = plan.known is not None and plan.known.is_heavy
        is_heavy = judged.is_heavy if judged is not None and plan.stale else kept_heavy
        result = complete(
            header, self._course.unit, ready.checks, verdicts, box, repaired, is_heavy=is_heavy
        )
        return self._keep(result, plan, replaced)

    def _keep(self, result: Result, plan: Plan, replaced: str) -> Graded:
        if result == plan.known:
            return Graded(result, fresh=False)
        if self._regrade is not None and plan.known is not None:
            self._regrade.note(plan.known, result, plan.reasons(result))
        self._store.write(result)
        return Graded(result, fresh=True, replaced=replaced)


def _header(course: Course, entry: Submission | Refusal, digest: str) -> Header:
    """Return what is known of a result before anything is judged."""
    unit = UnitId(course.unit.name, course.unit.version)
    if isinstance(entry, Refusal):
        return Header(entry.student, unit, Digests("", {}, digest))
    digests = Digests(entry.digest, entry.file_digests, digest, entry.entry)
    return Header(entry.student, unit, digests, entry.notes, entry.account, entry.repairs)
