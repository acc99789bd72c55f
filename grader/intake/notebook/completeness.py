"""How much of a definition is written, and whether making it can fail."""

import ast
import sys

# What is installed wherever submissions are judged.
_KNOWN = sys.stdlib_module_names | {"torch", "numpy", "matplotlib"}
_SAFE_BASES = frozenset({"nn.Module", "torch.nn.Module", "Module", "object"})
STUB, PARTLY, COMPLETE = 0, 1, 2


def may_fail(node: ast.stmt, is_value: bool = False) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom):
        modules = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
        )
        return bool(getattr(node, "level", 0)) or any(
            module.partition(".")[0] not in _KNOWN for module in modules
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
