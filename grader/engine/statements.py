"""What single statements of Python source bind, mention and mean."""

import ast
from collections.abc import Iterator

#: With these a function can reach anything; which, its source does not tell.
REACHES_ALL = frozenset({"globals", "eval", "exec", "__import__", "importlib", "import_module"})


def imported_modules(tree: ast.Module) -> Iterator[str]:
    """Yield the name of every module that is imported anywhere in *tree*."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def marker_of(test: ast.FunctionDef) -> ast.Call | None:
    """Return the ``check(…)`` call among the decorators of *test*, or None."""
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "attr", "") == "check":
            return decorator
    return None


def literal_points(marker: ast.Call | None) -> ast.keyword | None:
    """Return the ``points=`` of a marker where it is a plain number, or None."""
    for keyword in marker.keywords if marker is not None else ():
        if keyword.arg == "points" and isinstance(keyword.value, ast.Constant):
            return keyword
    return None


def last_part(module: str | None) -> str:
    """Return the name of a module without its packages."""
    return (module or "").rpartition(".")[2]


def bound_names(statement: ast.stmt) -> list[str]:
    """Return the names that a simple statement binds; none for one that does more than that."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Import | ast.ImportFrom):
        names = [(alias.asname or alias.name).partition(".")[0] for alias in statement.names]
        return [] if "*" in names else names
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    flat = [part for target in targets for part in getattr(target, "elts", [target])]
    names = [part.id for part in flat if isinstance(part, ast.Name)]
    return names if len(names) == len(flat) else []


def mentioned_names(statement: ast.stmt) -> set[str]:
    """Return every name that a statement mentions; arguments too, for they may be fixtures."""
    names: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Attribute) and node.attr in REACHES_ALL:
            names.add(node.attr)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            # usefixtures("name") and the like
            names |= {
                part.value
                for decorator in node.decorator_list
                for part in ast.walk(decorator)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
    return names


def dump(statement: ast.stmt) -> str:
    """Return a statement as text without its comments, layout and points."""
    if isinstance(statement, ast.FunctionDef):
        marker = marker_of(statement)
        points = literal_points(marker)
        if marker is not None and points is not None:
            keywords = marker.keywords
            marker.keywords = [keyword for keyword in keywords if keyword is not points]
            text = ast.dump(statement)
            marker.keywords = keywords
            return text
    return ast.dump(statement)


def is_autouse(statement: ast.stmt) -> bool:
    """Say whether a definition may be a fixture that takes effect without being named."""
    return any(
        keyword.arg in ("autouse", "name")
        for decorator in getattr(statement, "decorator_list", ())
        if isinstance(decorator, ast.Call)
        for keyword in decorator.keywords
    )


def is_text(statement: ast.stmt) -> bool:
    """Say whether a statement is a docstring or the like."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
