"""Which keys a manifest may hold, what each must be, and the words for saying so."""

import keyword
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from grader.errors import CourseError
from grader.text import clean

MAX_LIMIT_S = 600
_TAKEN_MODULES = frozenset(
    {*sys.stdlib_module_names, "torch", "numpy", "matplotlib", "pytest", "conftest"}
)


class Key(NamedTuple):
    """What one key of the manifest may hold."""

    fits: Callable[[Any], bool]
    expected: str
    example: str
    optional: bool = False


def check_table(table: Mapping[str, Any], keys: Mapping[str, Key], where: str) -> None:
    """
    Hold *table* against *keys*.

    Raises:
        CourseError: The first fault, after *where*: key, found, expected, next step.
    """
    for name in table:
        if name not in keys:
            raise CourseError(
                f'{where}: key "{clean(name)}" is unknown, expected one of '
                f"{', '.join(keys)}. Remove it or mend its spelling."
            )
    for name, key in keys.items():
        if name not in table:
            if key.optional:
                continue
            raise CourseError(
                f'{where}: key "{name}" is missing, expected {key.expected}. '
                f"Add it, for example: {key.example}"
            )
        if not key.fits(table[name]):
            raise CourseError(
                f'{where}: key "{name}" is {clean(repr(table[name]), limit=100)}, '
                f"expected {key.expected}. Write, for example: {key.example}"
            )


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and clean(value, limit=10_000) == value


def _is_number(value: Any, low: float, high: float) -> bool:
    """Tell whether *value* lies in (low, high]; true, nan and infinity are no numbers here."""
    return type(value) in (int, float) and low < value <= high


def _is_whole(value: Any, low: int, high: int) -> bool:
    return type(value) is int and low <= value <= high


def _is_like(value: Any, pattern: str) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _is_module(value: Any) -> bool:
    """Tell whether a student's file may be called *value* without hiding another module."""
    free = value not in _TAKEN_MODULES and not keyword.iskeyword(value)
    return free and not value.startswith("test_")


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value.isidentifier() and not keyword.iskeyword(value)


def _are_names(value: Any) -> bool:
    names = isinstance(value, list) and bool(value) and all(map(_is_name, value))
    return names and len(set(value)) == len(value)


_TITLE = Key(_is_line, "one line of text", 'title = "Autograd and logistic regression"')
_POINTS = Key(lambda v: _is_number(v, 0, 10_000), "a number above 0", "points = 4")

TOP_KEYS = {
    "schema": Key(lambda v: _is_whole(v, 1, 1), "1, the only schema there is", "schema = 1"),
    "unit": Key(lambda v: isinstance(v, dict), "a table", "[unit]"),
    "exercise": Key(
        lambda v: isinstance(v, list) and bool(v) and all(isinstance(row, dict) for row in v),
        "one table for each exercise",
        "[[exercise]]",
    ),
}
UNIT_KEYS = {
    "name": Key(
        lambda v: _is_like(v, "[a-z0-9-]+"), "small letters, digits, hyphens", 'name = "autograd"'
    ),
    "title": _TITLE,
    "version": Key(_is_line, "one line of text", 'version = "1.0"'),
    "points": _POINTS._replace(example="points = 100", optional=True),
}
EXERCISE_KEYS = {
    "id": Key(
        lambda v: _is_like(v, "[A-Za-z0-9_-]{1,40}"),
        "letters, digits, hyphens, underscores",
        'id = "E01"',
    ),
    "module": Key(
        lambda v: _is_like(v, "[a-z][a-z0-9_]*") and _is_module(v),
        "a module name in small letters, without .py, that no library has",
        'module = "gradients"',
    ),
    "names": Key(_are_names, "a list of different Python names", 'names = ["sigmoid"]'),
    "title": _TITLE._replace(example='title = "The sigmoid curve"'),
    "points": _POINTS,
    "limit_s": Key(
        lambda v: _is_number(v, 0, MAX_LIMIT_S),
        f"seconds above 0, at most {MAX_LIMIT_S}",
        "limit_s = 5",
    ),
    "minutes": Key(lambda v: _is_whole(v, 1, 6000), "whole minutes from 1 on", "minutes = 15"),
    "difficulty": Key(lambda v: _is_whole(v, 1, 5), "1, 2, 3, 4 or 5", "difficulty = 2"),
    "hints": Key(
        lambda v: isinstance(v, list) and len(v) == 3 and all(map(_is_line, v)),
        "three lines of text: a question, a tool, a place",
        'hints = ["Have you drawn it?", "Which exp can overflow?", "Look at z = -100."]',
    ),
    "figure": Key(lambda v: isinstance(v, bool), "true or false", "figure = true", optional=True),
}
