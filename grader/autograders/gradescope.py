"""Gradescope's ``results.json`` of a result."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from grader.errors import SubmissionRefused
from grader.intake.readers.frames import BadFrameError, Frame, is_list_of
from grader.intake.readers.process import Tell, Work
from grader.intake.readers.reader import Job, Reader
from grader.messages.language import ENGLISH, Language
from grader.results.ledger import Ledger
from grader.results.outcomes import Outcome
from grader.results.records import Result
from grader.terms.course_terms import POINTS, WORDS, Terms
from grader.terms.hand_ins import HandIn
from grader.terms.times import known_time

from .texts import check_text, check_title, summary

METADATA = "submission_metadata.json"
_METADATA_BYTES = 16 << 20
_MOST_USERS = 200


def gradescope_results(
    result: Result,
    metadata: Mapping[str, Any],
    translate: Language = ENGLISH,
    shown: str = WORDS,
) -> dict[str, Any]:
    """
    Return what Gradescope shows: one test per check, with its message.

    Students may read every text in the tests. What the grader prints is for instructors only
    (``stdout_visibility``).

    Args:
        result: The result, with the points that count by the terms of the course; one of a
            refused submission has no tests and a score of 0.
        metadata: Gradescope's ``submission_metadata.json``; its times are kept in extra_data.
        translate: The students' language.
        shown: What is shown of it, as in the terms of the course.
    """
    return {
        "score": result.points or 0.0,
        "output": summary(result, translate),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [] if shown == POINTS else list(_tests(result, translate, shown)),
        "extra_data": {
            "unit": msgspec.to_builtins(result.unit),
            "digests": msgspec.to_builtins(result.digests),
            "box": result.box.strength if result.box is not None else "",
            "refused": bool(result.refused),
            **lateness(metadata),
        },
    }


def _tests(result: Result, translate: Language, shown: str) -> Iterator[dict[str, Any]]:
    for number, exercise in enumerate(result.exercises, start=1):
        for part, check in enumerate(exercise.checks, start=1):
            yield {
                "score": check.earned,
                "max_score": check.points,
                "status": "passed" if check.outcome == Outcome.PASSED else "failed",
                "name": check_title(exercise, check, translate),
                "name_format": "text",
                "number": f"{number}.{part}",
                "output": check_text(check, translate, shown),
                "output_format": "text",
                "tags": [exercise.id, exercise.module],
                "visibility": "visible",
                "extra_data": {"outcome": check.outcome},
            }


def lateness(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return when it was handed in, when it was due, and the seconds between, as far as known."""
    kept = {
        **_times(metadata, ("created_at",)),
        **_times(metadata.get("assignment"), ("due_date", "late_due_date")),
    }
    late_s = _hand_in(metadata).late_s
    return kept if late_s is None else {**kept, "late_s": max(0.0, late_s)}


def counted(result: Result, terms: Terms, metadata: Mapping[str, Any]) -> Result:
    """
    Return *result* with the points that count by the late rule of the course.

    The due date is the one that Gradescope shows the student, extensions included, where it has
    one. Without a rule in the terms nothing is taken off here.
    """
    hand_in = _hand_in(metadata)
    due = terms.due if hand_in.due is None else hand_in.due.astimezone(terms.zone)
    terms = replace(terms, due=due, extensions={})
    return Ledger(terms=terms).lay_over(result, hand_in)


def _hand_in(metadata: Mapping[str, Any]) -> HandIn:
    """Return when it was handed in and due; of several students the latest due date counts."""
    users = metadata.get("users")
    people = users if isinstance(users, list) else []
    given = [each.get("assignment") for each in people if isinstance(each, dict)]
    dues = [_due_in(each) for each in given]
    known = [due for due in dues if due is not None]
    due = max(known) if known else _due_in(metadata.get("assignment"))
    return HandIn(known_time(_times(metadata, ("created_at",)).get("created_at", "")), due=due)


def _due_in(assignment: object) -> datetime | None:
    return known_time(_times(assignment, ("due_date",)).get("due_date", ""))


def read_submission_metadata(root: Path) -> dict[str, Any]:
    """
    Return what `lateness` needs of ``submission_metadata.json``; an empty dict without one.

    It repeats what the student's earlier submissions printed, so a reader process opens it.
    """
    with Reader(Job(prepare, Frame(None), _times_of)) as reader:
        try:
            return reader.answer(Frame(str(root / METADATA)))
        except SubmissionRefused:
            return {}


def prepare(_setup: Frame) -> Work:
    """Return the work of a reader that is asked for the times in a file of metadata."""

    def work(question: Frame, _tell: Tell) -> Frame:
        try:
            with open(question.facts, "rb") as file:
                found = json.loads(file.read(_METADATA_BYTES))
        except (OSError, ValueError, RecursionError):
            return Frame([{}, {}, []])
        found = found if isinstance(found, dict) else {}
        names = ("due_date", "late_due_date")
        users = found.get("users")
        people = (
            [each for each in users if isinstance(each, dict)] if isinstance(users, list) else []
        )
        own = [_times(each.get("assignment"), names) for each in people[:_MOST_USERS]]
        return Frame([_times(found, ("created_at",)), _times(found.get("assignment"), names), own])

    return work


def _times(found: object, names: Collection[str]) -> dict[str, str]:
    found = found if isinstance(found, dict) else {}
    return {name: found[name][:100] for name in names if isinstance(found.get(name), str)}


def _times_of(answer: Frame) -> dict[str, Any]:
    """
    Return the times in a reader's *answer*, as in Gradescope's file.

    Raises:
        BadFrameError: If it is not of the form of one.
    """
    match answer.facts:
        case [dict(own), dict(due), list(users)] if is_list_of(users, dict):
            times = [own, due, *users]
            if is_list_of([text for each in times for text in each.values()], str):
                return {**own, "assignment": due, "users": [{"assignment": u} for u in users]}
    raise BadFrameError("not times")
