"""Gradescope's ``results.json`` of a result."""

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from grader.errors import SubmissionRefused
from grader.intake.readers.frames import BadFrameError, Frame, is_list_of
from grader.intake.readers.process import Tell, Work
from grader.intake.readers.reader import Job, Reader
from grader.messages.language import ENGLISH, Language
from grader.results.outcomes import Outcome
from grader.results.records import Result
from grader.terms.hand_ins import HandIn
from grader.terms.times import known_time

from .texts import check_text, check_title, summary

METADATA = "submission_metadata.json"
_METADATA_BYTES = 16 << 20


def gradescope_results(
    result: Result, metadata: Mapping[str, Any], translate: Language = ENGLISH
) -> dict[str, Any]:
    """
    Return what Gradescope shows: one test per check, with its message.

    Students may read every text in the tests. What the grader prints is for instructors only
    (``stdout_visibility``).

    Args:
        result: The result; one of a refused submission has no tests and a score of 0.
        metadata: Gradescope's ``submission_metadata.json``; lateness is kept in extra_data.
        translate: The students' language.
    """
    return {
        "score": result.score or 0.0,
        "output": summary(result, translate),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": list(_tests(result, translate)),
        "extra_data": {
            "unit": msgspec.to_builtins(result.unit),
            "digests": msgspec.to_builtins(result.digests),
            "box": result.box.strength if result.box is not None else "",
            "refused": bool(result.refused),
            **lateness(metadata),
        },
    }


def _tests(result: Result, translate: Language) -> Iterator[dict[str, Any]]:
    for number, exercise in enumerate(result.exercises, start=1):
        for part, check in enumerate(exercise.checks, start=1):
            yield {
                "score": check.earned,
                "max_score": check.points,
                "status": "passed" if check.outcome == Outcome.PASSED else "failed",
                "name": check_title(exercise, check, translate),
                "name_format": "text",
                "number": f"{number}.{part}",
                "output": check_text(check, translate),
                "output_format": "text",
                "tags": [exercise.id, exercise.module],
                "visibility": "visible",
                "extra_data": {"outcome": check.outcome},
            }


def lateness(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return when it was handed in, when it was due, and the seconds between, as far as known."""
    assignment = metadata.get("assignment")
    assignment = assignment if isinstance(assignment, dict) else {}
    found = {
        "created_at": metadata.get("created_at"),
        "due_date": assignment.get("due_date"),
        "late_due_date": assignment.get("late_due_date"),
    }
    kept: dict[str, Any] = {name: text for name, text in found.items() if isinstance(text, str)}
    came, due = (known_time(kept.get(name, "")) for name in ("created_at", "due_date"))
    late_s = HandIn(came, due=due).late_s
    if late_s is not None:
        kept["late_s"] = max(0.0, late_s)
    return kept


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
            return Frame([{}, {}])
        found = found if isinstance(found, dict) else {}
        due = found.get("assignment")
        return Frame([_times(found, ("created_at",)), _times(due, ("due_date", "late_due_date"))])

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
        case [dict(own), dict(due)] if is_list_of([*own.values(), *due.values()], str):
            return {**own, "assignment": due}
    raise BadFrameError("not times")
