"""A student's own code as a page shows it: the lines of one function, with its docstring folded."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from grader.intake.notebook.cell_functions import find_cell
from grader.intake.outline import Outline, TopStatement
from grader.text import clean_lines

#: What a page shows of one definition; nobody prints more.
MOST_LINES = 120
MOST_LEFT_OUT = 40
_LINE_CHARS = 200
_QUOTES = ('"""', "'''", 'r"""', "r'''")
#: Lines before and after one at which a module does not parse.
_NEAR = 4
#: A docstring of fewer lines is shown.
_FOLDED = 4


@dataclass(frozen=True)
class CodeLine:
    """
    One line of code.

    Attributes:
        number: Its number in the module; 0 for the line that stands for those left out.
        text: The line, cleaned.
        folded: How many lines this one stands for.
        marked: Whether an exception came from here.
    """

    number: int
    text: str
    folded: int = 0
    marked: bool = False


@dataclass(frozen=True)
class Excerpt:
    """
    The lines of one definition of a module, or of one cell of a notebook.

    Attributes:
        file: The file; for a cell, the notebook.
        lines: The lines.
        repaired: Whether this is the repaired text.
        cell: The place of the cell in the notebook; 0 if it is none.
    """

    file: str
    lines: Sequence[CodeLine]
    repaired: bool
    cell: int = 0

    @property
    def first(self) -> int:
        """The number of the first line."""
        return self.lines[0].number

    @property
    def last(self) -> int:
        """The number of the last line that is shown."""
        return max(line.number for line in self.lines)


def excerpts_of(
    outline: Outline, file: str, names: Collection[str], marked: Collection[int], repaired: bool
) -> list[Excerpt]:
    """
    Return the definitions of some names, and what contains or surrounds a marked line.

    Args:
        outline: The module.
        file: Its name.
        names: The names; of one that is defined again the last definition counts.
        marked: The lines from which exceptions came.
        repaired: Whether this is the repaired text.
    """
    if not outline.statements:  # It does not parse: what is near the lines.
        last = len(outline.lines)
        near = [(max(1, line - _NEAR), min(last, line + _NEAR)) for line in sorted(marked)]
        return [
            Excerpt(file, list(_lines(outline.lines, *ends, marked)), repaired)
            for ends in near
            if ends[0] <= ends[1]
        ]
    wanted: dict[tuple[int, int], TopStatement] = {}
    for name in names:
        defining = [each for each in outline.statements if name in each.names]
        if defining:
            wanted[defining[-1].first, defining[-1].last] = defining[-1]
    for each in outline.statements:
        if any(each.first <= line <= each.last for line in marked):
            wanted[each.first, each.last] = each
    return [
        _excerpt(outline.lines, each.first, each.last, marked, file, repaired)
        for _, each in sorted(wanted.items())
    ]


def _excerpt(
    lines: Sequence[str], first: int, last: int, marked: Collection[int], file: str, repaired: bool
) -> Excerpt:
    """Return some lines of a file; of a notebook's module the cell as it was written."""
    found = find_cell(lines, first, last)
    if found is None:
        return Excerpt(file, list(_lines(lines, first, last, marked)), repaired)
    number, begin = found
    own = [line.removeprefix("    ") for line in lines[begin - 1 : last]]
    shown = _lines(own, 1, len(own), {line - begin + 1 for line in marked})
    notebook = file.removesuffix(".py") + ".ipynb"
    return Excerpt(notebook, list(shown), repaired, number)


def _lines(
    lines: Sequence[str], first: int, last: int, marked: Collection[int]
) -> Iterator[CodeLine]:
    start, end = docstring_of(lines, first, last)
    shown = 0
    for number in range(first, last + 1):
        if start < number <= end:
            continue
        if number == start:
            yield CodeLine(number, clean_lines(lines[number - 1], limit=_LINE_CHARS), end - start)
            continue
        if shown == MOST_LINES:
            yield CodeLine(0, "", last - number + 1)
            return
        shown += 1
        text = clean_lines(lines[number - 1], limit=_LINE_CHARS)
        yield CodeLine(number, text, marked=number in marked)


def left_out_of(handed_in: str, repaired: str) -> list[CodeLine]:
    """
    Return the lines that were handed in and do not stand in the repaired text, the first ones.

    >>> [(line.number, line.text) for line in left_out_of("!pip install x\\nx = 1", "x = 1")]
    [(1, '!pip install x')]
    """
    kept = Counter(repaired.split("\n"))
    found = []
    for number, text in enumerate(handed_in.split("\n"), 1):
        if kept[text]:
            kept[text] -= 1
        elif text.strip():
            found.append(CodeLine(number, clean_lines(text, limit=_LINE_CHARS)))
    return found[:MOST_LEFT_OUT]


def docstring_of(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """
    Return the first and last line of a definition's docstring that is worth folding, else (0, 0).

    It is looked for by its quotes alone, because a stranger's code is not parsed here.
    """
    header = first
    while header < last and not lines[header - 1].split("#")[0].rstrip().endswith(":"):
        header += 1
    start = next((n for n in range(header + 1, last + 1) if lines[n - 1].strip()), 0)
    opening = lines[start - 1].strip().lower() if start else ""
    quotes = next((each for each in _QUOTES if opening.startswith(each)), "")
    if not quotes or quotes[-3:] in opening[len(quotes) :]:
        return 0, 0
    end = next((n for n in range(start + 1, last + 1) if quotes[-3:] in lines[n - 1]), 0)
    return (start, end) if end - start + 1 >= _FOLDED else (0, 0)
