"""The records that intake returns: a submission, or why one cannot be read."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.messages.message import Message

from .account import Account

STEM_BYTES = 120
_SAFE = frozenset(" ._-@+,()=&#'")
_JAMO = ((0x1100, 0x11FF), (0xA960, 0xA97F), (0xD7B0, 0xD7FF))
_RESERVED_ON_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Submission:
    """The files of one student, read within limits; nothing of them has been run."""

    student: str
    """Name of the folder or zip as found: an identity; use `clean` to show it."""
    files: Mapping[str, bytes]
    """Relative POSIX path to bytes; modules are UTF-8."""
    notes: tuple[Message, ...] = ()
    """What was repaired or left out, one sentence each."""
    account: Account = field(default_factory=Account)
    """What became of every file that was handed in."""
    repaired: Mapping[str, bytes] = field(default_factory=dict)
    """For some of *files*, what is tried in their place where a module cannot be imported."""
    repairs: tuple[Message, ...] = ()
    """What those texts leave out, one sentence each."""
    entry: str = ""
    """SHA-256 of what was handed in and of how it is read; "" where that is not known."""

    @property
    def digest(self) -> str:
        """SHA-256 over sorted names and bytes, so that equal work has equal digests."""
        total = hashlib.sha256()
        for files in (self.files, self.repaired):
            total.update(len(files).to_bytes(8, "big"))
            for name in sorted(files):
                for part in (name.encode("utf-8", "surrogatepass"), files[name]):
                    total.update(len(part).to_bytes(8, "big") + part)
        return total.hexdigest()

    @property
    def file_digests(self) -> dict[str, str]:
        """For each file, the first 128 bits of the SHA-256 of it and of its repaired text."""
        return {
            name: hashlib.sha256(data + self.repaired.get(name, b"")).hexdigest()[:32]
            for name, data in self.files.items()
        }


@dataclass(frozen=True)
class Unchanged:
    """A submission whose entry is as it was read before; it was not read again."""

    student: str


@dataclass(frozen=True)
class Refusal:
    """A submission that cannot be read safely, or whose owner is not clear."""

    student: str
    reason: Message


def file_stem(student: str) -> str:
    """
    Return a file name, without its ending, for what is kept about *student*.

    A name stays as its folder had it; only what some file system refuses or reads as
    something else is percent-encoded, so that different students have different stems.
    A long name is cut and closed with its hash.

    >>> [file_stem(name) for name in ("alice", "Alice Smith", "../bob", "王小明")]
    ['alice', 'Alice Smith', '%2E.%2Fbob', '王小明']
    """
    pieces = [_piece(char) for char in student]
    if student[:1] in ("-", ".", " "):
        pieces[0] = _percent(student[0])
    if student.endswith((".", " ")):
        pieces[-1] = _percent(student[-1])
    if _RESERVED_ON_WINDOWS.match(student):
        pieces[0] = _percent(student[0])
    stem = "".join(pieces)
    if len(stem.encode()) <= STEM_BYTES:
        return stem or "%"
    # No other stem has a "~": it is encoded above.
    ending = "~" + hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return _cut(pieces, STEM_BYTES - len(ending)) + ending


def _piece(char: str) -> str:
    """Return *char* where every file system keeps it as it is, else encode it."""
    if char.isascii():
        return char if char.isalnum() or char in _SAFE else _percent(char)
    composed = unicodedata.normalize("NFC", char) == char and not _is_jamo(char)
    return char if char.isalnum() and composed else _percent(char)


def _is_jamo(char: str) -> bool:
    """Tell whether *char* is a part of a Hangul syllable: such parts melt into one."""
    return any(first <= ord(char) <= last for first, last in _JAMO)


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def _cut(pieces: list[str], limit: int) -> str:
    """Return as many whole leading pieces as fit into *limit* bytes of UTF-8."""
    kept = ""
    for piece in pieces:
        if len((kept + piece).encode()) > limit:
            break
        kept += piece
    return kept
