"""Passages of Python that parse, and the parser that finds them."""

import ast
import warnings
from dataclasses import dataclass

# Characters given to the parser for one notebook, and at once; a notebook of a unit has 30,000.
PARSE_CHARS = 6 << 20
TEXT_CHARS = 512 << 10
_PARSE_COSTS = 300  # in characters, however short the text


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
