"""What only IPython understands in a cell, taken out line by line."""

import re
from collections.abc import Iterator, Sequence

_CELL_MAGIC = re.compile(r"%%\s*(\w+)?(.*)")
_PYTHON_MAGICS = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "writefile"})
_MAGIC = re.compile(r"[ \t]*([%!?].*|\w[\w.]*\?{1,2}[ \t]*|[\w.,* \t]+=[ \t]*[!%].*)")
_QUOTES = re.compile(r"'''|\"\"\"|'|\"")


def plain_python(text: str) -> str:
    """
    Return the text of a cell with IPython's own lines taken out, line by line the same.

    A magic within a block becomes ``pass``, so that the block keeps a body.
    """
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    match = _CELL_MAGIC.match(lines[first])
    if match:
        if match[1] not in _PYTHON_MAGICS:
            return ""
        lines[first] = "#"
    return "\n".join(
        _replaced(line) if starts and _MAGIC.fullmatch(line) else line
        for line, starts in zip(lines, statement_starts(lines), strict=True)
    )


def _replaced(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return f"{indent}pass" if indent else "#"


def statement_starts(lines: Sequence[str]) -> Iterator[bool]:
    """Yield for each line whether a statement may begin there: no string or bracket is open."""
    depth, quote, carried = 0, "", False
    for line in lines:
        starts = depth <= 0 and not quote and not carried
        yield starts
        if starts and _MAGIC.fullmatch(line):
            continue
        depth, quote = _scan(line, max(depth, 0), quote)
        carried = line.endswith("\\") and not quote


def _scan(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Return how many brackets and which triple quote are open after *line*."""
    at = 0
    while at < len(line):
        if line[at] == "\\":
            at += 2
            continue
        match = _QUOTES.match(line, at)
        if match:
            if not quote:
                quote = match[0]
            elif line.startswith(quote, at):
                at += len(quote)
                quote = ""
                continue
            at += len(match[0]) if quote == match[0] else 1
            continue
        if not quote:
            if line[at] == "#":
                break
            depth += (line[at] in "([{") - (line[at] in ")]}")
        at += 1
    return depth, quote if len(quote) == 3 else ""
