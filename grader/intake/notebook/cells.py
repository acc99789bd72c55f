"""The cells of a notebook file, read from its JSON, whatever program wrote it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from grader.errors import NotebookRefused
from grader.intake.files.gate import size_fault
from grader.intake.files.source import to_utf8
from grader.messages.message import Message, Name, message, stranger
from grader.text import clean

NOTEBOOK_BYTES = 64 << 20
# What is left of a notebook without its pictures; parsed JSON takes many times its size.
TEXT_BYTES = 16 << 20
PICTURE_BYTES = 64 << 10
MAX_CELLS = 2_000
_OLDEST = 2
# The keys that are looked at, in the notebook, its cells and their metadata.
_KEYS = (
    *("cells", "worksheets", "nbformat", "cell_type", "source", "input", "metadata"),
    *("nbgrader", "grade_id"),
)
# One string of JSON, or the rest of the file where the last one is never closed.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """One cell: its number in the notebook from 1 on, whether it is code, and its text."""

    number: int
    is_code: bool
    text: str


def read_cells(data: bytes, name: str) -> list[Cell]:
    """
    Return the cells of the notebook *data* in their order.

    Metadata, ids and outputs are ignored: tools and students change them at will.

    Raises:
        NotebookRefused: If it is too large, or not a notebook.
    """
    return [
        Cell(number, cell.get("cell_type") == "code", cell_text(cell))
        for number, cell in enumerate(load_cells(data, name), 1)
    ]


def load_cells(data: bytes, name: str) -> list[dict[str, Any]]:
    """
    Return the cells of the notebook *data* as they stand in the file.

    An entry that is not a cell becomes an empty one. Any field of a cell may be missing.

    Raises:
        NotebookRefused: If it is too large, or not a notebook.
    """
    shown = clean(name, limit=200)
    check_size(len(data), name)
    cells = _listed(_load(data, shown))
    if len(cells) > MAX_CELLS:
        raise NotebookRefused(
            message(
                "{path} has {count} cells; at most {most} are read. "
                "Ask for the notebook that was handed out.",
                path=shown,
                count=len(cells),
                most=MAX_CELLS,
            )
        )
    return [cell if isinstance(cell, dict) else {} for cell in cells]


def cell_text(cell: dict[str, Any]) -> str:
    """Return a cell's text with plain line ends and nothing that UTF-8 cannot encode."""
    text = cell.get("source", cell.get("input", ""))
    if isinstance(text, list):
        text = "".join(line for line in text if isinstance(line, str))
    if not isinstance(text, str):
        return ""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\r\n", "\n").replace("\r", "\n")


def check_size(size: int, name: str, limit: int = NOTEBOOK_BYTES) -> None:
    """
    Raise if a notebook of *size* bytes is too large.

    Raises:
        NotebookRefused: If it is larger than *limit*.
    """
    fault = size_fault(size, limit)
    if fault:
        raise NotebookRefused(
            message(
                "{path} {fault}. Ask for it with its outputs cleared.",
                path=stranger(name, limit=200),
                fault=fault,
            )
        )


def cells_in_words(numbers: Iterable[int], *, first: bool = False) -> Message:
    """Return cell numbers as in a sentence, or as its *first* words: ``cells 2, 3 and 5``."""
    numbers = sorted(set(numbers))
    start, end = numbers[0], numbers[-1]
    if len(numbers) == 1:
        return message("Cell {cell}", cell=end) if first else message("cell {cell}", cell=end)
    if len(numbers) > 6:
        return message("{count} cells from cell {cell} on", count=len(numbers), cell=start)
    cells = Name(", ".join(map(str, numbers[:-1])))
    if first:
        return message("Cells {cells} and {last}", cells=cells, last=end)
    return message("cells {cells} and {last}", cells=cells, last=end)


def _load(data: bytes, shown: str) -> dict[str, Any]:
    text = to_utf8(data)[0].removeprefix(b"\xef\xbb\xbf")
    if len(text) > TEXT_BYTES:
        text = _without_pictures(text)
        check_size(len(text), shown, TEXT_BYTES)
    try:
        book = json.loads(text, object_hook=_what_is_read)
    except json.JSONDecodeError as error:
        raise NotebookRefused(
            message(
                "{path} is not a notebook: line {line}, column {column} is not JSON ({why}). "
                "Ask for it to be saved and handed in again.",
                path=shown,
                line=error.lineno,
                column=error.colno,
                why=stranger(error.msg, limit=80),
            )
        ) from None
    except (ValueError, RecursionError):
        raise NotebookRefused(
            message(
                "{path} is not a notebook: its JSON cannot be read. "
                "Ask for it to be saved and handed in again.",
                path=shown,
            )
        ) from None
    version = book.get("nbformat") if isinstance(book, dict) else None
    if not isinstance(book, dict) or not isinstance(
        book.get("cells", book.get("worksheets")), list
    ):
        raise NotebookRefused(
            message(
                "{path} is JSON, but not a notebook: it has no list of cells. "
                "Ask for the .ipynb file itself.",
                path=shown,
            )
        )
    if isinstance(version, int | float) and version < _OLDEST:
        raise NotebookRefused(
            message(
                "{path} has notebook format {version}, expected {oldest} or newer. "
                "Ask for it to be opened and saved in a current Jupyter.",
                path=shown,
                version=version,
                oldest=_OLDEST,
            )
        )
    return book


def _what_is_read(found: dict[str, Any]) -> dict[str, Any] | None:
    """Return what is looked at of an object, None for one in an output: there may be millions."""
    return {key: found[key] for key in _KEYS if key in found} or None


def _listed(book: dict[str, Any]) -> list[Any]:
    """Return the cells of a notebook; formats 2 and 3 keep them in worksheets."""
    if isinstance(book.get("cells"), list):
        return list(book["cells"])
    sheets = [sheet.get("cells") for sheet in book["worksheets"] if isinstance(sheet, dict)]
    return [cell for cells in sheets if isinstance(cells, list) for cell in cells]


def _without_pictures(data: bytes) -> bytes:
    """Return the JSON *data* without its longest strings, which are outputs, not code."""
    kept, end = [], 0
    for match in _STRING.finditer(data):
        if match.end() - match.start() > PICTURE_BYTES:
            kept += [data[end : match.start()], b'""']
            end = match.end()
    return b"".join([*kept, data[end:]])
