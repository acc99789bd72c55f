"""
The code that a failed test ran, cut from its source so that a student can paste it.

Kept are the last expression and the statements, imports, constants and helpers that it needs.
Loop variables and parameters are replaced by their values. Pasted into a Python that was
started in the folder of the exercises, the code shows what the failure says.
"""

import ast
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from traceback import walk_tb
from types import FrameType, ModuleType, TracebackType
from typing import Any

from _kit.checking.values import is_tensor
from _kit.unit.manifest import FOLDER


def pasteable(traceback: TracebackType | None, shown: str = "{}") -> list[str]:
    """
    Return the lines to paste for a test that failed, the expression to look at last.

    Args:
        traceback: Where the test failed.
        shown: What to look at, made from the first argument of the failed comparison:
            "{}.shape" if the shape is wrong.
    """
    for frame, line_no in walk_tb(traceback):
        path = Path(frame.f_code.co_filename)
        if frame.f_code.co_name.startswith("test_") and path.resolve().parent == FOLDER:
            return _Cut(_tree(path), frame).lines(line_no, shown)
    return []


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes())


@dataclass(frozen=True)
class _Cut:
    """One failed test: the tree of its file, and its frame with the values of its names."""

    tree: ast.Module
    frame: FrameType

    def lines(self, line_no: int, shown: str) -> list[str]:
        """Return what to paste for a failure in this line."""
        test = self._definition(self.frame.f_code.co_name)
        assert isinstance(test, ast.FunctionDef)
        values = self.frame.f_locals
        fixtures = {arg.arg for arg in test.args.args}
        modules = {name for name in fixtures if isinstance(values.get(name), ModuleType)}
        before, last, looped = _until(test.body, line_no)
        filled = {
            name: _literal(values[name])
            for name in (fixtures - modules) | set(looped)
            if name in values
        }
        if _is_expect(last):
            last = ast.Expr(_looked_at(last, shown))
        unlinked = {*filled, *modules, *self._imported()}
        kept = _without_unused(_needed(before, last, unlinked), last, modules)
        code = _fill([*kept, last], filled)
        # The functions of a notebook are in no module.
        notebook = {name for name in modules if not hasattr(values[name], "__file__")}
        code = [_WithoutModules(notebook).visit(node) for node in code]
        return [*self._around(code, modules - notebook), *_text(code)]

    def _around(self, code: Sequence[ast.AST], modules: Iterable[str]) -> list[str]:
        """Return the imports, constants and helpers that some code uses, as lines."""
        wanted, known = _names(code), set[str]()
        imports = {f"import {name}" for name in modules if name in wanted}
        kept: list[ast.stmt] = []
        while wanted - known:
            name = min(wanted - known)
            known.add(name)
            node = self._definition(name)
            if isinstance(node, ast.Import | ast.ImportFrom):
                alias = next(alias for alias in node.names if name in (alias.asname, alias.name))
                imports.add(ast.unparse(_only(node, alias)))
            elif node is not None and name not in modules:
                kept.append(node)
                wanted |= _names([node])
        kept.sort(key=lambda node: node.lineno)
        # "from" stands behind "import".
        return [*sorted(imports, key=lambda line: (line.startswith("from"), line)), *_text(kept)]

    def _imported(self) -> set[str]:
        """Return the names that imports and helpers of the file define."""
        names = (name for name, value in self.frame.f_globals.items() if callable(value))
        return {*names, *(alias.asname or alias.name for alias in self._aliases())}

    def _aliases(self) -> Iterator[ast.alias]:
        for node in self.tree.body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield from node.names

    def _definition(self, name: str) -> ast.stmt | None:
        """Return what gives a name its value at the top of the file."""
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
                return node
            if isinstance(node, ast.Assign) and name in _names(node.targets):
                return node
            if isinstance(node, ast.Import | ast.ImportFrom) and any(
                name in (alias.asname, alias.name) for alias in node.names
            ):
                return node
        return None


def _only(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> ast.stmt:
    if isinstance(node, ast.Import):
        return ast.Import([alias])
    return ast.ImportFrom(node.module, [alias], node.level)


def _until(
    body: Sequence[ast.stmt], line_no: int
) -> tuple[list[ast.stmt], ast.stmt, tuple[str, ...]]:
    """Return the statements before a line, the one in it, and the variables of loops around it."""
    before: list[ast.stmt] = []
    for node in body:
        if not node.lineno <= line_no <= (node.end_lineno or node.lineno):
            before.append(node)
            continue
        if isinstance(node, ast.For) and line_no >= node.body[0].lineno:
            inner, last, looped = _until(node.body, line_no)
            return [*before, *inner], last, (*_names([node.target]), *looped)
        return before, node, ()
    raise LookupError(line_no)


def _needed(
    before: Sequence[ast.stmt], last: ast.stmt, unlinked: Collection[str]
) -> list[ast.stmt]:
    """
    Return those of the statements that have to do with the last one.

    A call may change whatever it is given, and backward reaches the leaves of a graph: two
    statements belong together if they share a variable, which *unlinked* names are not.
    """
    rest = [node for node in before if not any(_is_expect(inner) for inner in ast.walk(node))]
    linked = [last]
    while True:
        names = {name for name in _names(linked) if not name.isupper()} - set(unlinked)
        kept = [node for node in rest if _names([node]) & names or "manual_seed" in ast.dump(node)]
        if len(kept) == len(linked) - 1:
            return kept
        linked = [*kept, last]


def _without_unused(
    code: list[ast.stmt], last: ast.stmt, modules: Collection[str]
) -> list[ast.stmt]:
    """Return code without values that only comparisons use, such as what was wanted."""
    while True:
        kept = []
        for node in code:
            others = [other for other in (*code, last) if other is not node]
            unused = isinstance(node, ast.Assign) and not _names(node.targets) & _names(others)
            if not unused or _names([node]) & set(modules):
                kept.append(node)
        if len(kept) == len(code):
            return kept
        code = kept


def _is_expect(node: ast.AST) -> bool:
    """Return whether a statement compares an answer with a promise."""
    call = node.value if isinstance(node, ast.Expr) else node
    return isinstance(call, ast.Call) and ast.unparse(call.func).startswith("expect.")


def _looked_at(comparison: ast.stmt, shown: str) -> ast.expr:
    """Return the expression that a comparison is about."""
    assert isinstance(comparison, ast.Expr)
    assert isinstance(comparison.value, ast.Call)
    first = comparison.value.args[0]
    if isinstance(first, ast.Lambda):
        return first.body
    if shown == "{}":
        return first
    simple = isinstance(first, ast.Name | ast.Attribute | ast.Subscript | ast.Call)
    text = ast.unparse(first)
    return ast.parse(shown.format(text if simple else f"({text})"), mode="eval").body


def _fill(code: Sequence[ast.stmt], values: Mapping[str, str]) -> list[ast.stmt]:
    """Return code with the values of some names in their places."""

    class Filler(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.AST:
            if node.id in values and isinstance(node.ctx, ast.Load):
                return ast.parse(values[node.id], mode="eval").body
            return node

    return [Filler().visit(deepcopy(node)) for node in code]


class _WithoutModules(ast.NodeTransformer):
    """Turns ``module.name`` into ``name``."""

    def __init__(self, modules: set[str]) -> None:
        self._modules = modules

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id in self._modules:
            return ast.Name(node.attr, node.ctx)
        return node


def _names(nodes: Iterable[ast.AST]) -> set[str]:
    return {inner.id for node in nodes for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def _text(code: Iterable[ast.stmt]) -> list[str]:
    """Return code as lines; a line that ends a block is empty, as Python's prompt wants it."""
    lines: list[str] = []
    for node in code:
        lines += [line for line in ast.unparse(_plain(node)).split("\n") if line.strip()]
        if hasattr(node, "body"):
            lines.append("")
    return lines


def _plain(node: ast.stmt) -> ast.stmt:
    """Return a definition without the docstrings in it."""
    plain = deepcopy(node)
    for inner in ast.walk(plain):
        if isinstance(inner, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(inner):
            inner.body = inner.body[1:] or [ast.Pass()]
    return plain


def _literal(value: Any) -> str:
    """Return Python code for a value that a test loops over."""
    if is_tensor(value):
        numbers, dtype = repr(value.tolist()), str(value.dtype)
        usual = dtype in ("torch.float32", "torch.int64", "torch.bool") and value.numel()
        return f"torch.tensor({numbers}{'' if usual else f', dtype={dtype}'})"
    if isinstance(value, tuple):
        return f"({', '.join(map(_literal, value))}{',' * (len(value) == 1)})"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return repr(value)
