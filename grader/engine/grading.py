"""From a stream of submissions to a folder of results: what is up to date is not judged again."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.metadata import version

from grader.course.manifest import Course
from grader.intake import Refusal, Submission
from grader.judging.exhibit_files import read_exhibits, write_exhibits
from grader.judging.results import Result, ResultStore, grade_exercises

from .local import Pool
from .worker import Task


def tests_digest(course: Course) -> str:
    """Return the SHA-256 of all that decides verdicts: manifest, solutions, hidden tests."""
    total = hashlib.sha256()
    paths = [
        course.exercises / "unit.toml",
        *sorted(course.solutions.glob("*.py")),
        *sorted(course.hidden.glob("*.py")),
    ]
    for path in paths:
        data = path.read_bytes()
        total.update(f"{path.name} {len(data)}\n".encode() + data)
    return total.hexdigest()


def grade(
    course: Course,
    entries: Iterable[Submission | Refusal],
    store: ResultStore,
    pool: Pool,
    *,
    exhibits: bool = False,
) -> Iterator[tuple[Result, bool]]:
    """
    Judge every entry and write its result as soon as it is known.

    Args:
        course: The course.
        entries: Submissions, and refusals of what could not be read.
        store: Where results go.
        pool: The judges.
        exhibits: Keep what the pool's judges were told to ask for the feedback page; what has
            none yet is judged again.

    Yields:
        The result and whether it was judged now (False: it was up to date).
    """
    digest = tests_digest(course)
    torch = version("torch")
    pending: dict[int, Result] = {}
    done: list[tuple[Result, bool]] = []

    def tasks() -> Iterator[Task]:
        for number, entry in enumerate(entries):
            blank = _blank(course, entry, digest)
            if isinstance(entry, Refusal):
                store.write(blank)
                done.append((blank, True))
                continue
            known = store.current(blank, torch)
            if known is not None and (
                not exhibits or read_exhibits(store.folder, known) is not None
            ):
                done.append((known, False))
                continue
            pending[number] = blank
            yield Task(number, entry.student, entry.files)

    for judged in pool.judge(tasks()):
        yield from _drain(done)
        blank = pending.pop(judged.number)
        exercises = grade_exercises(course.unit, judged.checks)
        result = replace(blank, box=judged.box, exercises=exercises)
        store.write(result, judged.wall_s, judged.cpu_s)
        if exhibits and judged.exhibits is not None:
            write_exhibits(store.folder, result, judged.exhibits)
        yield result, True
    yield from _drain(done)


def _drain(done: list[tuple[Result, bool]]) -> Iterator[tuple[Result, bool]]:
    while done:
        yield done.pop(0)


def _blank(course: Course, entry: Submission | Refusal, digest: str) -> Result:
    return Result(
        student=entry.student,
        unit={"name": course.unit.name, "version": course.unit.version},
        digests={"submission": "" if isinstance(entry, Refusal) else entry.digest, "tests": digest},
        box={},
        notes=() if isinstance(entry, Refusal) else tuple(entry.notes),
        refused=entry.reason if isinstance(entry, Refusal) else "",
        max_score=course.unit.points,
    )
