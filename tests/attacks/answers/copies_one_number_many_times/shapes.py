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
    text, blob = values.encode({"value": [x.new_zeros(4 << 20)], "after": []})[:2]
    copies = text.replace(b"[{", b"[" + b",".join([text[text.index(b"[{") + 1 : text.index(b"}]") + 1]] * 1000) + b",{", 1)
    os.write(4, b"")
    data = memoryview(frames.pack(number(), copies, blob))
    while data:
        data = data[os.write(4, data) :]
    return x * 2
