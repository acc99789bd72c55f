"""The statements of a notebook that make up a module: imports, definitions, plain constants."""

import ast
import builtins
import symtable
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from .parser import Passage

_PLAIN = (
    ast.Constant,
    ast.Name,
    ast.Attribute,
    ast.Tuple,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.UnaryOp,
    ast.BinOp,
    ast.BoolOp,
    ast.Compare,
    ast.Subscript,
    ast.Slice,
    ast.Starred,
    ast.JoinedStr,
    ast.FormattedValue,
    ast.expr_context,
    ast.operator,
    ast.unaryop,
    ast.boolop,
    ast.cmpop,
)
# What is installed wherever submissions are judged.
_INSTALLED = sys.stdlib_module_names | {"torch", "numpy", "matplotlib"}
_SAFE_BASES = frozenset({"nn.Module", "torch.nn.Module", "Module", "object"})
STUB, PARTLY, COMPLETE = 0, 1, 2
_AT_ONCE = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})
_ALWAYS_THERE = frozenset(dir(builtins)) | {"__name__", "__file__", "__class__"}
IMPORT, DEFINITION, CONSTANT, VALUE = "import", "definition", "constant", "value"
ALIAS = "alias"


@dataclass(frozen=True)
class Piece:
    """One statement that may be taken, as it stands in the notebook."""

    cell: int
    is_code: bool
    kind: str
    """IMPORT, DEFINITION, ALIAS of one, CONSTANT, or VALUE: computed, taken only if it is used."""
    text: str
    names: tuple[str, ...]
    rank: int = COMPLETE
    """STUB, PARTLY or COMPLETE."""
    now: frozenset[str] = frozenset()
    """Names that must exist before it runs."""
    later: frozenset[str] = frozenset()
    """Names that its functions use once they are called."""
    may_fail: bool = False
    """Whether running it could fail for a reason that is not its own."""
    same: str = ""
    """Equal for two pieces that differ in nothing but layout and comments."""


def find_pieces(passage: Passage) -> Iterator[Piece]:
    """Yield what may be taken of *passage*, in its order; top-level code is passed over."""
    lines = passage.text.split("\n")
    for node in passage.tree.body:
        yield from _pieces_of(node, lines, passage, nested=False)


def _pieces_of(
    node: ast.stmt, lines: list[str], passage: Passage, *, nested: bool
) -> Iterator[Piece]:
    kind = _kind(node)
    whole = isinstance(node, ast.If | ast.Try) and _is_takable_block(node)
    if kind or whole:
        piece = _piece(node, kind or _block_kind(node), lines, passage, nested)
        if piece is not None:
            yield piece
        return
    # In a notebook, what stands below "if __name__ ..." or "with ..." is defined all the same.
    for inner in _inner_statements(node):
        if _kind(inner) in (IMPORT, DEFINITION, ALIAS, "") or isinstance(node, ast.If | ast.Try):
            yield from _pieces_of(inner, lines, passage, nested=True)


def _kind(node: ast.stmt) -> str:
    """Return the kind of a simple statement, empty for what is not taken."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return IMPORT
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return DEFINITION
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if not all(map(_is_target, targets)):
            return ""
        if isinstance(node.value, ast.Lambda):
            return DEFINITION
        if isinstance(node.value, ast.Name | ast.Attribute):
            return ALIAS
        plain = all(isinstance(part, _PLAIN) for part in ast.walk(node.value))
        return CONSTANT if plain else VALUE
    return ""


def _is_target(node: ast.expr) -> bool:
    """Tell whether a statement may assign to *node*: names, and attributes of names."""
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


def _is_takable_block(node: ast.If | ast.Try) -> bool:
    """Tell whether a block holds nothing else than what is taken, below a plain condition."""
    if isinstance(node, ast.If) and not all(
        isinstance(part, _PLAIN) for part in ast.walk(node.test)
    ):
        return False
    if isinstance(node, ast.If) and any(
        isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(node.test)
    ):
        return False
    return all(
        isinstance(inner, ast.Pass)
        or _kind(inner) in (IMPORT, DEFINITION, ALIAS, CONSTANT)
        or (isinstance(inner, ast.If | ast.Try) and _is_takable_block(inner))
        for inner in _inner_statements(node)
    )


def _block_kind(node: ast.stmt) -> str:
    kinds = {_kind(inner) for inner in ast.walk(node) if isinstance(inner, ast.stmt)}
    return next((kind for kind in (DEFINITION, IMPORT) if kind in kinds), CONSTANT)


def _piece(
    node: ast.stmt, kind: str, lines: list[str], passage: Passage, nested: bool
) -> Piece | None:
    """Return the piece for *node*, or None if Python would refuse the module because of it."""
    text = _source(node, lines, nested)
    try:
        compile(text, "cell", "exec", dont_inherit=True)
        now, later, bound = names_of(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None
    targets = _targets(node)
    return Piece(
        passage.cell,
        passage.is_code,
        kind,
        text,
        tuple(targets if targets is not None else sorted(bound)),
        rank_of(node),
        now,
        later,
        may_fail(node, kind == VALUE),
        ast.dump(node),
    )


def _source(node: ast.stmt, lines: list[str], nested: bool) -> str:
    """Return the lines of *node* with its decorators; what shares a line with it is cut off."""
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    end = node.end_lineno or node.lineno
    chosen = lines[first - 1 : end]
    last = chosen[-1].encode()[: node.end_col_offset].decode()
    comment = chosen[-1].encode()[node.end_col_offset :].decode()
    chosen[-1] = last + comment if comment.lstrip().startswith("#") else last
    before = chosen[0].encode()[: node.col_offset].decode()
    if first == node.lineno and before.strip():
        chosen[0] = chosen[0].encode()[node.col_offset :].decode()
        nested = False
    text = "\n".join(chosen)
    # An indented statement keeps its indent, as the lines of its strings must not move.
    return f"if True:\n{text}" if nested and text[:1].isspace() else text


def _targets(node: ast.stmt) -> list[str] | None:
    """Return the names that an assignment or definition is for, None where the table knows."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    return None


def may_fail(node: ast.stmt, is_value: bool = False) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom):
        modules = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
        )
        return bool(getattr(node, "level", 0)) or any(
            module.partition(".")[0] not in _INSTALLED for module in modules
        )
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        defaults = [*node.args.defaults, *(value for value in node.args.kw_defaults if value)]
        return bool(node.decorator_list) or not all(_is_literal(value) for value in defaults)
    if isinstance(node, ast.ClassDef):
        return (
            bool(node.decorator_list or node.keywords)
            or any(ast.unparse(base) not in _SAFE_BASES for base in node.bases)
            or any(_may_fail_in_class(inner) for inner in node.body)
        )
    if isinstance(node, ast.Assign | ast.AnnAssign) and not is_value:
        return not _is_literal(node.value)
    return True


def _may_fail_in_class(node: ast.stmt) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return may_fail(node)
    value = getattr(node, "value", None)
    return not isinstance(node, ast.Pass) and not (
        isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign) and _is_literal(value)
    )


def _is_literal(node: ast.expr | None) -> bool:
    """Tell whether evaluating *node* cannot fail: constants, lambdas, and boxes of them."""
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


def rank_of(node: ast.stmt) -> int:
    """Return how much of a definition is written: a stub, a part, or all of it."""
    if isinstance(node, ast.ClassDef):
        methods = [inner for inner in node.body if isinstance(inner, ast.FunctionDef)]
        ranks = [rank_of(method) for method in methods]
        if not ranks:
            return COMPLETE if len(_without_docstring(node.body)) else STUB
        if max(ranks) == STUB:
            return STUB
        return min(PARTLY if rank == STUB else rank for rank in ranks)
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return COMPLETE
    body = _without_docstring(node.body)
    if all(_is_filler(inner) for inner in body):
        return STUB
    return PARTLY if any(_is_not_implemented(inner) for inner in body) else COMPLETE


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    return [
        inner
        for inner in body
        if not (isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Constant))
    ]


def _is_filler(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or _is_not_implemented(node)


def _is_not_implemented(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Raise) or node.exc is None:
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def names_of(text: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the global names used at once, those used by functions, and those bound."""
    now: set[str] = set()
    later: set[str] = set()
    bound: set[str] = set()

    def visit(inner: symtable.SymbolTable, in_function: bool) -> None:
        is_top = inner.get_type() == "module"
        in_function = in_function or (
            inner.get_type() == "function" and inner.get_name() not in _AT_ONCE
        )
        for symbol in inner.get_symbols():
            name = symbol.get_name()
            if is_top and (symbol.is_assigned() or symbol.is_imported()):
                bound.add(name)
            if symbol.is_referenced() and (is_top or symbol.is_global()):
                (later if in_function else now).add(name)
        for child in inner.get_children():
            visit(child, in_function)

    visit(symtable.symtable(text, "cell", "exec"), False)
    return frozenset(now - _ALWAYS_THERE), frozenset(later - _ALWAYS_THERE), frozenset(bound)
