"""Texts about a result that a student may read, whatever the platform."""

from collections.abc import Mapping
from typing import Any

from grader.course.words import clean, clean_lines
from grader.judging.outcomes import Outcome
from grader.judging.results import Result


def check_title(exercise: Mapping[str, Any], check: Mapping[str, Any]) -> str:
    """Return the exercise and the sentence of a check."""
    names = ", ".join(exercise["names"])
    return clean(f"{exercise['id']} {names}: {check['sentence'] or check['name']}", limit=300)


def check_text(check: Mapping[str, Any]) -> str:
    """
    Return the message of a check, empty if it passed.

    A message is made for students; the note beside it is not, and is never shown here.
    """
    if check["outcome"] == Outcome.PASSED:
        return ""
    return clean_lines(check["message"] or check["sentence"], limit=4000)


def summary(result: Result) -> str:
    """Return what the student reads first: the score, or why there is none, and repairs."""
    if result.refused:
        head = (
            f"This submission could not be read: {clean(result.refused, limit=500)} "
            "Nothing was graded; hand in again."
        )
    else:
        head = f"{result.score:g} of {result.max_score:g} points."
    return "\n".join([head, *(clean(note, limit=300) for note in result.notes)])


def teacher_notes(result: Result) -> list[str]:
    """Return the notes on checks that are for the teacher only."""
    return [
        f"{check['name']}: {check['outcome']}: {clean(check['note'], limit=1000)}"
        for check in result.checks
        if check["note"]
    ]
