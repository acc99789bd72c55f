"""The tests of a course as its files declare them: markers read by ast, nothing imported."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from .source import Function


@dataclass(frozen=True)
class MarkedTest:
    """One test with one of its markers: ``exercise`` on visible tests, ``check`` on hidden ones."""

    name: str
    line: int
    exercise: str | None
    """The marker's first argument where it is a literal string."""
    options: dict[str, object]
    """Its literal keyword arguments."""
    sentence: str
    """The docstring of the test, empty if it has none."""
    parametrized: bool = False


def marked_tests(tree: ast.Module, marker: str) -> Iterator[MarkedTest]:
    """
    Yield every function that carries ``@pytest.mark.<marker>(…)``, once for each such marker.

    A marker on a class or on the module (``pytestmark``) counts for the tests inside.
    """
    yield from _below(tree, marker, _module_marks(tree))


def _below(
    node: ast.Module | ast.ClassDef, marker: str, above: list[ast.expr]
) -> Iterator[MarkedTest]:
    for child in node.body:
        if isinstance(child, ast.ClassDef):
            yield from _below(child, marker, above + child.decorator_list)
        elif isinstance(child, Function):
            marks = above + child.decorator_list
            parametrized = any(_mark_name(mark) == "parametrize" for mark in marks)
            for mark in marks:
                if _mark_name(mark) == marker:
                    yield _marked(child, mark, parametrized)


def _module_marks(tree: ast.Module) -> list[ast.expr]:
    """Return what the module assigns to ``pytestmark``."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        ):
            return node.value.elts if isinstance(node.value, ast.List) else [node.value]
    return []


def _mark_name(mark: ast.expr) -> str:
    """Return ``check`` for ``pytest.mark.check(…)``, empty for any other expression."""
    function = mark.func if isinstance(mark, ast.Call) else mark
    if isinstance(function, ast.Attribute):
        owner = function.value
        is_mark = (isinstance(owner, ast.Attribute) and owner.attr == "mark") or (
            isinstance(owner, ast.Name) and owner.id == "mark"
        )
        return function.attr if is_mark else ""
    return ""


def _marked(node: Function, mark: ast.expr, parametrized: bool) -> MarkedTest:
    args = mark.args if isinstance(mark, ast.Call) else []
    keywords = mark.keywords if isinstance(mark, ast.Call) else []
    first = args[0].value if args and isinstance(args[0], ast.Constant) else None
    return MarkedTest(
        name=node.name,
        line=node.lineno,
        exercise=first if isinstance(first, str) else None,
        options={
            word.arg: word.value.value
            for word in keywords
            if word.arg and isinstance(word.value, ast.Constant)
        },
        sentence=ast.get_docstring(node) or "",
        parametrized=parametrized,
    )
