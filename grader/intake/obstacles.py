"""The reasons why an answer may not count though its module was read: questions for a person."""

import ast
import importlib.util
import re
from collections.abc import Collection, Iterator, Set
from functools import lru_cache

from grader.messages.message import Name, message, stranger

from .account import Doubt
from .new_names import is_newer_import
from .notebook.choose import reached
from .notebook.parser import ParsedText, Parser, is_too_much
from .notebook.statements import find_statements, names_main
from .notebook.to_module import is_marked, plain_script

#: A definition at the start of a line, and a line that git writes where versions differ.
_BEGUN = re.compile(r"^(?:async )?(?:def|class) (\w+)", re.MULTILINE)
#: In Python's words: quotes of a word processor, and Python 2.
_FOREIGN = ("character", "Missing parentheses in call to")
_MERGED = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def obstacles(
    text: str,
    path: str,
    asked: Collection[str],
    parser: Parser,
    own: Collection[str],
    *,
    is_new: bool = True,
) -> Iterator[Doubt]:
    """
    Yield what a person has to decide about a module that does not answer what it could.

    Args:
        text: The module.
        path: Its path, for the sentences.
        asked: The names that it is asked for.
        parser: Its budget is used.
        own: The modules that the student handed in.
        is_new: Whether nothing has been found out about the module's names yet.
    """
    shown = stranger(path, limit=200)
    tree = parser.parse(plain_script(text, parser))
    if tree is None:
        if not is_marked(text) and not is_too_much(text):
            why = parser.why_not(text)
            if _is_typed(text, asked) and not any(sign in str(why) for sign in _FOREIGN):
                return  # A plain mistake: the student reads it with its line.
            said = message(
                "{path} does not parse ({why}): nothing of it counts.", path=shown, why=why
            )
            yield Doubt(said, tuple(sorted(asked)))
        return
    visible, hidden = _defined(tree)
    lost = set(asked) - visible
    if nested := sorted(lost & hidden):
        said = message(
            "{path} defines {names} inside something else, where no import finds it.",
            path=shown,
            names=_listed(nested),
        )
        yield Doubt(said, tuple(nested))
    elif is_new and visible.isdisjoint(asked) and not _says_nothing(tree, text):
        names = sorted(asked)
        said = message("{path} defines none of {names}.", path=shown, names=_listed(names))
        yield Doubt(said, tuple(names))
    for package, names in _missing_packages(tree, text, asked, own):
        said = message(
            "{path}: {names} uses {package}, which is not installed here.",
            path=shown,
            names=_listed(names),
            package=stranger(package, limit=80),
        )
        yield Doubt(said, tuple(names))


def _is_typed(text: str, asked: Collection[str]) -> bool:
    """Tell whether a text defines something that is asked for, and holds no marks of a merge."""
    begun = {found[1] for found in _BEGUN.finditer(text)}
    return not begun.isdisjoint(asked) and _MERGED.search(text) is None


def _listed(names: Collection[str]) -> Name:
    return Name(", ".join(list(names)[:6]))


def _says_nothing(tree: ast.Module, text: str) -> bool:
    """Tell whether a module is empty, or holds texts and imports alone."""
    if not tree.body:
        return not text.strip()
    return all(
        isinstance(node.value, ast.Constant)
        if isinstance(node, ast.Expr)
        else isinstance(node, ast.Import | ast.ImportFrom)
        for node in tree.body
    )


def _defined(tree: ast.Module) -> tuple[Set[str], Set[str]]:
    """
    Return the names that importing a module defines, and the definitions that it does not reach.

    The latter stand in another definition, or below ``if __name__ == "__main__"``.
    """
    visible, hidden = set[str](), set[str]()
    waiting: list[tuple[ast.AST, bool]] = [(node, True) for node in tree.body]
    while waiting:
        node, is_reached = waiting.pop()
        if isinstance(node, _Definition):
            (visible if is_reached else hidden).add(node.name)
            is_reached = False
        elif isinstance(node, ast.Import | ast.ImportFrom) and is_reached:
            visible.update(_bound_by(node))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and is_reached:
            visible.add(node.id)
        elif isinstance(node, ast.If) and names_main(node.test):
            waiting += [(inner, False) for inner in node.body]
            waiting += [(inner, is_reached) for inner in node.orelse]
            continue
        waiting += [(inner, is_reached) for inner in ast.iter_child_nodes(node)]
    return visible, hidden


def _bound_by(node: ast.Import | ast.ImportFrom) -> set[str]:
    """Return the names that an import binds."""
    return {alias.asname or alias.name.partition(".")[0] for alias in node.names}


def _missing_packages(
    tree: ast.Module, text: str, asked: Collection[str], own: Collection[str]
) -> Iterator[tuple[str, list[str]]]:
    """Yield each package that is imported and not installed, and which *asked* names need it."""
    needing: dict[str, set[str]] = {}
    for top in tree.body:
        for node in ast.walk(top):
            if isinstance(node, ast.Import | ast.ImportFrom) and not is_newer_import(node):
                # An import within a definition makes that definition fail.
                bound = {top.name} if isinstance(top, _Definition) else _bound_by(node)
                for package in _packages(node):
                    if package not in own and not _is_installed(package):
                        needing.setdefault(package, set()).update(bound)
    if not needing:
        return
    statements = list(find_statements(ParsedText(0, True, text, tree)))
    for package, bound in needing.items():
        names = [
            name for name in sorted(asked) if not bound.isdisjoint(reached({name}, statements))
        ]
        if names:
            yield package, names


def _packages(node: ast.Import | ast.ImportFrom) -> set[str]:
    """Return the top-level packages that an import names; none if it is relative."""
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    return set() if node.level or not node.module else {node.module.partition(".")[0]}


@lru_cache(512)
def _is_installed(package: str) -> bool:
    """Tell whether a top-level package can be found; it is not imported."""
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError):
        return True  # It is there, in a state of its own.
