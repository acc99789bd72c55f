"""``python -m exercises reset NAME``: a function or a module as it was handed out."""

import os
import time
from pathlib import Path

from _kit.commands import CommandError
from _kit.commands.hints import unknown
from _kit.language import Translator
from _kit.terminal import Screen
from _kit.unit.manifest import FOLDER, find_exercise, load_exercises, program
from _kit.unit.modules import Unreadable, read, restore, stub

BACKUPS = ".backups"


def reset(screen: Screen, say: Translator, name: str, *, sure: bool) -> bool:
    """
    Put the stub of an exercise, or of a whole module, back and keep what was there.

    Args:
        screen: Where to ask and tell.
        say: Translates what is shown.
        name: A function, class, id or module.
        sure: Whether to go on without asking.

    Returns:
        Whether it was done; not, if the student said no.

    Raises:
        CommandError: If nothing is called so, the module cannot be read, or a file not written.
    """
    exercises = load_exercises()
    modules = {exercise.module for exercise in exercises}
    whole = name.removesuffix(".py") in modules
    exercise = None if whole else find_exercise(name, exercises)
    if not whole and exercise is None:
        raise CommandError(unknown(name, exercises, say))
    module = name.removesuffix(".py") if exercise is None else exercise.module
    what = f"{module}.py" if exercise is None else f"{exercise.label} ({module}.py)"
    try:
        before = None if not (FOLDER / f"{module}.py").exists() else read(module)
        if exercise is None or before is None:
            after = stub(module).encode()
        else:
            after = restore(before, module, exercise.names)
    except Unreadable as error:
        line = f"{error.where} {say(error.why, **error.filled)}."
        advice = say("The whole module can be reset: {command}", command=_command(module))
        raise CommandError(line if exercise is None else f"{line} {advice}") from None
    if after == before:
        screen.wrapped(say("{what} is as it was handed out.", what=what))
        return True
    if not sure and not _agreed(screen, say("Put the stub of {what} back?", what=what)):
        screen.wrapped(say("Nothing was changed."))
        return False
    try:
        kept = _keep(module, before) if before is not None else None
        _replace(FOLDER / f"{module}.py", after)
    except OSError as error:
        place = Path(error.filename or f"{module}.py").name
        raise CommandError(
            say(
                "{place} cannot be written: {reason}. Nothing was changed.",
                place=place,
                reason=error.strerror,
            )
        ) from None
    screen.wrapped(say("The stub of {what} is back.", what=what))
    if kept is not None:
        screen.wrapped(say("What was there is kept in {place}", place=_shown(kept)))
    return True


def _command(module: str) -> str:
    return f"{program()} reset {module}"


def _agreed(screen: Screen, question: str) -> bool:
    screen.stream.write(f"{question} [y/N] ")
    screen.stream.flush()
    try:
        return input().strip().lower() in ("y", "yes", "j", "ja", "是", "好")
    except (EOFError, RuntimeError, UnicodeError):  # nobody there to ask, or no words
        screen.line()
        return False


def _keep(module: str, source: bytes) -> Path:
    """Write the backup; its name is no Python file's, so that nobody takes it for an answer."""
    folder = FOLDER / BACKUPS
    folder.mkdir(exist_ok=True)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    place, number = folder / f"{module}.py.{stamp}", 1
    while place.exists():
        number += 1
        place = folder / f"{module}.py.{stamp}-{number}"
    place.write_bytes(source)
    return place


def _replace(path: Path, content: bytes) -> None:
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        scratch.write_bytes(content)
        os.replace(scratch, path)
    except OSError:
        scratch.unlink(missing_ok=True)
        raise


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
