"""Submissions as students hand them in, made into bounded bytes; nothing is ever run."""

from grader.intake.submission import Refusal, Submission, file_stem
from grader.intake.submissions import read_submissions

__all__ = ["Refusal", "Submission", "file_stem", "read_submissions"]
