"""English words left in a Chinese text."""

import re

#: Two English words in a row; names of functions and of classes stand alone.
ENGLISH = re.compile(r"[A-Za-z][a-z]+(?: [a-z]{2,})+")


def english_in(said: str) -> list[str]:
    """Return what is still English in a message, except what stands in a visible example."""
    return ENGLISH.findall(said.partition("例如，")[0])
