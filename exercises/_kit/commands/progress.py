"""``python -m exercises``: a bar for each module, what is next and why, one command."""

from collections.abc import Iterator

from _kit.language import Translator
from _kit.terminal import Screen, columns, joined, pad
from _kit.unit.manifest import load_exercises, load_unit, program, task_place, test_command
from _kit.unit.progress_file import load_state
from _kit.unit.status import Standing, standings

COLOURS = {"done": "green", "to do": "grey", "not started": "grey", "wrong": "red", "error": "red"}
NAME_WIDTH = 10
FIGURES_WIDTH = 21
BAR_WIDTH = 40


def show_progress(screen: Screen, say: Translator, *, every: bool = False) -> None:
    """
    Print where the student is. Nothing is run; what the last run said is remembered.

    Args:
        screen: Where to.
        say: Translates what is shown.
        every: Also list every exercise, not only those that need a look.
    """
    state = load_state()
    if state.broken:
        screen.wrapped(say("What the last runs said cannot be read; run the tests again."))
    found = standings(load_exercises(), state)
    total = sum(one.exercise.points for one in found)
    earned = sum(one.exercise.points for one in found if one.is_done)
    title = say(load_unit()["title"])
    points = say("{earned} of {total} points", earned=f"{earned:g}", total=f"{total:g}")
    screen.line(
        f"{pad(title, screen.width - columns(points) - 1)} {points}"
        if columns(title) + columns(points) < screen.width
        else f"{title}: {points}",
        "bold",
    )
    screen.line()
    for module in dict.fromkeys(one.exercise.module for one in found):
        _module_line(screen, say, [one for one in found if one.exercise.module == module])
    screen.line()
    _exercise_lines(screen, say, found if every else list(_to_look_at(found)))
    show_next(screen, say, found)


def _module_line(screen: Screen, say: Translator, ones: list[Standing]) -> None:
    points = sum(one.exercise.points for one in ones)
    earned = sum(one.exercise.points for one in ones if one.is_done)
    begun = sum(
        one.exercise.points
        for one in ones
        if one.word not in ("done", "to do", "not started", "unreadable")
    )
    count = say("{done} of {all}", done=sum(one.is_done for one in ones), all=len(ones))
    room = screen.width - NAME_WIDTH - FIGURES_WIDTH - 2
    bar = screen.bar((earned / points, begun / points), min(max(room, 8), BAR_WIDTH))
    figures = f"{earned:g}/{points:g}"
    screen.line(f"{ones[0].exercise.module:<{NAME_WIDTH}} {bar} {pad(count, 10)} {figures:>10}")


def _to_look_at(found: list[Standing]) -> Iterator[Standing]:
    """Yield what is begun and not done: wrong, changed since, never run, unreadable."""
    for one in found:
        if one.word not in ("done", "to do", "not started"):
            yield one


def _exercise_lines(screen: Screen, say: Translator, ones: list[Standing]) -> None:
    for one in ones:
        word = pad(say(one.word), 12)
        text = f"{one.exercise.id:<4} {word} {one.exercise.label}"
        if columns(text) + columns(say(one.exercise.title)) + 3 <= screen.width:
            text = f"{text}: {say(one.exercise.title)}"
        screen.line(text, COLOURS.get(one.word, "yellow"))
    if ones:
        screen.line()


def show_next(screen: Screen, say: Translator, found: list[Standing] | None = None) -> None:
    """Print what comes next, why, and the command to go on with."""
    exercises = load_exercises()
    found = found or standings(exercises, load_state())
    todo = [one for one in found if not one.is_done]
    if not todo:
        screen.wrapped(say("All visible tests pass. Pack your modules and hand them in:"))
        screen.line(f"  {program()} pack", "bold")
        return
    first = todo[0]
    exercise = first.exercise
    screen.wrapped(joined(say("Next:"), f"{exercise.id} {exercise.label} ({say(exercise.title)})"))
    screen.wrapped(first.why(say), "  ")
    if first.word == "to do" and first.question:
        screen.wrapped(say(first.question), "  ")
    about = say("about {minutes} minutes", minutes=exercise.minutes)
    worth = say("{points} points", points=f"{exercise.points:g}")
    screen.line(f"  {task_place(exercise, first.line)}, {about}, {worth}")
    screen.line(f"  {test_command(exercise, exercises)}", "bold")
