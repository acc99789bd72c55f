"""A notebook as the module it stands for: its definitions, found by name in all of its cells."""

import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Sequence

from grader.errors import NotebookRefused
from grader.intake.files.gate import DATA_BYTES, size_fault
from grader.text import clean

from .cells import Cell, read_cells
from .choose import choose, complete
from .parser import TEXT_CHARS, Broken
from .repair import repair_cells
from .statements import DEFINITION, IMPORT, STUB, Piece, find_pieces

__all__ = ["NotebookRefused", "read_notebook", "read_script"]

MAX_NOTES = 25
MAX_PIECES = 4_000

_CELL_MARK = re.compile(
    r"^# In\[[\d ]*\]:.*$|^# ?%%(?!%).*$|^# ---\n# jupyter:\n(?:#.*\n)*?# ---$", re.MULTILINE
)
#: What every such mark holds; nearly all modules hold none, and looking for the marks takes long.
_MARK_SIGNS = ("# In[", "%%", "# jupyter:")

_STAND_IN = """\
def {name}(*_args, **_options):
    raise SyntaxError({why!r})"""
_STAND_IN_CLASS = """\
class {name}:
    def __init__(self, *_args, **_options):
        raise SyntaxError({why!r})"""


def read_notebook(data: bytes, name: str, given: bytes = b"") -> tuple[bytes, tuple[str, ...]]:
    """
    Return the module that the notebook *data* stands for, and what was repaired in it.

    Only imports, definitions and plain constants are taken, in the notebook's order: what
    else stands at the top of a cell was for trying out, and may fail or take hours. Cells
    are not told apart by id or metadata, so it does not matter what became of those. Of
    several definitions of a name the last counts, stubs only where there is nothing else,
    and cells that are no code only where no code defines the name.

    A definition fails alone, as in a notebook: where it cannot be made, calling it raises
    the error that making it raised. Nothing is run here.

    Args:
        data: The file.
        name: Its name, for messages.
        given: The module as it was handed out; what a deleted cell imported or defined
            for everybody is taken from it.

    Returns:
        The source, UTF-8, and one sentence for each repair.

    Raises:
        NotebookRefused: If the file as a whole cannot be read.
    """
    return _module(read_cells(data, name), name, given)


def read_script(text: str, name: str, given: bytes = b"") -> tuple[bytes, tuple[str, ...]] | None:
    """
    Return the module in a notebook that was saved as a script, as `read_notebook` does.

    Jupyter marks its cells by ``# In[1]:``, jupytext and editors by ``# %%``. Run as a whole
    such a script would stop at the first line that was for trying out.

    Returns:
        None if *text* is an ordinary module.

    Raises:
        NotebookRefused: If it is too large.
    """
    if not any(sign in text for sign in _MARK_SIGNS) or not _CELL_MARK.search(text):
        return None
    parts = _CELL_MARK.split(text)
    cells = [Cell(number, True, part) for number, part in enumerate(parts, 0 if parts[0] else 1)]
    source, notes = _module(cells, name, given)
    said = f"{clean(name, limit=200)} is a notebook saved as a script and was read as one."
    return source, (said, *notes)


def _module(cells: Sequence[Cell], name: str, given: bytes) -> tuple[bytes, tuple[str, ...]]:
    _hold_code(sum(len(cell.text) for cell in cells if cell.is_code), name)
    # Text of this length is a picture, not a definition.
    cells = [cell for cell in cells if cell.is_code or len(cell.text) <= DATA_BYTES]
    repair = repair_cells(cells)
    pieces = [piece for passage in repair.passages for piece in find_pieces(passage)]
    if len(pieces) > MAX_PIECES:
        raise NotebookRefused(
            f"{clean(name, limit=200)} has {len(pieces)} statements at the top of its cells; "
            f"at most {MAX_PIECES} are read."
        )
    written = {name for piece in pieces if piece.rank > STUB for name in piece.names}
    broken = {fault.name: fault for fault in repair.broken}
    missed = [fault for fault in broken.values() if fault.name not in written][:MAX_PIECES]
    chosen, notes = choose([*pieces, *map(_stand_in, missed)], given)
    notes += [
        f"{fault.name} in cell {fault.cell} does not parse ({fault.why})."
        for fault in broken.values()
        if fault.is_code or fault.name not in written
    ]
    chosen, added = complete(chosen, given)
    notes += added
    source = write_module(order_pieces(chosen, notes))
    _hold_code(len(source), name)
    return source, _bounded([*repair.notes, *notes], clean(name, limit=200))


def _bounded(notes: list[str], shown: str) -> tuple[str, ...]:
    """Return *notes* as sentences about the file, shortened where they would fill pages."""
    said = [f"{shown}: {clean(note)}" for note in notes[:MAX_NOTES]]
    if len(notes) > MAX_NOTES:
        said[-1] = f"{shown}: There are {len(notes) - MAX_NOTES + 1} more such notes."
    return tuple(said)


def _hold_code(size: int, name: str) -> None:
    fault = size_fault(size, TEXT_CHARS)
    if fault:
        raise NotebookRefused(f"{clean(name, limit=200)}: the code in it {fault}.")


def _stand_in(fault: Broken) -> Piece:
    form = _STAND_IN_CLASS if fault.is_class else _STAND_IN
    text = form.format(name=fault.name, why=f"cell {fault.cell} does not parse ({fault.why})")
    return Piece(fault.cell, fault.is_code, DEFINITION, text, (fault.name,), STUB)


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
