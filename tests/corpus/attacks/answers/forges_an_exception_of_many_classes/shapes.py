import os

from connection import number
from inside import frames, values


def double(x):
    bases = ["ValueError", *("forged" for _ in range(10_000))]
    error = {"type": "ValueError", "bases": bases, "text": "", "place": []}
    os.write(4, frames.pack(number(), *values.encode({"raised": error})))
    return x * 2
