"""What parses in a text that does not parse as a whole."""

import ast
import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .parser import Parser

# Lines at the margin that one statement may go over.
MOST_BLOCKS = 48
_STARTS_BLOCK = re.compile(r"[^\s#)\]}]")
_DEFINES = re.compile(r"(?:async[ \t]+)?(def|class)[ \t]+([A-Za-z_]\w*)")


@dataclass
class Salvage:
    """What parses in a text that does not parse as a whole."""

    taken: list[tuple[str, ast.Module]] = field(default_factory=list)
    broken: list[tuple[str, bool, str]] = field(default_factory=list)
    """Name of a definition, whether it is a class, and why it does not parse."""
    why: str = ""


def salvage(parser: Parser, text: str, is_code: bool) -> Salvage:
    """Return what parses in *text* and the definitions that do not, statement by statement."""
    blocks = list(_blocks(text))
    scan = Salvage()
    at = 0
    while at < len(blocks) and not parser.is_spent:
        block = blocks[at]
        if not is_code and not _DEFINES.match(block) and not block.startswith("@"):
            at += 1
            continue
        end, tree, why = _longest(parser, blocks, at)
        if tree is None:
            scan.why = scan.why or why
            scan.broken += [(*found, why) for found in _defined_in(block)]
        else:
            scan.taken.append(("".join(blocks[at:end]), tree))
        at = end
    return scan


def _longest(parser: Parser, blocks: list[str], at: int) -> tuple[int, ast.Module | None, str]:
    """Return where the statement that begins at a block ends, and its tree."""
    first_why = ""
    for end in range(at + 1, min(at + MOST_BLOCKS, len(blocks)) + 1):
        tree = parser.parse("".join(blocks[at:end]))
        if tree is not None:
            return end, tree, ""
        first_why = first_why or parser.why
        # Only an open string or bracket can be closed further down.
        if not any(mark in parser.why for mark in ("never closed", "unterminated")):
            break
    return at + 1, None, first_why


def _defined_in(block: str) -> list[tuple[str, bool]]:
    """Return the name that a block defines, and whether it is a class's."""
    line = next((line for line in block.splitlines() if not line.startswith("@")), "")
    match = _DEFINES.match(line)
    if not match or not match[2].isidentifier() or keyword.iskeyword(match[2]):
        return []  # A stand-in of this name would be no Python either.
    return [(match[2], match[1] == "class")]


def _blocks(text: str) -> Iterator[str]:
    """Yield the text in pieces, each from a line at the margin to the next; joined, it is whole."""
    block: list[str] = []
    decorated = False
    for line in text.split("\n"):
        if _STARTS_BLOCK.match(line) and not decorated:
            if block:
                yield "".join(block)
            block = []
        decorated = line.startswith("@") or (decorated and not _DEFINES.match(line))
        block.append(f"{line}\n")
    if block:
        yield "".join(block)
