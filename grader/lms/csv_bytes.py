"""A CSV file whose cells can be replaced while every other byte stays as it was."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import ExportError
from grader.text import clean

MAX_BYTES = 64 << 20
_BOM = b"\xef\xbb\xbf"
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_DELIMITERS = (",", ";", "\t")
_CELLS = {
    mark: re.compile(
        rb'("(?:[^"]|"")*"[^%s\r\n]*|[^%s\r\n]*)(%s|\r\n|\r|\n|\Z)' % ((mark.encode(),) * 3)
    )
    for mark in _DELIMITERS
}


@dataclass(frozen=True)
class CsvCell:
    """One cell: where it stands in the file, quotes included, and its text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class CsvTable:
    """
    A CSV file as bytes and as rows of cells; the first row holds the headings.

    Attributes:
        where: The file's name, for messages.
        data: Its bytes in UTF-8, in which the cells stand.
        rows: Its cells.
        delimiter: What separates its columns.
        utf_16: Which kind of UTF-16 the file is in, or "".
    """

    where: str
    data: bytes
    rows: tuple[tuple[CsvCell, ...], ...]
    delimiter: str = ","
    utf_16: str = ""

    @property
    def original(self) -> bytes:
        """The bytes of the file as they were read."""
        return self._encoded(self.data)

    def _encoded(self, data: bytes) -> bytes:
        return data.decode().encode(self.utf_16) if self.utf_16 else data

    @property
    def headings(self) -> list[str]:
        """The texts of the first row."""
        return [cell.text for cell in self.rows[0]]

    def column(self, *names: str) -> int | None:
        """Return the first column with one of these headings, whatever their capitals."""
        wanted = {name.casefold() for name in names}
        found = (at for at, text in enumerate(self.headings) if text.strip().casefold() in wanted)
        return next(found, None)

    def text(self, row: int, column: int | None) -> str:
        """Return a cell's text without blanks around it, "" where there is no such cell."""
        cells = self.rows[row]
        return cells[column].text.strip() if column is not None and column < len(cells) else ""

    def replaced(self, texts: Mapping[tuple[int, int], str]) -> bytes:
        """
        Return the file with other texts in some cells, and all other bytes as they were.

        Args:
            texts: New text by row and column. A cell keeps its quotes.
        """
        pieces, done = [], 0
        for row, column in sorted(texts):
            cell = self.rows[row][column]
            old = self.data[cell.start : cell.end]
            alone = len(self.rows[row]) == 1
            new = _written(texts[row, column], old, alone, self.delimiter)
            pieces += [self.data[done : cell.start], new]
            done = cell.end
        return self._encoded(b"".join([*pieces, self.data[done:]]))


def read_table(path: Path) -> CsvTable:
    """
    Return the table in a CSV file, in UTF-8 with or without a BOM, or in UTF-16 with one.

    Its columns are separated by commas, semicolons or tabs, as its first row shows.

    Raises:
        ExportError: If it cannot be read, or is another kind of file.
    """
    where = clean(str(path), limit=300)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ExportError(f"{where} cannot be read: {error.strerror}. Check the path.") from None
    if len(data) > MAX_BYTES:
        raise ExportError(f"{where} is larger than {MAX_BYTES >> 20} MiB. Is it a gradebook?")
    return parse_table(data, where)


def parse_table(data: bytes, where: str) -> CsvTable:
    """Return the table in *data*; see `read_table`."""
    utf_16 = _UTF_16.get(data[:2], "")
    if utf_16:  # Blackboard's, and what Excel calls Unicode text
        try:
            data = data.decode(utf_16).encode()
        except UnicodeDecodeError as error:
            raise ExportError(
                f"{where}: byte {error.start} is not UTF-16, as its first bytes promise. Export "
                "it again."
            ) from None
    text = _decoded(data, where)
    delimiter = delimiter_of(text)
    rows = tuple(_rows(data, delimiter))
    try:
        # The csv module says what the texts are, the scan above only where they stand.
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        meant = [row or [""] for row in reader]
    except csv.Error as error:
        raise ExportError(
            f"{where} is not a CSV table: {clean(str(error))}. Export it again."
        ) from None
    last = data[rows[-1][-1].start :].decode("utf-8") if rows else ""
    cut_off = last.startswith('"') and _closing(last) == len(last)
    if cut_off or [[cell.text for cell in row] for row in rows] != meant:
        raise ExportError(
            f"{where} has a quote that is never closed, expected CSV as the platform wrote it. "
            "Export it again."
        )
    if not rows:
        raise ExportError(f"{where} is empty, expected a row of headings. Export it again.")
    _check_separated(rows[0], where)
    return CsvTable(where, data, rows, delimiter, utf_16)


def delimiter_of(text: str) -> str:
    """Return what separates the columns in the first row of *text*."""
    first = re.sub(r'"[^"]*"', "", text[:100_000]).lstrip("\r\n").split("\n")[0]
    return max(_DELIMITERS, key=first.count)


def _decoded(data: bytes, where: str) -> str:
    advice = 'Export it again as UTF-8; in Excel the type is called "CSV UTF-8".'
    try:
        return data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ExportError(
            f"{where}:{line}: byte 0x{data[error.start]:02x} is not UTF-8. {advice}"
        ) from None


def _check_separated(headings: tuple[CsvCell, ...], where: str) -> None:
    if len(headings) == 1 and "|" in headings[0].text:
        raise ExportError(
            f"{where} separates its columns by bars, expected commas. Export it again "
            "with commas, as the platform reads it."
        )


def _rows(data: bytes, delimiter: str) -> list[tuple[CsvCell, ...]]:
    """Return the cells of every row, scanned as the csv module reads."""
    rows: list[tuple[CsvCell, ...]] = []
    row: list[CsvCell] = []
    form, mark = _CELLS[delimiter], delimiter.encode()
    at = len(_BOM) if data.startswith(_BOM) else 0
    while at < len(data) or row:
        match = form.match(data, at)
        assert match is not None  # the second half of the pattern fits anything
        row.append(CsvCell(match.start(1), match.end(1), _cell_text(match[1])))
        at = match.end()
        if match[2] != mark:
            rows.append(tuple(row))
            row = []
    return rows


def _cell_text(raw: bytes) -> str:
    text = raw.decode("utf-8")
    if not text.startswith('"'):
        return text
    closing = _closing(text)
    return text[1:closing].replace('""', '"') + text[closing + 1 :]


def _closing(text: str) -> int:
    """Return where the quote that opens *text* is closed; its length if nowhere."""
    at = 1
    while (at := text.find('"', at)) >= 0:
        if text[at + 1 : at + 2] != '"':
            return at
        at += 2
    return len(text)


def _written(text: str, old: bytes, alone: bool, delimiter: str) -> bytes:
    # An empty row could be taken for a part of the line end before it, so there it is quoted.
    lost = alone and not text
    if lost or old.startswith(b'"') or any(mark in text for mark in delimiter + '"\r\n'):
        text = '"' + text.replace('"', '""') + '"'
    return text.encode()
