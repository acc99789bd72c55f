"""Grading: a stream of submissions in, results out; what is up to date is not judged again."""

import functools
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any, Protocol, TypeVar

from grader.box.sandbox import find_walls
from grader.course.manifest import Course
from grader.intake import Refusal, Submission
from grader.results.figures import read_figures, write_figures
from grader.results.store import FULL, INNER, Result, ResultStore
from grader.results.tables import ScoreTable, add_cost

from .plan import NEW, Plan, Planner
from .regrade import Regrade
from .snapshot import Snapshot, SnapshotStore, tests_digest
from .worker import Judged, Task

Known = TypeVar("Known")


class Judges(Protocol):
    """What judges submissions: a pool on this machine or a cluster."""

    def start(self) -> None:
        """Begin to warm up, because tasks will come."""

    def judge(self, tasks: "Iterable[Task | Known]") -> "Iterator[Judged | Known]":
        """Yield the judgement of every task in any order; yield at once what is not a task."""


@dataclass(frozen=True)
class _Known:
    """A result that is already known."""

    number: int
    result: Result
    fresh: bool


def grade(
    course: Course,
    entries: Iterable[Submission | Refusal],
    store: ResultStore,
    pool: Judges,
    *,
    table: ScoreTable | None = None,
    regrade: Regrade | None = None,
    figures: bool = False,
) -> Iterator[tuple[Result, bool]]:
    """
    Judge every entry and write its result as soon as it is known.

    Of a submission that was judged before, only the checks run again whose test, reference,
    limits or module has changed.

    Args:
        course: The course.
        entries: Submissions, and refusals of those that could not be read.
        store: Where results go.
        pool: The judges.
        table: Receives a row for every entry.
        regrade: Receives old and new scores of what was judged before.
        figures: Also keep the numbers of the feedback page's figures; a submission without
            them is judged in full.

    Yields:
        Each result, and whether it is new; False means that it was up to date.
    """
    snapshots, digest = SnapshotStore(store.folder), tests_digest(course)
    if not snapshots.get(digest).checks:
        pool.start()  # No result in this folder was judged by these tests.
    boxes = (FULL,) if find_walls().outer else (FULL, INNER)

    # Read as late as possible, while the judges warm up.
    @functools.cache
    def now() -> Snapshot:
        return snapshots.now(course, digest)

    @functools.cache
    def planner() -> Planner:
        return Planner(now(), version("torch"), course.unit.modules, boxes)

    pending: dict[int, tuple[Result, Plan]] = {}

    def settle(number: int, entry: Submission | Refusal) -> Task | _Known:
        blank = _blank(course, entry, digest)
        if isinstance(entry, Refusal):
            store.write(blank)
            return _Known(number, blank, True)
        known = store.load(entry.student)
        plan = NEW
        if known is not None:
            before = snapshots.get(str(known.digests.get("tests")))
            plan = planner().plan(known, blank, entry.files, before)
        if figures and read_figures(store.folder, blank) is None:
            plan = replace(plan, whole=plan.whole or "its pictures were not recorded")
        if known is None or plan.whole or plan.stale:
            pending[number] = blank, plan
            checks = tuple(plan.stale)
            return Task(number, entry.student, entry.files, checks=checks, figures=figures)
        if _is_same(known, blank):
            return _Known(number, known, False)
        result = replace(blank, box=known.box, exercises=plan.merge((), now(), course.unit))
        keep(result, plan)
        return _Known(number, result, True)

    def keep(result: Result, plan: Plan) -> None:
        if regrade is not None and plan.known is not None:
            exercises = [*plan.known.exercises, *result.exercises]
            regrade.note(plan.known, result, plan.reasons(exercises))
        store.write(result)

    tasks = (settle(number, entry) for number, entry in enumerate(entries))
    for done in pool.judge(tasks):
        if isinstance(done, Judged):
            blank, plan = pending.pop(done.number)
            exercises = plan.merge(done.checks, now(), course.unit)
            result = replace(blank, box=done.box, exercises=exercises)
            keep(result, plan)
            if figures and done.figures is not None:
                write_figures(store.folder, result, done.figures)
            add_cost(store.folder, result.student, done.wall_s, done.cpu_s)
            done = _Known(done.number, result, True)
        if table is not None:
            table.put(done.number, done.result)
        yield done.result, done.fresh


def _is_same(known: Result, blank: Result) -> bool:
    """Say whether everything in the result file besides the verdicts is the same."""
    return (known.digests, known.unit, known.notes, known.max_score) == (
        blank.digests,
        blank.unit,
        tuple(blank.notes),
        blank.max_score,
    )


def _blank(course: Course, entry: Submission | Refusal, digest: str) -> Result:
    digests: dict[str, Any] = {"submission": "", "files": {}, "tests": digest}
    if isinstance(entry, Submission):
        files = {name: hashlib.sha256(data).hexdigest()[:32] for name, data in entry.files.items()}
        digests |= {"submission": entry.digest, "files": files}
    return Result(
        student=entry.student,
        unit={"name": course.unit.name, "version": course.unit.version},
        digests=digests,
        box={},
        notes=() if isinstance(entry, Refusal) else tuple(entry.notes),
        refused=entry.reason if isinstance(entry, Refusal) else "",
        max_score=course.unit.points,
    )
