"""``python -m exercises pack``: one zip to hand in, tested as it lies in the zip."""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from _kit.commands import CommandError
from _kit.language import Translator
from _kit.terminal import Screen
from _kit.unit.manifest import FOLDER, Exercise, load_exercises, load_unit
from _kit.unit.modules import Unreadable, parse, read
from _kit.unit.progress_file import State, load_state

RECORD = "submission.json"
# The visible tests end by themselves, each at its own limit; this is for what ends nothing.
LIMIT_S = 900


def pack(screen: Screen, say: Translator, target: Path | None = None) -> None:
    """
    Write the zip and print what is in it.

    The visible tests run once more, in a new process and a new folder, on what the zip
    holds: what works only because of a file lying beside it, or of something left in
    memory, shows now and not when graded.

    Args:
        screen: Where to.
        say: Translates what is shown.
        target: The zip; by default the name of the unit in the working folder.

    Raises:
        CommandError: If there is nothing to pack, a file cannot be written or the target is no
            pack of ours.
    """
    unit, exercises = load_unit(), load_exercises()
    target = target or Path(f"{unit['name']}.zip")
    _hold_ours(target, say)
    modules, missing = _modules(exercises)
    if not modules:
        raise CommandError(say("There is no module to pack. Looked in {folder}", folder=FOLDER))
    # On Windows a virus scanner may still look at a file that is to go.
    with tempfile.TemporaryDirectory(prefix="pack-", ignore_cleanup_errors=True) as folder:
        screen.wrapped(say("Testing what will be packed, in a clean process ..."))
        screen.stream.flush()
        draft = Path(folder) / "draft.zip"
        _write(draft, modules, None)
        state = _test(draft, Path(folder) / "exercises", say)
        record = _record(unit, modules, exercises, state)
        _write(draft, modules, record)
        try:
            shutil.copyfile(draft, f"{target}.part")
            os.replace(f"{target}.part", target)
        except OSError as error:
            Path(f"{target}.part").unlink(missing_ok=True)
            raise CommandError(
                say(
                    "{place} cannot be written: {reason}. Name another place with --to.",
                    place=target,
                    reason=error.strerror,
                )
            ) from None
    _report(screen, say, target, modules, missing, record, exercises)


def _hold_ours(target: Path, say: Translator) -> None:
    """Refuse to overwrite what this command has not written."""
    if not target.exists():
        return
    try:
        with ZipFile(target) as old:
            ours = RECORD in old.namelist()
    except (BadZipFile, OSError):
        ours = False
    if not ours:
        raise CommandError(
            say("{place} is there and is no pack. Name another one with --to.", place=target)
        )


def _modules(exercises: Sequence[Exercise]) -> tuple[dict[str, bytes], list[Unreadable]]:
    """Return the modules that are there, and a reason for each that is not or is no Python."""
    found, missing = {}, []
    for module in dict.fromkeys(exercise.module for exercise in exercises):
        try:
            found[f"{module}.py"] = read(module)
            parse(module, found[f"{module}.py"])
        except Unreadable as error:
            missing.append(error)
    return found, missing


def _write(path: Path, modules: dict[str, bytes], record: dict[str, object] | None) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED) as pack:
        for name, content in modules.items():
            pack.writestr(_entry(name), content)
        if record is not None:
            pack.writestr(_entry(RECORD), json.dumps(record, indent=1) + "\n")


def _entry(name: str) -> ZipInfo:
    # One date for all: the same modules give the same zip.
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _test(draft: Path, folder: Path, say: Translator) -> State:
    """Unpack into a new folder, run the visible tests there and return what they say."""
    folder.mkdir()
    for path in [FOLDER / "unit.toml", FOLDER / "conftest.py", *FOLDER.glob("test_*.py")]:
        shutil.copy(path, folder)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(FOLDER / "_kit", folder / "_kit", ignore=ignore)
    with ZipFile(draft) as pack:
        pack.extractall(folder)
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "PYTHON"))
    }
    command = [sys.executable, "-m", "pytest", "exercises", "-q", "-p", "no:cacheprovider"]
    try:
        done = subprocess.run(
            command, cwd=folder.parent, env=clean, capture_output=True, text=True,
            errors="replace", timeout=LIMIT_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise CommandError(say("The tests gave no answer. Does a loop end?")) from None
    if done.returncode not in (0, 1):
        last = (done.stderr.strip() or done.stdout.strip() or "?").splitlines()[-1]
        raise CommandError(say("The tests could not be run: {reason}", reason=last[:200]))
    return load_state(folder)


def _record(
    unit: dict[str, str], modules: dict[str, bytes], exercises: Sequence[Exercise], state: State
) -> dict[str, object]:
    visible = {
        exercise.id: state.results.get(exercise.id, {}).get("status", "not run")
        for exercise in exercises
    }
    return {
        "schema": 1,
        "unit": unit["name"],
        "unit_version": unit["version"],
        "python": platform.python_version(),
        "torch": _version("torch"),
        "system": platform.system(),
        "modules": {name: hashlib.sha256(content).hexdigest() for name, content in modules.items()},
        "visible": visible,
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def _report(
    screen: Screen,
    say: Translator,
    target: Path,
    modules: dict[str, bytes],
    missing: list[Unreadable],
    record: dict[str, object],
    exercises: Sequence[Exercise],
) -> None:
    visible = record["visible"]
    for name, content in modules.items():
        own = [one for one in exercises if f"{one.module}.py" == name]
        done = sum(visible[one.id] == "done" for one in own)
        count = say("{done} of {all} pass", done=done, all=len(own))
        size = say("{bytes} bytes", bytes=len(content))
        screen.line(f"  {name:<16} {size:>12}   {count}", "green" if done == len(own) else "yellow")
    screen.line(
        f"  {RECORD:<16} Python {record['python']}, torch {record['torch']}, "
        f"{say('unit')} {record['unit_version']}"
    )
    for error in missing:
        screen.wrapped(f"{error.where} {say(error.why, **error.filled)}.", "  ", "red")
    earned = sum(one.points for one in exercises if visible[one.id] == "done")
    total = sum(one.points for one in exercises)
    screen.wrapped(
        say(
            "{earned} of {total} points by the visible tests; the hidden tests have the last word.",
            earned=f"{earned:g}",
            total=f"{total:g}",
        )
    )
    open_ones = [one.id for one in exercises if visible[one.id] != "done"]
    if open_ones:
        screen.wrapped(say("Not done: {names}", names=", ".join(open_ones)))
    # A path is copied: it stays in one piece, and the terminal breaks it as it likes.
    screen.line(say("Hand in {place}", place=target), "bold")
