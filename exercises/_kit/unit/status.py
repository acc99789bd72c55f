"""
The status of each exercise: what the last test run said, and what has changed since.

The last run is remembered in ``.progress.json`` beside the exercises::

    {"schema": 1,
     "results": {"mean": {"status": "wrong", "promise": "...", "code": "<fingerprint>"}},
     "hints": {"mean": 2},
     "history": {"mean": {"tries": 3, "solved": "2026-11-29 17:05"}},
     "predictions": {"mean": "0.2"}}

Nothing but convenience depends on this file: it can be deleted at any time, and no grader
reads it.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from _kit.files import write_whole
from _kit.language import Message, Translator, mark, message
from _kit.terminal import joined
from _kit.unit.manifest import FOLDER, Exercise
from _kit.unit.modules import (
    UnreadableError,
    definitions,
    fingerprint,
    is_written,
    parse,
    question,
    read,
)

NAME = ".progress.json"
SCHEMA = 1


class Status(StrEnum):
    """The status of an exercise, in the words that the student reads."""

    # What a test run says.
    DONE = mark("done")
    WRONG = mark("wrong")
    ERROR = mark("error")
    STARTED = mark("started")
    """Some tests pass, the others need a part that is still to be written."""
    NOT_STARTED = mark("not started")
    PARTLY_RUN = mark("partly run")
    """The tests that were run pass; others were not run."""

    # What is known without one.
    TO_DO = mark("to do")
    NOT_RUN = mark("not run")
    CHANGED = mark("changed")
    UNREADABLE = mark("unreadable")


@dataclass(frozen=True)
class LastRun:
    """The result of one exercise in the last test run."""

    status: Status
    promise: str
    """The sentence of the first test that failed, if any."""
    code: str
    """Fingerprint of the code that was run."""


@dataclass(frozen=True)
class History:
    """How often different code of an exercise was run until all its tests passed, and when."""

    tries: int = 0
    solved: str = ""


@dataclass
class Progress:
    """The memory of each exercise: the last run, hints shown, tries, a prediction."""

    results: dict[str, LastRun] = field(default_factory=dict)
    hints: dict[str, int] = field(default_factory=dict)
    history: dict[str, History] = field(default_factory=dict)
    predictions: dict[str, str] = field(default_factory=dict)
    broken: bool = False
    """Whether there was a file that could not be read."""


def load_progress(folder: Path = FOLDER) -> Progress:
    """Return what is remembered; nothing if there is no file or it cannot be read."""
    try:
        found = json.loads((folder / NAME).read_bytes())
        results = {str(key): _last_run(value) for key, value in found["results"].items()}
        hints = {str(key): int(value) for key, value in found["hints"].items()}
        history = {
            str(key): History(int(value["tries"]), str(value["solved"]))
            for key, value in found.get("history", {}).items()
        }
        predictions = {str(key): str(said) for key, said in found.get("predictions", {}).items()}
        if found["schema"] != SCHEMA:
            raise ValueError("another schema")
    except FileNotFoundError:
        return Progress()
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return Progress(broken=True)
    return Progress(results, hints, history, predictions)


def _last_run(value: Any) -> LastRun:
    return LastRun(Status(value["status"]), str(value["promise"]), str(value["code"]))


def save_progress(progress: Progress, folder: Path = FOLDER) -> bool:
    """Write the file and return whether that worked; a read-only folder is no error."""
    results = {id_: asdict(result) for id_, result in progress.results.items()}
    content = {
        "schema": SCHEMA,
        "results": results,
        "hints": progress.hints,
        "history": {id_: asdict(one) for id_, one in progress.history.items()},
        "predictions": progress.predictions,
    }
    try:
        write_whole(folder / NAME, (json.dumps(content, indent=1) + "\n").encode())
    except OSError:
        return False
    return True


def note_results(
    results: Mapping[str, tuple[Status, str]],
    exercises: Sequence[Exercise],
    folder: Path = FOLDER,
) -> bool:
    """
    Remember the status and the failed promise of each exercise that was run.

    Some tests that pass, out of more, replace no earlier result of the same code; a failure
    does.

    Returns:
        Whether what is new could be written.
    """
    progress, news = load_progress(folder), False
    for exercise in exercises:
        if exercise.id not in results:
            continue
        try:
            code = fingerprint(read(exercise.module, folder), exercise, exercises)
        except UnreadableError:  # in a notebook there are no modules
            continue
        status, promise = results[exercise.id]
        known = progress.results.get(exercise.id)
        if status == Status.PARTLY_RUN and known is not None and known.code == code:
            continue
        progress.results[exercise.id] = LastRun(status, promise, code)
        before = progress.history.get(exercise.id, History())
        another = known is None or known.code != code
        if status != Status.NOT_STARTED and not before.solved:
            solved = time.strftime("%Y-%m-%d %H:%M") if status == Status.DONE else ""
            progress.history[exercise.id] = History(before.tries + another, solved)
        news = True
    return save_progress(progress, folder) if news else True


@dataclass(frozen=True)
class ExerciseStatus:
    """One exercise, its status now, and why."""

    exercise: Exercise
    status: Status
    why: Message
    line: int = 1
    """The line of its module at which its task begins."""
    question: str = ""
    """What to predict before running anything."""

    @property
    def is_done(self) -> bool:
        """Whether the last run passed and nothing has changed since."""
        return self.status == Status.DONE


def find_statuses(exercises: Sequence[Exercise], progress: Progress) -> list[ExerciseStatus]:
    """Return the status of each exercise. Modules are read, never run."""
    return [_find_status(exercise, exercises, progress) for exercise in exercises]


def _find_status(
    exercise: Exercise, exercises: Sequence[Exercise], progress: Progress
) -> ExerciseStatus:
    try:
        source = read(exercise.module)
        tree = parse(exercise.module, source)
    except UnreadableError as error:
        return ExerciseStatus(exercise, Status.UNREADABLE, error.message, error.line)
    found = definitions(tree)
    line = min((found[name].lineno for name in exercise.names if name in found), default=1)
    known = progress.results.get(exercise.id)
    code = fingerprint(source, exercise, exercises)
    status, why = _status_and_why(known, code, is_written(tree, exercise))
    return ExerciseStatus(exercise, status, why, line, question(tree, exercise))


def _status_and_why(known: LastRun | None, code: str, written: bool) -> tuple[Status, Message]:
    unchanged = known is not None and known.code == code
    if known is not None and unchanged and known.status != Status.NOT_STARTED:
        return _as_run(known)
    if unchanged or not written:
        return Status.TO_DO, message("It is the first one still to be written.")
    if known is None:
        return Status.NOT_RUN, message("It is written, but its tests have not been run.")
    before = known.status
    return Status.CHANGED, message(
        "It has changed since its last run. The result then: {status}.", status=message(before)
    )


def _as_run(known: LastRun) -> tuple[Status, Message]:
    """Return what the last run said of code that is still the same."""
    if known.status == Status.DONE:
        return known.status, message("All its visible tests passed.")
    if known.status == Status.STARTED:
        return known.status, message("A part of it is still to be written.")
    if known.status == Status.PARTLY_RUN:
        return Status.NOT_RUN, message("Only some of its tests were run.")
    return known.status, message(
        "Still failing in the last run: {promise}", promise=message(known.promise)
    )


def comparison(exercise: Exercise, progress: Progress, translate: Translator) -> str:
    """Return a prediction beside the answer; the answer alone if there was none."""
    said = progress.predictions.get(exercise.id)
    answer = translate("The answer: {answer}", answer=translate(exercise.answer))
    return joined(translate('You predicted "{said}".', said=said), answer) if said else answer
