"""The points table at the end of a test run, made from the outcomes alone."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from _kit.checking.outcomes import Tally
from _kit.language import Translator
from _kit.terminal import columns, joined, pad, widest, wrap
from _kit.unit.manifest import (
    Exercise,
    all_command,
    bonus_lines,
    hint_command,
    load_exercises,
    manual_lines,
    points_of,
    program,
    test_command,
)
from _kit.unit.status import Status

COLOURS = {Status.DONE: "green", Status.WRONG: "red", Status.ERROR: "red"}
#: The columns of ids, labels and outcomes where none of them is wider.
ID_WIDTH, LABEL_WIDTH, WORD_WIDTH, TITLE_WIDTH = 4, 25, 11, 30


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
    points = {}
    for exercise in shown:
        earned = exercise.points if statuses[exercise.id] == Status.DONE else 0
        worth = f"{earned:g}/{exercise.points:g}"
        points[exercise.id] = joined(translate("bonus"), worth) if exercise.bonus else worth
    ids = widest((exercise.id for exercise in shown), ID_WIDTH)
    last = widest(points.values(), ID_WIDTH)
    room = width - ids - WORD_WIDTH - last - 3
    labels = min(
        widest((exercise.label for exercise in shown), LABEL_WIDTH), max(room, LABEL_WIDTH)
    )
    has_titles = room - labels >= TITLE_WIDTH
    for exercise in shown:
        status = statuses[exercise.id]
        title = f"{pad(translate(exercise.title), TITLE_WIDTH)} " if has_titles else ""
        word = pad(_word(status, exercise, tally, translate), WORD_WIDTH)
        start = f"{pad(exercise.id, ids)} {pad(exercise.label, labels)} {title}{word}"
        end = " " * (last - columns(points[exercise.id])) + points[exercise.id]
        line(f"{start} {end}", **{COLOURS.get(status, "yellow"): True})
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
    done = [exercise for exercise in shown if exercise not in todo]
    total, here, earned = map(points_of, (exercises, shown, done))
    figures = {"earned": f"{earned:g}", "total": f"{total:g}", "here": f"{here:g}"}
    if len(shown) == len(exercises):
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
    yield from bonus_lines(shown, done, translate)
    if todo:
        first = todo[0]
        yield joined(translate("Next:"), f"{first.id} {first.label} ({translate(first.title)})")
        yield "  " + pad(translate("a hint:"), 10) + f" {hint_command(first)}"
        yield "  " + pad(translate("only this:"), 10) + f" {test_command(first)}"
    elif len(shown) < len(exercises):
        yield joined(translate("All of these are done. To run the whole unit:"), all_command())
    else:
        yield translate("All visible tests pass. Pack your modules and hand them in:")
        yield f"  {program()} pack"
