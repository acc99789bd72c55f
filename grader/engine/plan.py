"""
The plan for one submission: what has to be judged again, and how old and new verdicts merge.

A verdict is kept only where nothing that decided it has changed: its hidden test and
what that uses, the reference, the limits, the grader, the student's module, torch, the box.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.course.checks import closing_base, function_of
from grader.course.manifest import Unit
from grader.results.outcomes import Outcome
from grader.results.store import FULL, Result, grade_exercises

from .snapshot import CheckFacts, Snapshot, changed_parts

#: Turns everything but letters, digits, ``_`` and non-ASCII characters into spaces.
_LETTERS = bytes(b if b > 127 or chr(b).isalnum() or chr(b) == "_" else 32 for b in range(256))
#: A module with one of these words may read any file of its submission.
_READS_ANYTHING = frozenset(
    b"__import__ importlib import_module runpy exec eval compile open globals vars builtins "
    b"__builtins__ __loader__ __spec__ sys os io pathlib Path glob linecache inspect".split()
)


@dataclass(frozen=True)
class Plan:
    """
    What has to be judged of one submission, and why.

    Attributes:
        known: Its result so far, or None if there is none.
        stale: Test functions to run again → what changed, in words.
        whole: Why every check has to be judged, or "".
        settled: Exercise → what changed for it without a check that runs again.
    """

    known: Result | None
    stale: Mapping[str, Sequence[str]] = field(default_factory=dict)
    whole: str = ""
    settled: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def merge(
        self, judged: Sequence[Mapping[str, Any]], now: Snapshot, unit: Unit
    ) -> list[dict[str, Any]]:
        """
        Return the exercises of the new result.

        Args:
            judged: The checks that ran, as a worker sends them.
            now: The tests of the course, from which kept checks take order and points.
            unit: The unit.
        """
        if self.whole or self.known is None:
            return grade_exercises(unit, judged)
        ran = {function_of(check["name"]) for check in judged}
        kept = [
            _worth(check, now.checks[function])
            for check in checks_of(self.known)
            if (function := function_of(check["name"])) in now.checks and function not in ran
        ]
        order = {name: number for number, name in enumerate(now.checks)}
        return grade_exercises(
            unit,
            sorted([*judged, *kept], key=lambda c: order.get(function_of(c["name"]), len(order))),
        )

    def reasons(self, exercises: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        """Return, for each exercise that may have another score now, what has changed."""
        if self.whole:
            return {exercise["id"]: self.whole for exercise in exercises}
        found = {exercise: list(words) for exercise, words in self.settled.items()}
        for exercise in exercises:
            for check in exercise["checks"]:
                words = self.stale.get(function_of(check["name"]), ())
                if words:
                    found.setdefault(exercise["id"], []).extend(words)
        return {exercise: "; ".join(dict.fromkeys(words)) for exercise, words in found.items()}


#: The plan for a submission that has no result yet.
NEW = Plan(None, whole="not graded before")


def checks_of(result: Result) -> list[dict[str, Any]]:
    """Return every check of *result* as a worker sent it."""
    return [
        {"exercise": exercise["id"], **check}
        for exercise in result.exercises
        for check in exercise["checks"]
    ]


def _worth(check: Mapping[str, Any], facts: CheckFacts) -> dict[str, Any]:
    """Return a kept *check* with the points that it is worth now."""
    points = facts.check.points
    earned = points if check["outcome"] == Outcome.PASSED else 0.0
    return {**check, "points": points, "earned": earned}


@dataclass(frozen=True)
class Planner:
    """
    Make the plan for one submission after the other.

    Args:
        now: The tests of the course as they are.
        torch: The version of torch that judges.
        modules: The unit's modules.
        boxes: The strengths of a box that are as good as the one here.
    """

    now: Snapshot
    torch: str
    modules: Collection[str]
    boxes: Collection[str] = (FULL,)
    _changes: dict[str, "_Change"] = field(default_factory=dict)

    def plan(
        self, known: Result, blank: Result, files: Mapping[str, bytes], before: Snapshot
    ) -> Plan:
        """
        Return what has to be judged.

        Args:
            known: The result so far.
            blank: The new result before anything is judged.
            files: The submission.
            before: The tests by which *known* was judged; empty if they are not recorded.
        """
        whole = self._whole(known, blank)
        if whole or known.digests == blank.digests:
            return Plan(known, whole=whole)
        change = _Change({}, {})
        if before.digest != self.now.digest:
            if not _fits(known, before) or not self.now.checks:
                return Plan(known, whole="the hidden tests changed")
            change = self._change(before)
        stale = {name: list(words) for name, words in change.stale.items()}
        for name, words in self._stale_by_files(known, blank, files).items():
            stale.setdefault(name, []).extend(words)
        return Plan(known, self._with_company(stale, known), settled=change.settled)

    def _whole(self, known: Result, blank: Result) -> str:
        """Return why nothing of *known* can be kept, or ""."""
        if (known.student, known.unit.get("name")) != (blank.student, blank.unit["name"]):
            return "another unit"
        if not known.judged:
            return "not judged before"
        if known.box.get("torch") != self.torch:
            return f"judged with torch {known.box.get('torch')} before, {self.torch} now"
        if known.box.get("strength") not in self.boxes:
            return "judged in a weaker box before"
        changed = _changed_files(known, blank)
        if changed is None or not self.now.checks:
            return "" if _same_work(known, blank) else "the submission changed"
        strange = sorted(changed - {f"{module}.py" for module in self.modules})
        return f"the student's {strange[0]} changed" if strange else ""

    def _change(self, before: Snapshot) -> "_Change":
        if before.digest not in self._changes:
            self._changes[before.digest] = _compare(before, self.now)
        return self._changes[before.digest]

    def _stale_by_files(
        self, known: Result, blank: Result, files: Mapping[str, bytes]
    ) -> dict[str, list[str]]:
        """Return the checks of modules that have changed, or that may read a file that has."""
        changed = _changed_files(known, blank)
        if not changed:
            return {}
        reads = _readers(files)
        stale: dict[str, list[str]] = {}
        for name, facts in self.now.checks.items():
            asked = {f"{module}.py" for module in facts.modules}
            hit = set().union(*(reads.get(file, {file}) for file in asked)) & changed
            if hit:
                stale[name] = [f"the student's {file} changed" for file in sorted(hit)]
        return stale

    def _with_company(self, stale: dict[str, list[str]], known: Result) -> dict[str, Sequence[str]]:
        """Return *stale* with the checks that have to be judged together with one of them."""
        outcomes: dict[str, set[str]] = {}
        for check in known.checks:
            outcomes.setdefault(function_of(check["name"]), set()).add(check["outcome"])
        groups: dict[str, list[str]] = {}
        for name, facts in self.now.checks.items():
            groups.setdefault(facts.check.exercise, []).append(name)
        whole: dict[str, Sequence[str]] = {}
        for names in groups.values():
            found = [name for name in names if name in stale]
            reasons = list(dict.fromkeys(word for name in found for word in stale[name]))
            for name in self._company(names, found, outcomes):
                whole[name] = stale.get(name) or reasons
        return whole

    def _company(
        self, names: Sequence[str], stale: Sequence[str], outcomes: Mapping[str, set[str]]
    ) -> Sequence[str]:
        """Return which checks of one exercise run again if those in *stale* do."""
        if not stale:
            return ()
        # After some timeouts the rest of an exercise is not asked.
        if any(Outcome.TIMED_OUT in outcomes.get(name, ()) for name in names):
            return names
        checks = {name: self.now.checks[name].check for name in names}
        failed = [checks[name] for name in names if outcomes.get(name) != {Outcome.PASSED}]
        again = set(stale)
        if any(closing_base(checks[name], failed) for name in again):
            again |= {name for name in names if checks[name].base}
        if any(checks[name].base for name in again):
            again |= {name for name in names if checks[name].gated}
        return [name for name in names if name in again]


@dataclass(frozen=True)
class _Change:
    """The difference of two snapshots: checks to run again, and exercises to add up again."""

    stale: Mapping[str, Sequence[str]]
    settled: Mapping[str, Sequence[str]]


def _compare(before: Snapshot, now: Snapshot) -> _Change:
    stale: dict[str, list[str]] = {}
    settled: dict[str, list[str]] = {}
    for name, facts in now.checks.items():
        old = before.checks.get(name)
        if old is None:
            stale[name] = [f"hidden test {name} is new"]
            continue
        exercise = facts.check.exercise
        if facts.check.points != old.check.points:
            settled.setdefault(exercise, []).append(f"points of {exercise} changed")
        parts = changed_parts(old, facts)
        if parts:
            stale[name] = [f"{part} changed" for part in parts]
    for name, old in before.checks.items():
        if name not in now.checks:
            settled.setdefault(old.check.exercise, []).append(f"hidden test {name} is gone")
    return _Change(stale, settled)


def _fits(known: Result, before: Snapshot) -> bool:
    """Say whether *before* has exactly the checks of *known*, so that nothing is overlooked."""
    return {function_of(check["name"]) for check in known.checks} == set(before.checks)


def _same_work(known: Result, blank: Result) -> bool:
    """Say whether both results are of the same bytes."""
    return known.digests.get("submission") == blank.digests.get("submission")


def _changed_files(known: Result, blank: Result) -> set[str] | None:
    """Return the files that are new, gone or different; None if that is not recorded."""
    if _same_work(known, blank):
        return set()
    old, new = known.digests.get("files"), blank.digests.get("files")
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return None
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def _readers(files: Mapping[str, bytes]) -> dict[str, set[str]]:
    """Return, for each file, the files that it may read or import, itself included."""
    words = {name: _words_of(data) for name, data in files.items()}
    stems = {name: name.rpartition("/")[2].partition(".")[0].encode() for name in files}
    direct = {
        name: set(files)
        if found & _READS_ANYTHING
        else {other for other, stem in stems.items() if stem in found} | {name}
        for name, found in words.items()
    }
    reach = {}
    for name in files:
        reached: set[str] = set()
        waiting = {name}
        while waiting:
            file = waiting.pop()
            reached.add(file)
            waiting |= direct[file] - reached
        reach[name] = reached
    return reach


def _words_of(source: bytes) -> set[bytes]:
    return set(source.translate(_LETTERS).split())
