"""``python -m exercises predict NAME``: write down what you expect before you run anything."""

from _kit.commands import CommandError
from _kit.commands.hints import exercise_named
from _kit.language import Translator
from _kit.terminal import Screen
from _kit.unit.manifest import load_exercises
from _kit.unit.status import (
    ExerciseStatus,
    Progress,
    comparison,
    find_statuses,
    load_progress,
    save_progress,
)

LONGEST = 500


def predict(screen: Screen, translate: Translator, name: str | None) -> None:
    """
    Ask the question of a task and keep the answer; once it is solved, show both beside the truth.

    Args:
        screen: Where to ask and tell.
        translate: Translates what is shown.
        name: A function, class, id or module; None for the next exercise.

    Raises:
        CommandError: If no exercise has this name, or its task asks no question.
    """
    progress = load_progress()
    found = find_statuses(load_exercises(), progress)
    one = next((one for one in found if not one.is_done), found[-1])
    if name:
        exercise = exercise_named(name)
        one = next(one for one in found if one.exercise == exercise)
    if not one.question:
        raise CommandError("{name} asks for no prediction.", name=one.exercise.id)
    screen.line(f"{one.exercise.id} {one.exercise.label}", "bold")
    screen.wrapped(translate(one.question))
    screen.line()
    if one.is_done:
        screen.wrapped(comparison(one.exercise, progress, translate))
        return
    _ask(screen, translate, one, progress)


def _ask(screen: Screen, translate: Translator, one: ExerciseStatus, progress: Progress) -> None:
    before = progress.predictions.get(one.exercise.id)
    if before:
        screen.wrapped(translate('You predicted "{said}".', said=before))
    screen.stream.write(translate("Your prediction (Enter alone changes nothing):") + " ")
    screen.stream.flush()
    try:
        said = " ".join(input().split())[:LONGEST]
    except (EOFError, RuntimeError, UnicodeError):  # nobody to ask, or no text
        screen.line()
        return
    if not said:
        return
    progress.predictions[one.exercise.id] = said
    if save_progress(progress):
        screen.wrapped(
            translate("It is kept on this computer and shown again once all tests pass.")
        )
    else:
        screen.wrapped(translate("It is not kept: the folder cannot be written."))
