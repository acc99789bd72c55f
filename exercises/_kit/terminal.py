"""Text for a terminal: lines that fit, colours, and characters that take two columns."""

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TextIO

WIDEST = 80
_CODES = {"green": "32", "yellow": "33", "red": "31", "grey": "2", "bold": "1"}


class Screen:
    """The stream that the commands write to; colours only if it is a terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        # Without a console (pythonw, ">&-") there is nothing to write to.
        self.stream = stream or sys.stdout or open(os.devnull, "w", encoding="utf-8")
        if hasattr(self.stream, "reconfigure"):
            # A console that has no such character gets a question mark, not a traceback.
            self.stream.reconfigure(errors="replace")
        self.is_terminal = self.stream.isatty()
        self.coloured = (
            self.is_terminal
            and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM") != "dumb"
            and _understands_colours()
        )

    @property
    def width(self) -> int:
        """Columns to fill, at most 80."""
        return min(shutil.get_terminal_size().columns, WIDEST)

    def paint(self, text: str, colour: str) -> str:
        """Return *text* in a colour, where colours are wanted."""
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self.coloured and text else text

    def line(self, text: str = "", colour: str = "") -> None:
        """Write one line as it is."""
        self.stream.write((self.paint(text, colour) if colour else text) + "\n")

    def wrapped(self, text: str, indent: str = "", colour: str = "") -> None:
        """Write a text in lines that fit, every one indented."""
        for line in wrap(text, self.width, indent, indent):
            self.line(line, colour)

    def bar(self, shares: tuple[float, float], width: int) -> str:
        """Return a bar of *width* columns: a full share, a half-tone share, the rest empty."""
        full, half = (round(share * width) for share in shares)
        half = min(half, width - full)
        signs = "█▒░" if can_write("█▒░", self.stream) else "#=."
        return (
            self.paint(signs[0] * full, "green")
            + self.paint(signs[1] * half, "yellow")
            + self.paint(signs[2] * (width - full - half), "grey")
        )


def can_write(text: str, stream: TextIO | None) -> bool:
    """Return whether the encoding of a stream has every character of *text*."""
    try:
        text.encode(getattr(stream, "encoding", "") or "ascii")
    except (UnicodeEncodeError, LookupError):
        return stream is None
    return True


def _understands_colours() -> bool:
    if sys.platform != "win32":
        return True
    # Asking the console for them switches them on, from Windows 10 on.
    return os.system("") == 0


def joined(*parts: str) -> str:
    """Return texts in a row; after a Chinese mark, which brings its own, stands no blank."""
    return re.sub("(?<=[\u3002\uff0c\uff1a\uff1b\uff1f\uff01\uff09]) ", "", " ".join(parts))


def columns(text: str) -> int:
    """Return how many columns a text takes: a Chinese character takes two."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


def pad(text: str, width: int) -> str:
    """Return *text* cut or filled with blanks to *width* columns."""
    while columns(text) > width:
        text = text[:-1]
    return text + " " * (width - columns(text))


def widest(texts: Iterable[str], least: int = 0) -> int:
    """Return the columns of the widest of *texts*, and at least *least*."""
    return max([least, *map(columns, texts)])


def wrap(text: str, width: int, first: str = "", later: str = "") -> list[str]:
    """
    Return *text* in lines of at most *width* columns.

    Args:
        text: Words; blanks and line ends between them count as one blank.
        width: Columns of a line with its indent.
        first: Indent of the first line.
        later: Indent of the others.
    """
    lines, line, gap = [], first, ""
    for word in text.split():
        for piece in _pieces(word, width - columns(later)):
            if gap + piece and columns(line + gap + piece) > width and line.strip():
                lines.append(line)
                line, gap = later, ""
            line, gap = line + gap + piece, ""
        gap = " "
    return [*lines, line] if line.strip() else lines


def _pieces(word: str, longest: int) -> Iterator[str]:
    """Yield the parts of a word between which a line may end, none too long for a line."""
    piece = ""
    for sign in word:
        wide = unicodedata.east_asian_width(sign) in "WF"
        # No line begins with a closing mark.
        closes = unicodedata.category(sign) in ("Po", "Pe", "Pf")
        beside = piece and (wide or columns(piece[-1]) == 2) and not closes
        if beside or columns(piece + sign) > longest:
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece
