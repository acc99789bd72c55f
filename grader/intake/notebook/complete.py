"""What a notebook uses and no longer defines, from where it once came."""

from collections.abc import Sequence
from functools import lru_cache

from .completeness import STUB
from .parser import Parser, Passage
from .statements import DEFINITION, VALUE, Piece, find_pieces

# Jupyter defines these before the first cell runs.
_JUPYTER = {
    "display": "def display(*_shown, **_options):\n    return None",
    "get_ipython": "def get_ipython():\n    return None",
}


def complete(pieces: Sequence[Piece], given: bytes) -> tuple[list[Piece], list[str]]:
    """Add what is used and defined nowhere: from the module as given out, and from Jupyter."""
    spare = [piece for piece in given_pieces(given) if piece.rank > STUB and piece.kind != VALUE]
    pieces, notes = list(pieces), []
    while True:
        bound = {name for piece in pieces for name in piece.names}
        missing = {name for piece in pieces for name in piece.now | piece.later} - bound
        more = next((piece for piece in spare if missing.intersection(piece.names)), None)
        if more is None:
            break
        spare.remove(more)
        pieces.insert(0, more)
        names = ", ".join(sorted(missing.intersection(more.names)))
        notes.append(f"{names} was taken from the module as handed out; its cell is gone.")
    for name in sorted(missing & set(_JUPYTER)):
        pieces.insert(0, Piece(0, True, DEFINITION, _JUPYTER[name], (name,)))
        notes.append(f"{name} is Jupyter's own and does nothing here.")
    return pieces, notes


@lru_cache(maxsize=64)
def given_pieces(given: bytes) -> tuple[Piece, ...]:
    """Return what the module as handed out defines; a class hands in hundreds beside one of it."""
    text = given.decode("utf-8", "replace")
    tree = Parser().parse(text)
    return tuple(find_pieces(Passage(0, True, text, tree))) if tree else ()
