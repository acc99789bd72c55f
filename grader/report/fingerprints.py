"""
Fingerprints of code: passages that stay the same when names, comments and layout change.

Winnowing (Schleimer, Wilkerson, Aiken, 2003) over the nodes of the syntax tree: every run of
``GRAM`` nodes is hashed, and of each ``WINDOW`` neighbours the smallest is kept. Two files
that share ``GRAM + WINDOW - 1`` nodes in a row share a fingerprint. Names that the code
makes up are all alike; those it takes from libraries count. What is no Python is taken line
by line, and so are comments: nobody writes the same odd one twice.
"""

import ast
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

GRAM = 10
WINDOW = 4
_LARGEST = 50_000
_SHORTEST_LINE = 15
_COMMENT = re.compile(r"#+\s*(.*)")
_BLANK = re.compile(r"\s+")


class Passage(NamedTuple):
    """A fingerprint and the lines it was taken from, counted from 1."""

    mark: int
    first: int
    last: int


def passages(source: str) -> list[Passage]:
    """Return the fingerprints of a module."""
    tree = _parse(source)
    return [*_winnowed(_grams(tree)), *_lines(source, whole=tree is None)]


def marks(source: str) -> set[int]:
    """Return every mark that any passage of *source* could have, kept or not."""
    tree = _parse(source)
    return {found.mark for found in (*_grams(tree), *_lines(source, whole=tree is None))}


def _grams(tree: ast.Module | None) -> list[Passage]:
    if tree is None:
        return []
    grams: list[Passage] = []
    for statement in tree.body:
        # An import is no idea of anybody's.
        if isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        nodes = list(_nodes(statement))
        codes, lines = [code for code, _ in nodes], [line for _, line in nodes]
        for start in range(len(nodes) - GRAM + 1):
            end = start + GRAM
            mark = hash(tuple(codes[start:end]))
            grams.append(Passage(mark, min(lines[start:end]), max(lines[start:end])))
    return grams


def _winnowed(grams: Sequence[Passage]) -> list[Passage]:
    """Return the smallest of every window, the first of equals, each once."""
    found = [gram.mark for gram in grams]
    starts = range(max(len(found) - WINDOW + 1, min(len(found), 1)))
    windows = (range(start, min(start + WINDOW, len(found))) for start in starts)
    return [grams[index] for index in sorted({min(w, key=found.__getitem__) for w in windows})]


def _parse(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _nodes(statement: ast.stmt) -> Iterator[tuple[int, int]]:
    """Yield a number for each node in source order, and its line; docstrings are left out."""
    own = _names_made(statement)
    stack: list[tuple[ast.AST, int]] = [(statement, statement.lineno)]
    count = 0
    while stack and count < _LARGEST:
        node, line = stack.pop()
        line = getattr(node, "lineno", line)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if not isinstance(node, ast.Load | ast.Store | ast.arguments):
            count += 1
            yield zlib.crc32(_word(node, own).encode("utf-8", "replace")), line
        children = list(ast.iter_child_nodes(node))
        stack.extend((child, line) for child in reversed(children))


def _names_made(statement: ast.stmt) -> set[str]:
    """Return the names that a statement binds: they can be changed without changing anything."""
    names = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    return names


def _word(node: ast.AST, own: Iterable[str]) -> str:
    if isinstance(node, ast.Name):
        return "name" if node.id in own else f"name {node.id}"
    if isinstance(node, ast.Attribute):
        return f".{node.attr}"
    if isinstance(node, ast.Constant):
        return "text" if isinstance(node.value, str) else repr(node.value)[:40]
    if isinstance(node, ast.keyword):
        return f"{node.arg}="
    return type(node).__name__


def _lines(source: str, *, whole: bool) -> list[Passage]:
    """Return what is taken line by line: comments, or with *whole* everything."""
    found = []
    for number, line in enumerate(source.split("\n"), start=1):
        comment = _COMMENT.search(line)
        text = line if whole else comment[1] if comment else ""
        text = _BLANK.sub("", text).lower()
        if len(text) >= _SHORTEST_LINE:
            mark = hash((1, zlib.crc32(text.encode("utf-8", "replace")), len(text)))
            found.append(Passage(mark, number, number))
    return found
