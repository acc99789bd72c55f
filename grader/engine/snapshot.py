"""
A snapshot of a course's tests: what decides each verdict, as names and digests.

The difference of two snapshots tells which checks have to run again, and why.
"""

import ast
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

import msgspec

from grader.course.checks import Check, MarkedTest, check_of, course_order, hidden_tests
from grader.course.entries import entries_name
from grader.course.judging_files import deciding_files, hidden_data, hidden_modules, inside_files
from grader.course.manifest import Course
from grader.errors import CourseError
from grader.results.store import write_text, writing

from .dependencies import Definition, HiddenSources

GRADER = Path(__file__).resolve().parents[1]
#: The parts of the grader that decide verdicts and words: a change makes every verdict stale.
_DECIDES = (
    *("box", "judging", "testing", "diagnosis"),
    *("course/checks.py", "engine/watch.py", "results/outcomes.py"),
)
#: How a hidden test names a function: "loss.bce_loss"; f-strings may end with the dot.
_TARGET = re.compile(r"(\w+)\.\w*$")


@dataclass(frozen=True)
class CheckFacts:
    """
    A check and all that its verdict depends on.

    Attributes:
        check: The check as its source declares it.
        asks: The modules whose functions it asks.
        parts: What its verdict depends on, in words → digest.
    """

    check: Check
    asks: Sequence[str]
    parts: Mapping[str, str]


@dataclass(frozen=True)
class Snapshot:
    """
    The checks of a course, and what decides the verdict of each.

    Attributes:
        digest: Of all that decides verdicts, as in a result's ``digests``.
        checks: Name of the test function → its facts, in the order of the course; empty
            where the hidden tests cannot be read.
        points: Id of each exercise → what it is worth.
    """

    digest: str
    checks: Mapping[str, CheckFacts]
    points: Mapping[str, float] = field(default_factory=dict)

    def text(self) -> str:
        """Return the snapshot as the text of a file."""
        return json.dumps(asdict(self), indent=1) + "\n"

    @classmethod
    def of_text(cls, text: str) -> "Snapshot":
        """
        Return the snapshot in *text*.

        Raises:
            ValueError: If there is none in it.
        """
        try:
            return msgspec.json.decode(text, type=cls)
        except msgspec.DecodeError as error:
            raise ValueError(f"not a snapshot: {error}") from None


class SnapshotStore:
    """
    The snapshots by which the results of a folder were judged.

    A result names its snapshot by digest, and each snapshot is stored once.

    Args:
        folder: The results folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / ".tests"
        self._known: dict[str, Snapshot] = {}

    def get(self, digest: str) -> Snapshot:
        """Return the snapshot with that digest; one without checks if it is not stored here."""
        if digest not in self._known:
            try:
                found = Snapshot.of_text(self._path(digest).read_text(encoding="utf-8"))
            except (OSError, ValueError):
                found = Snapshot(digest, {})
            self._known[digest] = found if found.digest == digest else Snapshot(digest, {})
        return self._known[digest]

    def keep(self, snapshot: Snapshot) -> None:
        """
        Store a snapshot.

        Raises:
            ResultsError: If it cannot be written.
        """
        if self.get(snapshot.digest) != snapshot:
            with writing(self._folder):
                self._folder.mkdir(exist_ok=True)
            write_text(self._path(snapshot.digest), snapshot.text())
            self._known[snapshot.digest] = snapshot

    def _path(self, digest: str) -> Path:
        return self._folder / f"{hashlib.sha256(digest.encode()).hexdigest()[:24]}.json"


def tests_digest(course: Course) -> str:
    """Return the SHA-256 of all that decides verdicts: manifest, solutions, hidden tests, judge."""
    files = _digest_of_files(deciding_files(course))
    return hashlib.sha256(f"{grader_digest()} {files}".encode()).hexdigest()


@cache
def grader_digest() -> str:
    """Return a digest of the code that decides verdicts; computed once in a process."""
    parts = [GRADER / part for part in _DECIDES]
    found = [path for part in parts for path in (part.rglob("*.py") if part.is_dir() else [part])]
    return _digest_of_files({path.relative_to(GRADER).as_posix(): path for path in found})[:16]


def _digest_of_files(files: Mapping[str, Path]) -> str:
    """Return the SHA-256 of the names and bytes of files."""
    total = hashlib.sha256()
    for name, path in sorted(files.items()):
        data = path.read_bytes()
        total.update(f"{name} {len(data)}\n".encode() + data)
    return total.hexdigest()


def _short_digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def take_snapshot(course: Course, digest: str) -> Snapshot:
    """Return the snapshot of *course* now; *digest* is its :func:`tests_digest`."""
    exercises = course.unit.exercises
    try:
        paths = hidden_modules(course)
        files = {name: path.read_text(encoding="utf-8") for name, path in paths.items()}
        sources = HiddenSources(files)
        tests = [(check_of(test, exercises), test) for test in hidden_tests(course)]
    except (SyntaxError, ValueError, CourseError):
        return Snapshot(digest, {})  # The judges will say what is wrong with them.
    solutions = _Solutions(course)
    # Where figures are drawn, every child has matplotlib in it before it imports a submission.
    figures = str(any(exercise.figure for exercise in exercises))
    common = {"the grader": grader_digest(), "the figures of the unit": figures}
    data = hidden_data(course)
    if data:
        common["the data of the hidden tests"] = _digest_of_files(data)[:16]
    inside = _digest_of_files(inside_files(course))[:16]
    order = course_order(course.unit)
    facts = {}
    for check, test in sorted(tests, key=lambda pair: order(pair[0])):
        if test.inside:  # It lies beside the whole submission.
            asks, own = list(course.unit.modules), {"the tests that run inside": inside}
        else:
            asks = solutions.asked(check, sources.strings(test.file, test.definition))
            own = _test_parts(sources, test, check)
        parts = {**own, **_parts(course, check), **solutions.digests(asks), **common}
        facts[check.name] = CheckFacts(check, asks, parts)
    return Snapshot(digest, facts, {each.id: each.points for each in exercises})


def changed_parts(old: CheckFacts, new: CheckFacts) -> list[str]:
    """Return what decides a check and has changed, in words."""
    return [part for part, digest in new.parts.items() if old.parts.get(part) != digest] + [
        part for part in old.parts if part not in new.parts
    ]


def judged_together(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """
    Return for each module the checks that are judged in one go with its own, in their order.

    A submission answers from one process as long as the same module is asked, and may remember
    there what it was asked. So modules whose checks stand between each other's, or ask each
    other's functions, have to be judged together for a verdict to be that of a first run.
    """
    facts = list(snapshot.checks.values())
    places: dict[str, list[int]] = {}
    for number, each in enumerate(facts):
        for module in each.asks:
            places.setdefault(module, []).append(number)
    groups = {each.check.module: {each.check.module} for each in facts}
    for found in places.values():
        between = facts[found[0] : found[-1] + 1]
        group = set[str]().union(*(groups[each.check.module] for each in between))
        groups |= dict.fromkeys(group, group)
    return {
        module: tuple(each.check.name for each in facts if each.check.module in group)
        for module, group in groups.items()
    }


def _test_parts(sources: HiddenSources, test: MarkedTest, check: Check) -> dict[str, str]:
    """Return the test of a check and what it uses, and their digests."""
    own = (test.file, test.definition)
    parts = {f"hidden test {check.name}": sources.digest([own])}
    used = sources.used_by(*own) - {own}
    for module in sorted({key[0] for key in used}):
        keys: list[Definition] = [key for key in used if key[0] == module]
        parts[f"what {check.name} uses of {sources.path(module)}"] = sources.digest(keys)
    return parts


def _parts(course: Course, check: Check) -> dict[str, str]:
    """Return what else the verdict of a check depends on, without solutions, and its digests."""
    parts = {}
    exercise = course.unit.exercise(check.exercise)
    mistakes = course.hidden / "mistakes" / entries_name(exercise)
    if mistakes.is_file():
        parts[f"the known mistakes of {exercise.id}"] = _short_digest(mistakes.read_bytes())
    limits = [exercise.module, *exercise.names, exercise.limit_s, course.unit.budget_s]
    parts[f"the limits of {exercise.id}"] = _short_digest(json.dumps(limits).encode())
    return parts


class _Solutions:
    """The reference modules: their digests, and which of them import which."""

    def __init__(self, course: Course) -> None:
        texts = {path.stem: path.read_bytes() for path in course.solutions.glob("*.py")}
        self._digests = {module: _short_digest(text) for module, text in texts.items()}
        self._imports = {
            module: set(_imported_modules(ast.parse(text))) & texts.keys()
            for module, text in texts.items()
        }

    def digests(self, modules: Iterable[str]) -> dict[str, str]:
        """Return the digest of the solution of each of *modules* and of what these import."""
        waiting = set(modules)
        found: set[str] = set()
        while waiting:
            module = waiting.pop()
            found.add(module)
            waiting |= self._imports.get(module, set()) - found
        return {f"solutions/{name}.py": self._digests.get(name, "") for name in sorted(found)}

    def asked(self, check: Check, strings: Iterable[str]) -> list[str]:
        """Return the modules that *check* asks by the names in its *strings*."""
        targets = filter(None, map(_TARGET.match, strings))
        return sorted({target[1] for target in targets} & self._digests.keys() | {check.module})


def _imported_modules(tree: ast.Module) -> Iterator[str]:
    """Yield the name of every module that is imported anywhere in *tree*."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
