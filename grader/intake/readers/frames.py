"""Frames between the command and a reader: JSON and bytes, of bounded size."""

import json
import os
import struct
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import msgspec

from grader.errors import GraderError
from grader.messages.message import Message, Phrase
from grader.text import clean

#: Sizes of the whole and of the text, before text and parts.
HEAD = struct.Struct("!QI")
#: How deep messages for people stand in one another.
MOST_NESTED = 8


class BadFrameError(Exception):
    """What was received is not a message, or not one of the expected form."""


@dataclass(frozen=True)
class Frame:
    """Facts, which are JSON, and parts, which are bytes."""

    facts: Any
    parts: Sequence[bytes] = ()

    def packed(self) -> list[bytes]:
        """Return the frame in pieces."""
        text = json.dumps([self.facts, [len(part) for part in self.parts]]).encode("ascii")
        total = len(text) + sum(map(len, self.parts))
        return [HEAD.pack(total, len(text)) + text, *self.parts]


class Parts(Sequence[bytes]):
    """
    The parts of a large frame, on the disk until they are asked for.

    Raises:
        GraderError: If there is no room for them.
    """

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._places: list[tuple[int, int]] = []
        try:
            self._file = tempfile.TemporaryFile()
            for part in parts:
                self._places.append((self._file.tell(), len(part)))
                self._file.write(part)
            self._file.flush()
        except OSError as error:
            raise GraderError(
                f"{clean(tempfile.gettempdir())} cannot keep a large submission: "
                f"{error.strerror}. Make room there, or set TMPDIR to another folder."
            ) from None

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> bytes: ...

    @overload
    def __getitem__(self, at: slice) -> "list[bytes]": ...

    def __getitem__(self, at: int | slice) -> "bytes | list[bytes]":
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        start, size = self._places[at]
        return os.pread(self._file.fileno(), size, start)


class NamedParts(Mapping[str, bytes]):
    """
    Files that are parts of a frame, by name; one on the disk is read when it is asked for.

    Args:
        names: The name of each file.
        parts: The parts of the frame.
        first: Which of them is the first file.
    """

    def __init__(self, names: Iterable[str], parts: Sequence[bytes], first: int = 0) -> None:
        self._parts = parts
        self._places = {name: number for number, name in enumerate(names, first)}

    def __getitem__(self, name: str) -> bytes:
        return self._parts[self._places[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __repr__(self) -> str:
        return f"NamedParts({list(self._places)})"

    def __reduce__(self) -> tuple[type, tuple[dict[str, bytes]]]:
        return dict, (dict(self),)


def unpacked(
    take: Callable[[int], bytes], limit: int, text_limit: int, in_memory: int = sys.maxsize
) -> Frame:
    """
    Return the frame that comes next.

    Args:
        take: Returns the next bytes, as many as it is asked for.
        limit: The largest frame in bytes.
        text_limit: The longest text in it.
        in_memory: The most bytes of all parts that are kept in memory.

    Raises:
        BadFrameError: If it is larger, or not what `Frame.packed` makes.
    """
    total, length = HEAD.unpack(take(HEAD.size))
    if total > limit or length > min(total, text_limit):
        raise BadFrameError(f"a frame of {total} bytes with {length} of text is too large")
    try:
        facts, sizes = json.loads(take(length))
    except (ValueError, TypeError, RecursionError):
        raise BadFrameError("a frame without facts and sizes") from None
    if not is_list_of(sizes, int) or min(sizes, default=0) < 0 or sum(sizes) != total - length:
        raise BadFrameError("a frame whose sizes do not add up")
    parts = map(take, sizes)
    return Frame(facts, tuple(parts) if sum(sizes) <= in_memory else Parts(parts))


def packed_text(said: Message) -> Any:
    """Return a message for people as a fact."""
    return msgspec.to_builtins(said)


def unpacked_text(fact: Any) -> Message:
    """
    Return the message for people that a *fact* holds.

    Raises:
        BadFrameError: If it is not what `packed_text` makes, is not clean, or has no end.
    """
    try:
        said = msgspec.convert(fact, Message)
    except (msgspec.MsgspecError, RecursionError):
        raise BadFrameError("a text that is not a message for people") from None
    if not said or clean(said.text) != said.text or _depth(said) > MOST_NESTED:
        raise BadFrameError("a message for people that is empty, not clean or nested too deep")
    return said


def _depth(said: Message) -> int:
    inner = [each.message for each in said.values.values() if isinstance(each, Phrase)]
    return 1 + max(map(_depth, inner), default=0)


def is_list_of(value: object, kind: type) -> bool:
    """Tell whether *value* is a list and each item of exactly this *kind*."""
    return type(value) is list and all(type(item) is kind for item in value)
