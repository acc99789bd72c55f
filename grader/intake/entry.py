"""One entry of a folder of submissions, and the job of reading it in a reader process."""

import hashlib
import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import msgspec

from grader.errors import SubmissionRefused
from grader.intake.files.archive import archive_tree
from grader.intake.files.folder import folder_tree
from grader.intake.files.gate import ARCHIVE_BYTES, TOTAL_BYTES, path_parts, read_bytes
from grader.intake.files.tree import Tree
from grader.intake.readers.frames import (
    BadFrameError,
    Frame,
    NamedParts,
    is_list_of,
    packed_text,
    unpacked_text,
)
from grader.intake.readers.process import Tell, Work
from grader.intake.readers.reader import Job, Reader
from grader.messages.message import message

from .account import Account
from .reading import MAX_NOTES, Wanted, read_tree
from .submission import Submission, Unchanged


class EntryKind(Enum):
    """The kind of an entry in a folder of submissions."""

    FOLDER = "folder"
    ZIP = "zip"
    LINK = "link"
    STRAY = "stray"
    """A file that somebody handed in, of a kind that is not read."""


@dataclass(frozen=True)
class FolderEntry:
    """One entry of the folder of submissions that belongs to a student."""

    name: str
    """As found on disk."""
    student: str
    """The name without ``.zip`` and the like."""
    kind: EntryKind


def submission_reader(wanted: Wanted) -> Reader[Submission]:
    """Return a reader of what is *wanted* in submissions, for `read_submissions`."""
    return Reader(Job(prepare, setup_of(wanted), submission_of))


def changed_reader(wanted: Wanted) -> Reader[Submission | Unchanged]:
    """Return a reader that does not read again what is as a question says it was."""
    return Reader(Job(prepare, setup_of(wanted), changed_of))


def setup_of(wanted: Wanted) -> Frame:
    """Return what a reader has to know for all submissions."""
    facts = [list(wanted.modules), list(wanted.given), dict(wanted.handed_out)]
    return Frame(facts, tuple(wanted.given.values()))


def wanted_in(setup: Frame) -> Wanted:
    """Return, in a reader, what `setup_of` was made of."""
    modules, given, handed_out = setup.facts
    return Wanted(modules, dict(zip(given, setup.parts, strict=True)), handed_out=handed_out)


def question_of(
    folder: Path, unit: str, entry: FolderEntry, beside: Collection[str] = (), known: str = ""
) -> Frame:
    """
    Return the question for the submission that *entry* of *folder* is.

    Args:
        folder: The folder of submissions.
        unit: The folder below the entry that is read; "" for all of it.
        entry: The entry.
        beside: The names of the other files of that student in *folder*.
        known: The digest of the entry when it was read before, or "".
    """
    about = [unit, entry.name, entry.student, entry.kind.value, list(beside)]
    return Frame([os.path.abspath(folder), known, about])


def prepare(setup: Frame) -> Work:
    """Return the work of a reader whose answers are submissions."""
    wanted = wanted_in(setup)
    how = hashlib.sha256(repr((sys.version, setup.facts)).encode("utf-8", "surrogatepass"))
    for part in setup.parts:
        how.update(b"%d " % len(part) + part)

    def work(question: Frame, tell: Tell) -> Frame:
        folder, known, (unit, name, student, kind, beside) = question.facts
        digest = how.copy()
        digest.update(repr((unit, name, student, kind, beside)).encode("utf-8", "surrogatepass"))
        with _opened(folder, FolderEntry(name, student, EntryKind(kind)), digest) as tree:
            entry = digest.hexdigest() if tree.is_held else ""
            if known and entry == known:
                return UNCHANGED
            found = read_tree(student, tree.tree, replace(wanted, unit=unit), tell)
        return answer_of(replace(found, entry=entry))

    return work


def answer_of(found: Submission) -> Frame:
    """Return the answer that `submission_of` reads."""
    facts = [
        found.student,
        found.entry,
        list(found.files),
        list(found.repaired),
        list(map(packed_text, found.notes)),
        list(map(packed_text, found.repairs)),
        msgspec.to_builtins(found.account),
    ]
    return Frame(facts, (*found.files.values(), *found.repaired.values()))


#: The answer on an entry that is as it was.
UNCHANGED = Frame("unchanged")


@dataclass(frozen=True)
class _Opened:
    """The tree of an entry, and whether all of its content is in the digest."""

    tree: Tree
    is_held: bool


@contextmanager
def _opened(folder: str, entry: FolderEntry, digest: "hashlib._Hash") -> Iterator[_Opened]:
    """Open an entry and add its content to *digest*: what is read later is what was digested."""
    try:
        top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise SubmissionRefused(
            message("cannot be read: {why}", why=error.strerror or "")
        ) from None
    try:
        if entry.kind is EntryKind.LINK:
            raise SubmissionRefused(
                message("is a symbolic link, which is not followed. Put the work itself here.")
            )
        if entry.kind is EntryKind.ZIP:
            data = read_bytes(top, entry.name, ARCHIVE_BYTES)
            digest.update(data)
            yield _Opened(archive_tree(data), is_held=True)
        else:
            with folder_tree(top, entry.name) as tree:
                yield _held(tree, digest)
    finally:
        os.close(top)


def _held(tree: Tree, digest: "hashlib._Hash") -> _Opened:
    """Return a folder's tree with all of its files in memory, if they are not too much."""
    if tree.odd or sum(tree.sizes.values()) > TOTAL_BYTES:
        return _Opened(tree, is_held=False)
    digest.update(repr(sorted(tree.junk)).encode("utf-8", "surrogatepass"))
    held: dict[str, bytes] = {}
    for path in sorted(tree.sizes):
        try:
            held[path] = tree.read(path, TOTAL_BYTES)
        except SubmissionRefused:
            return _Opened(tree, is_held=False)
        name = path.encode("utf-8", "surrogatepass")
        digest.update(b"%d %d " % (len(name), len(held[path])) + name + held[path])

    def read(path: str, limit: int) -> bytes:
        return held[path] if len(held[path]) <= limit else tree.read(path, limit)

    sizes = {path: len(held[path]) for path in tree.sizes}
    return _Opened(replace(tree, sizes=sizes, read=read), is_held=True)


def changed_of(answer: Frame) -> Submission | Unchanged:
    """
    Return the submission in a reader's *answer*, or that it has not changed.

    Raises:
        BadFrameError: If it is not of the form of either.
    """
    return Unchanged("") if answer.facts == UNCHANGED.facts else submission_of(answer)


def submission_of(answer: Frame) -> Submission:
    """
    Return the submission in a reader's *answer*.

    Raises:
        BadFrameError: If it is not of the form of one.
    """
    if not isinstance(answer.facts, list) or len(answer.facts) != 7:
        raise BadFrameError("not the facts of a submission")
    student, entry, names, repaired, *texts, account = answer.facts
    if not (isinstance(student, str) and isinstance(entry, str) and len(entry) <= 64):
        raise BadFrameError("not the name of a submission")
    if not (is_list_of(names, str) and is_list_of(repaired, str)):
        raise BadFrameError("not the facts of a submission")
    if len(names) + len(repaired) != len(answer.parts) or max(map(len, texts)) > MAX_NOTES:
        raise BadFrameError("another number of files or notes than a submission has")
    try:
        for name in (*names, *repaired):
            path_parts(name)
        fates = msgspec.convert(account, Account)
    except (SubmissionRefused, msgspec.MsgspecError) as fault:
        raise BadFrameError(str(fault)) from None
    for said in fates.texts:
        unpacked_text(packed_text(said))
    notes, repairs = (tuple(map(unpacked_text, each)) for each in texts)
    return Submission(
        student,
        NamedParts(names, answer.parts),
        notes,
        fates,
        NamedParts(repaired, answer.parts, len(names)),
        repairs,
        entry,
    )
