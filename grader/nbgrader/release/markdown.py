"""Docstrings and hints as the Markdown text and the code examples of a notebook."""

import doctest
import inspect
import re
from collections.abc import Iterator

from grader.course.manifest import Exercise

HINT_KINDS = ("a question", "a tool", "a place")
_MARKS = re.compile(r"([\\`*_<>\[\]$#|~])")


def plain_markdown(text: str) -> str:
    """
    Return *text* escaped, so that Markdown shows every character of it.

    >>> print(plain_markdown("w0*x1 + w1*x2 = __init__"))
    w0\\*x1 + w1\\*x2 = \\_\\_init\\_\\_
    """
    return _MARKS.sub(r"\\\1", text)


def docstring_markdown(text: str) -> str:
    """Return the text of a docstring as Markdown, with single backquotes for literals."""
    text = re.sub(r"``(.+?)``", r"`\1`", text, flags=re.DOTALL)
    return re.sub(r"::[ ]*$", ":", text, flags=re.MULTILINE).strip()


def lesson(docstring: str) -> Iterator[tuple[str, str]]:
    """
    Yield the parts of a module's docstring: ``("text", markdown)`` or ``("code", source)``.

    The worked example of a module is a doctest. Its output is left out, because the notebook
    computes it. A cell ends where the doctest prints, so that the notebook shows each output.
    """
    lines: list[str] = []
    for part in doctest.DocTestParser().parse(inspect.cleandoc(docstring)):
        if isinstance(part, doctest.Example):
            lines.append(part.source.rstrip("\n"))
            if part.want:
                yield "code", "\n".join(lines)
                lines = []
            continue
        if part.strip():
            if lines:
                yield "code", "\n".join(lines)
                lines = []
            yield "text", docstring_markdown(part)
    if lines:
        yield "code", "\n".join(lines)


def exercise_heading(exercise: Exercise) -> str:
    """Return the heading of an exercise and the line below it."""
    facts = [", ".join(f"`{name}`" for name in exercise.names)] if exercise.names else []
    kind = "bonus point" if exercise.bonus else "point"
    facts = [*facts, f"{exercise.points:g} {kind}{'s' if exercise.points != 1 else ''}"]
    if exercise.minutes:
        facts.append(f"about {exercise.minutes} minute{'s' if exercise.minutes != 1 else ''}")
    if exercise.difficulty:
        facts.append("●" * exercise.difficulty + "○" * (5 - exercise.difficulty))
    return f"## {exercise.id} · {plain_markdown(exercise.title)}\n\n{' · '.join(facts)}"


def folded_hints(exercise: Exercise) -> str:
    """Return the hints, each folded: a click opens one and leaves the others closed."""
    kinds = HINT_KINDS[: len(exercise.hints)]
    folds = [
        f"<details><summary>Hint {number}: {kind}</summary>\n\n{plain_markdown(hint)}\n\n</details>"
        for number, (kind, hint) in enumerate(zip(kinds, exercise.hints, strict=True), start=1)
    ]
    return "\n".join(folds)
