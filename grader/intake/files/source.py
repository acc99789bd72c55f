"""The encoding of a student's module: whatever it was, the module is made UTF-8."""

import codecs
import contextlib
import re

from grader.messages.message import Message, Name, message

# PEP 263 allows any codec; some of those take minutes for a megabyte (punycode, idna).
_CODECS = re.compile(
    r"ascii|big5|cp\d+|euc_(jp|kr)|gb2312|gbk|gb18030|iso8859-\d+|koi8-[ru]|mac-\w+|shift_jis"
)
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]{1,40})")
_BLANK = re.compile(rb"^[ \t\f]*(#.*)?\r?$")
_UTF_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def to_utf8(data: bytes) -> tuple[bytes, Message]:
    """
    Return *data* as UTF-8 and what was done to it, empty if nothing.

    UTF-8 is left unchanged, with a byte order mark or NUL bytes too. An encoding named in
    the file (PEP 263) is used, and the name there becomes UTF-8, also where the file is UTF-8
    all the same; the lines stay the same.
    Anything else is read as Windows text, which never fails: names and numbers are ASCII
    in all of these encodings, so only comments and strings can come out wrong.

    Returns:
        The bytes, and the end of a sentence that begins with the file's name.
    """
    for mark, encoding in _UTF_BOMS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
                return text.encode("utf-8"), message(
                    "was {encoding} and was read as such", encoding=Name(encoding.upper())
                )
            except UnicodeError:
                break
    named = _named_encoding(data)
    if named is not None:
        start, end, encoding = named
        data = data[:start] + b"utf-8" + data[end:]
        try:
            return data.decode(encoding).encode("utf-8"), message(
                "is written in {encoding} and was read as such", encoding=Name(encoding)
            )
        except UnicodeError:
            pass
    if encoding := _unmarked_utf_16(data):
        with contextlib.suppress(UnicodeError):
            return data.decode(encoding).encode("utf-8"), message(
                "was {encoding} and was read as such", encoding=Name("UTF-16")
            )
    try:
        data.decode("utf-8")
        if named is not None:
            return data, message("is UTF-8, though it says {encoding}", encoding=Name(named[2]))
        holds_nul = b"\0" in data
        return data, message("holds NUL bytes, which Python refuses") if holds_nul else Message()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.encode("utf-8"), message(
        "is not UTF-8 (line {line}) and was read as Windows-1252", line=line
    )


def importable(data: bytes) -> tuple[bytes, Message]:
    """Return *data* unchanged if Python can decode it, else as `to_utf8` does."""
    named = _named_encoding(data)
    if named is not None:
        with contextlib.suppress(UnicodeError):
            data.decode(named[2])
            return data, Message()
    return to_utf8(data)


def text_of(source: bytes) -> str:
    """Return the text of a Python file, in whatever encoding, with plain line ends."""
    text = to_utf8(source)[0].decode("utf-8", "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unmarked_utf_16(data: bytes) -> str:
    """Return which UTF-16 a text without a mark is, by where its NUL bytes are; "" if neither."""
    start = data[:4096]
    for encoding, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        if b"\0" not in start[1 - high :: 2] and 4 * start[high::2].count(0) > len(start):
            return encoding
    return ""


def _named_encoding(data: bytes) -> tuple[int, int, str] | None:
    """Return where a PEP 263 line names an encoding other than UTF-8, and which."""
    if data.startswith(codecs.BOM_UTF8):
        return None
    offset = 0
    for line in data.split(b"\n", 2)[:2]:
        match = _COOKIE.match(line)
        if match:
            try:
                encoding = codecs.lookup(match[1].decode("ascii")).name
            except (LookupError, UnicodeError):
                return None
            known = _CODECS.fullmatch(encoding)
            return (offset + match.start(1), offset + match.end(1), encoding) if known else None
        if not _BLANK.match(line):
            return None
        offset += len(line) + 1
    return None
