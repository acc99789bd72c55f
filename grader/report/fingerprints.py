"""
Fingerprints of code, which stay the same when names, comments and layout change.

Winnowing (Schleimer, Wilkerson, Aiken, 2003) over the nodes of the syntax tree: every run of
``GRAM`` nodes is hashed, and the smallest hash of every ``WINDOW`` neighbours is kept. Two files
that share ``GRAM + WINDOW - 1`` nodes in a row share a fingerprint. Names that the code defines
all count as the same; names from libraries do not. Comments are compared line by line, because
nobody writes the same odd one twice, and so is everything in a file that does not parse. What
students handed in is looked through in a reader process; see `FingerprintReader`.
"""

import ast
import re
import zlib
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from grader.errors import SubmissionRefused
from grader.intake.files.source import text_of
from grader.intake.outline import parsed
from grader.intake.readers.frames import BadFrameError, Frame
from grader.intake.readers.process import Tell, Work
from grader.intake.readers.reader import Job, Reader
from grader.messages.message import message

GRAM = 10
WINDOW = 4
_LARGEST = 50_000
#: The most passages of one submission that are compared; an honest one has a thousand.
MOST = 10_000
#: A fingerprint crosses as three numbers of eight bytes.
_NUMBER = "q"
_SHORTEST_LINE = 15
_COMMENT = re.compile(r"#+\s*(.*)")
_BLANK = re.compile(r"\s+")


class Fingerprint(NamedTuple):
    """The hash of a passage of code, and its first and last line, counted from 1."""

    value: int
    first: int
    last: int


class FingerprintReader(Reader[list[list[Fingerprint]]]):
    """
    A reader that answers with the fingerprints of modules.

    Args:
        explained: Modules of the course; what stands in them is left out.
    """

    def __init__(self, explained: Collection[bytes]) -> None:
        super().__init__(Job(prepare, Frame(None, tuple(explained)), _fingerprints_of))

    def fingerprints(self, sources: Mapping[str, bytes]) -> dict[str, list[Fingerprint]]:
        """
        Return the fingerprints of each module, by its name.

        Raises:
            SubmissionRefused: If there are too many, or as `Reader.answer`.
        """
        found = self.answer(Frame(list(sources), tuple(sources.values())))
        return dict(zip(sources, found, strict=True))


def prepare(setup: Frame) -> Work:
    """Return the work of a reader that is asked for the fingerprints of modules."""
    explained = set[int]().union(*(all_hashes(text_of(source)) for source in setup.parts))

    def work(question: Frame, tell: Tell) -> Frame:
        left, parts = MOST, []
        for name, source in zip(question.facts, question.parts, strict=True):
            tell(name)
            every = fingerprints(text_of(source))
            found = [each for each in every if each.value not in explained]
            left -= len(found)
            if left < 0:
                raise SubmissionRefused(
                    message(
                        "holds more than {most} passages of code; at most that many are compared. "
                        "Open it and see what fills it.",
                        most=MOST,
                    )
                )
            parts.append(array(_NUMBER, chain.from_iterable(found)).tobytes())
        return Frame(None, tuple(parts))

    return work


def _fingerprints_of(answer: Frame) -> list[list[Fingerprint]]:
    """
    Return the fingerprints in a reader's *answer*.

    Raises:
        BadFrameError: If it is not of the form of one.
    """
    found = []
    for part in answer.parts:
        if len(part) % (3 * array(_NUMBER).itemsize):
            raise BadFrameError("not a number of fingerprints")
        numbers = iter(array(_NUMBER, part))
        found.append([Fingerprint(*three) for three in zip(numbers, numbers, numbers, strict=True)])
    return found


def fingerprints(source: str) -> list[Fingerprint]:
    """Return the fingerprints of a module."""
    tree = parsed(source)
    return [*_winnowed(_grams(tree)), *_lines(source, whole=tree is None)]


def all_hashes(source: str) -> set[int]:
    """Return the value of every possible fingerprint of *source*, kept by winnowing or not."""
    tree = parsed(source)
    return {found.value for found in (*_grams(tree), *_lines(source, whole=tree is None))}


def _grams(tree: ast.Module | None) -> list[Fingerprint]:
    if tree is None:
        return []
    grams: list[Fingerprint] = []
    for statement in tree.body:
        # Equal imports prove nothing.
        if isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        nodes = list(_nodes(statement))
        codes, lines = [code for code, _ in nodes], [line for _, line in nodes]
        for start in range(len(nodes) - GRAM + 1):
            end = start + GRAM
            value = hash(tuple(codes[start:end]))
            grams.append(Fingerprint(value, min(lines[start:end]), max(lines[start:end])))
    return grams


def _winnowed(grams: Sequence[Fingerprint]) -> list[Fingerprint]:
    """Return the smallest of every window, and the first of equal ones, each once."""
    found = [gram.value for gram in grams]
    starts = range(max(len(found) - WINDOW + 1, min(len(found), 1)))
    windows = (range(start, min(start + WINDOW, len(found))) for start in starts)
    return [grams[index] for index in sorted({min(w, key=found.__getitem__) for w in windows})]


def _nodes(statement: ast.stmt) -> Iterator[tuple[int, int]]:
    """Yield a number and the line of each node in source order, without docstrings."""
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
    """Return the names that a statement binds: renaming them would change nothing."""
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
        return _constant(node.value)
    if isinstance(node, ast.keyword):
        return f"{node.arg}="
    return type(node).__name__


def _constant(value: object) -> str:
    if isinstance(value, int) and value.bit_length() > 128:
        return "number"  # Python refuses to write out a very large one.
    return "text" if isinstance(value, str) else repr(value)[:40]


def _lines(source: str, *, whole: bool) -> list[Fingerprint]:
    """Return the fingerprints of single lines: of comments, or with *whole* of all lines."""
    found = []
    for number, line in enumerate(source.split("\n"), start=1):
        comment = _COMMENT.search(line)
        text = line if whole else comment[1] if comment else ""
        text = _BLANK.sub("", text).lower()
        if len(text) >= _SHORTEST_LINE:
            value = hash((1, zlib.crc32(text.encode("utf-8", "replace")), len(text)))
            found.append(Fingerprint(value, number, number))
    return found
