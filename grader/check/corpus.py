"""
The corpus of a course: known mistakes that must be caught, unusual answers that must pass.

It is two folders beside the course, ``tests/corpus/mistakes/`` and ``tests/corpus/alternatives/``,
each with one file of entries per exercise, such as ``E06_sigmoid.py``; the mistakes that have
words of their own stand beside the hidden tests, in ``mistakes/``. The code of an entry follows the
definitions of the solution; its header lines state the expected outcome.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course.checks import Check, closing_base, read_checks
from grader.course.entries import KNOWN_MISTAKE, Entry, entries_name, parse_entries
from grader.course.manifest import Course, Exercise
from grader.course.source import read_text, with_answer
from grader.engine.local import Pool
from grader.engine.worker import Judged, Task
from grader.errors import CourseError
from grader.results.outcomes import Outcome
from grader.results.records import Verdict

#: The header lines of a mistake; an alternative has none.
HEADERS = (*KNOWN_MISTAKE, "unnamed", "held out")


@dataclass(frozen=True)
class CorpusEntry:
    """
    An entry of the corpus: a mistake, or an unusual right answer.

    Attributes:
        name: What it does; unique among the mistakes or the alternatives of its exercise.
        where: Its file, line and name, for the start of messages.
        code: What follows the definitions of the solution.
        module: The module that it changes.
        exercise: The exercise that it answers, and the only one that it may change.
        right: Whether it is right and must keep every point.
        caught_by: The checks of which at least one is meant to catch it.
        message: Text that the student must read.
        unnamed: Whether the student does not read that text yet.
        held_out: Whether the diagnosis was written without knowing it.
    """

    name: str
    where: str
    code: str
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
        cpu_s: The processor time of its answers.
    """

    entry: CorpusEntry
    caught: frozenset[str]
    strayed: frozenset[str]
    verdicts: Sequence[Verdict] = ()
    faults: Sequence[str] = ()
    cpu_s: float = 0.0

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
    return any(any((base / folder).glob("*.py")) for base, folder, _, _ in _folders(course)[1:])


def read_corpus(course: Course) -> list[CorpusEntry]:
    """
    Return the corpus entries of the chosen exercises of *course*, the mistakes first.

    Raises:
        CourseError: If a file does not belong to an exercise, or the header lines of an entry do
            not state the expected outcome.
    """
    known = {check.name: check.exercise for check in read_checks(course)}
    entries = []
    for base, folder, headers, right in _folders(course):
        for path in sorted((base / folder).glob("*.py")):
            where = path.relative_to(base).as_posix()
            exercise = _exercise_of(path, where, course.unit.exercises)
            if exercise not in course.chosen:
                continue
            for entry in parse_entries(read_text(path, where), where, headers):
                entries.append(_corpus_entry(entry, exercise, right, known))
    return entries


def _folders(course: Course) -> list[tuple[Path, str, tuple[str, ...], bool]]:
    """Return where each folder lies, its name and its header lines, and whether it is right."""
    corpus = course.root / "tests" / "corpus"
    return [
        (course.hidden.parent, f"{course.hidden.name}/mistakes", KNOWN_MISTAKE, False),
        (corpus, "mistakes", HEADERS, False),
        (corpus, "alternatives", (), True),
    ]


def _exercise_of(path: Path, where: str, exercises: Sequence[Exercise]) -> Exercise:
    files = {entries_name(exercise): exercise for exercise in exercises}
    if path.name not in files:
        raise CourseError(
            f"{where} is not named after an exercise, such as {next(iter(files))}. Rename it."
        )
    return files[path.name]


def _corpus_entry(
    entry: Entry, exercise: Exercise, right: bool, known: Mapping[str, str]
) -> CorpusEntry:
    caught_by = frozenset(re.findall(r"\w+", entry.headers.get("caught by", "")))
    stray = sorted(name for name in caught_by if known.get(name) != exercise.id)
    if stray or (not right and not caught_by):
        raise CourseError(
            f'{entry.where}: "# caught by:" names {stray[0] if stray else "nothing"}, expected a '
            f"hidden check of {exercise.id}. Name the check that is meant to catch it."
        )
    return CorpusEntry(
        name=entry.name,
        where=f"{entry.where}: {entry.name}",
        code=entry.code,
        module=exercise.module,
        exercise=exercise.id,
        right=right,
        caught_by=caught_by,
        message=entry.headers.get("message", ""),
        unnamed="unnamed" in entry.headers,
        held_out="held out" in entry.headers,
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
        return Task(number, entry.name, patched_solutions(course, entry), exercises)

    for judged in pool.judge(task(number, entry) for number, entry in enumerate(entries)):
        yield _outcome(entries[judged.number], judged, known)


def patched_solutions(course: Course, *entries: CorpusEntry) -> dict[str, bytes]:
    """Return the solutions with each of *entries* as the last definition of its module."""
    files = {path.name: path.read_bytes() for path in course.solutions.glob("*.py")}
    for entry in entries:
        name = f"{entry.module}.py"
        files[name] = with_answer(files[name], entry.code)
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
        cpu_s=judged.cpu_s,
    )
