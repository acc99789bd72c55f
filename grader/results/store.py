"""
Results are files: ``RESULTS/<student>.json``, beside them the tables, and nothing else is kept.

The file is the only door between grading and everything that reports. It
holds no time and no place, so the same submission gives the same bytes
whenever and wherever it is graded.
"""

import contextlib
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from grader.course.manifest import Unit
from grader.errors import ResultsError
from grader.files import locked, write_whole
from grader.intake.submission import file_stem
from grader.messages.message import ENGLISH, Language

from .outcomes import Outcome

SCHEMA = "grader/result/1"
#: Strengths of a box as a result names them; see grader.box.strength.
FULL, INNER = "full", "inner layers only"
LOCK = ".lock"
_KINDS: dict[str, Any] = {
    **dict.fromkeys(("student", "refused"), str),
    **dict.fromkeys(("unit", "digests", "box"), dict),
    **dict.fromkeys(("exercises", "notes"), list),
    "max_score": int | float,
}


@dataclass(frozen=True)
class Result:
    """
    What is known about one submission.

    Attributes:
        student: Whose it is, as the folder or zip was called.
        unit: Name and version of the unit.
        digests: SHA-256 of the submission and of each of its ``files``; of hidden tests,
            manifest, solutions and judge as ``tests``.
        box: Strength and layers of the box it ran in, and the version of torch.
        exercises: One dict per exercise with its ``checks``; see :func:`grade_exercises`.
        notes: What was repaired or left out while the submission was read.
        refused: Why it could not be read at all, or "".
    """

    student: str
    unit: Mapping[str, str]
    digests: Mapping[str, Any]
    box: Mapping[str, Any]
    exercises: Sequence[Mapping[str, Any]] = ()
    notes: Sequence[str] = ()
    refused: str = ""
    max_score: float = 0.0

    @property
    def checks(self) -> list[Mapping[str, Any]]:
        """Every check of every exercise, in order."""
        return [check for exercise in self.exercises for check in exercise["checks"]]

    @cached_property
    def outcomes(self) -> Counter[str]:
        """How many checks had which outcome."""
        return Counter(check["outcome"] for check in self.checks)

    @property
    def judged(self) -> bool:
        """Whether every exercise has points; one with a check not judged has none."""
        return not self.refused and all(e["score"] is not None for e in self.exercises)

    @property
    def by_hand(self) -> list[Mapping[str, Any]]:
        """The exercises whose points a person gave; see :mod:`grader.results.overrides`."""
        return [exercise for exercise in self.exercises if "override" in exercise]

    @property
    def score(self) -> float | None:
        """The points earned, or None while some check is not judged."""
        return round(sum(e["score"] for e in self.exercises), 6) if self.judged else None

    def plain(self) -> dict[str, Any]:
        """Return the result as it stands in the file."""
        return {
            "schema": SCHEMA,
            "student": self.student,
            "unit": dict(self.unit),
            "digests": dict(self.digests),
            "box": dict(self.box),
            "score": self.score,
            "max_score": self.max_score,
            "refused": self.refused,
            "notes": list(self.notes),
            "exercises": list(self.exercises),
        }


def grade_exercises(unit: Unit, checks: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """
    Sort judged checks under their exercises and add up the points.

    Args:
        unit: Gives the order and the titles.
        checks: Dicts with ``exercise, name, sentence, outcome, points, earned,
            message, note``.

    Returns:
        A dict per exercise that has checks; its ``score`` is None where a check
        is NOT_JUDGED.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for check in checks:
        rest = {key: value for key, value in check.items() if key != "exercise"}
        found.setdefault(check["exercise"], []).append(rest)
    graded = []
    for exercise in unit.exercises:
        own = found.get(exercise.id, [])
        if not own:
            continue
        is_open = any(check["outcome"] == Outcome.NOT_JUDGED for check in own)
        graded.append(
            {
                "id": exercise.id,
                "module": exercise.module,
                "names": list(exercise.names),
                "title": exercise.title,
                "points": round(sum(check["points"] for check in own), 6),
                "score": None if is_open else round(sum(check["earned"] for check in own), 6),
                "checks": own,
            }
        )
    return graded


@dataclass
class ResultStore:
    """
    A folder of results.

    Args:
        folder: Made if it does not exist.

    Raises:
        ResultsError: If the folder cannot be made or written to, or is no folder.
    """

    folder: Path

    def __post_init__(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            raise ResultsError(f"{self.folder} is a file. Name a folder for the results.")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.folder) as probe:
                # A full disk may still take a name, but no more bytes.
                probe.write(b"x" * 4096)
                probe.flush()
        except OSError as error:
            why = error.strerror or str(error)
            raise ResultsError(
                f"{self.folder}: results cannot be written here ({why}). Name another folder."
            ) from None

    @contextlib.contextmanager
    def hold(self) -> Iterator[None]:
        """
        Keep every other grader out of the folder meanwhile.

        Raises:
            ResultsError: If another one is at work in it.
        """
        with contextlib.ExitStack() as stack:
            try:
                alone = stack.enter_context(locked(self.folder / LOCK))
            except OSError as error:
                raise unwritable(self.folder / LOCK, error) from None
            if not alone:
                raise ResultsError(
                    f"{self.folder}: another grader is writing its results here. "
                    "Wait for its end, or name another folder."
                )
            yield

    def path(self, student: str) -> Path:
        """Return the file of *student*."""
        return self.folder / f"{file_stem(student)}.json"

    def load(self, student: str) -> Result | None:
        """Return the result of *student*, or None where there is none that can be read."""
        return read_result(self.path(student))

    def write(self, result: Result) -> None:
        """Write *result* so that a crash leaves the old file or the new one, never half."""
        # A line a value, for people and their tools; an indent would cost five times the time.
        text = json.dumps(result.plain(), separators=(",\n", ": "), ensure_ascii=True) + "\n"
        write_atomically(self.path(result.student), text)


def read_result(path: Path) -> Result | None:
    """Return the result in *path*, or None if it is missing, half-written or of another schema."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        return None
    fields: dict[str, Any] = {key: found.get(key) for key in _KINDS}
    if not all(isinstance(fields[key], kind) for key, kind in _KINDS.items()):
        return None
    if not all(map(_is_exercise, fields["exercises"])):
        return None
    return Result(**fields | {"notes": tuple(fields["notes"])})


_EXERCISE_KEYS = frozenset({"id", "module", "names", "title", "points", "score", "checks"})
_OUTCOMES = frozenset(map(str, Outcome))
_CHECK_KEYS = frozenset({"name", "sentence", "outcome", "points", "earned", "message", "note"})


def _is_exercise(found: Any) -> bool:
    """Say whether an exercise of a file has the fields that everybody reads."""
    return (
        isinstance(found, dict)
        and found.keys() >= _EXERCISE_KEYS
        and isinstance(found["checks"], list)
        and all(
            isinstance(c, dict)
            and c.keys() >= _CHECK_KEYS
            and type(c["outcome"]) is str
            and c["outcome"] in _OUTCOMES
            for c in found["checks"]
        )
    )


def override_text(exercise: Mapping[str, Any], say: Language = ENGLISH) -> str:
    """Return one line for points that a person gave: how many, why, who, and what was graded."""
    override = exercise["override"]
    return say(
        "{exercise}: {earned} of {points} points by hand (graded: {graded}): {reason} ({who})",
        exercise=exercise["id"],
        earned=f"{override['points']:g}",
        points=f"{exercise['points']:g}",
        graded=say("open") if override["graded"] is None else f"{override['graded']:g}",
        reason=override["reason"],
        who=override["who"],
    )


def status(result: Result) -> str:
    """Return one word or clause for the state of a result: graded, or why it is open."""
    if result.refused:
        return f"refused: {result.refused}"
    waiting = [exercise for exercise in result.exercises if exercise["score"] is None]
    open_checks = sum(c["outcome"] == Outcome.NOT_JUDGED for e in waiting for c in e["checks"])
    return f"open: {open_checks} checks not judged" if open_checks else "graded"


def write_atomically(path: Path, text: str) -> None:
    """
    Replace *path* by *text*, whole or not at all.

    Raises:
        ResultsError: If it cannot be written; then the old file is as it was.
    """
    try:
        write_whole(path, text)
    except OSError as error:
        raise unwritable(path, error) from None


def unwritable(path: Path, error: OSError) -> ResultsError:
    """Return the error for a file of the results that cannot be written."""
    why = error.strerror or str(error)
    return ResultsError(
        f"{path} cannot be written ({why}). Earlier results are untouched; "
        "make room or name another folder, then run the same command again."
    )
