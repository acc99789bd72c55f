"""
Frames: the format of questions and answers in the two pipes of a child.

A frame is a fixed head (magic, sequence number, processor time in microseconds,
length of the text, length of the blob), a JSON text and a blob of raw tensor
bytes. Sizes are checked before anything is read, so that a child cannot make
its reader wait for four gigabytes or decode them. The time stands in the head
so that equal answers are equal bytes, whatever they cost.
"""

import os
import struct
from typing import BinaryIO

HEAD = struct.Struct("<4sIIII")
MAGIC = b"kit1"
MAX_TEXT = 4 << 20
MAX_BLOB = 16 << 20


class FrameError(Exception):
    """Bytes that are not a frame, or not the expected one."""


def pack(sequence: int, text: bytes, blob: bytes, cost_us: int = 0) -> bytes:
    """Return the frame that carries *text* and *blob* as number *sequence*."""
    if len(text) > MAX_TEXT or len(blob) > MAX_BLOB:
        raise FrameError(f"{len(text)} + {len(blob)} bytes do not fit into a frame")
    return b"".join((HEAD.pack(MAGIC, sequence, cost_us, len(text), len(blob)), text, blob))


def parse_head(head: bytes, sequence: int) -> tuple[int, int, int]:
    """
    Return the cost in microseconds and the lengths of text and blob that *head* announces.

    Raises:
        FrameError: If the head has another magic, another sequence number or
            announces more than a frame may hold.
    """
    magic, found, cost_us, text_length, blob_length = HEAD.unpack(head)
    if magic != MAGIC:
        raise FrameError("not a frame: it begins with other bytes")
    if found != sequence:
        raise FrameError(f"got frame {found}, expected frame {sequence}")
    if text_length > MAX_TEXT or blob_length > MAX_BLOB:
        raise FrameError(f"a frame of {text_length} + {blob_length} bytes is too large")
    return cost_us, text_length, blob_length


def read_exactly(file: BinaryIO, size: int) -> bytes:
    """Return *size* bytes of *file*; raise EOFError if the pipe was closed."""
    data = file.read(size)
    if len(data) < size:
        raise EOFError("the pipe was closed")
    return data


def read_frame(file: BinaryIO, sequence: int) -> tuple[bytes, bytes]:
    """Return text and blob of the next frame of *file*, waiting as long as it takes."""
    _, text_length, blob_length = parse_head(read_exactly(file, HEAD.size), sequence)
    return read_exactly(file, text_length), read_exactly(file, blob_length)


def write_all(fd: int, data: bytes) -> None:
    """Write all of *data* to *fd*, waiting as long as it takes."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
