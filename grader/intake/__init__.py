"""Intake: what students handed in is read into bounded bytes; nothing of it is run."""

from grader.intake.submission import Refusal, Submission, Unchanged, file_stem
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
