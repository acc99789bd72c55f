"""What a student reads about one exercise, as plain text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.course.words import clean_lines
from grader.judging.outcomes import Outcome
from grader.judging.results import override_text

_SIGNS = {Outcome.PASSED: "✓", Outcome.NOT_JUDGED: "?"}


def exercise_text(exercise: Mapping[str, Any], notes: Sequence[str] = ()) -> str:
    """
    Return the points of an exercise and, check by check, what became of it.

    Only what students may read is used; the teacher's notes on a check are not.

    Args:
        exercise: A dict as :func:`grader.judging.results.grade_exercises` makes it.
        notes: What was repaired while the submission was read.
    """
    return clean_lines("\n".join(_lines(exercise, notes)))


def _lines(exercise: Mapping[str, Any], notes: Sequence[str]) -> Iterator[str]:
    score, points = exercise["score"], exercise["points"]
    earned = "open" if score is None else f"{score:g}"
    yield f"{exercise['id']} {exercise['title']}: {earned} of {points:g} points"
    if "override" in exercise:
        yield override_text(exercise)
    messages = {check["message"] for check in exercise["checks"]}
    unanswered = {check["outcome"] for check in exercise["checks"]} == {Outcome.UNANSWERED}
    if unanswered and len(messages) == 1:
        yield messages.pop()
        yield from _reading(notes)
        return
    told: set[str] = set()
    for check in exercise["checks"]:
        sign = _SIGNS.get(Outcome(check["outcome"]), "✗")
        yield f"{sign} {check['earned']:g}/{check['points']:g}  {check['sentence']}"
        message = check["message"]
        # Checks that fail for one reason say it once.
        if message and message not in told:
            yield from (f"       {line}" for line in message.split("\n"))
        elif message:
            yield "       For the same reason as above."
        told.add(message)
    yield from _reading(notes)


def _reading(notes: Sequence[str]) -> Iterator[str]:
    if notes:
        yield ""
        yield "How the notebook was read:"
        yield from (f"- {note}" for note in notes)
