"""
What of a submission has to be judged again, and why.

A verdict is kept only where nothing that decided it has changed: its hidden test and
all that uses, the reference, the limits, the judge, the student's module, torch, the box.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from grader.results.outcomes import Outcome
from grader.results.store import FULL, Result

from .files import changed_files, readers, same_work
from .plan import Plan, function_of
from .snapshot import Snapshot, changed_parts


@dataclass(frozen=True)
class Planner:
    """
    Decide for one submission after the other.

    Args:
        now: The tests of the course as they are.
        torch: The version of torch that judges.
        modules: The unit's modules.
        boxes: Strengths of a box that this machine cannot better.
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
            blank: What is known of the new result without judging.
            files: The submission.
            before: The tests that *known* was judged by; empty if they are not known.
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
        changed = changed_files(known, blank)
        if changed is None or not self.now.checks:
            return "" if same_work(known, blank) else "the submission changed"
        strange = sorted(changed - {f"{module}.py" for module in self.modules})
        return f"the student's {strange[0]} changed" if strange else ""

    def _change(self, before: Snapshot) -> "_Change":
        if before.digest not in self._changes:
            self._changes[before.digest] = _compare(before, self.now)
        return self._changes[before.digest]

    def _stale_by_files(
        self, known: Result, blank: Result, files: Mapping[str, bytes]
    ) -> dict[str, list[str]]:
        """Return the checks that ask a module whose file, or a file it may read, has changed."""
        changed = changed_files(known, blank)
        if not changed:
            return {}
        reads = readers(files)
        stale: dict[str, list[str]] = {}
        for name, facts in self.now.checks.items():
            asked = {part[10:] for part in facts.parts if part.startswith("solutions/")}
            hit = set().union(*(reads.get(file, {file}) for file in asked)) & changed
            if hit:
                stale[name] = [f"the student's {file} changed" for file in sorted(hit)]
        return stale

    def _with_company(self, stale: dict[str, list[str]], known: Result) -> dict[str, Sequence[str]]:
        """Return *stale* with the checks whose verdicts hang together with one of those."""
        outcomes: dict[str, set[str]] = {}
        for check in known.checks:
            outcomes.setdefault(function_of(check["name"]), set()).add(check["outcome"])
        groups: dict[str, list[str]] = {}
        for name, facts in self.now.checks.items():
            groups.setdefault(facts.exercise, []).append(name)
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
        """Return which checks of one exercise run again when *stale* have to."""
        if not stale:
            return ()
        # After some late answers the rest of an exercise is not asked.
        if any(Outcome.TIMED_OUT in outcomes.get(name, ()) for name in names):
            return names
        bases = [name for name in names if self.now.checks[name].base]
        gated = [name for name in names if self.now.checks[name].gated]
        closed = any(outcomes.get(name, set()) != {Outcome.PASSED} for name in bases)
        again = set(stale)
        if closed and again & set(gated):
            again |= set(bases)
        if again & set(bases):
            again |= set(gated)
        return [name for name in names if name in again]


@dataclass(frozen=True)
class _Change:
    """From one snapshot to another: checks to run again, and exercises to add up again."""

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
        if facts.points != old.points and facts.points is not None:
            settled.setdefault(facts.exercise, []).append(f"points of {facts.exercise} changed")
        parts = changed_parts(old, facts)
        if parts or facts.points is None is not old.points:
            stale[name] = [f"{part} changed" for part in parts] or [f"points of {name} changed"]
    for name, old in before.checks.items():
        if name not in now.checks:
            settled.setdefault(old.exercise, []).append(f"hidden test {name} is gone")
    return _Change(stale, settled)


def _fits(known: Result, before: Snapshot) -> bool:
    """Say whether *before* names the very checks of *known*, so that nothing was overlooked."""
    return {function_of(check["name"]) for check in known.checks} == set(before.checks)
