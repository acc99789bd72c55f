"""
The tests of a course at one moment: what decides each check, as names and digests.

Two snapshots tell which checks have to run again and why, in words for a teacher.
"""

import ast
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from grader.course.manifest import Course

from .dependencies import HiddenSources, Key
from .digests import data_files, digest_of, digest_of_files, grader_digest
from .statements import imported_modules, literal_points, marker_of

#: How a hidden test names what it asks for: "loss.bce_loss"; f-strings may end with the dot.
_TARGET = re.compile(r"(\w+)\.\w*$")


@dataclass(frozen=True)
class CheckFacts:
    """
    What is known of one check without running anything.

    Attributes:
        exercise: Id of its exercise.
        base: Whether it opens the gate of its exercise.
        gated: Whether it counts only behind that gate.
        points: What it is worth, or None where only running tells.
        parts: What its verdict depends on, in words → digest.
    """

    exercise: str
    base: bool
    gated: bool
    points: float | None
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
            checks = {name: CheckFacts(**facts) for name, facts in found["checks"].items()}
            return cls(found["digest"], checks)
        except (TypeError, KeyError, AttributeError):
            raise ValueError("no snapshot") from None


def take_snapshot(course: Course, digest: str) -> Snapshot:
    """Return what decides each check of *course* now, whose :func:`tests_digest` is *digest*."""
    try:
        files = {path.name: path.read_text(encoding="utf-8") for path in course.hidden.glob("*.py")}
        sources = HiddenSources(files)
    except (SyntaxError, ValueError):
        return Snapshot(digest, {})  # The judges will say what is wrong with them.
    solutions = _Solutions(course)
    common = {"the grader": grader_digest()}
    data = list(data_files(course.hidden))
    if data:
        common["the data of the hidden tests"] = digest_of_files(data)[:16]
    facts = {}
    for module, test in sources.tests:
        found = _facts(course, sources, module, test)
        if found is None:
            return Snapshot(digest, {})
        strings = sources.strings(module, test.name)
        parts = {**found.parts, **solutions.parts(found.exercise, strings), **common}
        facts[test.name] = CheckFacts(found.exercise, found.base, found.gated, found.points, parts)
    return Snapshot(digest, _in_course_order(course, facts))


def changed_parts(old: CheckFacts, new: CheckFacts) -> list[str]:
    """Return what decides a check now and did not then, in words."""
    return [part for part, digest in new.parts.items() if old.parts.get(part) != digest] + [
        part for part in old.parts if part not in new.parts
    ]


def _facts(
    course: Course, sources: HiddenSources, module: str, test: ast.FunctionDef
) -> CheckFacts | None:
    """Return the facts of a test, without solutions; None where its marker does not tell them."""
    marker = marker_of(test)
    try:
        exercise = str(ast.literal_eval(marker.args[0])) if marker is not None else ""
        fields = {
            keyword.arg: ast.literal_eval(keyword.value)
            for keyword in (marker.keywords if marker is not None else ())
            if keyword.arg in ("base", "gated")
        }
    except (ValueError, IndexError):
        return None
    known = next((e for e in course.unit.exercises if e.id == exercise), None)
    if known is None:
        return None
    points = literal_points(marker)
    value = points.value.value if points is not None else None  # type: ignore[attr-defined]
    parts = {f"hidden test {test.name}": sources.digest([(module, test.name)])}
    used = sources.used_by(module, test.name) - {(module, test.name)}
    for file in sorted({key[0] for key in used}):
        keys: list[Key] = [key for key in used if key[0] == file]
        parts[f"what {test.name} uses of {file}.py"] = sources.digest(keys)
    limits = [known.module, *known.names, known.limit_s]
    parts[f"the limits of {exercise}"] = digest_of(json.dumps(limits).encode())
    return CheckFacts(
        exercise,
        bool(fields.get("base")),
        bool(fields.get("gated")),
        float(value) if isinstance(value, int | float) else None,
        parts,
    )


class _Solutions:
    """The reference modules: their digests, and which of them import which."""

    def __init__(self, course: Course) -> None:
        self._modules = {e.id: e.module for e in course.unit.exercises}
        texts = {path.stem: path.read_bytes() for path in course.solutions.glob("*.py")}
        self._digests = {module: digest_of(text) for module, text in texts.items()}
        self._imports = {
            module: set(imported_modules(ast.parse(text))) & texts.keys()
            for module, text in texts.items()
        }

    def parts(self, exercise: str, strings: Iterable[str]) -> dict[str, str]:
        """Return the solutions that a check of *exercise* asks, which names them in *strings*."""
        targets = filter(None, map(_TARGET.match, strings))
        waiting = {target[1] for target in targets} & self._digests.keys()
        waiting.add(self._modules[exercise])
        found: set[str] = set()
        while waiting:
            module = waiting.pop()
            found.add(module)
            waiting |= self._imports.get(module, set()) - found
        digests = self._digests
        return {f"solutions/{name}.py": digests.get(name, "") for name in sorted(found)}


def _in_course_order(course: Course, facts: Mapping[str, CheckFacts]) -> dict[str, CheckFacts]:
    order = {exercise.id: number for number, exercise in enumerate(course.unit.exercises)}

    def place(name: str) -> tuple[int, int]:
        check = facts[name]
        return order[check.exercise], 2 if check.gated else 0 if check.base else 1

    return {name: facts[name] for name in sorted(facts, key=place)}
