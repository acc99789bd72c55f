"""The page that shows similar submissions side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.intake.outline import Outline
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
            students=found.students,
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
        "modules": [name.removesuffix(".py") for name in found.lines(pair)],
    }


def _beside(found: ClassFingerprints, pair: Pair) -> dict[str, Any]:
    modules = []
    one, other = found.outlines(pair.one), found.outlines(pair.other)
    for name, lines in found.lines(pair).items():
        texts = (one.get(name), other.get(name))
        excerpts = [list(_excerpts(text, own)) for text, own in zip(texts, lines, strict=True)]
        modules.append({"name": name.removesuffix(".py"), "sides": excerpts})
    return _plain(found, pair) | {"code": modules}


def _excerpts(module: Outline | None, shared: frozenset[int]) -> Iterator[Excerpt]:
    """Yield the top-level statements of a module that contain shared lines."""
    if module is None:
        return
    for first, last in _spans(module):
        numbers = range(first, last + 1)
        if shared.intersection(numbers):
            lines = (clean_lines(module.lines[n - 1], limit=_LONGEST_LINE) for n in numbers)
            yield Excerpt([(n, line, n in shared) for n, line in zip(numbers, lines, strict=True)])


def _spans(module: Outline) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of every statement, with the comments above it."""
    start = 1
    for statement in module.statements:
        # Several may share a line.
        if statement.last >= start:
            yield start, statement.last
            start = statement.last + 1
    if start <= len(module.lines):
        yield start, len(module.lines)
