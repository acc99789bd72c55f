"""Digests of what decides verdicts: the course as files, and the code that asks and judges."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from grader.course.manifest import Course

GRADER = Path(__file__).resolve().parents[1]
#: What of the grader asks, judges and finds the words: a change here makes every verdict stale.
_DECIDES = ("box", "judging", "testing", "diagnosis", "results/outcomes.py")


def tests_digest(course: Course) -> str:
    """Return the SHA-256 of all that decides verdicts: manifest, solutions, hidden tests, judge."""
    paths = [
        course.exercises / "unit.toml",
        *sorted(course.solutions.glob("*.py")),
        *sorted(course.hidden.glob("*.py")),
        *data_files(course.hidden),
    ]
    return hashlib.sha256(f"{grader_digest()} {digest_of_files(paths)}".encode()).hexdigest()


def data_files(folder: Path) -> Iterator[Path]:
    """Yield what lies beside the hidden tests and is no module of them."""
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        is_module = path.suffix == ".py" and len(inner.parts) == 1
        if path.is_file() and not is_module and "__pycache__" not in inner.parts:
            yield path


@cache
def grader_digest() -> str:
    """Return a digest of the code that asks and judges; it stays the same in one process."""
    parts = [GRADER / part for part in _DECIDES]
    files = [sorted(part.rglob("*.py")) if part.is_dir() else [part] for part in parts]
    return digest_of_files(path for found in files for path in found)[:16]


def digest_of_files(paths: Iterable[Path]) -> str:
    """Return the SHA-256 of the names and bytes of files."""
    total = hashlib.sha256()
    for path in paths:
        data = path.read_bytes()
        total.update(f"{path.name} {len(data)}\n".encode() + data)
    return total.hexdigest()


def digest_of(data: bytes) -> str:
    """Return a short digest of *data*."""
    return hashlib.sha256(data).hexdigest()[:16]
