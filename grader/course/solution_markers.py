"""Solution markers: the answers between BEGIN and END SOLUTION, and the stub without them."""

import ast
import io
import re
import tokenize
from dataclasses import dataclass

from grader.errors import CourseError
from grader.text import clean

from .source import functions, parse

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"
_ALIKE = re.compile(r"#+\s*(begin|end)[\s_-]+solution\b.*", re.IGNORECASE)


@dataclass(frozen=True)
class MarkedAnswer:
    """The answer between two markers of a solution."""

    owner: str
    """The function around it, ``LR.forward`` for a method."""
    begin: int
    """Line of the opening marker, from 1."""
    end: int
    """Line of the closing marker."""
    lines: tuple[str, ...]
    """The lines between the two."""

    def statement(self) -> str:
        """Return the line that replaces it in the stub, without indentation."""
        return f'raise NotImplementedError("{self.owner} is still to be written")'


def stub_text(source: str, where: str) -> str:
    """
    Return the stub of a solution: all text outside the markers unchanged.

    Args:
        source: Text of the solution; its lines end in a single newline character.
        where: The file as messages name it, such as ``solutions/loss.py``.

    Raises:
        CourseError: If the solution or its stub does not parse, or a marker is misplaced.
    """
    lines = source.split("\n")
    for answer in reversed(find_answers(source, where)):
        opening = lines[answer.begin - 1]
        indent = opening[: len(opening) - len(opening.lstrip())]
        lines[answer.begin - 1 : answer.end] = [indent + answer.statement()]
    stub = "\n".join(lines)
    parse(stub, f"{where} without its answers", "Put whole statements between the markers.")
    return stub


def find_answers(source: str, where: str) -> tuple[MarkedAnswer, ...]:
    """
    Return the answers of a solution from top to bottom.

    Raises:
        CourseError: If it does not parse, or a marker is unclosed, nested, misspelt or misplaced.
    """
    tree = parse(source, where)
    lines = source.split("\n")
    answers = []
    for begin, end in _pairs(_markers(source, where), where):
        owner = _owner(tree, begin, end, f"{where}:{begin.line}")
        inside = tuple(lines[begin.line : end.line - 1])
        answers.append(MarkedAnswer(owner, begin.line, end.line, inside))
    return tuple(answers)


@dataclass(frozen=True)
class _SolutionMarker:
    opens: bool
    line: int
    column: int


def _markers(source: str, where: str) -> list[_SolutionMarker]:
    """Return the markers: comments on lines of their own, never text within a string."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(source, newline="\n").readline):
        if token.type != tokenize.COMMENT or not _ALIKE.fullmatch(token.string):
            continue
        line, column = token.start
        if token.string.rstrip() not in (BEGIN, END):
            raise CourseError(
                f'{where}:{line}: found "{clean(token.string, limit=60)}", expected "{BEGIN}" or '
                f'"{END}". Write it exactly like that.'
            )
        if token.line[:column].strip():
            raise CourseError(
                f"{where}:{line}: code stands before the marker. Put it on a line of its own."
            )
        found.append(_SolutionMarker(token.string.startswith(BEGIN), line, column))
    return found


def _pairs(
    markers: list[_SolutionMarker], where: str
) -> list[tuple[_SolutionMarker, _SolutionMarker]]:
    """Return each opening marker with its closing one."""
    pairs = []
    opening: _SolutionMarker | None = None
    for marker in markers:
        if marker.opens and opening is not None:
            raise CourseError(
                f"{where}:{marker.line}: BEGIN SOLUTION inside the answer that begins in line "
                f'{opening.line}. Markers do not nest: add "{END}" before it or remove it.'
            )
        if marker.opens:
            opening = marker
        elif opening is None:
            raise CourseError(
                f"{where}:{marker.line}: END SOLUTION without a BEGIN SOLUTION. "
                f'Add "{BEGIN}" before the answer.'
            )
        else:
            pairs.append((opening, marker))
            opening = None
    if opening is not None:
        raise CourseError(
            f'{where}:{opening.line}: BEGIN SOLUTION is never closed. Add "{END}" after the answer.'
        )
    return pairs


def _owner(tree: ast.Module, begin: _SolutionMarker, end: _SolutionMarker, where: str) -> str:
    """Return the innermost function around the markers; raise unless they fit its body."""
    inside = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and begin.line < node.lineno < end.line
    ]
    if not inside:
        raise CourseError(f"{where}: there is no statement between the markers. Add the answer.")
    first = min(inside, key=lambda node: (node.lineno, node.col_offset))
    last_line = max(node.end_lineno or node.lineno for node in inside)
    around = [
        name
        for name, node in functions(tree)
        if node.lineno < begin.line and last_line <= (node.end_lineno or 0)
    ]
    if not around or not begin.column == end.column == first.col_offset:
        raise CourseError(
            f"{where}: the markers are not in the body of one function. Put both inside it, "
            "indented like the answer; helpers of the answer go between them."
        )
    return around[-1]
