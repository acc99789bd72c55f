"""Python files of a course: read and parsed, never run."""

import ast
from collections.abc import Iterator
from pathlib import Path

from grader.errors import CourseError
from grader.text import clean

Function = ast.FunctionDef | ast.AsyncFunctionDef


def read_text(path: Path, where: str) -> str:
    """
    Return the text of a file of the course, with one newline character after each line.

    Raises:
        CourseError: If it is missing, not readable or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CourseError(
            f"{where} is missing. Write it, or remove its exercises from exercises/unit.toml."
        ) from None
    except OSError as error:
        raise CourseError(
            f"{where} cannot be read: {error.strerror}. Check its permissions."
        ) from None
    except UnicodeDecodeError as error:
        raise CourseError(
            f"{where}: byte {error.start} is not UTF-8. Save the file as UTF-8."
        ) from None


def parse(source: str, where: str, advice: str = "Fix that line.") -> ast.Module:
    """
    Return the syntax tree of *source*.

    Raises:
        CourseError: If it is not Python; ends in *advice*.
    """
    try:
        return ast.parse(source)
    except SyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        found = clean(str(error.msg))
    except ValueError as error:  # NUL bytes
        line, found = "", clean(str(error))
    raise CourseError(f"{where}{line}: does not parse as Python: {found}. {advice}")


def functions(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, Function]]:
    """Yield every function below *node* with its dotted name, ``LR.forward`` for a method."""
    for child in ast.iter_child_nodes(node):
        inner = prefix
        if isinstance(child, Function | ast.ClassDef):
            inner = f"{prefix}{child.name}."
        if isinstance(child, Function):
            yield prefix + child.name, child
        yield from functions(child, inner)


def defined_names(tree: ast.Module) -> set[str]:
    """Return the functions and classes that a module defines at its top level."""
    return {node.name for node in tree.body if isinstance(node, Function | ast.ClassDef)}


def with_answer(source: bytes, code: str) -> bytes:
    """
    Return a module with *code* after its last function or class; at its end if it does not parse.

    What the module does below, as in ``if __name__ == "__main__":``, meets what *code* defines.
    """
    try:
        body = parse(source.decode("utf-8-sig", "replace"), "the module").body
    except CourseError:
        body = []
    kinds = [isinstance(node, Function | ast.ClassDef) for node in body]
    below = body[len(kinds) - kinds[::-1].index(True) :] if any(kinds) else []
    lines = source.splitlines(keepends=True)
    end = below[0].lineno - 1 if below else len(lines)
    return b"".join([*lines[:end], b"\n\n", code.encode(), b"\n\n" * bool(below), *lines[end:]])
