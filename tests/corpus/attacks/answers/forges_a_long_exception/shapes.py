import os

from connection import number
from inside import frames, values


def double(x):
    text = "forged shape '" * 10_000
    error = {"type": "ValueError", "bases": ["ValueError"], "text": text, "place": []}
    os.write(4, frames.pack(number(), *values.encode({"raised": error})))
    return x * 2
