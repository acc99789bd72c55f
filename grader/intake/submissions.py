"""A folder of submissions, read one student at a time."""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.course.manifest import Course
from grader.errors import GraderError, SubmissionRefused
from grader.intake.files.archive import archive_tree
from grader.intake.files.folder import folder_tree
from grader.intake.files.gate import ARCHIVE_BYTES, read_bytes
from grader.text import clean

from .reading import read_tree
from .roster import Entry, Owner, clash, find_owners, select_owners
from .submission import Refusal, Submission

_EXPECTED = "expected a folder with one folder or one zip for each student"


@dataclass(frozen=True)
class Wanted:
    """What is looked for in every submission."""

    modules: Collection[str] = ()
    """The unit's modules, looked for wherever they lie in a submission."""
    given: Mapping[str, bytes] = field(default_factory=dict)
    """The modules as they were handed out, to tell an answer from a stub."""
    unit: str = ""
    """The unit's name. In nbgrader's tree only the folder of this name is read."""


def wanted_of(course: Course) -> Wanted:
    """Return what is looked for in the submissions of *course*."""
    stubs = {module: course.exercises / f"{module}.py" for module in course.unit.modules}
    given = {module: path.read_bytes() for module, path in stubs.items() if path.is_file()}
    return Wanted(course.unit.modules, given, course.unit.name)


def read_submissions(
    folder: Path,
    only: Collection[str] = (),
    *,
    modules: Collection[str] = (),
    wanted: Wanted | None = None,
) -> Iterator[Submission | Refusal]:
    """
    Return an iterator over what lies in *folder*, in the order of the students' names.

    Each student's files are read when their turn comes, so a class of thousands is never
    in memory at once. Whatever one of them handed in, the others are read.

    Args:
        folder: Holds one folder or one zip for each student.
        only: Names of the students to read; all if empty.
        modules: The unit's modules, where nothing else is known of it.
        wanted: What is looked for in each submission; see `wanted_of`.

    Raises:
        GraderError: At once, if the folder is unusable or a name in *only* is unknown.
    """
    wanted = wanted or Wanted(modules)
    where = clean(str(folder))
    top = _open(folder, where)
    try:
        owners = find_owners(top)
        names = sorted(os.listdir(top))
    except OSError as error:
        raise GraderError(
            f"{where} cannot be listed: {error.strerror}, {_EXPECTED}. Check its rights."
        ) from None
    finally:
        os.close(top)
    _hold_class(where, names, owners, wanted.modules)
    return _read_all(folder, where, select_owners(owners, only, where), wanted)


def is_nbgrader_tree(folder: Path, unit: str) -> bool:
    """Tell whether *folder* is nbgrader's: each student has a folder for each assignment."""
    if not unit:
        return False
    try:
        with os.scandir(folder) as entries:
            return any(
                entry.is_dir(follow_symlinks=False) and os.path.isdir(os.path.join(entry, unit))
                for entry in entries
            )
    except OSError:
        return False


def _open(folder: Path, where: str) -> int:
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise GraderError(f"{where} does not exist, {_EXPECTED}. Check the path.") from None
    except NotADirectoryError:
        raise GraderError(f"{where} is a file, {_EXPECTED}. Name the folder it lies in.") from None
    except OSError as error:
        raise GraderError(
            f"{where} cannot be opened: {error.strerror}, {_EXPECTED}. Check its rights."
        ) from None


def _hold_class(
    where: str, names: list[str], owners: list[Owner], modules: Collection[str]
) -> None:
    """Raise if nobody handed in, or if the folder is the work of one student."""
    if "nbgrader_config.py" in names or {"source", "submitted"} <= set(names):
        raise GraderError(
            f"{where} is an nbgrader course, {_EXPECTED}. Name its folder {where}/submitted."
        )
    own = [
        name
        for name in names
        if name.endswith((".py", ".ipynb")) and (name.partition(".")[0] in modules or not modules)
    ]
    nobody = not any(owner.entries for owner in owners)
    if own and (nobody or 1 < len(modules) <= len(own)):
        raise GraderError(
            f"{where} holds {clean(own[0])} itself, {_EXPECTED}. Is it the work of one student? "
            "Then name the folder above it, and the student with --only."
        )
    if not owners:
        found = "holds no submission" if names else "is empty"
        raise GraderError(f"{where} {found}, {_EXPECTED}. Check the path.")


def _read_all(
    folder: Path, where: str, owners: list[Owner], wanted: Wanted
) -> Iterator[Submission | Refusal]:
    if not is_nbgrader_tree(folder, wanted.unit):
        wanted = replace(wanted, unit="")
    top = _open(folder, where)
    try:
        for owner in owners:
            if len(owner.entries) == 1:
                yield _read_owner(top, owner, wanted)
                continue
            reason = clash(owner) if owner.entries else _stray(owner.strays[0])
            for student in owner.students:
                yield Refusal(student, reason)
    finally:
        os.close(top)


def _read_owner(top: int, owner: Owner, wanted: Wanted) -> Submission | Refusal:
    """Return the submission of an owner with one entry, or why it cannot be read."""
    (entry,) = owner.entries
    try:
        submission = _read_entry(top, entry, wanted)
    except SubmissionRefused as refused:
        reason = f"{clean(entry.name, limit=200)} {refused}".removesuffix(".")
        return Refusal(entry.student, f"{reason}.")
    beside = tuple(
        f"{clean(stray.name, limit=200)} lies beside it and was not read." for stray in owner.strays
    )
    return replace(submission, notes=submission.notes + beside)


def _read_entry(top: int, entry: Entry, wanted: Wanted) -> Submission:
    if entry.kind == "link":
        raise SubmissionRefused(
            "is a symbolic link, which is not followed. Put the work itself here."
        )
    if entry.kind == "zip":
        tree = archive_tree(read_bytes(top, entry.name, ARCHIVE_BYTES))
        return read_tree(entry.student, tree, wanted.modules, wanted.given, wanted.unit)
    with folder_tree(top, entry.name) as tree:
        return read_tree(entry.student, tree, wanted.modules, wanted.given, wanted.unit)


def _stray(entry: Entry) -> str:
    code = entry.name.lower().endswith((".py", ".ipynb"))
    advice = "Put it into" if code else "Unpack it into"
    return (
        f"{clean(entry.name, limit=200)}: only folders and zip files are read. "
        f"{advice} a folder of the student's name."
    )
