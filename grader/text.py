"""Text from strangers, made fit to be shown on one line of a terminal, a page or a log."""

import unicodedata

# Invisible, though Unicode files them under letters and marks: fillers, joiners, variants.
_INVISIBLE = frozenset(
    {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}
    | {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
)
# Controls, formats (bidi, zero width), surrogates, private, unassigned, line and paragraph ends.
_HIDING_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def clean(text: str, *, limit: int = 2000) -> str:
    """
    Return *text* on one line with everything that hides or steers written out.

    A name may hold a newline, an escape sequence that repaints the terminal, or a
    bidi mark that turns the rest of the line around. Each is shown as an escape
    instead of being dropped, so that two different names stay different to the eye.

    Args:
        text: Any string, lone surrogates included.
        limit: Longest result in characters; what is cut is said in an ellipsis.

    Returns:
        A string that can be encoded in UTF-8; cleaning it again changes nothing.

    >>> clean("alice\\n\\u202egnp.py")
    'alice\\\\n\\\\u202egnp.py'
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text  # almost every text; a class has millions of them
    shown = "".join(map(_visible, text[: limit + 1]))
    return shown if len(shown) <= limit else shown[: max(limit - 1, 0)] + "…"


def clean_lines(text: str, *, limit: int = 20_000) -> str:
    """Return *text* cleaned line by line: its newlines stay, tabs become four spaces."""
    lines = text[:limit].replace("\r\n", "\n").replace("\t", "    ").split("\n")
    return "\n".join(clean(line, limit=limit) for line in lines)


def _visible(char: str) -> str:
    """Return *char*, or the escape that names it when it would not be seen."""
    code = ord(char)
    if code not in _INVISIBLE and unicodedata.category(char) not in _HIDING_CATEGORIES:
        return char
    if char in _SHORT:
        return _SHORT[char]
    if 0xDC80 <= code <= 0xDCFF:  # a byte that was not UTF-8, kept by surrogateescape
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
