"""Where an exercise stands: what its module says now beside what the last run said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from _kit.language import Translator
from _kit.unit.manifest import Exercise
from _kit.unit.modules import (
    Unreadable,
    definitions,
    fingerprint,
    is_written,
    mark,
    parse,
    question,
    read,
)
from _kit.unit.progress_file import State


@dataclass(frozen=True)
class Standing:
    """One exercise, its state in a word, and why."""

    exercise: Exercise
    word: str
    """done, wrong, error, started, not started, to do, not run, changed or unreadable."""
    why: Callable[[Translator], str]
    line: int = 1
    """Where its task begins."""
    question: str = ""
    """What to predict before running anything."""

    @property
    def is_done(self) -> bool:
        """Whether the last run passed and nothing has changed since."""
        return self.word == "done"


def standings(exercises: Sequence[Exercise], state: State) -> list[Standing]:
    """Return where each exercise stands. Modules are read, never run."""
    return [_standing(exercise, exercises, state) for exercise in exercises]


def _standing(exercise: Exercise, exercises: Sequence[Exercise], state: State) -> Standing:
    try:
        source = read(exercise.module)
        tree = parse(exercise.module, source)
    except Unreadable as error:
        where, why, filled = error.where, error.why, error.filled
        return Standing(
            exercise,
            "unreadable",
            lambda say: f"{where} {say(why, **filled)}.",
            error.line,
        )
    found = definitions(tree)
    line = min((found[name].lineno for name in exercise.names if name in found), default=1)
    word, why = _word(exercise, is_written(tree, exercise), source, exercises, state)
    return Standing(exercise, word, why, line, question(tree, exercise))


def _word(
    exercise: Exercise,
    written: bool,
    source: bytes,
    exercises: Sequence[Exercise],
    state: State,
) -> tuple[str, Callable[[Translator], str]]:
    known = state.results.get(exercise.id)
    if known is not None and known["code"] == fingerprint(source, exercise, exercises):
        word, promise = known["status"], known["promise"]
        if word == "done":
            return word, lambda say: say("All its visible tests passed.")
        if word in ("wrong", "error"):
            return word, lambda say: say(
                "Not kept in the last run: {promise}", promise=say(promise)
            )
        if word == "started":
            return word, lambda say: say("A part of it is still to be written.")
        if word != "not started":
            return "not run", lambda say: say("Only a part of its tests was run.")
    if not written:
        return "to do", lambda say: say("It is the first that is still to be written.")
    if known is None:
        return "not run", lambda say: say("It is written and was never run.")
    before = known["status"]
    return "changed", lambda say: say(
        "It changed since its last run, which said: {status}.", status=say(before)
    )
