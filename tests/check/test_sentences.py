"""Every hidden check follows from a sentence of its task, which ``sentences.toml`` quotes."""

import ast
import tomllib
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY

from grader.course.checks import read_checks
from grader.course.manifest import Exercise, find_course

COURSE = find_course(REPOSITORY)
QUOTES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))
CHECKS = read_checks(COURSE)


def contract_of(exercise: Exercise) -> str:
    """Return the docstrings of an exercise, and what the chapter says about every task."""
    tree = ast.parse((COURSE.solutions / f"{exercise.module}.py").read_text(encoding="utf-8"))
    parts = [
        ast.get_docstring(inner) or ""
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in exercise.names
        for inner in ast.walk(node)
        if isinstance(inner, ast.FunctionDef | ast.ClassDef)
    ]
    chapter = (COURSE.exercises / "README.md").read_text(encoding="utf-8")
    parts.append(chapter.partition("\n## What holds for every task\n")[2].partition("\n## ")[0])
    return " ".join(" ".join(parts).split())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_check_quotes_its_task(check):
    """The quote stands in the contract, word for word; a check without one judges nobody."""
    quote = QUOTES[check.exercise][check.name]

    assert quote in contract_of(COURSE.unit.exercise(check.exercise))


def test_no_quote_is_left_over():
    """A quote whose check is gone goes with it."""
    quoted = {(exercise, name) for exercise, names in QUOTES.items() for name in names}

    assert quoted == {(check.exercise, check.name) for check in CHECKS}
