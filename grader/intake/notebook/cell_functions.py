"""
A notebook as a module that runs it cell by cell, for courses that were notebooks of nbgrader.

Each cell is a function whose names are global, as they are in a notebook. A test cell is a place:
``run_to(place)`` runs the cells above it that have not run yet, so that a test meets what a
notebook would hold there. A cell that raises leaves the others to run.
"""

import ast
import io
import re
import symtable
import tokenize
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.text import clean

from .cells import cell_text, load_cells
from .magics import plain_python
from .parser import Parser

#: How the functions of cells are called: answers of students, cells that nobody changes, others.
ANSWER, GIVEN, OTHER, TEST = "answer_", "given_", "cell_", "test_"
_HEAD = '''"""The cells of a notebook as functions; run_to runs them up to a test cell."""

import importlib as _importlib
import random as _random
import sys as _sys

__name__ = "__main__"


def display(*objects):
    """Print what a notebook would show."""
    print(*objects)


def _import_all(name):
    """Do what \'from name import *\' does."""
    found = vars(_importlib.import_module(name))
    public = [each for each in found if not each.startswith("_")]
    globals().update({each: found[each] for each in found.get("__all__", public)})


def run_to(place):
    """Run the cells above a test cell that have not run yet; all of them, if some are below."""
    end = list(CELLS).index(place)
    if end < _RUN["done"]:
        for name in set(globals()) - _RUN["names"]:
            del globals()[name]
        for name, module in list(_sys.modules.items()):
            own = getattr(module, "__name__", "").startswith("exercises.")
            if own and vars(module) is not globals():
                del _sys.modules[name]
        _RUN["done"], _RUN["random"] = 0, None
        RAISED.clear()
    _set_random(_RUN["random"])
    for name in list(CELLS)[_RUN["done"] : end]:
        try:
            globals().get(name, int)()
        except NotImplementedError:
            pass  # It is still to be written.
        except Exception as error:
            RAISED.append((CELLS[name], type(error).__name__))
    _RUN["done"], _RUN["random"] = end, _get_random()


def _get_random():
    numpy, torch = _sys.modules["numpy"], _sys.modules.get("torch")
    of_torch = None if torch is None else torch.get_rng_state()
    return _random.getstate(), numpy.random.get_state(), of_torch


def _set_random(states):
    if states is not None:
        _random.setstate(states[0])
        _sys.modules["numpy"].random.set_state(states[1])
        if states[2] is not None:
            _sys.modules["torch"].set_rng_state(states[2])
'''
#: Of the name of a notebook's module, which is the id of an exercise.
LONGEST_MODULE = 40
_MARK = _HEAD.partition("\n")[0]
_TOLD = re.compile(r' {4}"""Run cell (\d+) of the notebook\."""')
#: What cannot stand in a function.
_STAR = re.compile(r"^from\s+([\w.]+)\s+import\s+\*.*$", re.MULTILINE)


@dataclass(frozen=True)
class CellFunction:
    """
    A cell.

    Attributes:
        name: The name of its function.
        text: Its text; none for a test cell.
        number: Its place in the notebook, from 1; 0 if it was deleted there.
    """

    name: str
    text: str
    number: int


def modules_of_notebook(path: str) -> tuple[str, str]:
    """
    Return the names that the module of a notebook may have; the second if the first is taken.

    >>> modules_of_notebook("week1/Problem Set 1.ipynb")
    ('problem_set_1', 'nb_problem_set_1')
    """
    stem = path.rpartition("/")[2].rpartition(".")[0]
    plain = re.sub(r"[\W_]+", "_", stem, flags=re.ASCII).strip("_").lower()
    return plain[:LONGEST_MODULE].strip("_"), f"nb_{plain}"[:LONGEST_MODULE].strip("_")


def find_cell(lines: Sequence[str], first: int, last: int) -> tuple[int, int] | None:
    """
    Return the place in the notebook of the cell whose function is in these lines of a module.

    Returns:
        The place and the line in which the text of the cell begins; None if it is no cell.
    """
    told = _TOLD.fullmatch(lines[first]) if first < last else None
    if told is None or not is_cell_module(lines[0].encode()):
        return None
    begin = first + 2
    while begin < last and lines[begin - 1].startswith("    global "):
        begin += 1
    return int(told[1]), begin


def is_cell_module(source: bytes) -> bool:
    """Tell whether a module runs a notebook cell by cell."""
    return source.startswith(_MARK.encode())


def function_name(kind: str, grade_id: str) -> str:
    """Return the name of the function of a cell with an id of nbgrader's."""
    name = re.sub(r"\W", "_", grade_id, flags=re.ASCII)
    return name if name.startswith(kind) else f"{kind}{name}"


def cell_module(cells: Sequence[CellFunction]) -> str:
    """Return the text of the module that runs these cells."""
    parts = [_HEAD]
    for cell in cells:
        if not cell.name.startswith(TEST):
            parts += _function(cell)
    places = "".join(f'    "{cell.name}": {cell.number},\n' for cell in cells)
    parts.append(f"\n#: The place of each cell in the notebook.\nCELLS = {{\n{places}}}\n")
    parts.append("#: The places of the cells that have raised, and the name of what they raised.")
    parts.append("RAISED = []\n")
    parts.append('_RUN = {"done": 0, "random": None, "names": set(globals()) | {"_RUN"}}\n')
    return "\n".join(parts)


def read_cell_module(data: bytes, name: str, given: bytes) -> str:
    """
    Return the module of the notebook *data*, whose cells replace those of the module *given*.

    Cells are known by nbgrader's ids: of what nobody may change, and of what was deleted, the
    given cell runs. Others run where they stand.

    Raises:
        NotebookRefused: If the file as a whole cannot be read.
    """
    handed_out = _given_cells(given.decode())
    found: list[CellFunction] = []
    for number, cell in enumerate(load_cells(data, name), 1):
        grade_id = _grade_id(cell)
        names = [function_name(kind, grade_id) for kind in (ANSWER, GIVEN, TEST)]
        known = next((each for each in names if grade_id and each in handed_out), "")
        if known and any(each.name == known for each in found):
            continue
        if known.startswith((GIVEN, TEST)):
            found.append(CellFunction(known, handed_out[known], number))
        elif cell.get("cell_type") == "code":
            text = plain_python(cell_text(cell))
            found.append(CellFunction(known or f"{OTHER}{number}", text, number))
    return cell_module(_with_missing(found, handed_out))


def answer_cells(data: bytes, name: str) -> dict[str, str]:
    """Return the texts of what may be answers in the notebook *data*, by their functions' names."""
    cells = [cell for cell in load_cells(data, name) if cell.get("cell_type") == "code"]
    ids = [(_grade_id(cell), cell) for cell in cells]
    return {function_name(ANSWER, grade_id): cell_text(cell) for grade_id, cell in ids if grade_id}


def _grade_id(cell: Mapping[str, Any]) -> str:
    """Return nbgrader's id of a cell, or ""."""
    metadata = cell.get("metadata")
    own = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = own.get("grade_id") if isinstance(own, dict) else None
    return grade_id if isinstance(grade_id, str) else ""


def _with_missing(found: list[CellFunction], given: Mapping[str, str]) -> list[CellFunction]:
    """Return the cells with those that have an id and were deleted, below their neighbours."""
    places = [name for name in given if not name.startswith(OTHER)]
    for number, name in enumerate(places):
        names = [cell.name for cell in found]
        if name not in names:
            above = [names.index(each) for each in places[:number] if each in names]
            found.insert(max(above, default=-1) + 1, CellFunction(name, given[name], 0))
    return found


def _given_cells(source: str) -> dict[str, str]:
    """Return the cells of a module in their order: name → text, as far as it is kept."""
    tree = Parser(len(source)).parse(source) or ast.Module([], [])
    bodies = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    names: Iterable[str] = ()
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "CELLS":
            names = ast.literal_eval(node.value)
    return {name: _text_of(bodies[name]) if name in bodies else "" for name in names}


def _text_of(node: ast.FunctionDef) -> str:
    body = [each for each in node.body if not isinstance(each, ast.Global)]
    return ast.unparse(ast.Module(body[1:], []))


def _function(cell: CellFunction) -> list[str]:
    """Return the lines of a cell's function."""
    text = _STAR.sub(r'_import_all("\1")', cell.text)
    tree = Parser(len(text)).parse(text)
    head = [f"\ndef {cell.name}():", f'    """Run cell {cell.number} of the notebook."""']
    if tree is None:
        told = [f"    # {clean(line)}" for line in cell.text.splitlines()]
        return [*head, *told, '    raise SyntaxError("This cell is not Python.")']
    if any(isinstance(node, ast.AnnAssign) for node in ast.walk(tree)):
        text = ast.unparse(_WithoutAnnotations().visit(tree))
    try:
        names = sorted(
            each.get_name()
            for each in symtable.symtable(text, "cell", "exec").get_symbols()
            if each.is_assigned() or each.is_imported()
        )
    except SyntaxError as error:
        return [*head, f"    raise SyntaxError({str(error.msg)!r})"]
    lines = [f"    global {name}" for name in names]
    body = indented(text)
    return [*head, *lines, *body, *([] if tree.body else ["    pass"])]


class _WithoutAnnotations(ast.NodeTransformer):
    """Takes the annotations of a cell's own names away: a global name has none."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is None:
            return ast.copy_location(ast.Pass(), node)
        return ast.copy_location(ast.Assign([node.target], node.value, lineno=node.lineno), node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return node


def indented(text: str, step: str = "    ") -> list[str]:
    """Return the lines of a text one step to the right, except within strings."""
    lines = text.split("\n")
    within: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text, newline="\n").readline):
        within.update(range(token.start[0] + 1, token.end[0] + 1) if _is_string(token) else ())
    return [
        line if number in within or not line.strip() else step + line
        for number, line in enumerate(lines, 1)
    ]


def _is_string(token: tokenize.TokenInfo) -> bool:
    return tokenize.tok_name[token.type] in ("STRING", "FSTRING_MIDDLE", "TSTRING_MIDDLE")
