"""
The proof of fairness: a course's known mistakes must be caught, its odd right answers accepted.

A corpus is two folders beside the course, ``tests/corpus/mistakes/<module>/`` and
``tests/corpus/alternatives/<module>/``. Each file is a patch: it is appended to the solution
of its module, and its first lines say what must come of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course.checks import Check, closing_base, read_checks
from grader.course.manifest import Course
from grader.course.source import read_text
from grader.engine.local import Pool
from grader.engine.worker import Task
from grader.errors import CourseError

_HEADER = re.compile(r"^# ([a-z ]+): (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Patch:
    """
    One file of the corpus.

    Attributes:
        path: Where it lies.
        module: The module that it changes.
        exercise: The exercise that it answers, and the only one it may touch.
        right: Whether it must keep every point.
        caught_by: The checks that are meant to catch it, one of them at least.
        message: Words that the student must read.
        unnamed: Whether the student does not read these words yet.
        held_out: Whether the words of the diagnosis were written without it.
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
class Finding:
    """
    What became of one patch.

    Attributes:
        patch: The patch.
        caught: Checks of its own exercise that failed by themselves, not by a closed gate.
        strayed: Checks of other exercises that failed.
        checks: Every check that was judged, as a worker sends it.
    """

    patch: Patch
    caught: frozenset[str]
    strayed: frozenset[str]
    checks: Sequence[Mapping[str, Any]] = ()

    @property
    def messages(self) -> tuple[str, ...]:
        """What the student reads, one text a failed check."""
        return tuple(c["message"] for c in self.checks if c["outcome"] != "PASSED")

    @property
    def stumbled(self) -> bool:
        """Whether a check could not be judged."""
        return any(check["outcome"] == "NOT_JUDGED" for check in self.checks)

    @property
    def named(self) -> bool:
        """Whether the student reads the words that he must read."""
        said = " ".join(self.messages).casefold()
        wanted = self.patch.message.casefold()
        return bool(wanted) and wanted in said


def has_corpus(course: Course) -> bool:
    """Say whether there are known mistakes or odd right answers beside *course*."""
    return any(any(_folder(course, right).glob("*/*.py")) for right in (False, True))


def read_corpus(course: Course) -> list[Patch]:
    """
    Return every patch beside *course*, the mistakes first.

    Raises:
        CourseError: If the first lines of one do not say what must come of it.
    """
    known = {check.name: check.exercise for check in read_checks(course)}
    modules = {exercise.id: exercise.module for exercise in course.unit.exercises}
    patches = []
    for right in (False, True):
        for path in sorted(_folder(course, right).glob("*/*.py")):
            patches.append(_read_patch(path, right, modules, known))
    return patches


def _folder(course: Course, right: bool) -> Path:
    return course.root / "tests" / "corpus" / ("alternatives" if right else "mistakes")


def _read_patch(
    path: Path, right: bool, modules: Mapping[str, str], known: Mapping[str, str]
) -> Patch:
    where = f"{path.parents[1].name}/{path.parent.name}/{path.name}"
    header = dict(_HEADER.findall(read_text(path, where)))
    exercise = header.get("exercise", "")
    if modules.get(exercise) != path.parent.name:
        raise CourseError(
            f'{where}: "# exercise: {exercise}" is no exercise of {path.parent.name}. '
            "Name one in the first line."
        )
    caught_by = frozenset(re.findall(r"\w+", header.get("caught by", "")))
    stray = sorted(name for name in caught_by if known.get(name) != exercise)
    if stray or (not right and not caught_by):
        raise CourseError(
            f'{where}: "# caught by:" names {stray[0] if stray else "nothing"}, expected a hidden '
            f"check of {exercise}. Name the check that is meant to catch it."
        )
    return Patch(
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
    course: Course, patches: Sequence[Patch], pool: Pool, *, whole: int = 1
) -> Iterator[Finding]:
    """
    Yield what becomes of every patch, in the order in which they are done.

    Args:
        course: The course.
        patches: What to judge.
        pool: Judges of the course.
        whole: Every mistake with a number divisible by this one is judged in all exercises
            of its module, the others in their own.
    """
    known = {check.name: check for check in read_checks(course)}
    of_module: dict[str, tuple[str, ...]] = {}
    for exercise in course.unit.exercises:
        of_module[exercise.module] = (*of_module.get(exercise.module, ()), exercise.id)

    def task(number: int, patch: Patch) -> Task:
        everywhere = not patch.right and number % whole == 0
        exercises = of_module[patch.module] if everywhere else (patch.exercise,)
        return Task(number, patch.path.stem, patched(course, patch), exercises)

    for judged in pool.judge(task(number, patch) for number, patch in enumerate(patches)):
        yield _finding(patches[judged.number], judged.checks, known)


def patched(course: Course, patch: Patch) -> dict[str, bytes]:
    """Return the solutions with *patch* appended to its module."""
    files = {path.name: path.read_bytes() for path in course.solutions.glob("*.py")}
    files[f"{patch.module}.py"] += b"\n\n" + patch.path.read_bytes()
    return files


def _finding(
    patch: Patch, checks: Sequence[Mapping[str, Any]], known: Mapping[str, Check]
) -> Finding:
    lost = [known[check["name"]] for check in checks if check["outcome"] != "PASSED"]
    # A gated check whose base failed was not run: it takes over the verdict of the base.
    ran = [check for check in lost if closing_base(check, lost) is None]
    return Finding(
        patch=patch,
        caught=frozenset(check.name for check in ran if check.exercise == patch.exercise),
        strayed=frozenset(check.name for check in lost if check.exercise != patch.exercise),
        checks=checks,
    )
