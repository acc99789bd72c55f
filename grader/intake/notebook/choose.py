"""Which of the statements in a notebook count."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from .cells import named
from .parser import Parser, Passage
from .statements import ALIAS, CONSTANT, DEFINITION, IMPORT, STUB, VALUE, Piece, find_pieces

_WRITTEN = ("FunctionDef", "AsyncFunctionDef", "ClassDef")
# Jupyter defines these before the first cell runs.
_JUPYTER = {
    "display": "def display(*_shown, **_options):\n    return None",
    "get_ipython": "def get_ipython():\n    return None",
}


def choose(pieces: Sequence[Piece], given: bytes = b"") -> tuple[list[Piece], list[str]]:
    """
    Return the pieces that count, and a note on every name with more than one definition.

    Of cells that are no code only what the module as *given* out names is taken, and what
    that needs: examples in the text are nobody's answer. If *given* is empty, all is.
    """
    asked = frozenset(name for piece in given_pieces(given) for name in piece.names)
    if given:
        pieces = _without_examples(pieces, asked)
    pieces = _with_answers(_with_aliases(pieces), asked)
    notes: list[str] = []
    dropped: set[int] = set()
    winners: dict[str, int] = {}
    rivals: dict[str, list[int]] = defaultdict(list)
    for index, piece in enumerate(pieces):
        if piece.kind == DEFINITION:
            for name in piece.names:
                rivals[name].append(index)
    for name, indices in rivals.items():
        winner = _winner(pieces, indices)
        winners[name] = winner
        losers = [index for index in indices if index != winner]
        dropped.update(index for index in losers if not _is_built_on(pieces, index, winner, name))
        own = [pieces[index] for index in indices]
        if name in asked or any(piece.same.startswith(_WRITTEN) for piece in own):
            note = _on_rivals(name, pieces[winner], [pieces[index] for index in losers])
            notes += [note] if note else []
    from_code = {name for piece in pieces if piece.is_code for name in piece.names}
    for index, piece in enumerate(pieces):
        if piece.kind in (CONSTANT, VALUE) and any(name in winners for name in piece.names):
            dropped.add(index)
        if not piece.is_code and piece.kind != DEFINITION and from_code.issuperset(piece.names):
            dropped.add(index)
    kept = [piece for index, piece in enumerate(pieces) if index not in dropped]
    return _with_needed_values(kept, asked, notes), notes


def _winner(pieces: Sequence[Piece], indices: Sequence[int]) -> int:
    """Return which of several definitions of a name counts."""

    def worth(index: int) -> tuple[bool, bool, int, int]:
        piece = pieces[index]
        written = piece.rank > STUB
        return written, piece.is_code, piece.rank, index

    return max(indices, key=worth)


def _is_built_on(pieces: Sequence[Piece], index: int, winner: int, name: str) -> bool:
    """Tell whether what stands up to the winner needs the earlier definition at *index*."""
    if index > winner or pieces[index].rank == STUB or not pieces[index].is_code:
        return False
    return any(name in pieces[after].now for after in range(index + 1, winner + 1))


def _on_rivals(name: str, winner: Piece, losers: Sequence[Piece]) -> str:
    if not losers and winner.is_code:
        return ""
    if not losers:
        return f"{name} was taken from cell {winner.cell}, which is not a code cell."
    others = [loser for loser in losers if loser.is_code or not winner.is_code]
    if not others and winner.is_code:
        return ""
    if all(loser.same == winner.same for loser in others) and winner.is_code:
        return f"{name} is there {len(others) + 1} times, each time the same."
    where = named([loser.cell for loser in losers])
    return (
        f"{name} is also defined in {where}; the definition in cell {winner.cell} counts, "
        "the last that is written out."
    )


def _with_aliases(pieces: Sequence[Piece]) -> list[Piece]:
    """
    Return *pieces* with each alias made a definition, or a constant.

    ``sigmoid = torch.sigmoid`` is somebody's answer; ``y = x`` of a trial is not.
    """
    firm = {name for piece in pieces if piece.kind in (IMPORT, DEFINITION) for name in piece.names}
    loose = {name for piece in pieces if piece.kind in (CONSTANT, VALUE) for name in piece.names}
    loose -= firm
    sorted_out = []
    for piece in pieces:
        if piece.kind == ALIAS:
            is_loose = bool(piece.now & loose)
            piece = replace(piece, kind=CONSTANT if is_loose else DEFINITION)
            loose.update(name for name in piece.names if is_loose and name not in firm)
        sorted_out.append(piece)
    return sorted_out


def _with_answers(pieces: Sequence[Piece], asked: Collection[str]) -> list[Piece]:
    """
    Return *pieces* with each computed value made a definition that is somebody's answer.

    ``sigmoid = torch.jit.script(f)`` is one where nothing else is written for `sigmoid`.
    """
    written = {
        name
        for piece in pieces
        if piece.kind == DEFINITION and piece.rank > STUB
        for name in piece.names
    }
    open_names = set(asked) - written
    return [
        replace(piece, kind=DEFINITION)
        if piece.kind == VALUE and len(piece.names) == 1 and open_names.issuperset(piece.names)
        else piece
        for piece in pieces
    ]


def _with_needed_values(
    pieces: list[Piece], asked: frozenset[str], notes: list[str]
) -> list[Piece]:
    """
    Return *pieces* without what only trials use: values that are computed, or need one.

    A function of a worked example is a trial too: where it is known what is *asked* for, its
    values are left out unless that needs it, or making it does something.
    """
    firm = [piece for piece in pieces if piece.kind in (IMPORT, DEFINITION)]
    others = [piece for piece in pieces if piece.kind in (CONSTANT, VALUE)]
    users = [
        piece
        for piece in firm
        if not asked or piece.may_fail or not piece.names or not asked.isdisjoint(piece.names)
    ]
    wanted = {name for piece in users for name in piece.now | piece.later}
    while True:
        more = {
            name
            for piece in (*firm, *others)
            if not wanted.isdisjoint(piece.names)
            for name in piece.now | piece.later
        }
        if more <= wanted:
            break
        wanted |= more
    taken = [piece for piece in others if not wanted.isdisjoint(piece.names)]
    notes += [
        f"{' and '.join(piece.names)} in cell {piece.cell} is computed, and was taken as a "
        "definition uses it."
        for piece in taken
        if piece.kind == VALUE
    ]
    chosen = {id(piece) for piece in taken}
    chosen |= {id(piece) for piece in others if piece.kind == CONSTANT and not piece.now}
    return [piece for piece in pieces if piece.kind in (IMPORT, DEFINITION) or id(piece) in chosen]


def _without_examples(pieces: Sequence[Piece], asked: Collection[str]) -> list[Piece]:
    """Return *pieces* without what no code and nothing that is asked for needs of the text."""
    kept = [piece for piece in pieces if piece.is_code or not set(asked).isdisjoint(piece.names)]
    while True:
        bound = {name for piece in kept for name in piece.names}
        needed = {name for piece in kept for name in piece.now | piece.later} - bound
        more = [piece for piece in pieces if needed.intersection(piece.names) and piece not in kept]
        if not more:
            return [piece for piece in pieces if piece in kept]
        kept += more


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
