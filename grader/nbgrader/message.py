"""What a student reads about one exercise, as plain text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.messages.message import ENGLISH, Language
from grader.results.outcomes import Outcome
from grader.results.store import override_text
from grader.text import clean_lines

_SIGNS = {Outcome.PASSED: "✓", Outcome.NOT_JUDGED: "?"}


def exercise_text(
    exercise: Mapping[str, Any], notes: Sequence[str] = (), say: Language = ENGLISH
) -> str:
    """
    Return the points of an exercise and, check by check, what became of it.

    Only what students may read is used; the teacher's notes on a check are not.

    Args:
        exercise: A dict as :func:`grader.results.store.grade_exercises` makes it.
        notes: What was repaired while the submission was read.
        say: The student's language.
    """
    return clean_lines("\n".join(_lines(exercise, notes, say)))


def _lines(exercise: Mapping[str, Any], notes: Sequence[str], say: Language) -> Iterator[str]:
    score, points = exercise["score"], exercise["points"]
    earned = say("open") if score is None else f"{score:g}"
    of = say("{earned} of {points} points", earned=earned, points=f"{points:g}")
    yield f"{exercise['id']} {say(exercise['title'])}: {of}"
    if "override" in exercise:
        yield override_text(exercise, say)
    messages = {check["message"] for check in exercise["checks"]}
    unanswered = {check["outcome"] for check in exercise["checks"]} == {Outcome.UNANSWERED}
    if unanswered and len(messages) == 1:
        yield say.message(messages.pop())
        yield from _reading(notes, say)
        return
    told: set[str] = set()
    for check in exercise["checks"]:
        sign = _SIGNS.get(Outcome(check["outcome"]), "✗")
        yield f"{sign} {check['earned']:g}/{check['points']:g}  {say(check['sentence'])}"
        message = check["message"]
        # Checks that fail for one reason say it once.
        if message and message not in told:
            yield from (f"       {line}" for line in say.message(message).split("\n"))
        elif message:
            yield f"       {say('For the same reason as above.')}"
        told.add(message)
    yield from _reading(notes, say)


def _reading(notes: Sequence[str], say: Language) -> Iterator[str]:
    if notes:
        yield ""
        yield say("How the notebook was read:")
        yield from (f"- {say.message(note)}" for note in notes)
