"""The cells of a notebook file, whatever program wrote it; nothing but JSON is read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from grader.course.words import clean
from grader.errors import SubmissionRefused
from grader.intake.gate import size_fault
from grader.intake.source import to_utf8

NOTEBOOK_BYTES = 16 << 20
MAX_CELLS = 2_000
_OLDEST = 2
_CODE, _PROSE = "code", "prose"


class NotebookRefused(SubmissionRefused):
    """A notebook file that cannot be read at all."""


@dataclass(frozen=True)
class Cell:
    """One cell: its place in the notebook from 1 on, whether it is code, and its text."""

    number: int
    is_code: bool
    text: str


def read_cells(data: bytes, name: str) -> list[Cell]:
    """
    Return the cells of the notebook *data* in their order.

    Metadata, ids and outputs are not looked at: tools and students change them at will.

    Raises:
        NotebookRefused: If it is too large, no JSON, or no notebook.
    """
    shown = clean(name, limit=200)
    fault = size_fault(len(data), NOTEBOOK_BYTES)
    if fault:
        raise NotebookRefused(f"{shown} {fault}. Ask for it with its outputs cleared.")
    book = _load(data, shown)
    cells = [
        Cell(number, kind == _CODE, text) for number, (kind, text) in enumerate(_texts(book), 1)
    ]
    if len(cells) > MAX_CELLS:
        raise NotebookRefused(
            f"{shown} has {len(cells)} cells; at most {MAX_CELLS} are read. "
            "Ask for the notebook that was handed out."
        )
    return cells


def named(numbers: Iterable[int]) -> str:
    """Return cell numbers as in a sentence: ``cells 2, 3 and 5``."""
    numbers = sorted(set(numbers))
    if len(numbers) == 1:
        return f"cell {numbers[0]}"
    if len(numbers) > 6:
        return f"{len(numbers)} cells from cell {numbers[0]} on"
    return f"cells {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _load(data: bytes, shown: str) -> dict[str, Any]:
    try:
        book = json.loads(to_utf8(data)[0].removeprefix(b"\xef\xbb\xbf"))
    except json.JSONDecodeError as error:
        raise NotebookRefused(
            f"{shown} is no notebook: line {error.lineno}, column {error.colno} is not JSON "
            f"({clean(error.msg, limit=80)}). Ask for it to be saved and handed in again."
        ) from None
    except (ValueError, RecursionError):
        raise NotebookRefused(
            f"{shown} is no notebook: its JSON cannot be read. "
            "Ask for it to be saved and handed in again."
        ) from None
    version = book.get("nbformat") if isinstance(book, dict) else None
    if not isinstance(book, dict) or not isinstance(
        book.get("cells", book.get("worksheets")), list
    ):
        raise NotebookRefused(
            f"{shown} is JSON, but no notebook: it has no list of cells. "
            "Ask for the .ipynb file itself."
        )
    if isinstance(version, int | float) and version < _OLDEST:
        raise NotebookRefused(
            f"{shown} has notebook format {version:g}, expected {_OLDEST} or newer. "
            "Ask for it to be opened and saved in a current Jupyter."
        )
    return book


def _texts(book: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield kind and text of every cell; formats 2 and 3 keep them in worksheets."""
    cells = book.get("cells")
    if not isinstance(cells, list):
        sheets = [sheet for sheet in book["worksheets"] if isinstance(sheet, dict)]
        lists = [sheet.get("cells") for sheet in sheets]
        cells = [cell for cells in lists if isinstance(cells, list) for cell in cells]
    for cell in cells:
        if not isinstance(cell, dict):
            yield _PROSE, ""
            continue
        text = cell.get("source", cell.get("input", ""))
        if isinstance(text, list):
            text = "".join(line for line in text if isinstance(line, str))
        yield _CODE if cell.get("cell_type") == "code" else _PROSE, _plain(text)


def _plain(text: object) -> str:
    """Return a cell's text with one kind of line end and nothing that UTF-8 refuses."""
    if not isinstance(text, str):
        return ""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\r\n", "\n").replace("\r", "\n")
