"""Waiting for a change in the files of a course."""

import time
from pathlib import Path

#: The folders in which a course is written, and how often they are looked at.
_FOLDERS = ("exercises", "solutions", "hidden", "grader/hidden", "tests/corpus")
_EVERY_S = 0.5


def wait_for_change(root: Path) -> None:
    """Return once a file of the course in *root* is new, gone or written."""
    before = _moments(root)
    while _moments(root) == before:
        time.sleep(_EVERY_S)


def _moments(root: Path) -> dict[Path, int]:
    """Return when each file was written last."""
    found = {}
    for folder in _FOLDERS:
        for path in (root / folder).rglob("*.*"):
            if path.suffix == ".pyc":
                continue
            try:
                found[path] = path.stat().st_mtime_ns
            except FileNotFoundError:  # An editor is just replacing it.
                continue
    return found
