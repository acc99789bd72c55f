"""
A snapshot of a course's tests: what decides each check, as names and digests.

Two snapshots tell which checks have to run again and why, in words for a teacher.
"""

import ast
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from grader.course.checks import Check, MarkedTest, check_of, course_order, hidden_tests
from grader.course.judging_files import deciding_files, hidden_data, hidden_modules
from grader.course.manifest import Course
from grader.errors import CourseError
from grader.results.store import unwritable, write_atomically

from .dependencies import HiddenSources, Key

GRADER = Path(__file__).resolve().parents[1]
#: What of the grader asks, judges and finds the words: a change here makes every verdict stale.
_DECIDES = (
    *("box", "judging", "testing", "diagnosis"),
    *("course/checks.py", "results/outcomes.py"),
)
#: How a hidden test names what it asks for: "loss.bce_loss"; f-strings may end with the dot.
_TARGET = re.compile(r"(\w+)\.\w*$")


@dataclass(frozen=True)
class CheckFacts:
    """A check as its source declares it, and what its verdict depends on: in words → digest."""

    check: Check
    parts: Mapping[str, str]


@dataclass(frozen=True)
class Snapshot:
    """
    Every check of a course and what decides it.

    Attributes:
        digest: Of all that decides verdicts, as it stands in a result's ``digests``.
        checks: Name of the test function → its facts, in the order of the course; empty
            where the hidden tests cannot be read.
    """

    digest: str
    checks: Mapping[str, CheckFacts]

    def text(self) -> str:
        """Return the snapshot as the text of a file."""
        return json.dumps(asdict(self), indent=1) + "\n"

    @classmethod
    def of_text(cls, text: str) -> "Snapshot":
        """
        Return the snapshot in *text*.

        Raises:
            ValueError: If it holds none.
        """
        try:
            found = json.loads(text)
            checks = {
                name: CheckFacts(Check(**facts["check"]), facts["parts"])
                for name, facts in found["checks"].items()
            }
            return cls(found["digest"], checks)
        except (TypeError, KeyError, AttributeError):
            raise ValueError("no snapshot") from None


class SnapshotStore:
    """
    The snapshots by which the results of a folder were judged.

    A result names its snapshot by the digest; what each check depended on stands here once.

    Args:
        folder: The results folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / ".tests"
        self._known: dict[str, Snapshot] = {}

    def get(self, digest: str) -> Snapshot:
        """Return the tests of that digest; without any check where they are not known here."""
        if digest not in self._known:
            try:
                found = Snapshot.of_text(self._path(digest).read_text(encoding="utf-8"))
            except (OSError, ValueError):
                found = Snapshot(digest, {})
            self._known[digest] = found if found.digest == digest else Snapshot(digest, {})
        return self._known[digest]

    def now(self, course: Course, digest: str) -> Snapshot:
        """Return the tests of *course* as they are, whose digest is *digest*, and keep them."""
        if not self.get(digest).checks:
            self._known[digest] = take_snapshot(course, digest)
            try:
                self._folder.mkdir(exist_ok=True)
            except OSError as error:
                raise unwritable(self._folder, error) from None
            write_atomically(self._path(digest), self._known[digest].text())
        return self._known[digest]

    def _path(self, digest: str) -> Path:
        return self._folder / f"{hashlib.sha256(digest.encode()).hexdigest()[:24]}.json"


def tests_digest(course: Course) -> str:
    """Return the SHA-256 of all that decides verdicts: manifest, solutions, hidden tests, judge."""
    files = _digest_of_files(deciding_files(course))
    return hashlib.sha256(f"{grader_digest()} {files}".encode()).hexdigest()


@cache
def grader_digest() -> str:
    """Return a digest of the code that asks and judges; it stays the same in one process."""
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
    """Return what decides each check of *course* now, whose :func:`tests_digest` is *digest*."""
    exercises = course.unit.exercises
    try:
        modules = hidden_modules(course)
        files = {name: path.read_text(encoding="utf-8") for name, path in modules.items()}
        sources = HiddenSources(files)
        tests = [(check_of(test, exercises), test) for test in hidden_tests(course)]
    except (SyntaxError, ValueError, CourseError):
        return Snapshot(digest, {})  # The judges will say what is wrong with them.
    solutions = _Solutions(course)
    common = {"the grader": grader_digest()}
    data = hidden_data(course)
    if data:
        common["the data of the hidden tests"] = _digest_of_files(data)[:16]
    order = course_order(course.unit)
    facts = {}
    for check, test in sorted(tests, key=lambda pair: order(pair[0])):
        parts = _parts(course, sources, test, check)
        asked = solutions.parts(check, sources.strings(test.file, test.definition))
        facts[check.name] = CheckFacts(check, {**parts, **asked, **common})
    return Snapshot(digest, facts)


def changed_parts(old: CheckFacts, new: CheckFacts) -> list[str]:
    """Return what decides a check now and did not then, in words."""
    return [part for part, digest in new.parts.items() if old.parts.get(part) != digest] + [
        part for part in old.parts if part not in new.parts
    ]


def _parts(
    course: Course, sources: HiddenSources, test: MarkedTest, check: Check
) -> dict[str, str]:
    """Return what the verdict of a check depends on, without solutions, and its digests."""
    own = (test.file, test.definition)
    parts = {f"hidden test {check.name}": sources.digest([own])}
    used = sources.used_by(*own) - {own}
    for module in sorted({key[0] for key in used}):
        keys: list[Key] = [key for key in used if key[0] == module]
        parts[f"what {check.name} uses of {sources.path(module)}"] = sources.digest(keys)
    exercise = course.unit.exercise(check.exercise)
    limits = [exercise.module, *exercise.names, exercise.limit_s]
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

    def parts(self, check: Check, strings: Iterable[str]) -> dict[str, str]:
        """Return the solutions that *check* asks, by the names in its *strings*."""
        targets = filter(None, map(_TARGET.match, strings))
        waiting = {target[1] for target in targets} & self._digests.keys()
        waiting.add(check.module)
        found: set[str] = set()
        while waiting:
            module = waiting.pop()
            found.add(module)
            waiting |= self._imports.get(module, set()) - found
        digests = self._digests
        return {f"solutions/{name}.py": digests.get(name, "") for name in sorted(found)}


def _imported_modules(tree: ast.Module) -> Iterator[str]:
    """Yield the name of every module that is imported anywhere in *tree*."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
