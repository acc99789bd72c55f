"""``python -m exercises hint NAME``: a question, then a tool, then a place."""

from collections.abc import Sequence

from _kit.commands import CommandError
from _kit.language import Translator
from _kit.terminal import Screen, joined
from _kit.unit.manifest import (
    Exercise,
    close_names,
    find_exercise,
    hint_command,
    load_exercises,
    program,
)
from _kit.unit.progress_file import load_state, save_state
from _kit.unit.status import standings

KINDS = ("a question", "a tool", "a place")


def show_hint(screen: Screen, say: Translator, name: str | None, step: int | None = None) -> None:
    """
    Print the next hint of an exercise and remember how far its student has come.

    Args:
        screen: Where to.
        say: Translates what is shown.
        name: A function, class or id; None for the exercise that is next.
        step: 1, 2 or 3 to see that one again.

    Raises:
        CommandError: If nothing is called so.
    """
    state = load_state()
    exercise = the_exercise(name, say) if name else _next_exercise()
    step = step or min(state.hints.get(exercise.id, 0) + 1, len(exercise.hints))
    count = len(exercise.hints)
    what = say("hint {step} of {count}, {kind}", step=step, count=count, kind=say(KINDS[step - 1]))
    screen.line(f"{exercise.id} {exercise.label}: {what}\n")
    screen.wrapped(say(exercise.hints[step - 1]))
    if step < count:
        screen.line("\n" + joined(say("The next one:"), hint_command(exercise)))
    else:
        screen.line("\n" + say("That was the last one. To see one again: --step 1"))
    if state.hints.get(exercise.id, 0) < step:
        state.hints[exercise.id] = step
        if not save_state(state):
            screen.wrapped(say("The step is not remembered: this folder cannot be written."))


def the_exercise(name: str, say: Translator) -> Exercise:
    """
    Return the exercise that is called so.

    Raises:
        CommandError: If none is, with what may have been meant.
    """
    exercises = load_exercises()
    found = find_exercise(name, exercises)
    if found is None:
        raise CommandError(unknown(name, exercises, say))
    return found


def unknown(name: str, exercises: Sequence[Exercise], say: Translator) -> str:
    """Return the answer to a name that nothing is called by."""
    shown = repr(name if len(name) <= 40 else name[:37] + "...")
    close = close_names(name, exercises)
    said = say("No exercise is called {name}.", name=shown)
    if not close:
        return joined(said, say("See {command}.", command=program()))
    return joined(said, say("Did you mean {names}?", names=" / ".join(close)))


def _next_exercise() -> Exercise:
    found = standings(load_exercises(), load_state())
    return next((one for one in found if not one.is_done), found[-1]).exercise
