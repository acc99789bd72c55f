"""Statements of a notebook that can be part of a module: imports, definitions and assignments."""

import ast
import builtins
import re
import symtable
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from functools import lru_cache

from grader.intake.new_names import is_newer_import

from .parser import ParsedText

# What a constant may be made of: no calls, no comprehensions.
_PLAIN = (
    *(ast.Constant, ast.Name, ast.Attribute, ast.Tuple, ast.List, ast.Dict, ast.Set),
    *(ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.Subscript, ast.Slice, ast.Starred),
    *(ast.JoinedStr, ast.FormattedValue, ast.expr_context, ast.operator, ast.unaryop),
    *(ast.boolop, ast.cmpop),
)
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Definition = _Function | ast.ClassDef
# Installed wherever submissions are judged.
_INSTALLED = sys.stdlib_module_names | {"torch", "numpy", "matplotlib"}
_SAFE_BASES = frozenset({"nn.Module", "torch.nn.Module", "Module", "object"}) | {
    name for name in dir(builtins) if name.endswith(("Error", "Exception"))
}
# These scopes run where they stand; every other function runs when it is called.
_COMPREHENSIONS = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})
# What may follow a statement on its line: a comment, which is taken along.
_COMMENT = re.compile(rb"[ \t\f\r]*#")
# The longest statement whose names are kept.
_KEPT_CHARS = 8 << 10
_Names = tuple[frozenset[str], frozenset[str], frozenset[str]]
_ALWAYS_DEFINED = frozenset(dir(builtins)) | {"__name__", "__file__", "__class__"}


class Kind(Enum):
    """The kind of a statement, as far as it can be part of a module."""

    IMPORT = "import"
    DEFINITION = "definition"
    ALIAS = "alias"
    """Another name for something: ``sigmoid = torch.sigmoid``."""
    CONSTANT = "constant"
    VALUE = "value"
    """An assignment that computes something; it is taken only if a definition uses it."""


class Completeness(IntEnum):
    """How much of a definition is written."""

    STUB = 0
    PARTLY = 1
    COMPLETE = 2


@dataclass(frozen=True)
class Statement:
    """One statement as it stands in the notebook."""

    cell: int
    is_code: bool
    """Whether the cell is a code cell."""
    kind: Kind
    text: str
    names: tuple[str, ...]
    """What it defines."""
    completeness: Completeness = Completeness.COMPLETE
    used_at_once: frozenset[str] = frozenset()
    """Global names that must be defined before it runs."""
    used_later: frozenset[str] = frozenset()
    """Global names that its functions use once they are called."""
    may_fail: bool = False
    """Whether running it could raise because of something outside it."""
    is_definition: bool = False
    """Whether it is a ``def`` or a ``class``, not an assignment."""
    node: ast.stmt | None = field(default=None, compare=False)
    """Its syntax tree, None for one that the kit has added."""

    @property
    def used(self) -> frozenset[str]:
        """All global names that it uses."""
        return self.used_at_once | self.used_later


def find_statements(parsed: ParsedText) -> Iterator[Statement]:
    """Yield the statements of *parsed* that can be part of a module, in their order."""
    lines = _Lines(parsed.text)
    examined: set[ast.stmt] = set()
    takable: set[ast.stmt] = set()
    waiting = [(node, False) for node in reversed(parsed.tree.body)]
    while waiting:
        node, nested = waiting.pop()
        kind = _kind(node)
        if isinstance(node, ast.If | ast.Try):
            if node not in examined:
                blocks = _blocks_in(node)
                examined.update(blocks)
                takable.update(_takable(blocks))
            kind = _block_kind(node) if node in takable else None
        if kind:
            statement = _statement(node, kind, lines.of(node, nested), parsed)
            if statement is not None:
                yield statement
            continue
        # In a notebook, what stands below "if __name__ ..." or "with ..." is defined all the same.
        inner = [
            (inner, True)
            for inner in _inner_statements(node)
            if _kind(inner) in (Kind.IMPORT, Kind.DEFINITION, Kind.ALIAS, None)
            or isinstance(node, ast.If | ast.Try)
        ]
        waiting += reversed(inner)


def find_steps(parsed: ParsedText) -> Iterator[str]:
    """Yield the text of what *parsed* does when it is run, but for what would not compile."""
    lines = _Lines(parsed.text)
    for node in parsed.tree.body:
        if not isinstance(node, ast.Import | ast.ImportFrom | _Definition):
            text = lines.of(node, nested=False)
            # A stray "return" parses, and a module with it cannot be imported.
            if _names_in(text) is not None:
                yield text


def _kind(node: ast.stmt) -> Kind | None:
    """Return the kind of a simple statement; None if it cannot be part of a module."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return Kind.IMPORT
    if isinstance(node, _Definition):
        return Kind.DEFINITION
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if not all(map(_is_target, targets)):
            return None
        if isinstance(node.value, ast.Lambda):
            return Kind.DEFINITION
        if isinstance(node.value, ast.Name | ast.Attribute):
            return Kind.ALIAS
        return Kind.CONSTANT if _is_plain(node.value) else Kind.VALUE
    return None


def _is_plain(node: ast.expr) -> bool:
    return all(isinstance(part, _PLAIN) for part in ast.walk(node))


def _is_target(node: ast.expr) -> bool:
    """Tell whether *node* is what a definition may assign to: names, attributes and items."""
    if isinstance(node, ast.Tuple | ast.List):
        return all(map(_is_target, node.elts))
    if isinstance(node, ast.Attribute | ast.Subscript):
        return isinstance(node.value, ast.Name)
    return isinstance(node, ast.Name)


def _inner_statements(node: ast.stmt) -> Iterator[ast.stmt]:
    if isinstance(node, ast.If | ast.Try | ast.With | ast.For | ast.While):
        for inner in ast.iter_child_nodes(node):
            if isinstance(inner, ast.stmt):
                yield inner
            elif isinstance(inner, ast.ExceptHandler):
                yield from inner.body


def _blocks_in(node: ast.If | ast.Try) -> list[ast.If | ast.Try]:
    """Return a block and those directly in one another below it, the outer ones first."""
    found, waiting = [], [node]
    while waiting:
        block = waiting.pop()
        found.append(block)
        waiting += [e for e in _inner_statements(block) if isinstance(e, ast.If | ast.Try)]
    return found


def _takable(blocks: Sequence[ast.If | ast.Try]) -> set[ast.stmt]:
    """Return the *blocks* that can be taken whole: no computation in them or their conditions."""
    found: set[ast.stmt] = set()
    for block in reversed(blocks):
        if isinstance(block, ast.If) and not (_is_plain(block.test) and not names_main(block.test)):
            continue
        if all(
            isinstance(inner, ast.Pass)
            or _kind(inner) in (Kind.IMPORT, Kind.DEFINITION, Kind.ALIAS, Kind.CONSTANT)
            or inner in found
            for inner in _inner_statements(block)
        ):
            found.add(block)
    return found


def names_main(condition: ast.expr) -> bool:
    """Tell whether a *condition* asks if the module is run, not imported."""
    return any(isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(condition))


def _block_kind(node: ast.stmt) -> Kind:
    kinds = {_kind(inner) for inner in ast.walk(node) if isinstance(inner, ast.stmt)}
    return next((kind for kind in (Kind.DEFINITION, Kind.IMPORT) if kind in kinds), Kind.CONSTANT)


def _statement(node: ast.stmt, kind: Kind, text: str, parsed: ParsedText) -> Statement | None:
    """Return the statement for *node*, or None if a module with it would not compile."""
    found = _kept_names_in(text) if len(text) <= _KEPT_CHARS else _names_in(text)
    if found is None:
        return None
    at_once, later, bound = found
    return Statement(
        cell=parsed.cell,
        is_code=parsed.is_code,
        kind=kind,
        text=text,
        names=(node.name,) if isinstance(node, _Definition) else tuple(sorted(bound)),
        completeness=completeness_of(node),
        used_at_once=at_once,
        used_later=later,
        may_fail=kind is Kind.VALUE or _may_fail(node),
        is_definition=isinstance(node, _Definition),
        node=node,
    )


def _names_in(text: str) -> _Names | None:
    """Return the `global_names` of *text*, or None if a module with it would not compile."""
    try:
        compile(text, "cell", "exec", dont_inherit=True)
        return global_names(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None


# A class has most of its statements from the same stubs, and a module is read more than once.
_kept_names_in = lru_cache(4096)(_names_in)


class _Lines:
    """The lines of a text, cut where its syntax tree says: it counts columns in bytes."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._encoded: dict[int, bytes] = {}

    def of(self, node: ast.stmt, nested: bool) -> str:
        """Return the lines of *node* with its decorators, without other code on them."""
        decorators = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
        end = node.end_lineno or node.lineno
        start, stop = 0, node.end_col_offset or 0
        # Many statements may share a line, so each looks at its own part alone.
        if first == node.lineno and self._indent(first) < node.col_offset:
            start, nested = node.col_offset, False
        if _COMMENT.match(self._line(end), stop):
            stop = len(self._line(end))
        if first == end:
            chosen = [self._line(end)[start:stop].decode()]
        else:
            inner = self._lines[first : end - 1]
            chosen = [self._line(first)[start:].decode(), *inner, self._line(end)[:stop].decode()]
        text = "\n".join(chosen)
        # An indented statement keeps its indent, as the lines of its strings must not move.
        return f"if True:\n{text}" if nested and text[:1].isspace() else text

    def _line(self, number: int) -> bytes:
        """Return a line, counted from 1, as UTF-8."""
        if number not in self._encoded:
            self._encoded[number] = self._lines[number - 1].encode()
        return self._encoded[number]

    def _indent(self, number: int) -> int:
        line = self._line(number)
        return len(line) - len(line.lstrip())


def _may_fail(node: ast.stmt) -> bool:
    """Tell whether running a statement could raise because of something outside it."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        if is_newer_import(node):
            return True
        modules = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
        )
        return bool(getattr(node, "level", 0)) or any(
            module.partition(".")[0] not in _INSTALLED for module in modules
        )
    if isinstance(node, _Function):
        defaults = [*node.args.defaults, *(value for value in node.args.kw_defaults if value)]
        return bool(node.decorator_list) or not all(_is_literal(value) for value in defaults)
    if isinstance(node, ast.ClassDef):
        return (
            bool(node.decorator_list or node.keywords)
            or any(_dotted_name(base) not in _SAFE_BASES for base in node.bases)
            or any(_may_fail_in_class(inner) for inner in node.body)
        )
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return not _is_literal(node.value)
    return True


def _dotted_name(node: ast.expr) -> str:
    """Return a name with a few dots, such as ``torch.nn.Module``; empty for anything else."""
    names: list[str] = []
    while isinstance(node, ast.Attribute) and len(names) < 3:
        names.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(names)]) if isinstance(node, ast.Name) else ""


def _may_fail_in_class(node: ast.stmt) -> bool:
    if isinstance(node, _Function):
        return _may_fail(node)
    value = getattr(node, "value", None)
    return not isinstance(node, ast.Pass) and not (
        isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign) and _is_literal(value)
    )


def _is_literal(node: ast.expr | None) -> bool:
    """Tell whether evaluating *node* cannot fail: constants, tuples and lists of them, lambdas."""
    return (
        node is None
        or isinstance(node, ast.Lambda)
        or all(
            isinstance(
                part, ast.Constant | ast.Tuple | ast.List | ast.UnaryOp | ast.USub | ast.Load
            )
            for part in ast.walk(node)
        )
    )


def completeness_of(node: ast.stmt) -> Completeness:
    """Return how much of a definition is written: a stub, a part, or all of it."""
    if isinstance(node, ast.ClassDef):
        methods = [
            completeness_of(inner) for inner in node.body if isinstance(inner, ast.FunctionDef)
        ]
        if not any(methods):
            is_stub = bool(methods) or not _without_docstring(node.body)
            return Completeness.STUB if is_stub else Completeness.COMPLETE
        return max(min(methods), Completeness.PARTLY)
    if not isinstance(node, _Function):
        return Completeness.COMPLETE
    body = _without_docstring(node.body)
    if all(isinstance(inner, ast.Pass) or _is_not_implemented(inner) for inner in body):
        return Completeness.STUB
    is_partly = any(map(_is_not_implemented, body))
    return Completeness.PARTLY if is_partly else Completeness.COMPLETE


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    return [
        inner
        for inner in body
        if not (isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Constant))
    ]


def _is_not_implemented(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Raise) or node.exc is None:
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def global_names(text: str) -> _Names:
    """Return the global names that *text* uses at once, that its functions use, that it binds."""
    at_once: set[str] = set()
    later: set[str] = set()
    bound: set[str] = set()

    waiting = [(symtable.symtable(text, "cell", "exec"), False)]
    while waiting:
        table, in_function = waiting.pop()
        is_top = table.get_type() == "module"
        in_function = in_function or (
            table.get_type() == "function" and table.get_name() not in _COMPREHENSIONS
        )
        # Not get_symbols(): for each name it looks through all functions in the scope.
        for name, flags in table.get_identifiers().mapping.items():
            symbol = symtable.Symbol(name, flags)
            if is_top and (symbol.is_assigned() or symbol.is_imported()):
                bound.add(name)
            if symbol.is_referenced() and (is_top or symbol.is_global()):
                (later if in_function else at_once).add(name)
        waiting += [(child, in_function) for child in table.get_children()]
    at_once -= _ALWAYS_DEFINED
    later -= _ALWAYS_DEFINED
    return frozenset(at_once), frozenset(later), frozenset(bound)


def same_code(one: ast.AST | None, other: ast.AST | None) -> bool:
    """Tell whether two trees differ in layout and comments at most."""
    waiting: list[tuple[object, object]] = [(one, other)]
    while waiting:
        mine, yours = waiting.pop()
        if type(mine) is not type(yours):
            return False
        if isinstance(mine, ast.AST):
            waiting += [(getattr(mine, f, None), getattr(yours, f, None)) for f in mine._fields]
        elif isinstance(mine, list) and isinstance(yours, list):
            if len(mine) != len(yours):
                return False
            waiting += zip(mine, yours, strict=True)
        elif mine != yours:
            return False
    return True
