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
    import time

    os.write(4, frames.HEAD.pack(frames.MAGIC, number(), 0xFFFFFFFF, 0xFFFFFFFF))
    time.sleep(3600)
    return x * 2
