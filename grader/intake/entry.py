"""One entry of a folder of submissions, and the job of reading it in a reader process."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import msgspec

from grader.errors import SubmissionRefused
from grader.intake.files.archive import archive_tree
from grader.intake.files.folder import folder_tree
from grader.intake.files.gate import ARCHIVE_BYTES, path_parts, read_bytes
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
from .submission import Submission


class EntryKind(Enum):
    """What an entry of a folder of submissions is."""

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


def setup_of(wanted: Wanted) -> Frame:
    """Return what a reader has to know for all submissions."""
    facts = [list(wanted.modules), list(wanted.given), dict(wanted.handed_out)]
    return Frame(facts, tuple(wanted.given.values()))


def wanted_in(setup: Frame) -> Wanted:
    """Return, in a reader, what `setup_of` was made of."""
    modules, given, handed_out = setup.facts
    return Wanted(modules, dict(zip(given, setup.parts, strict=True)), handed_out=handed_out)


def question_of(folder: Path, unit: str, entry: FolderEntry) -> Frame:
    """Return the question for the submission that *entry* of *folder* is."""
    return Frame([os.path.abspath(folder), unit, entry.name, entry.student, entry.kind.value])


def entry_reader(setup: Frame) -> Callable[[Frame, Tell], Submission]:
    """Return, in a reader, the function that reads what a question is about."""
    wanted = wanted_in(setup)

    def read(question: Frame, tell: Tell) -> Submission:
        folder, unit, name, student, kind = question.facts
        try:
            top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise SubmissionRefused(
                message("cannot be read: {why}", why=error.strerror or "")
            ) from None
        try:
            entry = FolderEntry(name, student, EntryKind(kind))
            return _read_entry(top, entry, replace(wanted, unit=unit), tell)
        finally:
            os.close(top)

    return read


def _read_entry(top: int, entry: FolderEntry, wanted: Wanted, tell: Tell) -> Submission:
    if entry.kind is EntryKind.LINK:
        raise SubmissionRefused(
            message("is a symbolic link, which is not followed. Put the work itself here.")
        )
    if entry.kind is EntryKind.ZIP:
        tree = archive_tree(read_bytes(top, entry.name, ARCHIVE_BYTES))
        return read_tree(entry.student, tree, wanted, tell)
    with folder_tree(top, entry.name) as tree:
        return read_tree(entry.student, tree, wanted, tell)


def prepare(setup: Frame) -> Work:
    """Return the work of a reader whose answers are submissions."""
    read = entry_reader(setup)

    def work(question: Frame, tell: Tell) -> Frame:
        found = read(question, tell)
        facts = [
            found.student,
            list(found.files),
            list(found.repaired),
            list(map(packed_text, found.notes)),
            list(map(packed_text, found.repairs)),
            msgspec.to_builtins(found.account),
        ]
        return Frame(facts, (*found.files.values(), *found.repaired.values()))

    return work


def submission_of(answer: Frame) -> Submission:
    """
    Return the submission in a reader's *answer*.

    Raises:
        BadFrameError: If it is not of the form of one.
    """
    student, names, repaired, *texts, account = answer.facts
    if not (isinstance(student, str) and is_list_of(names, str) and is_list_of(repaired, str)):
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
    )
