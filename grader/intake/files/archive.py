"""Zip archives from outside: listed, checked, and read within limits."""

import io
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from grader.errors import SubmissionRefused, TreeRefused
from grader.messages.message import Message, message, stranger

from .gate import MAX_DEPTH, MAX_ENTRIES, kind_fault, path_parts, size_fault, size_value
from .tree import Tree, is_junk, reason_of

# Honest archives of code and data shrink to a tenth; a bomb to a thousandth.
BOMB_RATIO = 100
BOMB_BYTES = 64 << 20
_ENCRYPTED = 0x1
_CLIMBING = re.compile(r"^/|^[A-Za-z]:|(^|/)\.\.(/|$)")
_ENTRY_SIGNATURE = b"PK\x01\x02"
# bzip2 and lzma can turn a few bytes into gigabytes before anybody can stop them.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class ArchiveKind:
    """What is expected of an archive, and what to do if it is different."""

    most_members: int
    holds_archives: bool
    """Whether zips in it are read, too."""
    is_one_students: bool
    """Whether it is refused as a whole if it would unpack to an absurd size."""
    again: Message
    """What to do about a damaged one, as the others say it about other faults."""
    too_much: Message
    encrypted: Message
    climbing: Message
    twice: Message


#: What a student handed in.
HANDED_IN = ArchiveKind(
    most_members=MAX_ENTRIES,
    holds_archives=False,
    is_one_students=True,
    again=message("Ask for it to be handed in again."),
    too_much=message("Ask for the code only."),
    encrypted=message("Ask for it to be handed in without a password."),
    climbing=message("Ask for a zip of the folder itself."),
    twice=message("Ask which of the two counts."),
)


class Archive:
    """
    A zip archive, listed and checked; its members are read one at a time.

    Args:
        file: The archive, open for reading as long as members are read.
        size: Its bytes.
        kind: What is expected of it.

    Raises:
        SubmissionRefused: If the archive as a whole cannot be trusted: damaged, encrypted, a
            bomb, paths out of its folder, one name twice. The text goes on after its name.
    """

    def __init__(self, file: BinaryIO, size: int, kind: ArchiveKind) -> None:
        self._kind = kind
        self._zip = self._open(file)
        infos = self._zip.infolist()
        if len(infos) > kind.most_members:
            raise _too_many_members(kind)
        # Some Windows programs write backslashes.
        listed = [(info.orig_filename.replace("\\", "/"), info) for info in infos]
        self._check_paths([path for path, _ in listed])
        files = {path: info for path, info in listed if not path.endswith("/")}
        self._check_contents(files.values(), size)
        self.junk = {path for path in files if any(map(is_junk, path.split("/")))}
        self.members: Mapping[str, zipfile.ZipInfo] = {
            path: info for path, info in files.items() if path not in self.junk
        }

    def _open(self, file: BinaryIO) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(file)
        # A hostile archive makes zipfile raise nearly anything (struct.error, IndexError, …).
        except Exception:
            raise SubmissionRefused(
                message("is not a zip archive, or is damaged. {advice}", advice=self._kind.again)
            ) from None

    def _check_paths(self, paths: list[str]) -> None:
        """Raise for a path that makes the whole archive suspect."""
        for path in paths:
            if _CLIMBING.search(path):
                raise SubmissionRefused(
                    message(
                        "holds the path {path}, which leads out of its folder. {advice}",
                        path=stranger(path, limit=100),
                        advice=self._kind.climbing,
                    )
                )
        for path, times in Counter(paths).items():
            if times > 1 and not path.endswith("/"):
                raise SubmissionRefused(
                    message(
                        "holds {path} twice. {advice}",
                        path=stranger(path, limit=100),
                        advice=self._kind.twice,
                    )
                )

    def _check_contents(self, infos: Collection[zipfile.ZipInfo], size: int) -> None:
        """Raise if the archive is encrypted or states absurd sizes."""
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise SubmissionRefused(message("is encrypted. {advice}", advice=self._kind.encrypted))
        unpacked = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        # One student's bomb must not stop a class: in a download it is left out by its size.
        is_bomb = self._kind.is_one_students and unpacked > max(BOMB_BYTES, BOMB_RATIO * size)
        if is_bomb or packed > size:
            advice = self._kind.too_much if is_bomb else self._kind.again
            raise SubmissionRefused(
                message(
                    "is {size} and would unpack to {unpacked}, as a zip bomb does. {advice}",
                    size=size_value(size),
                    unpacked=size_value(unpacked),
                    advice=advice,
                )
            )

    def fault(self, path: str) -> Message | None:
        """Return why a member is not read, though the archive is sound; None for one that is."""
        try:
            parts = path_parts(path)
        except SubmissionRefused as refused:
            return reason_of(refused)
        info = self.members[path]
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) and (fault := kind_fault(mode)):
            return fault
        if len(parts) > MAX_DEPTH + 1:
            return message("is nested more than {most} folders deep", most=MAX_DEPTH)
        if path.lower().endswith(".zip") and not self._kind.holds_archives:
            return message("is a zip within the zip; only the outer one is opened")
        if info.compress_type not in _METHODS:
            return message("is compressed in a way that is not read; an ordinary zip uses deflate")
        return None

    def read(self, path: str, limit: int) -> bytes:
        """
        Return the bytes of a member, unpacking *limit* bytes and one more at most.

        Raises:
            SubmissionRefused: If it is one that is not read, or holds more than *limit* bytes.
            TreeRefused: If it is damaged; then other members may be, too.
        """
        if fault := self.fault(path):
            raise SubmissionRefused(fault)
        info = self.members[path]
        try:
            with self._zip.open(info) as member:
                data = member.read(limit + 1)
        except Exception:  # as in _open
            raise TreeRefused(
                message(
                    "is damaged: {path} does not unpack correctly. {advice}",
                    path=stranger(path, limit=100),
                    advice=self._kind.again,
                )
            ) from None
        if fault := size_fault(max(len(data), info.file_size), limit):
            raise SubmissionRefused(fault)
        return data

    def close(self) -> None:
        """Close the archive; no member is read any more."""
        self._zip.close()


def _too_many_members(kind: ArchiveKind) -> SubmissionRefused:
    return SubmissionRefused(
        message(
            "holds more than {most} files. {advice}",
            most=kind.most_members,
            advice=kind.too_much,
        )
    )


def archive_tree(data: bytes) -> Tree:
    """
    Return the tree of the zip archive *data* that a student handed in.

    Raises:
        SubmissionRefused: If the archive as a whole cannot be trusted; see `Archive`.
    """
    if data.count(_ENTRY_SIGNATURE) > 2 * HANDED_IN.most_members:
        raise _too_many_members(HANDED_IN)  # before the list itself fills the memory
    archive = Archive(io.BytesIO(data), len(data), HANDED_IN)
    faults = {path: archive.fault(path) for path in archive.members}
    sizes = {path: archive.members[path].file_size for path, fault in faults.items() if not fault}
    odd = {path: fault for path, fault in faults.items() if fault}
    return Tree(sizes, archive.read, odd, archive.junk)
