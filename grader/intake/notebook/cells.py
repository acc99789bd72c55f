"""The cells of a notebook file, read from its JSON, whatever program wrote it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from grader.errors import NotebookRefused
from grader.intake.files.gate import size_fault
from grader.intake.files.source import to_utf8
from grader.text import clean

NOTEBOOK_BYTES = 64 << 20
# What is left of a notebook without its pictures; parsed JSON takes many times its size.
TEXT_BYTES = 16 << 20
PICTURE_BYTES = 64 << 10
MAX_CELLS = 2_000
_OLDEST = 2
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
            f"{shown} has {len(cells)} cells; at most {MAX_CELLS} are read. "
            "Ask for the notebook that was handed out."
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
        shown = clean(name, limit=200)
        raise NotebookRefused(f"{shown} {fault}. Ask for it with its outputs cleared.")


def cells_in_words(numbers: Iterable[int]) -> str:
    """Return cell numbers as in a sentence: ``cells 2, 3 and 5``."""
    numbers = sorted(set(numbers))
    if len(numbers) == 1:
        return f"cell {numbers[0]}"
    if len(numbers) > 6:
        return f"{len(numbers)} cells from cell {numbers[0]} on"
    return f"cells {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _load(data: bytes, shown: str) -> dict[str, Any]:
    text = to_utf8(data)[0].removeprefix(b"\xef\xbb\xbf")
    if len(text) > TEXT_BYTES:
        text = _without_pictures(text)
        check_size(len(text), shown, TEXT_BYTES)
    try:
        book = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotebookRefused(
            f"{shown} is not a notebook: line {error.lineno}, column {error.colno} is not JSON "
            f"({clean(error.msg, limit=80)}). Ask for it to be saved and handed in again."
        ) from None
    except (ValueError, RecursionError):
        raise NotebookRefused(
            f"{shown} is not a notebook: its JSON cannot be read. "
            "Ask for it to be saved and handed in again."
        ) from None
    version = book.get("nbformat") if isinstance(book, dict) else None
    if not isinstance(book, dict) or not isinstance(
        book.get("cells", book.get("worksheets")), list
    ):
        raise NotebookRefused(
            f"{shown} is JSON, but not a notebook: it has no list of cells. "
            "Ask for the .ipynb file itself."
        )
    if isinstance(version, int | float) and version < _OLDEST:
        raise NotebookRefused(
            f"{shown} has notebook format {version:g}, expected {_OLDEST} or newer. "
            "Ask for it to be opened and saved in a current Jupyter."
        )
    return book


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
