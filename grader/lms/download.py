"""The zip that a learning platform makes of a class's submissions, and who owns its files."""

import os
import shutil
import tempfile
import unicodedata
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import msgspec

from grader.errors import DownloadRefused, SubmissionRefused
from grader.files import os_errors_as
from grader.intake.files.gate import path_parts
from grader.intake.readers.frames import BadFrameError, Frame, is_list_of, unpacked_text
from grader.intake.readers.process import ReaderLimits
from grader.intake.readers.reader import Job, Reader
from grader.messages.message import Message
from grader.terms.times import known_time
from grader.text import clean

from .class_list import ClassList
from .download_reader import CollectedFile, prepare
from .gradescope_metadata import GradescopeEntry

STUDENT_BYTES = 64 << 20
#: What a platform packs; a class of ten thousand with a dozen files each has 120,000 members.
MOST_MEMBERS = 200_000
# The list of so many members takes memory, and so do Gradescope's metadata of a large class.
_LIMITS = ReaderLimits(memory_mib=1536, processor_s=120, wall_s=600.0)
_TEXT_BYTES = 128 << 20


class Download:
    """
    A downloaded zip. A reader process opens it, lists it and unpacks it; here are names and bytes.

    Args:
        path: The zip, or the folder that a computer has made of it.
        zone: The zone of times in it that name none.

    Raises:
        DownloadRefused: If it cannot be opened, or no platform would write such a zip.
    """

    def __init__(self, path: Path, zone: tzinfo = UTC) -> None:
        self.where = clean(str(path))
        self.zone = zone
        self._packed: tempfile.TemporaryDirectory[str] | None = None
        with os_errors_as(DownloadRefused, f"{self.where} cannot be read", "Check the path."):
            if path.is_dir():
                # A browser on macOS unpacks what it downloads.
                self._packed = tempfile.TemporaryDirectory()
                path = _packed_folder(path, Path(self._packed.name) / "download.zip")
            path.open("rb").close()
        setup = Frame([os.path.abspath(path), MOST_MEMBERS, STUDENT_BYTES])
        answer_bytes = STUDENT_BYTES + _TEXT_BYTES
        job = Job(prepare, setup, _answer_of, answer_bytes, _TEXT_BYTES, _LIMITS)
        self._reader: Reader[Any] = Reader(job)
        try:
            self.members, self.too_long = self._reader.answer(Frame(["members"]))
        except SubmissionRefused as refused:
            self._close()
            raise DownloadRefused(f"{self.where} {refused}") from None

    def __enter__(self) -> "Download":
        return self

    def __exit__(self, *_exc: object) -> None:
        self._close()

    def _close(self) -> None:
        self._reader.close()
        if self._packed is not None:
            self._packed.cleanup()

    def gradescope_metadata(self, path: str) -> Mapping[str, GradescopeEntry]:
        """
        Return the entries of Gradescope's metadata in a member.

        Raises:
            SubmissionRefused: If it cannot be read.
        """
        entries: Mapping[str, GradescopeEntry] = self._reader.answer(Frame(["metadata", path]))
        return entries

    def files(
        self, files: Mapping[str, str], modules: Collection[str]
    ) -> tuple[dict[str, bytes], tuple[Message, ...], tuple[CollectedFile, ...]]:
        """
        Return the files of a student that are collected, notes, and what became of each file.

        Args:
            files: A path as the student named it, to a member of the download; a zip is opened.
            modules: Names of the notebooks, so that ``loss (1).ipynb`` becomes ``loss.ipynb``.

        Raises:
            SubmissionRefused: If an inner archive cannot be trusted, there is too much, or the
                reader came to a limit.
        """
        found: tuple[dict[str, bytes], tuple[Message, ...], tuple[CollectedFile, ...]]
        found = self._reader.answer(Frame(["files", dict(files), list(modules)]))
        return found


def _packed_folder(folder: Path, target: Path) -> Path:
    """Write the files of an unpacked download into a zip again, links left out."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                # A name need not be UTF-8, as names in a zip are.
                name = clean(path.relative_to(folder).as_posix()).replace("\\", "~")
                info = zipfile.ZipInfo(name)
                with path.open("rb") as source, archive.open(info, "w") as packed:
                    shutil.copyfileobj(source, packed)
    return target


def _answer_of(answer: Frame) -> object:
    """
    Return what a reader's *answer* holds.

    Raises:
        BadFrameError: If it is not of the form of one.
    """
    match answer.facts:
        case ["members", list(names), list(too_long)] if is_list_of(names + too_long, str):
            return tuple(names), tuple(too_long)
        case ["metadata", entries]:
            try:
                return msgspec.convert(entries, dict[str, GradescopeEntry])
            except msgspec.ValidationError:
                raise BadFrameError("not Gradescope's metadata") from None
        case ["files", list(names), list(notes), list(rows)] if is_list_of(names, str):
            try:
                for name in names:
                    path_parts(name)
            except SubmissionRefused as refused:
                raise BadFrameError(str(refused)) from None
            files = dict(zip(names, answer.parts, strict=True))
            if not all(is_list_of(row, str) and len(row) == 3 for row in rows):
                raise BadFrameError("not the rows of a table of files")
            table = tuple(CollectedFile(*row) for row in rows)
            return files, tuple(map(unpacked_text, notes)), table
    raise BadFrameError("not an answer about a download")


@dataclass
class Upload:
    """The files that one student handed in at one time."""

    student: str
    """The id in the course: from the class list, or what the platform calls the student."""
    files: dict[str, str] = field(default_factory=dict)
    """Path as the student named it, to the member of the download."""
    is_late: bool = False
    """Whether the platform says that it is late."""
    time: datetime | None = None
    order: int = 0
    """Larger is newer, for uploads without a time."""
    group: str = ""
    """The group whose work it is, if several students handed it in together."""


@dataclass
class SortedDownload:
    """The uploads of each student in a download, and the files that belong to nobody."""

    platform: str
    uploads: list[Upload] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)
    """Name in the download, to the reason why it belongs to nobody."""
    notes: list[str] = field(default_factory=list)
    _attempts: dict[tuple[str, str, str], Upload] = field(default_factory=dict)

    def add(
        self, student: str, written: str, name: str, member: str, zone: tzinfo, key: str = ""
    ) -> None:
        """
        Add a file to the attempt of a student at the time that the platform wrote.

        Args:
            student: Whose it is.
            written: The time as the platform wrote it, "" if it does not say; if it cannot be
                read, that is noted.
            name: The file's name as the student gave it.
            member: The file in the download.
            zone: The zone of a time that names none.
            key: What tells apart two people whose ids are the same here.
        """
        if (student, key, written) not in self._attempts:
            time = known_time(written, zone)
            if time is None and written:
                self.notes.append(
                    f"{clean(name, limit=80)} of {clean(student, limit=80)}: "
                    f"{clean(written, limit=60)!r} is not a valid time, so the submission "
                    "time is unknown."
                )
            self._attempts[student, key, written] = Upload(student, time=time)
            self.uploads.append(self._attempts[student, key, written])
        self._attempts[student, key, written].files[name] = member

    def identify(
        self, name: str, known: ClassList | None, keys: Collection[str], own: str
    ) -> str | None:
        """
        Return the id of a student, or None after noting that *name* belongs to nobody.

        Ambiguous students are reported, never guessed.

        Args:
            name: What is identified, as the download names it.
            known: The class list, if there is one.
            keys: What the student may be found by there, best first.
            own: The id where there is no class list.
        """
        if known is None:
            # Two spellings of an accent are one name, and one folder.
            return unicodedata.normalize("NFC", own)
        students = known.find(keys)
        if len(students) == 1:
            return next(iter(students))
        listed = " or ".join(sorted(clean(each, limit=60) for each in students))
        self.unknown[name] = f"could be {listed}" if students else "is not in the class list"
        return None
