"""Frames between the command and a reader: JSON and bytes, of bounded size."""

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

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
    parts: tuple[bytes, ...] = ()

    def packed(self) -> list[bytes]:
        """Return the frame in pieces."""
        text = json.dumps([self.facts, [len(part) for part in self.parts]]).encode("ascii")
        total = len(text) + sum(map(len, self.parts))
        return [HEAD.pack(total, len(text)) + text, *self.parts]


def unpacked(take: Callable[[int], bytes], limit: int, text_limit: int) -> Frame:
    """
    Return the frame that comes next.

    Args:
        take: Returns the next bytes, as many as it is asked for.
        limit: The largest frame in bytes.
        text_limit: The longest text in it.

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
    return Frame(facts, tuple(map(take, sizes)))


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
