"""``python -m exercises reset NAME``: a function or a module as it was handed out."""

import time
from pathlib import Path

from _kit.commands import CommandError
from _kit.commands.hints import exercise_named
from _kit.files import shown_path, write_whole
from _kit.language import Translator
from _kit.terminal import Screen
from _kit.unit.manifest import FOLDER, Exercise, load_modules, program
from _kit.unit.modules import UnreadableError, read, restore, stub

BACKUPS = ".backups"
# English, German and Chinese.
YES = ("y", "yes", "j", "ja", "是", "好")


def reset(screen: Screen, translate: Translator, name: str, *, sure: bool) -> bool:
    """
    Restore the stub of an exercise or of a whole module and keep a backup.

    Args:
        screen: Where to ask and tell.
        translate: Translates what is shown.
        name: A function, class, id or module.
        sure: Whether to go on without asking.

    Returns:
        Whether it is done; not, if the student said no.

    Raises:
        CommandError: If nothing has this name, or a file cannot be written.
        UnreadableError: If the module cannot be read, or has no stub.
    """
    module = name.removesuffix(".py")
    exercise = None if module in load_modules() else exercise_named(name)
    module = module if exercise is None else exercise.module
    what = f"{module}.py" if exercise is None else f"{exercise.label} ({module}.py)"
    before, after = _before_and_after(module, exercise)
    if after == before:
        screen.wrapped(translate("{what} is the same as when it was handed out.", what=what))
        return True
    if not sure and not _agreed(screen, translate("Restore the stub of {what}?", what=what)):
        screen.wrapped(translate("Nothing was changed."))
        return False
    try:
        backup = _back_up(module, before) if before is not None else None
        write_whole(FOLDER / f"{module}.py", after)
    except OSError as error:
        place = Path(error.filename or f"{module}.py").name
        raise CommandError(
            "{place} cannot be written: {reason}. Nothing was changed.",
            place=place,
            reason=error.strerror,
        ) from None
    screen.wrapped(translate("The stub of {what} is restored.", what=what))
    if backup is not None:
        screen.wrapped(translate("Your code is kept in {place}", place=shown_path(backup)))
    return True


def _before_and_after(module: str, exercise: Exercise | None) -> tuple[bytes | None, bytes]:
    """Return a module as it is, None if it is missing, and as it will be."""
    whole = stub(module).encode()
    before = read(module) if (FOLDER / f"{module}.py").exists() else None
    if exercise is None or before is None:
        return before, whole
    try:
        return before, restore(before, module, exercise.names)
    except UnreadableError as error:
        raise CommandError(
            "{problem} The whole module can be reset: {command}",
            problem=error.message,
            command=f"{program()} reset {module}",
        ) from None


def _agreed(screen: Screen, question: str) -> bool:
    screen.stream.write(f"{question} [y/N] ")
    screen.stream.flush()
    try:
        return input().strip().lower() in YES
    except (EOFError, RuntimeError, UnicodeError):  # nobody to ask, or no text
        screen.line()
        return False


def _back_up(module: str, source: bytes) -> Path:
    """Write the backup; its name does not end in .py, so that it is not taken for an answer."""
    folder = FOLDER / BACKUPS
    folder.mkdir(exist_ok=True)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    place, number = folder / f"{module}.py.{stamp}", 1
    while place.exists():
        number += 1
        place = folder / f"{module}.py.{stamp}-{number}"
    place.write_bytes(source)
    return place
