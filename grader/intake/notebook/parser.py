"""Python's parser with a budget, and what it finds in text that does not parse as a whole."""

import ast
import keyword
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

# Characters given to the parser for one notebook, and at once; a notebook of a unit has 30,000.
PARSE_CHARS = 6 << 20
TEXT_CHARS = 512 << 10
_PARSE_COSTS = 300  # in characters, however short the text
# Lines at the margin that one statement may go over.
MOST_BLOCKS = 48
_STARTS_BLOCK = re.compile(r"[^\s#)\]}]")
_DEFINES = re.compile(r"(?:async[ \t]+)?(def|class)[ \t]+([A-Za-z_]\w*)")


@dataclass(frozen=True)
class Passage:
    """Python that parses: the cell it begins in, and its text."""

    cell: int
    is_code: bool
    text: str
    tree: ast.Module


@dataclass(frozen=True)
class Broken:
    """A definition that does not parse, and why."""

    cell: int
    is_code: bool
    name: str
    is_class: bool
    why: str


class Parser:
    """Python's parser with a budget, so that a hostile notebook cannot buy hours of it."""

    def __init__(self) -> None:
        self._left = PARSE_CHARS
        self.why = ""

    @property
    def is_spent(self) -> bool:
        """Whether nothing more will be parsed."""
        return self._left < 0

    def parse(self, text: str) -> ast.Module | None:
        """Return the tree of *text*, or None with the reason in `why`."""
        self._left -= len(text) + _PARSE_COSTS
        if self._left < 0 or len(text) > TEXT_CHARS:
            self.why = "too much to look through"
            return None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(text)
        except SyntaxError as error:
            self.why = f"line {error.lineno}: {error.msg}" if error.lineno else str(error.msg)
        except (ValueError, RecursionError, MemoryError, OverflowError) as error:
            self.why = str(error) or type(error).__name__
        return None


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
