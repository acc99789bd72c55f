"""IPython's own lines and invisible characters, taken out; code in text, moved to the margin."""

import re
from collections.abc import Iterator, Sequence

_CELL_MAGIC = re.compile(r"%%\s*(\w+)?(.*)")
# Below every other cell magic stands Python: %%time, %%capture, %%writefile, %%memit, ...
_OTHER_LANGUAGES = frozenset(
    {"bash", "cmd", "html", "javascript", "js", "latex", "markdown", "perl", "pypy", "ruby"}
    | {"script", "sh", "sql", "svg", "sx", "system", "R", "!"}
)
# IPython runs code that was copied with its prompts.
_PROMPTS = (
    (re.compile(r">>>( |$)"), re.compile(r"(>>>|\.\.\.)( |$)")),
    (re.compile(r"In \[\d+\]: "), re.compile(r"In \[\d+\]: |\s*\.{3,}: ?")),
)
# No part gives back what it has taken, so that a long line is looked through once.
_MAGIC = re.compile(r"[ \t]*+(?:[%!?].*|\w[\w.]*+\?{1,2}[ \t]*+)|[\w.,* \t]++=[ \t]*+[!%].*")
_DEFINITION = re.compile(r"([ \t]*)(?:@|def\b|class\b|async\b)")
# What copying from a page or a chat leaves in code: zero-width marks, non-breaking spaces. A
# disk that was full leaves NUL bytes.
_UNSEEN: dict[int, str | None] = dict.fromkeys((0, 0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060))
_UNSEEN[0xA0] = " "
_QUOTES = re.compile(r"'''|\"\"\"|'|\"")


def plain_python(text: str) -> str:
    """
    Return the text of a cell without IPython's own lines; the number of lines stays the same.

    A magic within a block becomes ``pass``, so that the block keeps a body.
    """
    lines = _without_prompts(text.split("\n"))
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    match = _CELL_MAGIC.match(lines[first])
    if match:
        if (match[1] or "!") in _OTHER_LANGUAGES or (match[1] or "").lower() in _OTHER_LANGUAGES:
            return "\n" * (len(lines) - 1)
        lines[first] = "#"
    return "\n".join(
        _replaced(line) if starts and _MAGIC.fullmatch(line) else line
        for line, starts in zip(lines, statement_starts(lines), strict=True)
    )


def seen_text(text: str) -> str:
    """Return *text* without characters that nobody sees, and with plain spaces."""
    return text.translate(_UNSEEN)


def prose_code(text: str) -> str:
    """
    Return the text of a cell that is not code, with each indented definition at the margin.

    Markdown indents code in a list, and reads indented text as code.
    """
    lines = text.split("\n")
    # A cell that begins indented may go on with a definition of the cell above.
    indent, is_within = "", text.lstrip("\n")[:1].isspace()
    for number, line in enumerate(lines):
        match = _DEFINITION.match(line)
        if line.strip() and (not line.startswith(indent) or not line[0].isspace()):
            indent, is_within = "", bool(match)
        if match and not indent and not is_within:
            indent = match[1]
        lines[number] = line.removeprefix(indent)
    return "\n".join(lines)


def _without_prompts(lines: list[str]) -> list[str]:
    first = next((line for line in lines if line.strip()), "")
    for begins, prompt in _PROMPTS:
        if begins.match(first):
            return [prompt.sub("", line, count=1) if prompt.match(line) else line for line in lines]
    return lines


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
