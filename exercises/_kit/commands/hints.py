"""``python -m exercises hint NAME``: a question, then a tool, then a place."""

from collections.abc import Sequence

from _kit.commands import CommandError
from _kit.language import Translator, mark
from _kit.terminal import Screen, joined
from _kit.unit.manifest import (
    Exercise,
    close_names,
    find_exercises,
    hint_command,
    load_exercises,
    program,
)
from _kit.unit.status import Progress, find_statuses, load_progress, save_progress

KINDS = (mark("a question"), mark("a tool"), mark("a place"))


def show_hint(
    screen: Screen, translate: Translator, name: str | None, step: int | None = None
) -> None:
    """
    Print the next hint of an exercise and remember which one it was.

    Args:
        screen: Where to.
        translate: Translates what is shown.
        name: A function, class, id or module; None for the next exercise.
        step: 1, 2 or 3 to see that hint again.

    Raises:
        CommandError: If no exercise has this name.
    """
    progress = load_progress()
    exercise = exercise_named(name) if name else _next_exercise(load_exercises(), progress)
    count = len(exercise.hints)
    if not count:
        screen.line(translate("{exercise} has no hints.", exercise=exercise.id))
        return
    step = step or min(progress.hints.get(exercise.id, 0) + 1, count)
    which = translate(
        "hint {step} of {count}, {kind}", step=step, count=count, kind=translate(KINDS[step - 1])
    )
    screen.line(f"{exercise.id} {exercise.label}: {which}\n")
    screen.wrapped(translate(exercise.hints[step - 1]))
    if step < count:
        screen.line("\n" + joined(translate("The next hint:"), hint_command(exercise)))
    else:
        screen.line("\n" + translate("That was the last hint. To see one again, add --step 1"))
    if progress.hints.get(exercise.id, 0) < step:
        progress.hints[exercise.id] = step
        if not save_progress(progress):
            screen.wrapped(translate("This hint is not remembered: the folder cannot be written."))


def exercise_named(name: str) -> Exercise:
    """
    Return the exercise with this function, class or id.

    Of a module, it is the first exercise that is not done.

    Raises:
        CommandError: If there is none; names that are spelt almost like it are suggested.
    """
    exercises = load_exercises()
    found = find_exercises(name, exercises)
    if found:
        return _next_exercise(found, load_progress())
    shown = repr(name if len(name) <= 40 else name[:37] + "...")
    close = close_names(name, exercises)
    if not close:
        raise CommandError(
            "No exercise is called {name}. See {command}.", name=shown, command=program()
        )
    raise CommandError(
        "No exercise is called {name}. Did you mean {names}?", name=shown, names=" / ".join(close)
    )


def _next_exercise(exercises: Sequence[Exercise], progress: Progress) -> Exercise:
    found = [one for one in find_statuses(load_exercises(), progress) if one.exercise in exercises]
    return next((one for one in found if not one.is_done), found[-1]).exercise
