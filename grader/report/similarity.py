"""Pairs of submissions that share more than the stub and the reference explain."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from grader.course.manifest import Course
from grader.intake import Refusal, Submission

from .fingerprints import Passage, marks, passages

#: A passage that more of the class have is what the task asks for.
_COMMON_SHARE, _COMMON_LEAST = 0.05, 10
#: Fewer shared passages are chance.
LEAST = 5.0
#: Less than this of what is unexplained in the shorter one is chance too.
LEAST_SHARE = 0.25


@dataclass(frozen=True)
class Pair:
    """
    Two submissions and what they share.

    Attributes:
        weight: Number of shared passages; one that others have too counts less.
        share: That, as a part of all unexplained passages of the one that has fewer.
        counted: Every passage that counted.
    """

    one: str
    other: str
    weight: float
    share: float
    counted: frozenset[int]


@dataclass
class Fingerprinted:
    """
    A class of submissions, fed one after the other; only passages and sources are kept.

    Args:
        course: Its stubs and solutions explain what they hold.
    """

    course: Course
    sources: dict[str, dict[str, str]] = field(default_factory=dict)
    left_out: list[Refusal] = field(default_factory=list)
    _passages: dict[str, dict[str, list[Passage]]] = field(default_factory=dict)
    _explained: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        for folder in (self.course.exercises, self.course.solutions):
            for module in self.course.unit.modules:
                path = folder / f"{module}.py"
                if path.is_file():
                    self._explained |= marks(path.read_text(encoding="utf-8"))

    def add(self, entry: Submission | Refusal) -> None:
        """Take in one submission."""
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
                each for each in passages(sources[module]) if each.mark not in self._explained
            ]
        self.sources[entry.student] = sources
        self._passages[entry.student] = found

    def pairs(self) -> list[Pair]:
        """Return the pairs that share more than chance, most first."""
        owners = self._owners()
        many = len(self._passages)
        common = max(_COMMON_LEAST, int(many * _COMMON_SHARE))
        weights = {
            mark: _weight(len(who), many) for mark, who in owners.items() if len(who) <= common
        }
        own = {
            student: sum(weights.get(mark, 0.0) for mark in _marks(found.values()))
            for student, found in self._passages.items()
        }
        shared: defaultdict[tuple[str, str], float] = defaultdict(float)
        for mark, weight in weights.items():
            for pair in combinations(owners[mark], 2):
                shared[pair] += weight
        counted = frozenset(weights)
        found = [
            Pair(one, other, weight, weight / min(own[one], own[other]), counted)
            for (one, other), weight in shared.items()
            if weight >= max(LEAST, LEAST_SHARE * min(own[one], own[other]))
        ]
        return sorted(found, key=lambda pair: (-pair.weight * pair.share, pair.one, pair.other))

    def lines(self, pair: Pair) -> dict[str, tuple[frozenset[int], frozenset[int]]]:
        """Return, for each module, the shared lines of the first and of the second."""
        mine, yours = self._passages[pair.one], self._passages[pair.other]
        both = _marks(mine.values()) & _marks(yours.values()) & pair.counted
        lines = {}
        for module in self.course.unit.modules:
            sides = (_lines_of(mine.get(module, ()), both), _lines_of(yours.get(module, ()), both))
            if any(sides):
                lines[module] = sides
        return lines

    def _owners(self) -> dict[int, list[str]]:
        """Return who has each passage, in the order of the submissions."""
        owners: defaultdict[int, list[str]] = defaultdict(list)
        for student, found in self._passages.items():
            for mark in _marks(found.values()):
                owners[mark].append(student)
        return owners


def _marks(found: Iterable[Sequence[Passage]]) -> set[int]:
    return {passage.mark for module in found for passage in module}


def _lines_of(found: Sequence[Passage], wanted: set[int]) -> frozenset[int]:
    return frozenset(
        line
        for passage in found
        if passage.mark in wanted
        for line in range(passage.first, passage.last + 1)
    )


def _weight(owners: int, many: int) -> float:
    """
    Return what a shared passage counts: 1 where two have it, less the more have it.

    >>> _weight(2, 100), round(_weight(10, 100), 2)
    (1.0, 0.59)
    """
    return min(1.0, math.log((many + 1) / owners) / math.log((many + 1) / 2))
