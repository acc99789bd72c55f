"""The points table at the end of a test run, made from the outcomes alone."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from _kit.checking.outcomes import Tally
from _kit.language import Translator
from _kit.terminal import columns, joined, pad, wrap
from _kit.unit.manifest import (
    Exercise,
    all_command,
    hint_command,
    load_exercises,
    manual_lines,
    program,
    test_command,
)
from _kit.unit.status import Status

COLOURS = {Status.DONE: "green", Status.WRONG: "red", Status.ERROR: "red"}
TITLE_WIDTH = 30
FULL_WIDTH = 77


class WriteLine(Protocol):
    """Writes one line; takes colours as pytest's terminal writer does."""

    def __call__(self, line: str, **markup: bool) -> None: ...


def write_table(tally: Tally, width: int, line: WriteLine, translate: Translator) -> None:
    """
    Write the table, the total and what to do next.

    Args:
        tally: The verdicts; an exercise without any is not shown.
        width: Columns of the terminal.
        line: Writes one line.
        translate: Translates what is shown.
    """
    exercises = load_exercises()
    statuses = {id_: status for id_, (status, _) in tally.results().items()}
    shown = [exercise for exercise in exercises if exercise.id in statuses]
    if not shown:
        return
    line("")
    for exercise in shown:
        status = statuses[exercise.id]
        earned = exercise.points if status == Status.DONE else 0
        title = f"{pad(translate(exercise.title), TITLE_WIDTH)} " if width >= FULL_WIDTH else ""
        points = f"{earned:g}/{exercise.points:g}"
        word = pad(_word(status, exercise, tally, translate), 11)
        text = f"{exercise.id:<4} {exercise.label:<25} {title}{word} {points:>4}"
        line(text, **{COLOURS.get(status, "yellow"): True})
    line("")
    by_hand = manual_lines(translate) if len(shown) == len(exercises) else ()
    for sentence in (*by_hand, *_closing(exercises, shown, statuses, translate)):
        for part in wrap(sentence, width) if columns(sentence) > width else [sentence]:
            line(part)


def _word(status: Status, exercise: Exercise, tally: Tally, translate: Translator) -> str:
    if status != Status.PARTLY_RUN:
        return translate(status)
    run, expected = tally.counts(exercise.id)
    return translate("{run} of {expected} run", run=run, expected=expected)


def _closing(
    exercises: Sequence[Exercise],
    shown: Sequence[Exercise],
    statuses: dict[str, Status],
    translate: Translator,
) -> Iterator[str]:
    todo = [exercise for exercise in shown if statuses[exercise.id] != Status.DONE]
    total = sum(exercise.points for exercise in exercises)
    here = sum(exercise.points for exercise in shown)
    earned = sum(exercise.points for exercise in shown if exercise not in todo)
    figures = {"earned": f"{earned:g}", "total": f"{total:g}", "here": f"{here:g}"}
    if here == total:
        yield translate(
            "{earned} of {total} points by the visible tests; the hidden tests decide the score.",
            **figures,
        )
    else:
        yield translate(
            "{earned} of the {here} points of this run ({total} in the whole unit); the hidden "
            "tests decide the score.",
            **figures,
        )
    if todo:
        first = todo[0]
        yield joined(translate("Next:"), f"{first.id} {first.label} ({translate(first.title)})")
        yield "  " + pad(translate("a hint:"), 10) + f" {hint_command(first)}"
        yield "  " + pad(translate("only this:"), 10) + f" {test_command(first)}"
    elif here < total:
        yield joined(translate("All of these are done. To run the whole unit:"), all_command())
    else:
        yield translate("All visible tests pass. Pack your modules and hand them in:")
        yield f"  {program()} pack"
