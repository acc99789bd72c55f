"""The outline of a module: its top-level statements, found in a reader process."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from grader.errors import SubmissionRefused
from grader.intake.files.source import text_of
from grader.intake.notebook.parser import is_too_much
from grader.intake.notebook.to_module import MAX_STATEMENTS
from grader.intake.readers.frames import BadFrameError, Frame, is_list_of
from grader.intake.readers.process import Tell, Work
from grader.intake.readers.reader import Job, Reader

_NAME_CHARS = 200


@dataclass(frozen=True)
class TopStatement:
    """A top-level statement: its first and last line, counted from 1, and what it defines."""

    first: int
    last: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Outline:
    """A module as lines and statements; without statements if it cannot be parsed."""

    lines: tuple[str, ...]
    statements: tuple[TopStatement, ...]


class OutlineReader(Reader[list[tuple[TopStatement, ...]]]):
    """A reader that answers with the statements of modules."""

    def __init__(self) -> None:
        super().__init__(Job(prepare, Frame(None), _statements_of, text_bytes=8 << 20))

    def outlines(self, sources: Mapping[str, bytes]) -> dict[str, Outline]:
        """Return the outline of each module, by its name; without statements if reading fails."""
        try:
            found = self.answer(Frame(list(sources), tuple(sources.values())))
        except SubmissionRefused:
            found = [()] * len(sources)
        outlines = {}
        for (name, data), statements in zip(sources.items(), found, strict=True):
            lines = text_of(data).split("\n")
            last = len(lines)
            within = (s for s in statements if 0 < s.first <= s.last <= last)
            outlines[name] = Outline(tuple(lines), tuple(within))
        return outlines


def prepare(_setup: Frame) -> Work:
    """Return the work of a reader that is asked for the statements of modules."""

    def work(question: Frame, tell: Tell) -> Frame:
        facts = []
        for name, source in zip(question.facts, question.parts, strict=True):
            tell(name)
            facts.append(_found(source))
        return Frame(facts)

    return work


def _found(source: bytes) -> list[tuple[int, int, list[str]]]:
    """Return first line, last line and names of each top-level statement of a module."""
    tree = parsed(text_of(source))
    if tree is None or len(tree.body) > MAX_STATEMENTS:
        return []
    return [_facts(node) for node in tree.body]


def parsed(text: str) -> ast.Module | None:
    """Return the tree of a module; None if it does not parse or is too much to look through."""
    try:
        return None if is_too_much(text) else ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _facts(node: ast.stmt) -> tuple[int, int, list[str]]:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(each.lineno for each in decorators)])
    names = [getattr(node, "name", "")]
    if isinstance(node, ast.Assign):
        names = [target.id for target in node.targets[:20] if isinstance(target, ast.Name)]
    return first, node.end_lineno or node.lineno, [n for n in names if n and len(n) <= _NAME_CHARS]


def _statements_of(answer: Frame) -> list[tuple[TopStatement, ...]]:
    """
    Return the statements in a reader's *answer*.

    Raises:
        BadFrameError: If it is not of the form of one.
    """
    if not is_list_of(answer.facts, list):
        raise BadFrameError("not a list of outlines")
    return [tuple(map(_statement_of, each)) for each in answer.facts]


def _statement_of(fact: object) -> TopStatement:
    match fact:
        case [int(first), int(last), list(names)] if is_list_of(names, str):
            return TopStatement(first, last, tuple(names))
    raise BadFrameError("not the facts of a statement")
