"""
What is known from the last run: ``.progress.json`` beside the exercises.

    {"schema": 1,
     "results": {"E06": {"status": "wrong", "promise": "...", "code": "<fingerprint>"}},
     "hints": {"E06": 2}}

Nothing but convenience hangs on it: it can be deleted at any time, and no grader reads it.
"""

import contextlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from _kit.checking.points_table import FINAL, Tally
from _kit.unit.manifest import FOLDER, Exercise
from _kit.unit.modules import Unreadable, fingerprint, read

NAME = ".progress.json"
SCHEMA = 1


@dataclass
class State:
    """Results by exercise, and how many hints of each were shown."""

    results: dict[str, dict[str, str]] = field(default_factory=dict)
    hints: dict[str, int] = field(default_factory=dict)
    broken: bool = False
    """Whether a file was there that could not be understood."""


def load_state(folder: Path = FOLDER) -> State:
    """Return what is known; nothing if there is no file or it makes no sense."""
    try:
        found = json.loads((folder / NAME).read_bytes())
        results = {str(key): _result(value) for key, value in found["results"].items()}
        hints = {str(key): int(value) for key, value in found["hints"].items()}
        if found["schema"] != SCHEMA:
            raise ValueError("another schema")
    except FileNotFoundError:
        return State()
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return State(broken=True)
    return State(results, hints)


def save_state(state: State, folder: Path = FOLDER) -> bool:
    """Write the file as a whole and return whether that worked; a read-only folder is no error."""
    path = folder / NAME
    scratch = folder / f"{NAME}.{os.getpid()}"
    content = {"schema": SCHEMA, "results": state.results, "hints": state.hints}
    try:
        scratch.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        os.replace(scratch, path)
    except OSError:
        with contextlib.suppress(OSError):
            scratch.unlink()
        return False
    return True


def note_results(tally: Tally, exercises: Sequence[Exercise], folder: Path = FOLDER) -> bool:
    """
    Keep what became of each exercise that was run, and return whether that worked.

    A pass of some of its tests only is no news about an exercise; a failure is.
    """
    state, news = load_state(folder), False
    for exercise in exercises:
        if exercise.id not in tally.verdicts:
            continue
        try:
            code = fingerprint(read(exercise.module, folder), exercise, exercises)
        except Unreadable:  # in a notebook there are no modules
            continue
        status = tally.status(exercise.id)
        known = state.results.get(exercise.id, {})
        if status not in FINAL and known.get("code") == code:
            continue
        promise = tally.promises.get(exercise.id, "")
        state.results[exercise.id] = {"status": status, "promise": promise, "code": code}
        news = True
    return save_state(state, folder) if news else True


def _result(value: Any) -> dict[str, str]:
    return {key: str(value[key]) for key in ("status", "promise", "code")}
