"""The student's modules as text: what is written, what has changed, and restoring a stub."""

import ast
import hashlib
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from zipfile import ZipFile

from _kit.language import TranslatableError, mark
from _kit.unit.manifest import FOLDER, Exercise

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
# English, and Chinese with its own colon.
QUESTIONS = ("Predict: ", "\u9884\u6d4b\uff1a")
STUBS = Path(__file__).resolve().parents[1] / "stubs.zip"


class UnreadableError(TranslatableError):
    """A module is missing, cannot be opened or is not valid Python."""

    def __init__(self, module: str, why: str, line: int | None = None, **values: object) -> None:
        self.line = line or 1
        super().__init__(why, where=f"{module}.py:{line}" if line else f"{module}.py", **values)


def read(module: str, folder: Path = FOLDER) -> bytes:
    """
    Return the bytes of a module.

    Raises:
        UnreadableError: If it is missing or cannot be opened.
    """
    try:
        return (folder / f"{module}.py").read_bytes()
    except FileNotFoundError:
        raise UnreadableError(module, mark("{where} is missing.")) from None
    except OSError as error:
        raise UnreadableError(
            module, mark("{where} cannot be opened: {reason}."), reason=error.strerror
        ) from None


def parse(module: str, source: bytes) -> ast.Module:
    """
    Return the tree of a module.

    Raises:
        UnreadableError: If it is not valid Python, with the line.
    """
    tree = _tree(source)
    if isinstance(tree, int):
        raise UnreadableError(module, mark("{where} is not valid Python."), tree)
    return tree


# watch asks again after every save, and all modules but one are the same as before.
@lru_cache(maxsize=64)
def _tree(source: bytes) -> ast.Module | int:
    """Return the tree of a module, or the line at which it is not valid Python."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return getattr(error, "lineno", None) or 1


@lru_cache(maxsize=64)
def _pieces(source: bytes) -> tuple[tuple[str, str], ...]:
    """Return name and digest of everything at the top of a module."""
    tree = _tree(source)
    if isinstance(tree, int):
        return (("", _digest(source)),)
    return tuple((_name(node), _digest(ast.dump(node).encode())) for node in tree.body)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def definitions(tree: ast.Module) -> dict[str, Definition]:
    """Return the functions and classes at the top of a module; of two, the last counts."""
    return {node.name: node for node in tree.body if isinstance(node, Definition)}


def _name(node: ast.stmt) -> str:
    return node.name if isinstance(node, Definition) else ""


def imported(source: bytes) -> Iterator[tuple[str, int]]:
    """Yield the packages that a module imports, each with its line."""
    tree = _tree(source)
    for node in ast.walk(tree) if isinstance(tree, ast.Module) else ():
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.partition(".")[0], node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0], node.lineno


def is_written(tree: ast.Module, exercise: Exercise) -> bool:
    """Return whether every part of an exercise is there and none is still a stub."""
    found = definitions(tree)
    return all(name in found and not _is_stub(found[name]) for name in exercise.names)


def _is_stub(definition: ast.stmt) -> bool:
    return any(
        isinstance(node, ast.Raise) and "is still to be written" in ast.unparse(node)
        for node in ast.walk(definition)
    )


def question(tree: ast.Module, exercise: Exercise) -> str:
    """Return the question that the task asks before anything is run."""
    parts = (" ".join(part.split()) for part in task(tree, exercise).split("\n\n"))
    return next((part for part in parts if part.startswith(QUESTIONS)), "")


def task(tree: ast.Module, exercise: Exercise) -> str:
    """Return the task of an exercise, which is the docstring of its first function or class."""
    node = definitions(tree).get(exercise.names[0])
    return (ast.get_docstring(node) if node else None) or ""


def fingerprint(source: bytes, exercise: Exercise, exercises: Collection[Exercise]) -> str:
    """
    Return a digest that changes when the code of an exercise does.

    The other exercises of the module, comments and layout do not count; helpers, imports
    and everything else in the module do.
    """
    others = {name for other in exercises if other.id != exercise.id for name in other.names}
    own = [digest for name, digest in _pieces(source) if name not in others]
    return _digest(" ".join(own).encode())


def stub(module: str) -> str:
    """
    Return a module as it was handed out.

    Raises:
        UnreadableError: If stubs.zip is missing or damaged.
    """
    try:
        with ZipFile(STUBS) as pack:
            return pack.read(f"{module}.py").decode()
    except Exception:
        why = mark(
            "{where} has no stub in _kit/stubs.zip. Copy that file again from the exercises you "
            "were given."
        )
        raise UnreadableError(module, why) from None


def restore(source: bytes, module: str, names: Collection[str]) -> bytes:
    """
    Return a module in which some definitions are stubs again and the rest is unchanged.

    A definition that is missing is put at the end.

    Raises:
        UnreadableError: If the module is not valid Python, so that its parts are unknown.
    """
    newline = b"\r\n" if b"\r\n" in source else b"\n"
    pristine = stub(module)
    wanted = {
        name: _lines_of(node, pristine.splitlines())
        for name, node in definitions(ast.parse(pristine)).items()
        if name in names
    }
    text = source.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    lines = text.split("\n")
    tree = parse(module, source)
    # From the bottom up, so that line numbers above stay true.
    for node in reversed(tree.body):
        if isinstance(node, Definition) and node.name in names:
            start, end = _span(node)
            lines[start : _with_comments(lines, end)] = wanted.pop(node.name, [])
    for missing in wanted.values():
        while lines and not lines[-1].strip():
            lines.pop()
        lines += ["", "", *missing, ""]
    return newline.join(line.encode() for line in lines)


def _with_comments(lines: list[str], end: int) -> int:
    """Return where a definition ends, counting indented comments behind its last statement."""
    for place in range(end, len(lines)):
        if lines[place].strip().startswith("#") and lines[place][0].isspace():
            end = place + 1
        elif lines[place].strip():
            break
    return end


def _lines_of(node: Definition, lines: list[str]) -> list[str]:
    start, end = _span(node)
    return lines[start:end]


def _span(node: Definition) -> tuple[int, int]:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return first - 1, node.end_lineno or node.lineno
