"""A folder of submissions: who handed in, and the work of each, one student at a time."""

import difflib
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from grader.course.manifest import Course
from grader.course.new_course import NOTEBOOK_KIT, NOTEBOOK_KIT_PATH, student_kit
from grader.errors import GraderError, SubmissionRefused
from grader.files import os_errors_as, zip_bytes
from grader.intake.files.tree import is_junk, reason_of, sentence_on
from grader.intake.readers.reader import Answer, Reader
from grader.messages.message import Message, message, stranger
from grader.release.bundle import bundle_files
from grader.text import clean

from .entry import EntryKind, FolderEntry, changed_reader, question_of, submission_reader
from .reading import Wanted, content_digest, is_archive
from .submission import Refusal, Submission, Unchanged

_EXPECTED = "expected a folder with one folder or one zip for each student"
_ZIP = re.compile(r"(?P<student>.+)\.zip", re.IGNORECASE | re.DOTALL)
# What a student may hand in, though only folders and zips are read.
_STRAY = re.compile(
    r"(?!readme|index\.|license)(?P<student>.+?)\.(pyw?|ipynb|tar|tar\.\w+|t[bgx]z2?|gz|bz2|xz"
    r"|rar|7z|zipx|pdf|docx?|odt|rtf|html?|md|txt|pages|tex|png|jpe?g|heic)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class StudentEntries:
    """All entries that belong to one student: normally one folder or one zip."""

    entries: tuple[FolderEntry, ...]
    strays: tuple[FolderEntry, ...]

    @property
    def students(self) -> list[str]:
        """The spellings of the name; more than one only where they clash."""
        return sorted({entry.student for entry in self.entries or self.strays})


def wanted_of(course: Course) -> Wanted:
    """Return what is looked for in the submissions of *course*."""
    stubs = {module: course.exercises / f"{module}.py" for module in course.unit.modules}
    given = {module: path.read_bytes() for module, path in stubs.items() if path.is_file()}
    files = bundle_files(course)
    name = course.unit.name
    files[f"{name}.zip"] = zip_bytes({f"{name}/{path}": data for path, data in files.items()})
    # A course without a students' kit of its own hands out this one beside its notebooks.
    known = {**dict(student_kit()), NOTEBOOK_KIT_PATH: NOTEBOOK_KIT.read_bytes(), **files}
    digests = {path: content_digest(data) for path, data in known.items()}
    return Wanted(course.unit.modules, given, name, digests)


def read_submissions(
    folder: Path,
    only: Collection[str] = (),
    *,
    wanted: Wanted | None = None,
    reader: Reader[Submission] | None = None,
) -> Iterator[Submission | Refusal]:
    """
    Return an iterator over what lies in *folder*, in the order of the students' names.

    Each student's files are read when their turn comes, so that memory does not grow with
    the number of students. Whatever one of them handed in, the others are read.

    Args:
        folder: Holds one folder or one zip for each student.
        only: Names of the students to read; all if empty.
        wanted: What is looked for in each submission; see `wanted_of`.
        reader: Reads the files, for what is *wanted*; by default one is started and ended.

    Raises:
        GraderError: At once, if the folder is unusable or a name in *only* is unknown.
    """
    wanted = wanted or Wanted()
    own = submission_reader(wanted)
    return _submissions(read_class(folder, wanted, reader or own, only), own)


def read_changed(
    folder: Path, known: Callable[[str], str], only: Collection[str] = (), *, wanted: Wanted
) -> Iterator[Submission | Refusal | Unchanged]:
    """
    Return what `read_submissions` does; what is as it was read before is not read again.

    Args:
        folder: Holds one folder or one zip for each student.
        known: Student to the `Submission.entry` of the work that is known, or "".
        only: Names of the students to read; all if empty.
        wanted: What is looked for in each submission.

    Raises:
        GraderError: As `read_submissions`.
    """
    own = changed_reader(wanted)
    owned = read_class(folder, wanted, own, only, known)
    return _changed(owned, own)


def _submissions(
    owned: Iterator[tuple[StudentEntries, Submission] | Refusal], own: Reader[Submission]
) -> Iterator[Submission | Refusal]:
    with own:
        for each in owned:
            yield each if isinstance(each, Refusal) else _of_owner(*each)


def _changed(
    owned: Iterator[tuple[StudentEntries, Submission | Unchanged] | Refusal],
    own: Reader[Submission | Unchanged],
) -> Iterator[Submission | Refusal | Unchanged]:
    with own:
        for each in owned:
            if isinstance(each, Refusal):
                yield each
                continue
            owner, found = each
            if isinstance(found, Unchanged):
                yield Unchanged(owner.entries[0].student)
            else:
                yield _of_owner(owner, found)


def read_class(
    folder: Path,
    wanted: Wanted,
    reader: Reader[Answer],
    only: Collection[str] = (),
    known: Callable[[str], str] = lambda _student: "",
) -> Iterator[tuple[StudentEntries, Answer] | Refusal]:
    """
    Return an iterator over the *reader*'s answer on each student in *folder*, by name.

    Raises:
        GraderError: As `read_submissions`.
    """
    where = clean(str(folder))
    with _listing(folder, where) as top:
        owners = _find_owners(top)
        names = sorted(os.listdir(top))
    _check_class(where, names, owners, wanted.modules)
    return _answers(folder, wanted.unit, _select_owners(owners, only, where), reader, known)


def count_submissions(folder: Path, only: Collection[str] = ()) -> int:
    """
    Return how many submissions and refusals `read_submissions` yields for *folder*.

    Raises:
        GraderError: If the folder cannot be listed.
    """
    where = clean(str(folder))
    with _listing(folder, where) as top:
        owners = _select_owners(_find_owners(top), only, where)
    return sum(len(owner.students) for owner in owners)


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


@contextmanager
def _listing(folder: Path, where: str) -> Iterator[int]:
    """Yield *folder*, opened to be listed in the block."""
    try:
        top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise GraderError(f"{where} does not exist, {_EXPECTED}. Check the path.") from None
    except NotADirectoryError:
        raise GraderError(
            f"{where} is a file, {_EXPECTED}. Name the folder that it is in."
        ) from None
    except OSError as error:
        raise GraderError(
            f"{where} cannot be opened: {error.strerror}, {_EXPECTED}. Check its permissions."
        ) from None
    try:
        with os_errors_as(
            GraderError,
            f"{where} cannot be listed",
            f"{_EXPECTED.capitalize()}. Check its permissions.",
        ):
            yield top
    finally:
        os.close(top)


def _find_owners(top: int) -> list[StudentEntries]:
    """Return the students with entries in the open folder *top*, sorted by name."""
    groups: dict[str, list[FolderEntry]] = {}
    for name in sorted(os.listdir(top)):
        entry = _entry(top, name)
        if entry is not None:
            groups.setdefault(_key(entry.student), []).append(entry)
    owners = [
        StudentEntries(
            tuple(entry for entry in group if entry.kind is not EntryKind.STRAY),
            tuple(entry for entry in group if entry.kind is EntryKind.STRAY),
        )
        for group in groups.values()
    ]
    return sorted(owners, key=lambda owner: owner.students)


def _entry(top: int, name: str) -> FolderEntry | None:
    """Return the entry called *name*, or None if it belongs to no student."""
    if is_junk(name):
        return None
    try:
        mode = os.stat(name, dir_fd=top, follow_symlinks=False).st_mode
    except FileNotFoundError:  # gone since it was listed
        return None
    zipped = _student(_ZIP, name)
    stray = _student(_STRAY, name)
    if stat.S_ISDIR(mode):
        return FolderEntry(name, name, EntryKind.FOLDER)
    if stat.S_ISLNK(mode) and (zipped or stray or not _leads_to_file(top, name)):
        return FolderEntry(name, zipped or stray or name, EntryKind.LINK)
    if name.startswith("."):
        return None
    if zipped:
        return FolderEntry(name, zipped, EntryKind.ZIP)
    return FolderEntry(name, stray, EntryKind.STRAY) if stray else None


def _leads_to_file(top: int, name: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(name, dir_fd=top).st_mode)
    except OSError:
        return False


def _student(pattern: re.Pattern[str], name: str) -> str | None:
    match = pattern.fullmatch(name)
    return match["student"] if match else None


def _key(student: str) -> str:
    """Return a form of a name that is equal for two spellings: blanks and normal form aside."""
    return unicodedata.normalize("NFC", student).strip()


def _check_class(
    where: str, names: list[str], owners: list[StudentEntries], modules: Collection[str]
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


def _select_owners(
    owners: list[StudentEntries], only: Collection[str], where: str
) -> list[StudentEntries]:
    """
    Return the owners that *only* names, all if it is empty.

    A name may be given as the shell completes it: ``alice/`` and ``alice.zip`` are alice.
    """
    by_key = {_key(owner.students[0]): owner for owner in owners}
    wanted = set()
    for name in only:
        plain = name.rstrip("/")
        keys = [_key(plain), _key(_student(_ZIP, plain) or plain)]
        key = next((key for key in keys if key in by_key), None)
        if key is None:
            close = difflib.get_close_matches(keys[-1], by_key, n=3, cutoff=0.5)
            raise GraderError(
                f"{where} has no submission of {_quoted([name])}. "
                + (f"Did you mean {_quoted(close, 'or')}?" if close else "Check the spelling.")
            )
        wanted.add(key)
    return [owner for key, owner in by_key.items() if not only or key in wanted]


def _quoted(names: Iterable[str], word: str = "") -> str:
    """Return names as shown in a sentence; those that look alike in escapes."""
    quoted = _in_quotes(names)
    return f" {word} ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def _in_quotes(names: Iterable[str]) -> list[str]:
    names = list(names)
    shown = [clean(name, limit=100) for name in names]
    if len({_key(name) for name in shown}) < len(shown):
        shown = [name.encode("unicode_escape", "surrogatepass").decode() for name in names]
    return [f'"{name}"' for name in shown]


def _answers(
    folder: Path,
    unit: str,
    owners: list[StudentEntries],
    reader: Reader[Answer],
    known: Callable[[str], str],
) -> Iterator[tuple[StudentEntries, Answer] | Refusal]:
    answers = reader.answers(
        question_of(
            folder, unit, entry, [stray.name for stray in owner.strays], known(entry.student)
        )
        for owner in owners
        if len(owner.entries) == 1
        for entry in owner.entries
    )
    for owner in owners:
        if len(owner.entries) != 1:
            reason = _clash(owner) if owner.entries else _stray(owner.strays[0])
            yield from (Refusal(student, reason) for student in owner.students)
            continue
        (entry,) = owner.entries
        answer = next(answers)
        if isinstance(answer, SubmissionRefused):
            yield Refusal(entry.student, sentence_on(entry.name, reason_of(answer)))
        else:
            yield owner, answer


def _of_owner(owner: StudentEntries, found: Submission) -> Submission:
    """Return what a reader *found*, with a note on what else belongs to that student."""
    names = [stray.name for stray in owner.strays]
    why = message("lies beside it and was not read")
    return replace(
        found,
        student=owner.entries[0].student,
        notes=found.notes + tuple(sentence_on(name, why) for name in names),
        account=found.account.with_unread(names, why),
    )


def _clash(owner: StudentEntries) -> Message:
    """Return the sentence for a student with more than one folder or zip."""
    *names, last = _in_quotes(entry.name for entry in owner.entries)
    return message(
        "{names} and {last} belong to the same student. Keep the one that counts.",
        names=", ".join(names),
        last=last,
    )


def _stray(entry: FolderEntry) -> Message:
    """Return the sentence for a student of whom only a file of another kind is there."""
    name = stranger(entry.name, limit=200)
    if not is_archive(entry.name):
        return message(
            "{name}: only folders and zip files are read. "
            "Put it into a folder with the student's name.",
            name=name,
        )
    return message(
        "{name}: only folders and zip files are read. "
        "Unpack it into a folder with the student's name.",
        name=name,
    )
