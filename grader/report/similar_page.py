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
from .similarity import ClassFingerprints, Pair, SimilarGroup, clusters_of

#: Pairs in the table; the first of them are shown side by side.
_LISTED = 500
_LONGEST_LINE = 400
#: How much of a submission is shown beside another one, in characters.
_SIDE_CHARS = 100_000


@dataclass(frozen=True)
class SharedLines:
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
            others=found.others,
            clusters=[_cluster(cluster, pairs[:shown]) for cluster in clusters_of(pairs)][:_LISTED],
            pairs=[_plain(found, pair) for pair in pairs[:_LISTED]],
            more=max(0, len(pairs) - _LISTED),
            beside=[_beside(found, pair) for pair in pairs[:shown]],
            left_out=[(clean(entry.student, limit=300), entry.reason) for entry in found.left_out],
        )
    )
    write_text(to, page)


def _cluster(cluster: SimilarGroup, beside: list[Pair]) -> dict[str, Any]:
    closest = cluster.pairs[0]
    return {
        "students": [clean(student, limit=300) for student in cluster.students],
        "pairs": len(cluster.pairs),
        "share": closest.share,
        "number": beside.index(closest) + 1 if closest in beside else 0,
    }


def _plain(found: ClassFingerprints, pair: Pair) -> dict[str, Any]:
    return {
        "one": clean(pair.one, limit=300),
        "other": clean(pair.other, limit=300),
        "weight": pair.weight,
        "share": pair.share,
        "modules": [name.removesuffix(".py") for name in found.lines(pair)],
    }


def _beside(found: ClassFingerprints, pair: Pair) -> dict[str, Any]:
    lines = found.lines(pair)
    sides = []
    for student, side in ((pair.one, 0), (pair.other, 1)):
        outlines, left = found.outlines(student), _SIDE_CHARS
        excerpts = {}
        for name in lines:
            excerpts[name], left = _excerpts(outlines.get(name), lines[name][side], left)
        sides.append(excerpts)
    modules = [
        {"name": name.removesuffix(".py"), "sides": [side[name] for side in sides]}
        for name in lines
    ]
    return _plain(found, pair) | {"code": modules}


def _excerpts(
    module: Outline | None, shared: frozenset[int], left: int
) -> tuple[list[SharedLines], int]:
    """
    Return the top-level statements of a module that contain shared lines.

    Args:
        module: The module; None for one that was not handed in.
        shared: The shared lines.
        left: How many characters there is room for.

    Returns:
        The statements, cut where the room ends, and the room that is left.
    """
    found: list[SharedLines] = []
    for first, last in _spans(module) if module is not None else ():
        if shared.isdisjoint(range(first, last + 1)):
            continue
        lines: list[tuple[int, str, bool]] = []
        for number in range(first, last + 1):
            line = clean_lines(module.lines[number - 1], limit=_LONGEST_LINE) if module else ""
            left -= len(line) + 1
            if left < 0:
                found.append(SharedLines([*lines, (number, "…", False)]))
                return found, 0
            lines.append((number, line, number in shared))
        found.append(SharedLines(lines))
    return found, left


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
