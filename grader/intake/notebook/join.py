"""Where a definition that is cut over cells goes on."""

import ast
import re
from collections.abc import Sequence

from .cells import Cell
from .magics import statement_starts
from .parser import Parser

_AT_MARGIN = re.compile(r"[^\s#)\]}]")
_FENCE = re.compile(r"^[ \t]*(?:```|~~~).*\n?", re.MULTILINE)
_DEFINITION = re.compile(r"@|(async[ \t]+)?(def|class)\b")
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def carries_on(parser: Parser, text: str, cell: Cell, *, adjacent: bool) -> bool:
    """Tell whether the indented *cell* belongs to the last definition of *text*."""
    before = parser.parse(text)
    both = parser.parse(f"{text}\n{cell.text}")
    if both is None:
        return False
    if before is None:
        return True
    if not before.body or len(both.body) != len(before.body):
        return False
    last = before.body[-1]
    alone = parser.parse(dedented(cell.text))
    if isinstance(last, ast.ClassDef):
        if alone is not None and any(map(_is_method, alone.body)):
            return adjacent or is_unfinished(last)
        last = last.body[-1]
    if not isinstance(last, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    if isinstance(last.body[-1], ast.Return | ast.Raise):
        return False
    if alone is None or _returns(alone) or is_unfinished(last):
        return True
    defines = any(isinstance(node, _DEFINITIONS) for node in alone.body)
    return adjacent and not defines and _uses_locals(alone, last)


def is_unfinished(node: ast.AST) -> bool:
    """Tell whether a definition at the end of a cell holds nothing yet but its docstring."""
    body = getattr(node, "body", [])
    if isinstance(node, ast.ClassDef) and body:
        return is_unfinished(body[-1])
    return all(isinstance(inner, ast.Expr) for inner in body)


def _returns(node: ast.AST) -> bool:
    body = getattr(node, "body", [])
    return any(isinstance(inner, ast.Return) for inner in body)


def _uses_locals(piece: ast.Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether *piece* uses what *function* has as arguments or assigns."""
    own = {node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)}
    own |= {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return any(isinstance(node, ast.Name) and node.id in own for node in ast.walk(piece))


def _is_method(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (
        bool(node.args.args) and node.args.args[0].arg in ("self", "cls")
    )


def joined(cells: Sequence[Cell]) -> str:
    return "\n".join(cell.text for cell in cells)


def is_indented(text: str) -> bool:
    return _first_code(text.split("\n"))[:1] in (" ", "\t")


def _first_code(lines: Sequence[str]) -> str:
    return next((line for line in lines if line.strip() and line.strip()[0] != "#"), "")


def head_and_tail(cell: Cell) -> list[Cell]:
    """Return the indented beginning of a cell and the rest apart: the end of a cut definition."""
    if not is_indented(cell.text):
        return [cell]
    lines = cell.text.split("\n")
    for number, starts in enumerate(statement_starts(lines)):
        if starts and _AT_MARGIN.match(lines[number]):
            parts = "\n".join(lines[:number]), "\n".join(lines[number:])
            return [Cell(cell.number, cell.is_code, text) for text in parts]
    return [cell]


def prose_and_code(parser: Parser, cell: Cell) -> list[Cell]:
    """Return the text around the code of a cell apart, where that is no Python."""
    if parser.parse(cell.text) is not None:
        return [cell]
    if not cell.is_code and _FENCE.search(cell.text):
        fenced = [Cell(cell.number, False, text) for text in _FENCE.split(cell.text)]
        # A heading can have slipped inside the fence as well.
        return [
            part for each in fenced if each.text.strip() for part in prose_and_code(parser, each)
        ]
    lines = cell.text.split("\n")
    first = next((at for at, line in enumerate(lines) if _DEFINITION.match(line)), 0)
    if not first:
        return [cell]
    parts = "\n".join(lines[:first]), "\n".join(lines[first:])
    if cell.is_code and parser.parse(parts[0]) is not None:
        return [cell]
    return [Cell(cell.number, cell.is_code, text) for text in parts]


def dedented(text: str) -> str:
    """Return *text* without the indent of its first line of code, as IPython runs it."""
    lines = text.split("\n")
    first = _first_code(lines)
    indent = first[: len(first) - len(first.lstrip())]
    return "\n".join(line.removeprefix(indent) for line in lines) if indent else text
