"""The chosen statements of a notebook, put in order and written as a module."""

import io
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Sequence

from .statements import DEFINITION, IMPORT, Piece


def order_pieces(pieces: Sequence[Piece], notes: list[str]) -> list[Piece]:
    """Return *pieces* in their order, each after what it needs to be made."""
    makers: dict[str, list[int]] = defaultdict(list)
    for index, piece in enumerate(pieces):
        for name in piece.names:
            makers[name].append(index)
    order: list[Piece] = []
    placed: set[int] = set()
    moved: list[str] = []

    def place(start: int) -> None:
        waiting = [start]
        while waiting:
            index = waiting[-1]
            ahead = [
                makers[name][0]
                for name in sorted(pieces[index].now)
                if makers.get(name)
                and makers[name][0] > index
                and makers[name][0] not in placed
                and makers[name][0] not in waiting
            ]
            if ahead:
                waiting.append(ahead[0])
                moved.extend(set(pieces[ahead[0]].names) & pieces[index].now)
                continue
            waiting.pop()
            if index not in placed:
                placed.add(index)
                order.append(pieces[index])

    for index in range(len(pieces)):
        if index not in placed:
            place(index)
    if moved:
        notes.append(f"{', '.join(sorted(set(moved)))} was moved up to where it is needed.")
    return order


def write_module(pieces: Iterable[Piece]) -> bytes:
    """Return the source of a module made of *pieces*, with the cell that each is from."""
    future = ["annotations"]
    body: list[str] = []
    cell = 0
    for piece in pieces:
        if piece.kind == IMPORT and piece.text.startswith("from __future__"):
            continue
        if piece.cell != cell and piece.cell:
            body.append(f"# Cell {piece.cell}")
        cell = piece.cell
        body.append(_guarded(piece) if piece.may_fail else piece.text)
        if piece.kind == DEFINITION:
            body.append("")
    # Annotations are never evaluated: one with a name from a lost cell would stop the module.
    head = f"from __future__ import {', '.join(future)}\n\n"
    return (head + "\n".join(body).rstrip() + "\n").encode()


def _guarded(piece: Piece) -> str:
    """Return the text of *piece* so that its failure is its own, as in a cell of its own."""
    indented = "\n".join(
        f"    {line}" if number not in _inside_strings(piece.text) and line else line
        for number, line in enumerate(piece.text.split("\n"), 1)
    )
    if piece.kind != DEFINITION:
        return f"try:\n{indented}\nexcept Exception:\n    pass"
    stand_ins = "\n".join(
        f"    def {name}(*_args, _error=_error, **_options):\n        raise _error"
        for name in piece.names
    )
    return f"try:\n{indented}\nexcept Exception as _error:\n{stand_ins or '    pass'}"


def _inside_strings(text: str) -> set[int]:
    """Return the lines that begin inside a string, whose text an indent would change."""
    inside: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.end[0] > token.start[0] and token.type not in (tokenize.NEWLINE, tokenize.NL):
            inside.update(range(token.start[0] + 1, token.end[0] + 1))
    return inside
