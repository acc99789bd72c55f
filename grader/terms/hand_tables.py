"""CSV tables that people write by hand, in a text editor or in any spreadsheet."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.errors import GraderError
from grader.text import clean

_BYTES = 16 << 20


def read_hand_table(
    path: Path, header: Sequence[str], error: type[GraderError], last: str = ""
) -> Iterator[tuple[int, list[str]]]:
    """
    Yield line and cells of every row below the header that is not blank.

    Columns are separated by commas, or by semicolons as in countries with decimal commas.

    Args:
        path: The file; no rows if there is none.
        header: The names of the columns.
        error: What is raised.
        last: The name of one more column, which a table need not have.

    Raises:
        GraderError: An *error* if the file cannot be read as such a table.
    """
    where, expected = clean(str(path)), ",".join(header)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as failure:
        raise error(f"{where} cannot be read ({failure.strerror}). Make it a plain file.") from None
    if len(data) > _BYTES:
        raise error(f"{where} is larger than {_BYTES >> 20} MiB. Expected a row a mark.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        line = data[: failure.start].count(b"\n") + 1
        raise error(f"{where}, line {line} is not UTF-8. Save it as CSV UTF-8.") from None
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = [cell.strip().lower() for cell in next(reader, [])]
        if names not in (list(header), [*header, last]):
            found = clean(",".join(names), limit=80)
            raise error(f"{where}, line 1: expected {expected}, found {found!r}. Fix line 1.")
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as failure:
        raise error(f"{where}, line {reader.line_num}: {failure}. Expected {expected}.") from None
