"""Pairs of submissions that share more code than the stub and the reference explain."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from grader.course.manifest import Course
from grader.intake import Refusal, Submission

from .fingerprints import Fingerprint, all_hashes, fingerprints

#: A passage that more of the class share is what the task asks for.
_COMMON_SHARE, _COMMON_LEAST = 0.05, 10
#: Fewer shared passages may be chance.
LEAST = 5.0
#: So may a smaller share of the unexplained passages of the shorter submission.
LEAST_SHARE = 0.25


@dataclass(frozen=True)
class Pair:
    """
    Two submissions and what they share.

    Attributes:
        weight: The number of shared passages; one that others share too counts less.
        share: The weight as a share of the unexplained passages of the shorter submission.
        counted: The fingerprints of all passages that count.
    """

    one: str
    other: str
    weight: float
    share: float
    counted: frozenset[int]


@dataclass
class ClassFingerprints:
    """
    The fingerprints of a class, added one submission after the other.

    Args:
        course: The course; code of its stubs and solutions does not count.
    """

    course: Course
    sources: dict[str, dict[str, str]] = field(default_factory=dict)
    left_out: list[Refusal] = field(default_factory=list)
    _fingerprints: dict[str, dict[str, list[Fingerprint]]] = field(default_factory=dict)
    _explained: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        for folder in (self.course.exercises, self.course.solutions):
            for module in self.course.unit.modules:
                path = folder / f"{module}.py"
                if path.is_file():
                    self._explained |= all_hashes(path.read_text(encoding="utf-8"))

    def add(self, entry: Submission | Refusal) -> None:
        """Add one submission."""
        if isinstance(entry, Refusal):
            self.left_out.append(entry)
            return
        sources, found = {}, {}
        for module in self.course.unit.modules:
            data = entry.files.get(f"{module}.py")
            if data is None:
                continue
            sources[module] = data.decode("utf-8", "replace")
            found[module] = [
                each for each in fingerprints(sources[module]) if each.value not in self._explained
            ]
        self.sources[entry.student] = sources
        self._fingerprints[entry.student] = found

    def pairs(self) -> list[Pair]:
        """Return the pairs that share more than chance explains, the most similar first."""
        owners = self._owners()
        many = len(self._fingerprints)
        common = max(_COMMON_LEAST, int(many * _COMMON_SHARE))
        weights = {
            value: _weight(len(who), many) for value, who in owners.items() if len(who) <= common
        }
        own = {
            student: sum(weights.get(value, 0.0) for value in _values(found.values()))
            for student, found in self._fingerprints.items()
        }
        shared: defaultdict[tuple[str, str], float] = defaultdict(float)
        for value, weight in weights.items():
            for pair in combinations(owners[value], 2):
                shared[pair] += weight
        counted = frozenset(weights)
        found = [
            Pair(one, other, weight, weight / min(own[one], own[other]), counted)
            for (one, other), weight in shared.items()
            if weight >= max(LEAST, LEAST_SHARE * min(own[one], own[other]))
        ]
        return sorted(found, key=lambda pair: (-pair.weight * pair.share, pair.one, pair.other))

    def lines(self, pair: Pair) -> dict[str, tuple[frozenset[int], frozenset[int]]]:
        """Return the shared lines of both submissions, by module."""
        mine, yours = self._fingerprints[pair.one], self._fingerprints[pair.other]
        both = _values(mine.values()) & _values(yours.values()) & pair.counted
        lines = {}
        for module in self.course.unit.modules:
            sides = (_lines_of(mine.get(module, ()), both), _lines_of(yours.get(module, ()), both))
            if any(sides):
                lines[module] = sides
        return lines

    def _owners(self) -> dict[int, list[str]]:
        """Return the students who have each fingerprint, in the order of the submissions."""
        owners: defaultdict[int, list[str]] = defaultdict(list)
        for student, found in self._fingerprints.items():
            for value in _values(found.values()):
                owners[value].append(student)
        return owners


def _values(found: Iterable[Sequence[Fingerprint]]) -> set[int]:
    return {each.value for module in found for each in module}


def _lines_of(found: Sequence[Fingerprint], wanted: set[int]) -> frozenset[int]:
    return frozenset(
        line for each in found if each.value in wanted for line in range(each.first, each.last + 1)
    )


def _weight(owners: int, many: int) -> float:
    """
    Return what a shared passage counts: 1 if two have it, and less the more have it.

    >>> _weight(2, 100), round(_weight(10, 100), 2)
    (1.0, 0.59)
    """
    return min(1.0, math.log((many + 1) / owners) / math.log((many + 1) / 2))
