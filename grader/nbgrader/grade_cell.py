"""The outputs of a grade cell: what a student reads about one exercise, then the points."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from grader.messages.language import ENGLISH, Language
from grader.messages.message import Message, Phrase
from grader.results.outcomes import Outcome
from grader.results.overrides import override_text
from grader.results.records import CheckResult, ExerciseResult
from grader.text import clean_lines

_SIGNS = {Outcome.PASSED: "✓", Outcome.NOT_JUDGED: "?"}


def grade_cell_outputs(
    exercise: ExerciseResult, notes: Sequence[Message] = (), translate: Language = ENGLISH
) -> list[dict[str, Any]]:
    """
    Return the outputs of the cell that carries the points of an exercise.

    The points come last, as nbgrader reads them: a plain float within what the exercise is
    worth. An exercise with an open score has no such output.
    """
    outputs: list[dict[str, Any]] = [text_output(exercise_text(exercise, notes, translate))]
    if exercise.score is not None:
        # nbgrader takes any other number type for full marks, and refuses more than the points.
        points = float(min(exercise.score, exercise.points))
        outputs.append(
            {
                "output_type": "execute_result",
                "execution_count": None,
                "metadata": {},
                "data": {"text/plain": repr(points)},
            }
        )
    return outputs


def text_output(text: str) -> dict[str, Any]:
    """Return *text* as the output of a print."""
    return {"output_type": "stream", "name": "stdout", "text": text + "\n"}


def notes_on(module: str, modules: Iterable[str], notes: Sequence[Message]) -> list[Message]:
    """Return the notes about *module*, and those that name no module at all."""
    others = [f"{other}." for other in modules if other != module]
    return [note for note in notes if not _names_any(note, others)]


def _names_any(note: Message, names: Sequence[str]) -> bool:
    """Say whether a value of a note has one of *names* in it."""
    return any(
        _names_any(value.message, names)
        if isinstance(value, Phrase)
        else any(name in value.text for name in names)
        for value in note.values.values()
    )


def exercise_text(
    exercise: ExerciseResult, notes: Sequence[Message] = (), translate: Language = ENGLISH
) -> str:
    """
    Return the points of an exercise, what lost some of them, and what holds, as plain text.

    Only texts for students are used; a teacher's note on a check is not.

    Args:
        exercise: The exercise.
        notes: What was repaired while the submission was read.
        translate: The student's language.
    """
    return clean_lines("\n".join(_lines(exercise, notes, translate)))


def _lines(
    exercise: ExerciseResult, notes: Sequence[Message], translate: Language
) -> Iterator[str]:
    score, points = exercise.score, exercise.points
    earned = translate("open") if score is None else f"{score:g}"
    of = translate("{earned} of {points} points", earned=earned, points=f"{points:g}")
    yield f"{exercise.id} {translate(exercise.title)}: {of}"
    if exercise.override is not None:
        yield override_text(exercise, translate)
    messages = {translate.messages(check.message.parts) for check in exercise.checks}
    unanswered = {check.outcome for check in exercise.checks} == {Outcome.UNANSWERED}
    if unanswered and len(messages) == 1:
        yield messages.pop()
        yield from _reading(notes, translate)
        return
    # As on the feedback page: first what lost points, one cause after the other, told once.
    causes: dict[str, list[CheckResult]] = {}
    for check in exercise.checks:
        causes.setdefault(translate.messages(check.message.parts), []).append(check)
    held = causes.pop("", [])
    for message, checks in causes.items():
        yield from (_check_line(check, translate) for check in checks)
        yield from (f"       {line}" for line in message.split("\n"))
    yield from (_check_line(check, translate) for check in held)
    yield from _reading(notes, translate)


def _check_line(check: CheckResult, translate: Language) -> str:
    sign = _SIGNS.get(Outcome(check.outcome), "✗")
    return f"{sign} {_points(check.earned)}/{_points(check.points)}  {translate(check.sentence)}"


def _reading(notes: Sequence[Message], translate: Language) -> Iterator[str]:
    if notes:
        yield ""
        yield translate("How the notebook was read:")
        yield from (f"- {translate.message(note)}" for note in notes)


def _points(points: float) -> str:
    """Return points with two decimals at most, as in the gradebook."""
    return f"{round(points, 2):g}"
