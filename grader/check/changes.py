"""A wait for changes in the files of a course."""

import time
from collections.abc import Mapping
from pathlib import Path

#: The folders in which a course is written, and how often they are looked at.
_FOLDERS = ("exercises", "solutions", "hidden", "grader/hidden", "tests/corpus")
_EVERY_S = 0.5


def wait_for_change(root: Path, before: Mapping[Path, int]) -> None:
    """Return once a file of the course in *root* is new, gone or written later than *before*."""
    while written_at(root) == before:
        time.sleep(_EVERY_S)


def written_at(root: Path) -> Mapping[Path, int]:
    """Return when each file of the course in *root* was written last, in ns."""
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
