import os
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
    return values.encode({"value": "forged", "earlier": [], "after": []})


def double(x):
    os.write(4, frames.HEAD.pack(frames.MAGIC, number(), 100_000, 0) + b"[" * 50_000 + b"]" * 50_000)
    return x * 2
