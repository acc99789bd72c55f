"""``python -m exercises pack``: write the zip to hand in, after testing what it holds."""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from _kit.commands import CommandError
from _kit.files import write_whole
from _kit.language import Translator
from _kit.terminal import Screen, pad, widest
from _kit.unit.manifest import (
    FOLDER,
    Exercise,
    bonus_lines,
    load_exercises,
    load_modules,
    load_unit,
    points_of,
)
from _kit.unit.modules import UnreadableError, imported, parse, read
from _kit.unit.status import Progress, Status, load_progress

RECORD = "submission.json"
# Every visible test has a limit of its own; this one is for code that no test limit can end.
LIMIT_MINUTES = 15


@dataclass(frozen=True)
class Record:
    """The content of submission.json: facts about the modules beside it."""

    schema: int
    unit: str
    unit_version: str
    python: str
    packages: dict[str, str]
    """The version of each package that the unit requires."""
    system: str
    modules: dict[str, str]
    """The SHA-256 of each module."""
    visible: dict[str, str]
    """The status of each exercise by the visible tests."""


def pack(screen: Screen, translate: Translator, target: Path | None = None) -> None:
    """
    Write the zip and print what is in it.

    The visible tests run once more, in a new process and a new folder, on the files of the
    zip: code that needs another file beside it, or something left in memory, fails now and
    not when it is graded.

    Args:
        screen: Where to.
        translate: Translates what is shown.
        target: The zip; by default <unit>-answers.zip in the working folder.

    Raises:
        CommandError: If there is nothing to pack, a file cannot be written, or the target
            was not written by this command.
    """
    exercises = load_exercises()
    # Not the name of the zip that was handed out.
    target = target or Path(f"{load_unit().name}-answers.zip")
    _check_replaceable(target)
    modules, unreadable = _read_modules(load_modules())
    if not modules:
        raise CommandError(
            "There is no module to pack in {folder}. Put your modules there.", folder=FOLDER
        )
    screen.wrapped(translate("Testing your modules in a clean process ..."))
    screen.stream.flush()
    record = _record(modules, exercises, _test(_zip(modules)))
    texts = {**modules, RECORD: (json.dumps(asdict(record), indent=1) + "\n").encode()}
    try:
        write_whole(target, _zip(texts))
    except OSError as error:
        raise CommandError(
            "{place} cannot be written: {reason}. Choose another place with --to.",
            place=target,
            reason=error.strerror,
        ) from None
    _report(screen, translate, modules, record, exercises)
    for problem in unreadable:
        screen.wrapped(translate(problem.message), "  ", "red")
    for line in _about_grading(modules, translate):
        screen.wrapped(line, "  ", "yellow")
    _report_points(screen, translate, record, exercises)
    # A path is copied: it stays in one piece, and the terminal breaks it as it likes.
    screen.line(translate("Hand in {place}", place=target), "bold")


def _check_replaceable(target: Path) -> None:
    """Refuse to overwrite a file that this command has not written."""
    if not target.exists():
        return
    try:
        with ZipFile(target) as old:
            ours = RECORD in old.namelist()
    except (BadZipFile, OSError):
        ours = False
    if not ours:
        raise CommandError(
            "{place} exists and was not written by this command, so it is not overwritten. "
            "Choose another name with --to.",
            place=target,
        )


def _read_modules(modules: Sequence[str]) -> tuple[dict[str, bytes], list[UnreadableError]]:
    """Return the modules that can be opened, and what is wrong with those that cannot be read."""
    found, unreadable = {}, []
    for module in modules:
        try:
            found[f"{module}.py"] = read(module)
            parse(module, found[f"{module}.py"])
        except UnreadableError as error:
            unreadable.append(error)
    return found, unreadable


def _zip(files: dict[str, bytes]) -> bytes:
    """Return a zip of *files*, the same bytes for the same files."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name)  # with a fixed date
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def _test(archive: bytes) -> Progress:
    """Unpack into a new folder, run the visible tests there and return their results."""
    # On Windows a virus scanner may still have a file open that is to be deleted.
    with tempfile.TemporaryDirectory(prefix="pack-", ignore_cleanup_errors=True) as parent:
        folder = Path(parent) / "exercises"
        folder.mkdir()
        for path in [FOLDER / "unit.toml", FOLDER / "conftest.py", *FOLDER.glob("test_*.py")]:
            shutil.copy(path, folder)
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(FOLDER / "_kit", folder / "_kit", ignore=ignore)
        for name in _grading().get("given", ()):
            if (FOLDER / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(FOLDER / name, folder / name)
        with ZipFile(BytesIO(archive)) as files:
            files.extractall(folder)
        _run_tests(Path(parent))
        return load_progress(folder)


def _run_tests(folder: Path) -> None:
    variables = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "PYTHON"))
    }
    command = [sys.executable, "-m", "pytest", "exercises", "-q", "-p", "no:cacheprovider"]
    try:
        done = subprocess.run(
            command, cwd=folder, env=variables, capture_output=True, text=True,
            errors="replace", timeout=60 * LIMIT_MINUTES, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise CommandError(
            "The tests did not end within {minutes} minutes. Does every loop end?",
            minutes=LIMIT_MINUTES,
        ) from None
    if done.returncode not in (0, 1):
        last = (done.stderr.strip() or done.stdout.strip() or "?").splitlines()[-1]
        raise CommandError("The tests could not be run: {reason}", reason=last[:200])


def _record(modules: dict[str, bytes], exercises: Sequence[Exercise], progress: Progress) -> Record:
    unit, results = load_unit(), progress.results
    return Record(
        schema=1,
        unit=unit.name,
        unit_version=unit.version,
        python=platform.python_version(),
        packages={name: _version(name) for name in unit.requires},
        system=platform.system(),
        modules={name: hashlib.sha256(content).hexdigest() for name, content in modules.items()},
        visible={
            one.id: results[one.id].status if one.id in results else Status.NOT_RUN
            for one in exercises
        },
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def _report(
    screen: Screen,
    translate: Translator,
    modules: dict[str, bytes],
    record: Record,
    exercises: Sequence[Exercise],
) -> None:
    width = widest([*modules, RECORD], 16)
    for name, content in modules.items():
        own = [one for one in exercises if f"{one.module}.py" == name]
        done = sum(record.visible[one.id] == Status.DONE for one in own)
        count = translate("{done} of {all} pass", done=done, all=len(own)) if own else ""
        size = translate("{bytes} bytes", bytes=len(content))
        screen.line(
            f"  {pad(name, width)} {size:>12}   {count}".rstrip(),
            "green" if done == len(own) else "yellow",
        )
    unit = translate("unit")
    versions = {"Python": record.python, **record.packages, unit: record.unit_version}
    screen.line(f"  {pad(RECORD, width)} {_listed(versions)}")


def _listed(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def _grading() -> dict[str, Any]:
    """Return what the bundle tells of the grader; nothing if it does not."""
    try:
        return dict(json.loads((FOLDER / "_kit" / "grading.json").read_bytes()))
    except (OSError, ValueError, TypeError):
        return {}


def _about_grading(modules: dict[str, bytes], translate: Translator) -> Iterator[str]:
    """Yield what is different where the modules are graded, as the bundle tells."""
    grader = _grading()
    try:
        python, packages = grader["python"], set(grader["packages"])
        given = [name for name in grader["given"] if name.endswith(".py")]
        versions = _listed({"Python": python, **grader["requires"]})
    except (LookupError, TypeError):
        return
    own = ".".join(platform.python_version_tuple()[:2])
    if own != python:
        yield translate(
            "Your Python is {own}; your work is graded with {versions}.",
            own=own,
            versions=versions,
        )
    known = (
        packages | set(sys.stdlib_module_names) | {Path(name).stem for name in (*modules, *given)}
    )
    for name, content in modules.items():
        for package, line in imported(content):
            if package not in known:
                yield translate(
                    "{name}:{line} imports {package}, which is not there when your work is "
                    "graded. Do without it.",
                    name=name,
                    line=line,
                    package=package,
                )


def _report_points(
    screen: Screen, translate: Translator, record: Record, exercises: Sequence[Exercise]
) -> None:
    missing = [one for one in exercises if record.visible[one.id] != Status.DONE]
    done = [one for one in exercises if one not in missing]
    earned, total = points_of(done), points_of(exercises)
    screen.wrapped(
        translate(
            "{earned} of {total} points by the visible tests; the hidden tests decide the score.",
            earned=f"{earned:g}",
            total=f"{total:g}",
        )
    )
    for line in bonus_lines(exercises, done, translate):
        screen.wrapped(line)
    if missing:
        screen.wrapped(translate("Not done: {names}", names=", ".join(one.id for one in missing)))
