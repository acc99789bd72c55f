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
    text, blob = values.encode({"value": [x.new_zeros(1 << 14)], "after": []})[:2]
    one = text[text.index(b"[{") + 1 : text.index(b"}]") + 1]
    copies = text.replace(b"[{", b"[" + (one + b",") * 1000 + b"{", 1)
    os.write(4, frames.pack(number(), copies, blob))
    return x * 2
