"""Pairs and clusters of submissions that share more code than stub and reference explain."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations, islice
from tempfile import TemporaryFile
from typing import BinaryIO

from grader.course.manifest import Course
from grader.errors import SubmissionRefused
from grader.intake import Refusal, Submission
from grader.intake.files.tree import reason_of
from grader.intake.outline import Outline, OutlineReader

from .fingerprints import Fingerprint, FingerprintReader

#: A passage that more of the class share is what the task asks for.
_COMMON_SHARE, _COMMON_LEAST = 0.05, 10
#: Fewer shared passages may be chance.
LEAST = 5.0
#: So may a smaller share of the unexplained passages of the shorter submission.
LEAST_SHARE = 0.25
#: From this share on, two submissions belong to one cluster.
CLUSTER_SHARE = 0.5
#: The most shared lines of a module that are told; more than any page shows.
MOST_LINES = 5000


@dataclass(frozen=True)
class Pair:
    """
    A pair of submissions and the code that they share.

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


@dataclass(frozen=True)
class SimilarGroup:
    """
    Submissions that are linked by pairs which share at least half of their unexplained passages.

    Attributes:
        students: At least two, sorted.
        pairs: The pairs among them, the most similar first.
    """

    students: tuple[str, ...]
    pairs: tuple[Pair, ...]


def clusters_of(pairs: Sequence[Pair]) -> list[SimilarGroup]:
    """Return the clusters that *pairs* form, in the order of their most similar pairs."""
    head: dict[str, str] = {}

    def find(student: str) -> str:
        while (above := head.setdefault(student, student)) != student:
            head[student] = head[above]
            student = above
        return student

    close = [pair for pair in pairs if pair.share >= CLUSTER_SHARE]
    for pair in close:
        head[find(pair.one)] = find(pair.other)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for student in head:
        members[find(student)].append(student)
    inside: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.one in head and pair.other in head and find(pair.one) == find(pair.other):
            inside[find(pair.one)].append(pair)
    return [SimilarGroup(tuple(sorted(members[top])), tuple(own)) for top, own in inside.items()]


@dataclass
class ClassFingerprints:
    """
    The fingerprints of a class, added one submission after the other.

    Nothing of a submission is parsed here: two readers do that, which end with the ``with``. Code
    is kept in a file until it is shown, so that memory does not grow with what was handed in.

    Args:
        course: The course; code of its stubs and solutions does not count.
        groups: The group of each student who may hand in the same as others of it.
    """

    course: Course
    groups: Mapping[str, str] = field(default_factory=dict)
    left_out: list[Refusal] = field(default_factory=list)
    _fingerprints: dict[str, dict[str, list[Fingerprint]]] = field(default_factory=dict)
    _others: set[str] = field(default_factory=set)
    _places: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    _code: BinaryIO = field(default_factory=TemporaryFile)
    _outlines: OutlineReader = field(default_factory=OutlineReader)
    _reader: FingerprintReader = field(init=False)

    def __post_init__(self) -> None:
        folders, modules = (self.course.exercises, self.course.solutions), self.course.unit.modules
        paths = [folder / f"{module}.py" for folder in folders for module in modules]
        self._reader = FingerprintReader([path.read_bytes() for path in paths if path.is_file()])

    def __enter__(self) -> "ClassFingerprints":
        return self

    def __exit__(self, *_exc: object) -> None:
        self._reader.close()
        self._outlines.close()
        self._code.close()

    @property
    def students(self) -> int:
        """The number of submissions that are compared."""
        return len(self._fingerprints.keys() - self._others)

    @property
    def others(self) -> int:
        """The number of submissions of other sections and terms."""
        return len(self._fingerprints.keys() & self._others)

    def add(self, entry: Submission | Refusal, origin: str = "") -> None:
        """
        Add one submission; one that cannot be compared is left out, and the reason kept.

        Args:
            entry: What was handed in.
            origin: The section or the term it is from, if it is only there to be compared with.
        """
        if origin:
            entry = replace(entry, student=f"{origin}/{entry.student}")
            self._others.add(entry.student)
        if isinstance(entry, Refusal):
            self.left_out.append(entry)
            return
        names = [name for m in self.course.unit.modules if (name := f"{m}.py") in entry.files]
        sources = {name: entry.files[name] for name in names}
        try:
            found = self._reader.fingerprints(sources)
        except SubmissionRefused as refused:
            self.left_out.append(Refusal(entry.student, reason_of(refused)))
            return
        self._fingerprints[entry.student] = found
        self._places[entry.student] = {}
        for name, data in sources.items():
            self._places[entry.student][name] = self._code.seek(0, 2), self._code.write(data)

    def outlines(self, student: str) -> dict[str, Outline]:
        """Return the modules of a student, by file name, as lines and statements."""
        sources = {}
        for name, (start, size) in self._places[student].items():
            self._code.seek(start)
            sources[name] = self._code.read(size)
        return self._outlines.outlines(sources)

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
        # Copies share thousands of passages: those of the same students are counted together.
        together = Counter(tuple(owners[value]) for value in weights if len(owners[value]) > 1)
        shared: defaultdict[tuple[str, str], float] = defaultdict(float)
        for who, passages in together.items():
            for pair in combinations(who, 2):
                if self._is_told(*pair):
                    shared[pair] += passages * _weight(len(who), many)
        counted = frozenset(weights)
        found = [
            Pair(one, other, weight, weight / min(own[one], own[other]), counted)
            for (one, other), weight in shared.items()
            if weight >= max(LEAST, LEAST_SHARE * min(own[one], own[other]))
        ]
        return sorted(found, key=lambda pair: (-pair.weight * pair.share, pair.one, pair.other))

    def lines(self, pair: Pair) -> dict[str, tuple[frozenset[int], frozenset[int]]]:
        """Return the shared lines of both submissions, by file name."""
        mine, yours = self._fingerprints[pair.one], self._fingerprints[pair.other]
        both = _values(mine.values()) & _values(yours.values()) & pair.counted
        lines = {}
        for name in dict.fromkeys((*mine, *yours)):
            sides = (_lines_of(mine.get(name, ()), both), _lines_of(yours.get(name, ()), both))
            if any(sides):
                lines[name] = sides
        return lines

    def _is_told(self, one: str, other: str) -> bool:
        """Return whether a pair is of this class, and not of a group that worked together."""
        group = self.groups.get(one)
        together = group is not None and group == self.groups.get(other)
        return not together and not (one in self._others and other in self._others)

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
    """Return the lines of the *wanted* passages; each line is taken once, however many hold it."""
    lines: list[range] = []
    end = 0
    for first, last in sorted((each.first, each.last) for each in found if each.value in wanted):
        lines.append(range(max(first, end + 1), last + 1))
        end = max(end, last)
    return frozenset(islice(chain.from_iterable(lines), MOST_LINES))


def _weight(owners: int, many: int) -> float:
    """
    Return what a shared passage counts: 1 if two have it, and less the more have it.

    >>> _weight(2, 100), round(_weight(10, 100), 2)
    (1.0, 0.59)
    """
    return min(1.0, math.log((many + 1) / owners) / math.log((many + 1) / 2))
