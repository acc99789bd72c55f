"""
Bare asserts of hidden tests: what ``assert a == b`` compared is kept, and told by its kind.

pytest's own rewriting would keep the text of every value, which takes long for large ones and asks
the box for those of the submission. This keeps the two values, and only where they differ. What
students read of them, and of a ``pytest.raises`` that fails, are kinds of answers and names of
builtin exceptions; never a hidden value.
"""

import ast
import builtins
import importlib.abc
import importlib.machinery
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

from grader.messages.message import Message, message
from grader.results.outcomes import Outcome
from grader.testing.differences import differs
from grader.testing.failures import CheckFailed, failed
from grader.testing.student import Student

#: What the current check compared last and found unequal: left and right, and in which lines.
COMPARED: list[Any] = []

NOT_RAISED = message("No exception was raised where one was expected.")
OTHER_TEXT = message("The exception is of the right kind, but its text is not the right one.")
#: How pytest and unittest begin to say that nothing was raised, or something with another text.
_NOT_RAISED = re.compile(r"DID NOT RAISE(.*)|(\w+) not raised", re.DOTALL)
_OTHER_TEXT = re.compile('(Regex|Expected regex) pattern did not match|"[^"]*" does not match "')


def compared(left: Any, right: Any, first: int, last: int) -> Any:
    """Return ``left == right`` for an assert in lines *first* to *last*, and keep what differs."""
    equal = left == right
    if not equal:
        COMPARED[:] = left, right, first, last
    return equal


def explain_assertion(raised: BaseException | None, student: Student) -> CheckFailed | None:
    """
    Return the failure that an exception of the test's own stands for; None if it says little.

    Args:
        raised: What ended the check.
        student: The submission, which knows where an answer came from.
    """
    if not isinstance(raised, AssertionError | pytest.fail.Exception):
        return None
    text = str(raised)
    found = _NOT_RAISED.match(text)
    if found is not None:
        return failed(Outcome.WRONG, _not_raised(found[1] or found[2]), note=text, precise=False)
    if _OTHER_TEXT.match(text):
        return failed(Outcome.WRONG, OTHER_TEXT, note=text, precise=False)
    place = raised.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if not COMPARED or place is None or not COMPARED[2] <= place.tb_lineno <= COMPARED[3]:
        return None
    return differs(COMPARED[0], COMPARED[1], student, text)


def _not_raised(expected: str) -> Message:
    """Return the words for an exception that did not come; only builtin ones are named."""
    names = [name for name in re.findall(r"\w+", expected) if _is_error(name)]
    if not names:
        return NOT_RAISED
    kinds = Message.whole(" / ".join(names))
    return message("No exception was raised, expected {kind}.", kind=kinds)


def _is_error(name: str) -> bool:
    found = getattr(builtins, name, None)
    return isinstance(found, type) and issubclass(found, BaseException)


#: What no file can call anything.
_NAME = "@compared"
_COMPARES = re.compile(rb"^\s*assert\b.*==", re.MULTILINE)


def keep_comparisons(tree: ast.Module) -> ast.Module:
    """Return the tree of a file whose asserts of one ``==`` keep what they compared."""
    tree = _Keep().visit(tree)
    after = 1 if ast.get_docstring(tree, clean=False) is not None else 0
    while after < len(tree.body) and _is_of_the_future(tree.body[after]):
        after += 1
    alias = ast.alias(compared.__name__, _NAME)
    tree.body.insert(after, ast.ImportFrom(__name__, [alias], 0))
    return ast.fix_missing_locations(tree)


def _is_of_the_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


class _Keep(ast.NodeTransformer):
    def visit_Assert(self, node: ast.Assert) -> ast.Assert:
        node.test = self._kept(node.test, node)
        return node

    def _kept(self, test: ast.expr, node: ast.Assert) -> ast.expr:
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
            test.values = [self._kept(value, node) for value in test.values]
        elif isinstance(test, ast.Compare) and [type(op) for op in test.ops] == [ast.Eq]:
            lines = [ast.Constant(line) for line in (node.lineno, node.end_lineno)]
            found = ast.Call(
                ast.Name(_NAME, ast.Load()), [test.left, *test.comparators, *lines], []
            )
            return ast.copy_location(found, test)
        return test


class KeptComparisons(importlib.abc.MetaPathFinder):
    """Loads the files in a folder so that their asserts keep what they compared."""

    def __init__(self, folder: Path) -> None:
        files = folder.rglob("*.py")
        self._files = {str(path) for path in files if _COMPARES.search(path.read_bytes())}

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Load them in this way meanwhile."""
        sys.meta_path.insert(0, self)
        try:
            yield
        finally:
            sys.meta_path.remove(self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> importlib.machinery.ModuleSpec | None:
        """Return how to load such a file."""
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin not in self._files:
            return None
        spec.loader = _Loader(fullname, spec.origin)
        return spec


class _Loader(importlib.machinery.SourceFileLoader):
    """The loader of one file; its compiled text is kept nowhere."""

    def get_code(self, fullname: str) -> CodeType:
        """Compile the file."""
        path = self.get_filename(fullname)
        tree = keep_comparisons(ast.parse(self.get_data(path), path))
        return compile(tree, path, "exec", dont_inherit=True)
