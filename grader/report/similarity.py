"""Pairs of submissions that share more than the stub and the reference explain."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from grader.course.manifest import Course
from grader.intake import Refusal, Submission

from .fingerprints import Passage, marks, passages

#: A passage that more of the class have is what the task asks for.
_COMMON_SHARE, _COMMON_LEAST = 0.05, 10
#: Fewer shared passages are chance.
LEAST = 5.0


@dataclass(frozen=True)
class Pair:
    """
    Two submissions and what they share.

    Attributes:
        weight: Number of shared passages; one that others have too counts less.
        share: That, as a part of all unexplained passages of the one that has fewer.
        lines: Per module, the shared lines of the first and of the second.
    """

    one: str
    other: str
    weight: float
    share: float
    lines: Mapping[str, tuple[frozenset[int], frozenset[int]]]


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
        """Return the pairs that share at least :data:`LEAST`, most first."""
        owners = self._owners()
        many = len(self._passages)
        common = max(_COMMON_LEAST, int(many * _COMMON_SHARE))
        weights = {mark: _weight(len(who), many) for mark, who in owners.items() if len(who) <= common}
        own = {
            student: sum(weights.get(mark, 0.0) for mark in _marks(found.values()))
            for student, found in self._passages.items()
        }
        shared: Counter[tuple[str, str]] = Counter()
        for mark, weight in weights.items():
            for pair in combinations(owners[mark], 2):
                shared[pair] += weight  # type: ignore[assignment]  # a Counter adds floats too
        found = [
            self._pair(*pair, float(weight), own, weights)
            for pair, weight in shared.items()
            if weight >= LEAST
        ]
        return sorted(found, key=lambda pair: (-pair.weight * pair.share, pair.one, pair.other))

    def _owners(self) -> dict[int, list[str]]:
        """Return who has each passage, in the order of the submissions."""
        owners: defaultdict[int, list[str]] = defaultdict(list)
        for student, found in self._passages.items():
            for mark in _marks(found.values()):
                owners[mark].append(student)
        return owners

    def _pair(
        self,
        one: str,
        other: str,
        weight: float,
        own: Mapping[str, float],
        weights: Mapping[int, float],
    ) -> Pair:
        least = min(own[one], own[other])
        lines = {}
        both = _marks(self._passages[one].values()) & _marks(self._passages[other].values())
        both &= weights.keys()
        for module in self.course.unit.modules:
            sides = tuple(
                _lines_of(self._passages[name].get(module, ()), both) for name in (one, other)
            )
            if any(sides):
                lines[module] = (sides[0], sides[1])
        return Pair(one, other, weight, weight / least if least else 0.0, lines)


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
