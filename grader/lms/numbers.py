"""Points as gradebook files write them: with a decimal point or comma, and thousands apart."""

import re

_NUMBER = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,12}){0,4}%?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([.,])\d{3}(?:\1\d{3})*")


def is_number(text: str) -> bool:
    """Tell whether a cell shows points."""
    return _NUMBER.fullmatch(text) is not None


def read_number(text: str, delimiter: str = ",", mark: str = "") -> float | None:
    """
    Return the number in a cell, None if it is not one.

    Its decimal mark is *mark* where that is known. Otherwise, where commas separate the columns,
    a comma before three digits parts thousands; where semicolons do, a point does.

    >>> [read_number(text) for text in ("1,000.00", "1.000,00", "9,25", "1,000", "9.125")]
    [1000.0, 1000.0, 9.25, 1000.0, 9.125]
    >>> [read_number(text, ";") for text in ("1.000", "9,125", "9.25")]
    [1000.0, 9.125, 9.25]
    """
    plain = text.strip()
    if not is_number(plain) or plain.endswith("%"):
        return None
    mark = mark or decimal_mark(plain, delimiter)
    other = "." if mark == "," else ","
    whole = plain.replace(other, "")
    return None if whole.count(mark) > 1 else float(whole.replace(mark, "."))


def decimal_mark(text: str, delimiter: str = ",") -> str:
    """Return the decimal mark of a number: ``.`` or ``,``; that of its file if it shows none."""
    own = "," if delimiter == ";" else "."
    marks = [char for char in text if char in ".,"]
    if not marks:
        return own
    if len(set(marks)) == 2:
        return marks[-1]
    parted = _THOUSANDS.fullmatch(text)
    if parted and (parted[1] != own or len(marks) > 1):
        return "." if parted[1] == "," else ","
    return marks[0]
