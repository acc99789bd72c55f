"""Intake: what students handed in is read into bounded bytes; nothing of it is run."""

import importlib
from typing import TYPE_CHECKING, Any

from grader.intake.submission import Refusal, Submission, Unchanged, file_stem

if TYPE_CHECKING:
    from grader.intake.submissions import (
        count_submissions,
        is_nbgrader_tree,
        read_changed,
        read_submissions,
        wanted_of,
    )

__all__ = [
    "Refusal",
    "Submission",
    "Unchanged",
    "count_submissions",
    "file_stem",
    "is_nbgrader_tree",
    "read_changed",
    "read_submissions",
    "wanted_of",
]


def __getattr__(name: str) -> Any:
    """Return what reads submissions; a judge gets them read and does not load it."""
    if name in __all__:
        return getattr(importlib.import_module("grader.intake.submissions"), name)
    raise AttributeError(name)
