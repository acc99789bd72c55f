"""Notebooks as students write them, and the modules that they are read as."""

import ast
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest

from grader.intake.notebook import parser
from grader.intake.notebook.to_module import read_notebook
from grader.text import clean
from helpers.courses import REPOSITORY
from helpers.mangling import Part, right_notebook

#: The modules of the real course.
UNIT_MODULES = ("data", "gradients", "logistic", "loss", "model", "optimizer", "plots", "training")
SOLUTIONS = REPOSITORY / "solutions"
STUBS = {name: (REPOSITORY / "exercises" / f"{name}.py").read_bytes() for name in UNIT_MODULES}
ANSWER = "def bce_loss(p, y):\n    return p\n"


def notebook_of(*cells: str | tuple[str, str], **more: object) -> bytes:
    """Return a notebook of code cells; a pair is a cell of another type."""
    pairs = [("code", cell) if isinstance(cell, str) else cell for cell in cells]
    listed = [{"cell_type": kind, "source": text, "metadata": {}} for kind, text in pairs]
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": listed} | more).encode()


def read_module(*cells: str | tuple[str, str], given: bytes = b"") -> tuple[str, list[str]]:
    """Return the module and the notes of a notebook, each note without the file's name."""
    source, notes = read_notebook(notebook_of(*cells), "loss.ipynb", given)
    ast.parse(source)
    said = list(map(str, notes))
    assert all(note.startswith("loss.ipynb: ") and clean(note) == note for note in said)
    return source.decode(), [note.removeprefix("loss.ipynb: ") for note in said]


@contextmanager
def counted_parsing() -> Iterator[list[str]]:
    """Yield a list to which every text is added that Python's parser is given."""
    parsed: list[str] = []
    tree_of = parser._tree

    def counting(text: str, flags: int = 0) -> ast.Module:
        parsed.append(text)
        return tree_of(text, flags)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser, "_tree", counting)
        yield parsed


def run_module(source: str | bytes) -> dict[str, object]:
    """Return what a module defines; only for sources that a test has written."""
    space: dict[str, object] = {"__name__": "loss"}
    exec(compile(source, "loss.py", "exec", dont_inherit=True), space)
    return space


def definitions(source: str | bytes) -> dict[str, str]:
    """Return every function and class as its tree, docstrings aside."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            del body[0]
    found = {}
    for node in tree.body:
        for inner in node.body if isinstance(node, ast.Try) else [node]:
            if isinstance(inner, ast.FunctionDef | ast.ClassDef):
                found[inner.name] = ast.dump(inner)
    return found


@cache
def right_module(module: str) -> tuple[tuple[Part, ...], dict[str, str]]:
    """Return the cells of a module's right notebook, and what its solution defines."""
    solution = SOLUTIONS / f"{module}.py"
    return tuple(right_notebook(solution)), definitions(solution.read_text())
