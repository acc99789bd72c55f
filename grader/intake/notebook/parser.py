"""Python's parser with a budget, and the statements it finds in text that does not parse."""

import ast
import keyword
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from grader.messages.message import Message, message, stranger
from grader.text import clean

from .cells import Cell

# Characters parsed for one notebook: a multiple of its size, as some text is parsed in several
# ways, within a bound. A notebook of a unit has 30,000; a damaged one needs 30 times its size.
PARSE_CHARS = 3 << 20
_PARSE_TIMES, _PARSE_LEAST = 64, 256 << 10
_PARSE_COSTS = 300  # in characters, however short the text
# Characters parsed at a time, and words and signs in them: Python takes up to 700 bytes for each,
# and twice as many where it looks for words to say about a mistake.
TEXT_CHARS = 512 << 10
_MOST_TOKENS = 150_000
_TOKEN = re.compile(r"\d[\w.]*|\w+|[^\w\s]|\n\s*")
# Characters whose trees are kept to be used again.
_KEPT_CHARS = 64 << 10
# With this flag, text that ends too early has an error of its own; codeop uses it, too.
_ALLOW_INCOMPLETE = 0x4000
_INCOMPLETE = message("incomplete input")
NO_REASON = Message()
# Blocks that one statement may extend over.
MOST_BLOCKS = 48
AT_MARGIN = re.compile(r"[^\s#)\]}]")
_CLOSES = re.compile(r"[)\]}]|\'\'\'|\"\"\"")
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


@dataclass(frozen=True)
class _Outcome:
    """The outcome of parsing a text."""

    parses: bool
    tree: ast.Module | None
    """Not kept if it is large."""
    why: Message = NO_REASON
    can_go_on: bool = False
    """Whether more lines below could make it parse."""


class Parser:
    """
    Python's parser with a budget: a hostile notebook cannot keep it busy for hours.

    It remembers what it has parsed, so that asking twice costs nothing.

    Args:
        size: The characters of the notebook. Without it, the budget is the largest.
    """

    def __init__(self, size: int = PARSE_CHARS) -> None:
        self._left = min(PARSE_CHARS, _PARSE_LEAST + _PARSE_TIMES * size)
        self._kept = 0
        self._known: dict[str, _Outcome] = {}
        self._last: tuple[str, ast.Module | None] = ("", None)

    @property
    def is_spent(self) -> bool:
        """Whether nothing more will be parsed."""
        return self._left < 0

    def parse(self, text: str) -> ast.Module | None:
        """Return the tree of *text*, None if it does not parse."""
        known = self._outcome(text)
        if known.parses and known.tree is None:
            if self._last[0] != text:
                self._last = text, self._parse(text).tree
            return self._last[1]
        return known.tree

    def parses(self, text: str) -> bool:
        """Tell whether *text* parses."""
        return self._outcome(text).parses

    def why_not(self, text: str) -> Message:
        """Return why *text* does not parse, an empty message if it does."""
        return self._outcome(text).why

    def can_go_on(self, text: str) -> bool:
        """Tell whether *text* does not parse as it is, but could with more lines below it."""
        return self._outcome(text).can_go_on

    def _outcome(self, text: str) -> _Outcome:
        known = self._known.get(text)
        if known is None:
            known = self._parse(text)
            if known.tree is not None:
                self._kept += len(text)
                if self._kept > _KEPT_CHARS:
                    self._last = text, known.tree
                    known = replace(known, tree=None)
            self._known[text] = known
        return known

    def _parse(self, text: str) -> _Outcome:
        self._left -= len(text) + _PARSE_COSTS
        if self._left < 0 or is_too_much(text):
            return _Outcome(False, None, message("too much to look through"))
        try:
            return _Outcome(True, _tree(text, _ALLOW_INCOMPLETE))
        except SyntaxError as error:
            if error.msg != _INCOMPLETE.text:
                return _Outcome(False, None, _why(error))
        except (ValueError, RecursionError, MemoryError, OverflowError) as error:
            return _Outcome(False, None, Message.whole(clean(str(error)) or type(error).__name__))
        try:
            _tree(text)
        except SyntaxError as error:
            return _Outcome(False, None, _why(error), can_go_on=True)
        return _Outcome(False, None, _INCOMPLETE, can_go_on=True)


def is_too_much(text: str) -> bool:
    """Tell whether *text* is so long, or so dense, that it is not parsed."""
    if len(text) <= _MOST_TOKENS:
        return False
    if len(text) > TEXT_CHARS:
        return True
    tokens = islice(_TOKEN.finditer(text), _MOST_TOKENS, None)
    return next(tokens, None) is not None


def _tree(text: str, flags: int = 0) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree: ast.Module = compile(
            text, "<unknown>", "exec", ast.PyCF_ONLY_AST | flags, dont_inherit=True
        )
        return tree


def _why(error: SyntaxError) -> Message:
    why = stranger(str(error.msg))
    if error.lineno:
        return message("line {line}: {why}", line=error.lineno, why=why)
    return Message.whole(why.text)


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
    first_why = NO_REASON
    text = ""
    for end in range(at + 1, min(at + MOST_BLOCKS, len(blocks)) + 1):
        text += blocks[end - 1]
        if first_why and not _CLOSES.search(blocks[end - 1]):
            continue  # What is open is not closed there.
        tree = parser.parse(text)
        if tree is not None:
            return end, tree, NO_REASON
        why = parser.why_not(text)
        first_why = first_why or why
        # Only an open string or bracket can be closed further down.
        if not any(mark in why.text for mark in ("never closed", "unterminated")):
            break
        if not parser.can_go_on(text):
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
