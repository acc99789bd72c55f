"""Cells of tables that people open in spreadsheets."""

from grader.text import clean

#: What begins a formula, in the wide forms too that some spreadsheets take for the same.
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
#: What spreadsheets pass over on their way to it.
_PASSED_OVER = " \u00a0\u3000\"'"


def cell(text: str) -> str:
    """Return a cell that a spreadsheet takes as text: no formula, no control characters."""
    shown = clean(text)
    return f"'{shown}" if shown.lstrip(_PASSED_OVER)[:1] in _FORMULA else shown
