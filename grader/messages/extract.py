"""The texts for people in source code: sentences, and templates with gaps for values."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

# Code that the grader writes into a module made from a notebook, or that runs before a call.
_CODE = (
    r"^check\(exercise|\n|\\|^# |^from __future__|^missing the required$|allocate memory|Tensor \($"
    r"|^\w[\w., ]* = \(?\w+[ .(]"
)
# Calls whose texts are not for students: errors for teachers, patterns, markers.
_ASIDE = {
    "addinivalue_line",
    "CourseError",
    "GraderError",
    "ResultsError",
    "compile",
    "BadFrameError",
    "FrameError",
    "ValueError",
    "search",
}


def test_sentences(path: Path) -> Iterator[str]:
    """Yield the first paragraph of the docstring of each test in a file."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())


def message_texts(path: Path) -> Iterator[str]:
    """Yield the sentences and message templates in a module of the grader."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    aside = {id(node) for part in _not_said(tree) for node in ast.walk(part)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_message(node) and id(node) not in aside:
            aside.add(id(node.args[0]))
            yield ast.literal_eval(node.args[0])
        if id(node) in aside or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        if isinstance(node, ast.JoinedStr):
            # Its constants are parts of it; texts inside its gaps are texts of their own.
            aside |= {id(part) for part in node.values}
        elif not isinstance(node.value, str):
            continue
        text = _trimmed("".join(_parts(node, iter(range(1, 100)))))
        if _is_sentence(text) and not re.search(_CODE, text):
            yield text


def _is_message(node: ast.Call) -> bool:
    """Say whether a call makes a message of a template that is written in it."""
    name = getattr(node.func, "id", "")
    return name == "message" and bool(node.args) and isinstance(node.args[0], ast.Constant)


def _not_said(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what students never read: docstrings, markers, patterns, errors for teachers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            if node.body and isinstance(node.body[0], ast.Expr):
                yield node.body[0]
            yield from getattr(node, "decorator_list", ())
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            # A text that is split is a list of words.
            if name in _ASIDE or name == "split":
                yield node
        elif isinstance(node, ast.Assert | ast.Compare):
            yield node


def _trimmed(text: str) -> str:
    """Return a template without a gap before or after its sentences."""
    text = re.sub(r"^\{\w+\} (?=[A-Z])", "", text.strip())
    return re.sub(r"(?<=[.?!]) ?\{\w+\}$", "", text)


def predictions(source: str) -> Iterator[str]:
    """Yield the Predict questions in the docstrings of a stub."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for part in (ast.get_docstring(node) or "").split("\n\n"):
                if part.startswith("Predict: "):
                    yield " ".join(part.split())


def _parts(node: ast.AST, numbers: Iterator[int]) -> Iterator[str]:
    """Yield the parts of a text; each value becomes a gap."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from _parts(part, numbers)
    elif isinstance(node, ast.BinOp):
        yield from _parts(node.left, numbers)
        yield from _parts(node.right, numbers)
    else:
        value = getattr(node, "value", node)
        if isinstance(value, ast.Name):
            yield "{" + value.id + "}"
        elif isinstance(value, ast.Call) and getattr(value.func, "id", "") == "describe":
            yield "{answer" + str(next(numbers)) + "}"
        else:
            yield "{" + f"gap{next(numbers)}" + "}"


def _is_sentence(text: str) -> bool:
    """Return whether a text has words to translate: it is neither code nor a single name."""
    bare = re.sub(r"\{\w+\}", "x", text)
    if not re.search(r"[A-Za-z]{2,}.* |^a ", re.sub(r"\{\w+\}", "", text)):
        return False
    try:
        ast.parse(bare, mode="eval")
    except SyntaxError:
        return True
    return False
