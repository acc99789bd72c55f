"""
The corpus of a course: known mistakes that must be caught, unusual answers that must pass.

It is two folders beside the course, ``tests/corpus/mistakes/<module>/`` and
``tests/corpus/alternatives/<module>/``. Each file is an entry: it is appended to the solution
of its module, and its first lines state the expected outcome.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course.checks import Check, closing_base, read_checks
from grader.course.manifest import Course
from grader.course.source import read_text
from grader.engine.local import Pool
from grader.engine.worker import Judged, Task
from grader.errors import CourseError
from grader.results.outcomes import Outcome
from grader.results.records import Verdict

_HEADER = re.compile(r"^# ([a-z ]+): (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class CorpusEntry:
    """
    One file of the corpus: a mistake, or a right answer of another kind.

    Attributes:
        path: The file.
        module: The module that it changes.
        exercise: The exercise that it answers, and the only one that it may change.
        right: Whether it is right and must keep every point.
        caught_by: The checks of which at least one is meant to catch it.
        message: Text that the student must read.
        unnamed: Whether the student does not read that text yet.
        held_out: Whether the diagnosis was written without knowing it.
    """

    path: Path
    module: str
    exercise: str
    right: bool
    caught_by: frozenset[str] = frozenset()
    message: str = ""
    unnamed: bool = False
    held_out: bool = False


@dataclass(frozen=True)
class EntryOutcome:
    """
    The outcome of one corpus entry.

    Attributes:
        entry: The entry.
        caught: Checks of its own exercise that failed themselves, not because of a closed gate.
        strayed: Checks of other exercises that failed.
        verdicts: Every verdict, as a worker sends it.
        faults: What went wrong while words for it were looked for.
    """

    entry: CorpusEntry
    caught: frozenset[str]
    strayed: frozenset[str]
    verdicts: Sequence[Verdict] = ()
    faults: Sequence[str] = ()

    @property
    def messages(self) -> tuple[str, ...]:
        """What the student reads: one text for each failed check."""
        return tuple(v.message.text for v in self.verdicts if v.outcome is not Outcome.PASSED)

    @property
    def has_open_check(self) -> bool:
        """Whether a check could not be judged."""
        return any(v.outcome is Outcome.NOT_JUDGED for v in self.verdicts)

    @property
    def named(self) -> bool:
        """Whether the student reads the text that names the mistake."""
        said = " ".join(self.messages).casefold()
        wanted = self.entry.message.casefold()
        return bool(wanted) and wanted in said


def has_corpus(course: Course) -> bool:
    """Say whether there are corpus entries beside *course*."""
    return any(any(_folder(course, right).glob("*/*.py")) for right in (False, True))


def read_corpus(course: Course) -> list[CorpusEntry]:
    """
    Return every corpus entry beside *course*, the mistakes first.

    Raises:
        CourseError: If the first lines of an entry do not state the expected outcome.
    """
    known = {check.name: check.exercise for check in read_checks(course)}
    modules = {exercise.id: exercise.module for exercise in course.unit.exercises}
    entries = []
    for right in (False, True):
        for path in sorted(_folder(course, right).glob("*/*.py")):
            entries.append(_read_entry(path, right, modules, known))
    return entries


def _folder(course: Course, right: bool) -> Path:
    return course.root / "tests" / "corpus" / ("alternatives" if right else "mistakes")


def _read_entry(
    path: Path, right: bool, modules: Mapping[str, str], known: Mapping[str, str]
) -> CorpusEntry:
    where = f"{path.parents[1].name}/{path.parent.name}/{path.name}"
    header = dict(_HEADER.findall(read_text(path, where)))
    exercise = header.get("exercise", "")
    if modules.get(exercise) != path.parent.name:
        raise CourseError(
            f'{where}: "# exercise: {exercise}" does not name an exercise of {path.parent.name}. '
            "Name one in the first line."
        )
    caught_by = frozenset(re.findall(r"\w+", header.get("caught by", "")))
    stray = sorted(name for name in caught_by if known.get(name) != exercise)
    if stray or (not right and not caught_by):
        raise CourseError(
            f'{where}: "# caught by:" names {stray[0] if stray else "nothing"}, expected a hidden '
            f"check of {exercise}. Name the check that is meant to catch it."
        )
    return CorpusEntry(
        path,
        path.parent.name,
        exercise,
        right,
        caught_by,
        header.get("message", "").strip(),
        "unnamed" in header,
        "held out" in header,
    )


def judge_corpus(
    course: Course, entries: Sequence[CorpusEntry], pool: Pool, *, whole: int = 1
) -> Iterator[EntryOutcome]:
    """
    Yield the outcome of every entry, in the order in which they finish.

    Args:
        course: The course.
        entries: The entries to judge.
        pool: Judges of the course.
        whole: Every mistake whose number is divisible by this one is judged in all exercises
            of its module, the others only in their own.
    """
    known = {check.name: check for check in read_checks(course)}
    of_module: dict[str, tuple[str, ...]] = {}
    for exercise in course.unit.exercises:
        of_module[exercise.module] = (*of_module.get(exercise.module, ()), exercise.id)

    def task(number: int, entry: CorpusEntry) -> Task:
        everywhere = not entry.right and number % whole == 0
        exercises = of_module[entry.module] if everywhere else (entry.exercise,)
        return Task(number, entry.path.stem, patched_solutions(course, entry), exercises)

    for judged in pool.judge(task(number, entry) for number, entry in enumerate(entries)):
        yield _outcome(entries[judged.number], judged, known)


def patched_solutions(course: Course, entry: CorpusEntry) -> dict[str, bytes]:
    """Return the solutions with *entry* appended to its module."""
    files = {path.name: path.read_bytes() for path in course.solutions.glob("*.py")}
    files[f"{entry.module}.py"] += b"\n\n" + entry.path.read_bytes()
    return files


def _outcome(entry: CorpusEntry, judged: Judged, known: Mapping[str, Check]) -> EntryOutcome:
    lost = [known[v.name] for v in judged.verdicts if v.outcome is not Outcome.PASSED]
    # A gated check whose base failed was not run; it has the verdict of the base.
    ran = [check for check in lost if closing_base(check, lost) is None]
    return EntryOutcome(
        entry=entry,
        caught=frozenset(check.name for check in ran if check.exercise == entry.exercise),
        strayed=frozenset(check.name for check in lost if check.exercise != entry.exercise),
        verdicts=judged.verdicts,
        faults=judged.faults,
    )
