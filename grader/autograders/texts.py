"""Texts about a result that a student may read, whatever the platform."""

from collections.abc import Mapping
from typing import Any

from grader.course.manifest import Course
from grader.messages.catalogues import CHOSEN, language_of
from grader.messages.message import ENGLISH, Language
from grader.results.outcomes import Outcome
from grader.results.store import Result
from grader.text import clean, clean_lines


def students_language(course: Course) -> Language:
    """Return the language that was chosen when *course* was packed, else the environment's."""
    chosen = course.root / CHOSEN
    return language_of(
        course, chosen.read_text(encoding="utf-8").strip() if chosen.is_file() else None
    )


def check_title(
    exercise: Mapping[str, Any], check: Mapping[str, Any], say: Language = ENGLISH
) -> str:
    """Return the exercise and the sentence of a check."""
    names = ", ".join(exercise["names"])
    return clean(f"{exercise['id']} {names}: {say(check['sentence']) or check['name']}", limit=300)


def check_text(check: Mapping[str, Any], say: Language = ENGLISH) -> str:
    """
    Return the message of a check, empty if it passed.

    A message is made for students; the note beside it is not, and is never shown here.
    """
    if check["outcome"] == Outcome.PASSED:
        return ""
    return clean_lines(say.message(check["message"]) or say(check["sentence"]), limit=4000)


def summary(result: Result, say: Language = ENGLISH) -> str:
    """Return what the student reads first: the score, or why there is none, and repairs."""
    if result.refused:
        head = say(
            "This submission could not be read: {why} Nothing was graded; hand in again.",
            why=clean(say.message(result.refused), limit=500),
        )
    else:
        earned, points = f"{result.score:g}", f"{result.max_score:g}"
        head = say("{earned} of {points} points.", earned=earned, points=points)
    return "\n".join([head, *(clean(say.message(note), limit=300) for note in result.notes)])


def teacher_notes(result: Result) -> list[str]:
    """Return the notes on checks that are for the teacher only."""
    return [
        f"{check['name']}: {check['outcome']}: {clean(check['note'], limit=1000)}"
        for check in result.checks
        if check["note"]
    ]
