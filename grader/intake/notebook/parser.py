"""Python's parser with a budget, and the statements it finds in text that does not parse."""

import ast
import keyword
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from grader.messages.template import Message, message, stranger
from grader.text import clean

from .cells import Cell

# Characters parsed for one notebook, and in one go; a notebook of a unit has 30,000.
PARSE_CHARS = 6 << 20
TEXT_CHARS = 512 << 10
_PARSE_COSTS = 300  # in characters, however short the text
# Blocks that one statement may extend over.
MOST_BLOCKS = 48
AT_MARGIN = re.compile(r"[^\s#)\]}]")
_DEFINES = re.compile(r"(?:async[ \t]+)?(def|class)[ \t]+([A-Za-z_]\w*)")


@dataclass(frozen=True)
class ParsedText:
    """Text that parses as Python, with its tree and the cell it begins in."""

    cell: int
    is_code: bool
    text: str
    tree: ast.Module


@dataclass(frozen=True)
class BrokenDefinition:
    """A definition that does not parse, and why."""

    cell: int
    is_code: bool
    name: str
    is_class: bool
    why: Message


class Parser:
    """Python's parser with a budget: a hostile notebook cannot keep it busy for hours."""

    def __init__(self) -> None:
        self._left = PARSE_CHARS
        self.why = Message()

    @property
    def is_spent(self) -> bool:
        """Whether nothing more will be parsed."""
        return self._left < 0

    def parse(self, text: str) -> ast.Module | None:
        """Return the tree of *text*, or None with the reason in `why`."""
        self._left -= len(text) + _PARSE_COSTS
        if self._left < 0 or len(text) > TEXT_CHARS:
            self.why = message("too much to look through")
            return None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(text)
        except SyntaxError as error:
            why = stranger(str(error.msg))
            self.why = Message.whole(why.text)
            if error.lineno:
                self.why = message("line {line}: {why}", line=error.lineno, why=why)
        except (ValueError, RecursionError, MemoryError, OverflowError) as error:
            self.why = Message.whole(clean(str(error)) or type(error).__name__)
        return None


@dataclass
class Salvage:
    """The statements that parse in a text that does not parse as a whole."""

    parsed: list[ParsedText] = field(default_factory=list)
    broken: list[BrokenDefinition] = field(default_factory=list)
    why: Message = field(default_factory=Message)
    """Why the first statement that does not parse does not."""


def salvage(parser: Parser, text: str, cell: Cell) -> Salvage:
    """
    Return the statements of *text* that parse, and the definitions that do not.

    Args:
        parser: Its budget is used.
        text: The text of *cell*, perhaps with that of the cells after it.
        cell: Where the text begins. In one that is not code, only definitions are looked for.
    """
    blocks = list(_blocks(text))
    found = Salvage()
    at = 0
    while at < len(blocks) and not parser.is_spent:
        block = blocks[at]
        if not cell.is_code and not _DEFINES.match(block) and not block.startswith("@"):
            at += 1
            continue
        end, tree, why = _longest(parser, blocks, at)
        if tree is None:
            found.why = found.why or why
            found.broken += _broken_definition(block, cell, why)
        else:
            text = "".join(blocks[at:end])
            found.parsed.append(ParsedText(cell.number, cell.is_code, text, tree))
        at = end
    return found


def _longest(parser: Parser, blocks: list[str], at: int) -> tuple[int, ast.Module | None, Message]:
    """Return where the statement that begins at a block ends, and its tree."""
    first_why = Message()
    for end in range(at + 1, min(at + MOST_BLOCKS, len(blocks)) + 1):
        tree = parser.parse("".join(blocks[at:end]))
        if tree is not None:
            return end, tree, Message()
        first_why = first_why or parser.why
        # Only an open string or bracket can be closed further down.
        if not any(mark in parser.why.text for mark in ("never closed", "unterminated")):
            break
    return at + 1, None, first_why


def _broken_definition(block: str, cell: Cell, why: Message) -> list[BrokenDefinition]:
    """Return the definition that a block begins with, if it is one."""
    line = next((line for line in block.splitlines() if not line.startswith("@")), "")
    match = _DEFINES.match(line)
    if not match or not match[2].isidentifier() or keyword.iskeyword(match[2]):
        return []  # A stand-in of this name would not parse either.
    return [BrokenDefinition(cell.number, cell.is_code, match[2], match[1] == "class", why)]


def _blocks(text: str) -> Iterator[str]:
    """Yield *text* in blocks, each from a line at the margin to the next."""
    block: list[str] = []
    decorated = False
    for line in text.split("\n"):
        if AT_MARGIN.match(line) and not decorated:
            if block:
                yield "".join(block)
            block = []
        decorated = line.startswith("@") or (decorated and not _DEFINES.match(line))
        block.append(f"{line}\n")
    if block:
        yield "".join(block)
