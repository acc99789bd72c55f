"""The statements of a notebook that make up a module: imports, definitions, plain constants."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from .completeness import COMPLETE, may_fail, rank_of
from .names import names_of
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
