"""
Syntax and names of a Python that is newer than the one submissions run on here.

Syntax is named only if the text parses once each use of it is written in the old way, so that
no plain mistake is taken for it.
"""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from grader.messages.message import Message, Name, message, stranger

from .new_names import Version, may_have_newer_names, newer_names
from .notebook.magics import plain_python
from .notebook.parser import Parser


@dataclass(frozen=True)
class _Feature:
    """A piece of syntax, the first Python that has it, and how the line is written without."""

    version: Version
    what: Message
    without: Callable[[str], str]


def newer_python(text: str, path: str, parser: Parser | None = None) -> Message | None:
    """
    Return the sentence on what the Python that runs submissions is too old for, or None.

    Args:
        text: The code.
        path: Its path, for the sentence.
        parser: Its budget is used; by default one of its own.
    """
    parser = parser or Parser(len(text))
    tree = parser.parse(text)
    if tree is None:
        text = plain_python(text)
        tree = parser.parse(text)
    if tree is not None:
        if not may_have_newer_names(text):
            return None
        found = next(iter(sorted(newer_names(tree))), None)
        if found is None:
            return None
        line, name, version = found
        return _sentence(path, line, stranger(name, limit=80), version)
    if len(text) > _MOST_CHARS:
        return None
    features = [each for each in _FEATURES if each.version > sys.version_info[:2]]
    plain = text
    for feature in features:
        plain = feature.without(plain)
    if plain == text or not parser.parses(plain):
        return None
    needed = max(
        (each for each in features if not parser.parses(_without_others(text, each, features))),
        key=lambda each: each.version,
        default=None,
    )
    if needed is None:
        return None
    old, new = text.split("\n"), needed.without(text).split("\n")
    line = next((n for n, pair in enumerate(zip(old, new, strict=False), 1) if len({*pair}) > 1), 1)
    return _sentence(path, line, needed.what, needed.version)


def _without_others(text: str, kept: _Feature, features: list[_Feature]) -> str:
    """Return *text* with every feature but one written in the old way."""
    for feature in features:
        if feature is not kept:
            text = feature.without(text)
    return text


def _sentence(path: str, line: int, what: object, version: Version) -> Message:
    return message(
        "{path}, line {line}: {what} needs Python {version}; submissions run on Python {own} here.",
        path=stranger(path, limit=200),
        line=line,
        what=what,  # type: ignore[arg-type]
        version=Name(".".join(map(str, version))),
        own=Name(".".join(map(str, sys.version_info[:2]))),
    )


def _without_type_statements(text: str) -> str:
    """Return ``Pair = ...`` for ``type Pair[T] = ...``."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if match := _TYPE.match(line):
            rest = _without_brackets(line, match.end())
            lines[number] = match[1] + match[2] + rest
    return "\n".join(lines)


def _without_type_parameters(text: str, *, with_default: bool = False) -> str:
    """Return ``def first(items)`` for ``def first[T](items)``, and classes alike."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if (match := _HEAD.match(line)) and line[match.end() :].startswith("["):
            rest = _without_brackets(line, match.end())
            if ("=" in line[match.end() : len(line) - len(rest)]) is with_default:
                lines[number] = line[: match.end()] + rest
    return "\n".join(lines)


def _without_brackets(line: str, start: int) -> str:
    """Return what follows the brackets that open at *start*; all of it if none do."""
    depth = 0
    for at in range(start, len(line)):
        depth += (line[at] == "[") - (line[at] == "]")
        if depth == 0:
            return line[at + 1 :] if line[start] == "[" else line[start:]
    return line[start:]


def _with_parentheses(text: str) -> str:
    """Return ``except (A, B):`` for ``except A, B:``."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        head, colon, rest = line.partition(":")
        word, _, types = head.strip().partition(" ")
        if word in ("except", "except*") and colon and "," in types and "(" not in types:
            indent = head[: len(head) - len(head.lstrip())]
            lines[number] = f"{indent}{word} ({types.strip()}):{rest}"
    return "\n".join(lines)


def _without_template_strings(text: str) -> str:
    """Return ``f"..."`` for ``t"..."``."""
    return _TEMPLATE.sub(lambda match: f"f{match[1]}", text)


def _without_nesting(text: str) -> str:
    """Return ``("", (x))`` for ``f"{x}"``, read by the rules of Python 3.12."""
    kept, at = [], 0
    while match := _STRING_START.search(text, at):
        kept.append(text[at : match.start()])
        if match[0].startswith("#"):
            kept.append(match[0])
            at = match.end()
        elif "f" in match[1].lower():
            found, at = _values_of(text, match.end(), match[2], 0)
            kept.append(f'("", {found})')
        else:
            at = _plain_end(text, match.end(), match[2])
            kept.append(text[match.start() : at])
    return "".join([*kept, text[at:]])


def _plain_end(text: str, at: int, quote: str) -> int:
    """Return where a string ends whose text begins at *at*."""
    while at < len(text) and not text.startswith(quote, at):
        if text[at] == "\n" and len(quote) == 1:
            return at
        at += 2 if text[at] == "\\" else 1
    return at + len(quote)


def _values_of(text: str, at: int, quote: str, depth: int) -> tuple[str, int]:
    """Return the values in the braces of an f-string as a list of items, and where it ends."""
    found = []
    while at < len(text) and not text.startswith(quote, at):
        if text[at] == "\n" and len(quote) == 1:
            break
        if text[at] == "{" and text[at : at + 2] != "{{" and depth < _MOST_NESTED:
            value, at = _value_of(text, at + 1, depth)
            found.append(f"({value})")
        else:
            at += 2 if text[at] == "\\" or text[at : at + 2] == "{{" else 1
    return ", ".join(found), at + len(quote)


def _value_of(text: str, at: int, depth: int) -> tuple[str, int]:
    """Return the expression that begins at *at* in braces, and where these end."""
    kept: list[str] = []
    opened, start = 0, at
    while at < len(text):
        sign = text[at]
        if sign == "}" and not opened:
            return "".join([*kept, text[start:at]]).rstrip().removesuffix("="), at + 1
        is_end = sign == ":" or (sign == "!" and text[at : at + 2] != "!=")
        if is_end and not opened:
            expression = "".join([*kept, text[start:at]]).rstrip().removesuffix("=")
            # A format may hold values of its own.
            inner, at = _values_of(text, at + 1, "}", depth + 1)
            return f"{expression}, {inner}", at
        if match := _STRING_START.match(text, at):
            kept.append(text[start:at])
            if match[0].startswith("#"):
                at = match.end()
            elif "f" in match[1].lower():
                values, at = _values_of(text, match.end(), match[2], depth + 1)
                kept.append(f'("", {values})')
            else:
                start, at = at, _plain_end(text, match.end(), match[2])
                kept.append(text[start:at])
            start = at
            continue
        opened += (sign in "([{") - (sign in ")]}")
        at += 1
    return "".join([*kept, text[start:]]), at


_MOST_NESTED = 20
# No module of a unit is longer, and each way of writing it is parsed.
_MOST_CHARS = 128 << 10
_TYPE = re.compile(r"([ \t]*)type[ \t]+([A-Za-z_]\w*)")
_HEAD = re.compile(r"[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+[A-Za-z_]\w*")
_TEMPLATE = re.compile(r"(?<![\w\"'])[tT]([rR]?)(?=[\"'])")
_STRING_START = re.compile(r"#[^\n]*|(?<!\w)([A-Za-z]{0,2})(\"\"\"|'''|\"|')")

_FEATURES = (
    _Feature((3, 12), message("a type statement"), _without_type_statements),
    _Feature((3, 12), message("a list of type parameters"), _without_type_parameters),
    _Feature(
        (3, 13),
        message("a default of a type parameter"),
        partial(_without_type_parameters, with_default=True),
    ),
    _Feature((3, 12), message("this f-string"), _without_nesting),
    _Feature((3, 14), message("except without parentheses"), _with_parentheses),
    _Feature((3, 14), message("a template string"), _without_template_strings),
)
