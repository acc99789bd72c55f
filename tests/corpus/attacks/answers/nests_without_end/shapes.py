import os
import struct
import sys

from inside import frames, values


def number():
    frame = sys._getframe()
    while frame:
        if type(frame.f_locals.get("number")) is int:
            return frame.f_locals["number"]
        frame = frame.f_back
    return 2


def forged():
    return values.encode({"value": "forged", "earlier": [], "after": []})[:2]


def head(text_length, blob_length, magic=frames.MAGIC):
    plain = frames.pack(number(), b"", b"")
    return magic + plain[4:-8] + struct.pack("<II", text_length, blob_length)


def double(x):
    os.write(4, head(100_000, 0) + b"[" * 50_000 + b"]" * 50_000)
    return x * 2
