"""The page that shows similar submissions side by side."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.messages.language import ENGLISH, Language
from grader.results.store import write_text
from grader.text import clean, clean_lines

from .rendering import template_environment
from .similarity import ClassFingerprints, Pair

#: Pairs in the table; the first of them are shown side by side.
_LISTED = 500
_LONGEST_LINE = 400


@dataclass(frozen=True)
class Excerpt:
    """A part of a module with shared lines: its line numbers, lines, and whether each is shared."""

    lines: list[tuple[int, str, bool]]


def write_similar(
    found: ClassFingerprints, pairs: list[Pair], to: Path, shown: int, translate: Language = ENGLISH
) -> None:
    """
    Write the page of *pairs* in a language, the first *shown* of them side by side.

    Raises:
        ResultsError: If it cannot be written.
    """
    page = (
        template_environment(translate)
        .get_template("similar.html")
        .render(
            unit=found.course.unit,
            students=len(found.sources),
            pairs=[_plain(found, pair) for pair in pairs[:_LISTED]],
            more=max(0, len(pairs) - _LISTED),
            beside=[_beside(found, pair) for pair in pairs[:shown]],
            left_out=[
                (clean(entry.student, limit=300), clean(entry.reason.text, limit=400))
                for entry in found.left_out
            ],
        )
    )
    write_text(to, page)


def _plain(found: ClassFingerprints, pair: Pair) -> dict[str, Any]:
    return {
        "one": clean(pair.one, limit=300),
        "other": clean(pair.other, limit=300),
        "weight": pair.weight,
        "share": pair.share,
        "modules": list(found.lines(pair)),
    }


def _beside(found: ClassFingerprints, pair: Pair) -> dict[str, Any]:
    modules = []
    for module, sides in found.lines(pair).items():
        texts = (found.sources[name].get(module, "") for name in (pair.one, pair.other))
        excerpts = [list(_excerpts(text, lines)) for text, lines in zip(texts, sides, strict=True)]
        modules.append({"name": module, "sides": excerpts})
    return _plain(found, pair) | {"code": modules}


def _excerpts(source: str, shared: frozenset[int]) -> Iterator[Excerpt]:
    """Yield the top-level statements of *source* that contain shared lines."""
    lines = [clean_lines(line, limit=_LONGEST_LINE) for line in source.split("\n")]
    for first, last in _statements(source, len(lines)):
        numbers = range(first, last + 1)
        if shared.intersection(numbers):
            yield Excerpt([(n, lines[n - 1], n in shared) for n in numbers])


def _statements(source: str, count: int) -> list[tuple[int, int]]:
    """Return the first and last line of every top-level statement, with the comments above it."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [(1, count)]
    spans, start = [], 1
    for statement in body:
        last = min(statement.end_lineno or statement.lineno, count)
        spans.append((start, last))
        start = last + 1
    return [*spans, (start, count)] if start <= count else spans
