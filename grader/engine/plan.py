"""
The plan for a submission: what has to be judged again, and why.

A verdict is kept only where nothing that decided it has changed: its hidden test and all that
the test uses, the reference, the limits, the judge, the student's module, torch, the box.
Submissions may keep state while they are asked, so all checks of one module are judged
together, in their order, as in a first run, and with them those of modules that are asked in
between: what is kept is exactly what a first run would say again.
"""

import functools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.course.manifest import Unit
from grader.results.records import Header, Result, Verdict

from .file_reads import FileReadsReader
from .snapshot import Snapshot, changed_parts, judged_together
from .worker import NOTHING

#: Module → why it has to be judged again, in words.
Stale = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Plan:
    """
    The parts of one submission that have to be judged.

    Attributes:
        known: Its result so far, None where there is none.
        stale: The modules that have to be judged, and why; none where it is up to date.
        own: Exercise → what changed of its own checks, in words.
    """

    known: Result | None
    stale: Stale = field(default_factory=dict)
    own: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def kept(self) -> Iterator[Verdict]:
        """Yield the verdicts that still hold."""
        for exercise in self.known.exercises if self.known is not None else ():
            if exercise.module not in self.stale:
                for check in exercise.checks:
                    yield check.verdict

    def kept_repairs(self) -> Iterator[str]:
        """Yield the modules whose verdicts still hold and are those of a repaired text."""
        for module in self.known.repaired if self.known is not None else ():
            if module not in self.stale:
                yield module

    def exercises(self, unit: Unit) -> tuple[str, ...]:
        """
        Return the exercises that a worker's task asks for; none stands for all.

        Where all verdicts are kept, the worker only says which checks there are.
        """
        if self.stale.keys() >= set(unit.modules):
            return ()
        return tuple(e.id for e in unit.exercises if e.module in self.stale) or (NOTHING,)

    def reasons(self, after: Result) -> dict[str, str]:
        """
        Return the exercises that were looked at again and why, for ``regrade.csv``.

        An exercise that was judged only because it shares a module with a changed one is left
        out, unless its score changed.
        """
        before = {e.id: e.graded for e in self.known.exercises} if self.known is not None else {}
        found: dict[str, Sequence[str]] = {}
        for exercise in after.exercises:
            words = self.own.get(exercise.id, ())
            if not words and before.get(exercise.id) != exercise.graded:
                words = self.stale.get(exercise.module, ())
            if words:
                found[exercise.id] = words
        return {exercise: "; ".join(dict.fromkeys(words)) for exercise, words in found.items()}


def everything(unit: Unit, known: Result | None, why: str) -> Plan:
    """Return the plan of judging all modules for one reason."""
    return Plan(
        known,
        dict.fromkeys(unit.modules, (why,)),
        {exercise.id: (why,) for exercise in unit.exercises},
    )


@dataclass(frozen=True)
class Planner:
    """
    The maker of plans, for one submission after the other.

    Args:
        unit: The unit.
        now: The tests of the course as they are.
        torch: The version of torch that judges.
        boxes: Strengths of a box that this machine cannot better.
        file_reads: Finds out which files of a submission may read which.
    """

    unit: Unit
    now: Snapshot
    torch: str
    boxes: Collection[str]
    file_reads: FileReadsReader = field(default_factory=FileReadsReader)
    _changes: dict[str, "Plan | str"] = field(default_factory=dict)

    def plan(
        self, known: Result, header: Header, files: Mapping[str, bytes], before: Snapshot
    ) -> Plan:
        """
        Return what has to be judged.

        Args:
            known: The result so far.
            header: What is known of the new result without judging.
            files: The submission.
            before: The tests that *known* was judged by; without checks if they are not known.
        """
        whole = self._whole(known, header)
        if whole:
            return everything(self.unit, known, whole)
        if known.digests == header.digests:
            return Plan(known)
        if known.is_heavy:
            return everything(
                self.unit, known, "its answers used more than half of the budget before"
            )
        change = self._change(before)
        if isinstance(change, str):
            return everything(self.unit, known, change)
        stale = {module: list(words) for module, words in change.stale.items()}
        own = {exercise: list(words) for exercise, words in change.own.items()}
        for module, words in self._changed_modules(known, header, files).items():
            stale.setdefault(module, []).extend(words)
            for exercise in self.unit.exercises:
                if exercise.module == module:
                    own.setdefault(exercise.id, []).extend(words)
        for module, names in self._together.items():
            others = {self.now.checks[name].check.module for name in names} & stale.keys()
            if module not in stale and others:
                stale[module] = [f"judged together with {min(others)}"]
        return Plan(known, stale, own)

    @functools.cached_property
    def _together(self) -> Mapping[str, Sequence[str]]:
        return judged_together(self.now)

    def _whole(self, known: Result, header: Header) -> str:
        """Return why nothing of *known* can be kept, or ""."""
        box = known.box
        if known.unit.name != header.unit.name:
            return "another unit"
        if not known.is_judged or box is None:
            return "not judged before"
        if box.torch != self.torch:
            return f"judged with torch {box.torch} before, {self.torch} now"
        if box.strength not in self.boxes:
            return "judged in a weaker box before"
        # Which checks ask a module is known only with the tests.
        modules = {f"{module}.py" for module in self.unit.modules if self.now.checks}
        strange = sorted(_changed_files(known.digests.files, header.digests.files) - modules)
        return f"the student's {strange[0]} changed" if strange else ""

    def _change(self, before: Snapshot) -> Plan | str:
        """Return what the change of the tests makes stale, or why that is everything."""
        if before.digest == self.now.digest:
            return Plan(None)
        if before.digest not in self._changes:
            known = before.checks and self.now.checks
            self._changes[before.digest] = (
                self._compare(before) if known else "the hidden tests changed"
            )
        return self._changes[before.digest]

    def _compare(self, before: Snapshot) -> Plan:
        module_of = {exercise.id: exercise.module for exercise in self.unit.exercises}
        own: dict[str, list[str]] = {}
        stale: dict[str, list[str]] = {}

        def note(exercise: str, words: list[str], *, again: bool) -> None:
            if words and exercise in module_of:
                own.setdefault(exercise, []).extend(words)
                if again:
                    stale.setdefault(module_of[exercise], []).extend(words)

        for name, facts in self.now.checks.items():
            old, exercise = before.checks.get(name), facts.check.exercise
            if old is None:
                note(exercise, [f"hidden test {name} is new"], again=True)
                continue
            note(exercise, [f"{part} changed" for part in changed_parts(old, facts)], again=True)
            if old.check.weight != facts.check.weight:
                note(exercise, [f"points of {name} changed"], again=False)
        for exercise, points in self.now.points.items():
            if before.points.get(exercise) not in (None, points):
                note(exercise, [f"points of {exercise} changed"], again=False)
        for name, old in before.checks.items():
            if name not in self.now.checks:
                note(old.check.exercise, [f"hidden test {name} is gone"], again=True)
        together = judged_together(before)
        for module in together.keys() | self._together.keys():
            if module not in stale and together.get(module) != self._together.get(module):
                stale[module] = ["other hidden tests are asked before or after its own"]
        return Plan(None, stale, own)

    def _changed_modules(
        self, known: Result, header: Header, files: Mapping[str, bytes]
    ) -> dict[str, list[str]]:
        """Return the modules whose checks ask a file that has changed, or one that reads it."""
        changed = _changed_files(known.digests.files, header.digests.files)
        if not changed:
            return {}
        module_of = {exercise.id: exercise.module for exercise in self.unit.exercises}
        # What reads a file that is gone reads nothing now.
        reads = self.file_reads.reached({**dict.fromkeys(changed, b""), **files})
        stale: dict[str, list[str]] = {}
        for facts in self.now.checks.values():
            asked = {f"{module}.py" for module in facts.asks}
            hit = set[str]().union(*(reads.get(file, {file}) for file in asked)) & changed
            stale.setdefault(module_of[facts.check.exercise], []).extend(
                f"the student's {file} changed" for file in sorted(hit)
            )
        return {module: list(dict.fromkeys(words)) for module, words in stale.items() if words}


def _changed_files(old: Mapping[str, str], new: Mapping[str, str]) -> set[str]:
    """Return the names of files that are new, gone or other, from their digests before and now."""
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
