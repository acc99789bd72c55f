import os
import struct

from inside import frames, values
from connection import number


def forged():
    return values.encode({"value": "forged", "earlier": [], "after": []})[:2]


def head(text_length, blob_length, magic=frames.MAGIC):
    plain = frames.pack(number(), b"", b"")
    return magic + plain[4:-8] + struct.pack("<II", text_length, blob_length)


def double(x):
    os.write(4, frames.pack(number() + 1, *forged()))
    return x * 2
