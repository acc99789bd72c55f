"""
The reading of source notebooks of nbgrader.

Each notebook is an exercise: a module that runs its cells one after the other, up to the test cell
that asks. A test cell becomes a hidden test whose names are those of the submission, unless it
gives them a value itself.
"""

import ast
import builtins
import importlib.util
import json
import re
import symtable
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

from grader.course.judging_files import DATA_ENDINGS
from grader.course.manifest import EXERCISE_KEYS, Exercise
from grader.course.new_course import require_key
from grader.course.solution_markers import BEGIN, END, find_answers
from grader.course.source import Function, parse, read_text
from grader.errors import CourseError
from grader.intake.notebook.cell_functions import (
    ANSWER,
    GIVEN,
    LONGEST_MODULE,
    OTHER,
    TEST,
    CellFunction,
    cell_module,
    function_name,
    indented,
    modules_of_notebook,
)
from grader.intake.notebook.magics import plain_python
from grader.text import clean

from .assignment import ImportedAssignment, LeftOut, Test, TestFile
from .carrying import why_not_carried

_HIDDEN = re.compile(r"^.*(BEGIN|END) HIDDEN TESTS.*\n?", re.MULTILINE)
_HIDDEN_TESTS = re.compile(r"^.*BEGIN HIDDEN TESTS[\s\S]*?END HIDDEN TESTS.*\n?", re.MULTILINE)
_MARKER = re.compile(r"^([ \t]*).*(BEGIN|END) SOLUTION.*$", re.MULTILINE)
#: The folder of the hidden tests with the data files, and the fixture that brings tests there.
_BESIDE = "beside_the_notebooks"
_FIXTURE = "beside_the_data"
_CHDIR = f'''
import pathlib
import pytest


@pytest.fixture(autouse=True)
def {_FIXTURE}(monkeypatch):
    """Let test cells find the data files where a notebook has them."""
    monkeypatch.chdir(pathlib.Path(__file__).parent / "{_BESIDE}")'''
_WRITES = frozenset(
    {"to_csv", "savetxt", "savefig", "makedirs", "mkdir", "remove", "unlink", "dump"}
)
#: The largest data file that is sent to every child of the box.
DATA_BYTES = 4 << 20
#: The id that nbgrader makes for a cell; it says nothing.
_MADE_ID = re.compile("cell-[0-9a-f]+")
_IMPORT = ast.Import | ast.ImportFrom
#: What gives a cell the names of the notebook, as a dict or a list.
_NAMESPACES = frozenset({"globals", "locals", "vars", "dir"})


@dataclass(frozen=True)
class _Cell:
    """A cell of a source notebook: what nbgrader notes of it, and its text as plain Python."""

    number: int
    is_code: bool
    text: str
    grade_id: str
    is_graded: bool
    is_answer: bool
    is_locked: bool
    points: float

    @property
    def is_test(self) -> bool:
        """Whether it earns points by running."""
        return self.is_code and self.is_graded and not self.is_answer and self.points > 0

    @property
    def is_by_hand(self) -> bool:
        """Whether a person grades it."""
        return self.is_graded and (self.is_answer or not self.is_code)

    @property
    def function(self) -> str:
        """The name of its function in the module."""
        if self.is_test:
            return function_name(TEST, self.grade_id)
        if not self.grade_id or not (self.is_answer or self.is_locked):
            return f"{OTHER}{self.number}"
        return function_name(ANSWER if self.is_answer else GIVEN, self.grade_id)


def read_notebooks(paths: Sequence[Path], *, inside: bool = False) -> ImportedAssignment:
    """
    Return what there is to import of source notebooks.

    Args:
        paths: Their files.
        inside: Whether test cells that cannot be judged from outside the box may be judged inside.

    Raises:
        CourseError: If one is not a notebook of nbgrader's, or its name cannot be an exercise's.
    """
    assignment = ImportedAssignment({}, {}, [], {}, may_be_inside=inside)
    for path in paths:
        module, other = modules_of_notebook(path.name)
        if not module[:1].isalpha() or module in packages_distributions():
            module = other
        key, advice = EXERCISE_KEYS["module"], "Rename the notebook."
        require_key(key, module, f"the module of {clean(path.name)}", advice)
        cells = list(_cells(_read_book(path)))
        answers = [cell.function for cell in cells if cell.is_code and cell.is_answer]
        if not answers or not any(cell.is_test for cell in cells):
            raise CourseError(
                f"{clean(str(path))} has no test cell with points and an answer cell before it, "
                "expected a source notebook of nbgrader. Name a notebook below source/."
            )
        code = [cell for cell in cells if cell.is_code]
        functions = [CellFunction(c.function, _answer_text(c), c.number) for c in code]
        assignment.solutions[module] = cell_module(functions)
        assignment.names[module] = answers
        by_hand = [cell for cell in cells if cell.is_by_hand]
        assignment.manual += [_manual(module, cell) for cell in by_hand if cell.points > 0]
        assignment.left_out += [
            LeftOut(f"{path.name}: cell {cell.number} ({cell.grade_id})", "It is worth no points.")
            for cell in by_hand
            if cell.points <= 0
        ]
        helpers = _helpers(path.parent, cells)
        _add_data(assignment, path.parent, helpers)
        assignment.files.append(_test_file(path.name, module, cells, assignment, helpers))
    return assignment


def _manual(module: str, cell: _Cell) -> Exercise:
    """Return the exercise of a cell that a person grades; it is known by the cell's place."""
    place = f"_cell_{cell.number}"
    title = f"{module.replace('_', ' ').capitalize()}, cell {cell.number}"
    if cell.grade_id:
        title += f" ({clean(cell.grade_id)})"
    return Exercise(module[: LONGEST_MODULE - len(place)] + place, "", (), title, cell.points)


def _add_data(assignment: ImportedAssignment, folder: Path, helpers: Iterable[Path]) -> None:
    """Take the data files in the folder of a notebook and below it, and its helper modules."""
    modules = {path.relative_to(folder).as_posix() for path in helpers}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        is_wanted = path.suffix in DATA_ENDINGS or name in modules
        if not is_wanted or name.startswith(".") or not path.is_file():
            continue
        if path.stat().st_size > DATA_BYTES:
            reason = f"It is larger than {DATA_BYTES >> 20} MiB."
            assignment.left_out.append(LeftOut(name, reason))
            continue
        data = path.read_bytes()
        if assignment.data.setdefault(name, data) != data:
            raise CourseError(
                f"{clean(name)} lies beside two notebooks and differs. Rename one of the two."
            )
        assignment.beside[path.name if name in modules else f"{_BESIDE}/{name}"] = data


def _helpers(folder: Path, cells: Iterable[_Cell]) -> dict[Path, str]:
    """
    Return the modules beside a notebook that it imports, and those that these import.

    One in a folder below it counts if it is the only one of its name.
    """
    waiting = [name for cell in cells if cell.is_code for name in _roots(cell.text)]
    found: dict[Path, str] = {}
    while waiting:
        name = waiting.pop()
        below = [path for path in folder.rglob(f"{name}.py") if path.is_file()]
        path = folder / f"{name}.py"
        path = below[0] if path not in below and len(below) == 1 else path
        if path not in found and path in below and not _is_installed(name):
            found[path] = read_text(path, path.name)
            waiting += _roots(found[path])
    return found


def _roots(text: str) -> list[str]:
    """Return the packages and modules that a text imports."""
    tree = parse_or_none(text)
    nodes = list(ast.walk(tree)) if tree is not None else []
    names = [a.name for node in nodes if isinstance(node, ast.Import) for a in node.names]
    names += [n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module and not n.level]
    return [name.partition(".")[0] for name in names]


def _read_book(path: Path) -> Any:
    try:
        book = json.loads(path.read_bytes())
        assert isinstance(book["cells"], list)
    except OSError as error:
        raise CourseError(f"{clean(str(path))} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, AssertionError):
        raise CourseError(
            f"{clean(str(path))} is not a notebook of format 4. Save it with Jupyter."
        ) from None
    return book


def _cells(book: Any) -> Iterator[_Cell]:
    for number, cell in enumerate(book["cells"], 1):
        own = cell.get("metadata", {}).get("nbgrader", {})
        text = "".join(cell.get("source", ""))
        is_code = cell.get("cell_type") == "code"
        yield _Cell(
            number,
            is_code,
            plain_python(text) if is_code else text,
            str(own.get("grade_id") or ""),
            bool(own.get("grade")),
            bool(own.get("solution")),
            bool(own.get("locked")),
            float(own.get("points") or 0) if own.get("grade") else 0.0,
        )


def _answer_text(cell: _Cell) -> str:
    """Return the text of a cell with markers around its answer, if students answer in it."""
    if not cell.is_answer:
        return _HIDDEN.sub("", cell.text)
    if "BEGIN SOLUTION" in cell.text:
        marked = _MARKER.sub(lambda m: m[1] + (BEGIN if m[2] == "BEGIN" else END), cell.text)
        try:
            if find_answers(cell_module([CellFunction(cell.function, marked, cell.number)]), ""):
                return marked
        except CourseError:
            pass
    plain = _MARKER.sub("", cell.text)
    body = plain if parse_or_none(plain) is not None and ast.parse(plain).body else "pass"
    return f"{BEGIN}\n{body}\n{END}"


def parse_or_none(text: str) -> ast.Module | None:
    """Return the syntax tree of a cell, or None if it is not Python."""
    try:
        return parse(text, "")
    except CourseError:
        return None


def _test_file(
    name: str,
    module: str,
    cells: Sequence[_Cell],
    assignment: ImportedAssignment,
    helpers: Mapping[Path, str],
) -> TestFile:
    """Return the hidden tests of a notebook."""
    others = [cell.text for cell in cells if cell.is_code and not cell.is_test]
    solution = "\n".join(text for text in others if parse_or_none(text) is not None)
    imports = dict(_imports(cells, helpers))
    above = list(imports)
    own = {alias for line in above for alias in _bound(line)}
    # Of what an answer imports, the library is that of this side; that it is imported is asked.
    answered = {alias for line, is_answer in imports.items() if is_answer for alias in _bound(line)}
    bound = {n for c in cells if c.is_code and not c.is_test for n in _bound(c.text)} - own
    tests = [cell for cell in cells if cell.is_test]
    # What a test cell changes of the notebook, and what later cells read of its names.
    shared = {
        test.number: _plain_names(test.text)
        & bound.union(*(_all_names(cell) for cell in cells if cell.number > test.number))
        for test in tests
    }
    bound |= {name for names in shared.values() for name in names}
    notebook = "notebook_" if "notebook" in bound else "notebook"
    lines = [f'"""Hidden tests of {name}."""', "", f"import {module} as {notebook}", *above]
    used = {n for c in tests for n in _read_names(c.text)} & bound
    if used:
        lines.append(f"from {module} import {', '.join(sorted(used))}")
    lines += [_CHDIR] if any(each.startswith(_BESIDE) for each in assignment.beside) else []
    places: list[tuple[_Cell, str]] = []
    for cell in tests:
        text = _HIDDEN.sub("", cell.text)
        reason = ""
        if shared[cell.number]:
            tree = _ShareNames(notebook, shared[cell.number]).visit(ast.parse(text))
            text = ast.unparse(tree)
        if _namespace_calls(text):
            lookups = _LookUpNames(notebook)
            text = ast.unparse(lookups.visit(ast.parse(text)))
            reason = "" if lookups.is_complete else "It looks through all names of the notebook."
        try:
            # What is assigned here is a name of the function.
            compile("def f():\n" + "\n".join(indented(text)) + "\n    pass", "cell", "exec")
        except SyntaxError as error:
            text, reason = "pass", f"It is not what a function may hold: {error.msg}."
        places.append((cell, reason))
        lines += ["", "", f"def {cell.function}():", f'    """{_sentence(cell)}"""']
        lines += [f'    {notebook}.run_to("{cell.function}")']
        lines += [f"    {notebook}.{name}" for name in sorted(_read_names(text) & answered)]
        lines += ['    __name__ = "__main__"'] if "__name__" in _all_names(cell) else []
        lines += indented(text)
    inner = {c.function: _test_inside(module, cells, c) for c in tests if assignment.may_be_inside}
    file = TestFile(name, "\n".join(lines) + "\n", f"test_{module}_hidden.py", inner)
    tree = ast.parse(file.source)
    nodes = [node for node in tree.body if isinstance(node, Function) and node.name != _FIXTURE]
    for helper in filter(None, map(parse_or_none, helpers.values())):
        tree.body += helper.body
    for node, (cell, reason) in zip(nodes, places, strict=True):
        where = f"{name}: cell {cell.number} ({cell.grade_id})"
        writes = "It writes files." if _all_names(cell) & _WRITES else ""
        inside = writes or why_not_carried(tree, (), node, {module: solution})
        if not assignment.may_be_inside:
            reason, inside = reason or inside, ""
        file.tests.append(Test(node, where, node.name, module, reason, inside, points=cell.points))
    return file


def _test_inside(module: str, cells: Sequence[_Cell], test: _Cell) -> str:
    """Return a test that runs its cell in the notebook itself, for one that is judged inside."""
    lines = [f"def {test.function}():", f'    """{_sentence(test)}"""']
    lines += ["    import contextlib", f"    import {module} as notebook", ""]
    above = cells[: cells.index(test)]
    for cell in above:
        needed = _bound(cell.text) & {n for c in cells[cell.number :] for n in _all_names(c)}
        if cell.is_test and needed:
            lines.append(f'    notebook.run_to("{cell.function}")')
            lines.append("    with contextlib.suppress(Exception):")
            lines.append(f"        exec({_HIDDEN.sub('', cell.text)!r}, vars(notebook))")
    lines.append(f'    notebook.run_to("{test.function}")')
    return "\n".join([*lines, f"    exec({_HIDDEN.sub('', test.text)!r}, vars(notebook))\n"])


def _imports(cells: Iterable[_Cell], helpers: Mapping[Path, str]) -> Iterator[tuple[str, bool]]:
    """
    Yield the imports of a notebook, of what is installed here or lies beside it.

    With each comes whether it stands in answers alone. What an answer imports from a module
    beside the notebook is the submission's.
    """
    needed = {path.stem: set(_roots(text)) for path, text in helpers.items()}
    known, before = set(needed), 0
    while len(known) != before:
        before = len(known)
        known = {name for name in known if all(map(_is_installed, needed[name] - known))}
    met = set()
    for cell in sorted(cells, key=lambda cell: cell.is_answer):
        tree = parse_or_none(cell.text) if cell.is_code else None
        for node in tree.body if tree is not None else ():
            line = ast.unparse(node)
            if not isinstance(node, _IMPORT) or line in met:
                continue
            names = [alias.name for alias in node.names]
            roots = names if isinstance(node, ast.Import) else [node.module or ""]
            roots = [root.partition(".")[0] for root in roots]
            # pytest would take a function that is called like a test for one of the course's.
            is_own = set(roots) <= known and not any(n.startswith("test") for n in _bound(line))
            is_library = all(root and _is_installed(root) for root in roots)
            if (is_own and not cell.is_answer) or is_library:
                met.add(line)
                yield line, cell.is_answer


def _is_installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _bound(text: str) -> set[str]:
    """Return the names that a cell gives a value."""
    return {s.get_name() for s in _symbols(text) if s.is_assigned() or s.is_imported()}


def _read_names(text: str) -> set[str]:
    """Return the names that a cell, or a function in it, looks up outside of itself."""
    tree = parse_or_none(text)
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} if tree else set()
    return found - _bound(text) - set(dir(builtins))


def _namespace_calls(text: str) -> list[ast.Call]:
    """Return the calls of a cell that give it the names of the notebook."""
    tree = parse_or_none(text)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)] if tree else []
    return [call for call in calls if _is_namespace(call)]


def _is_namespace(node: ast.AST) -> bool:
    is_plain = isinstance(node, ast.Call) and not node.args and isinstance(node.func, ast.Name)
    return is_plain and node.func.id in _NAMESPACES  # type: ignore[attr-defined]


class _LookUpNames(ast.NodeTransformer):
    """Turns ``globals()`` of a test cell into the names of the notebook, where one is looked up."""

    def __init__(self, module: str) -> None:
        self._names = ast.Call(ast.Name("vars", ast.Load()), [ast.Name(module, ast.Load())], [])
        self.is_complete = True

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        operators = node.ops
        for place, (operator, found) in enumerate(zip(operators, node.comparators, strict=True)):
            if isinstance(operator, ast.In | ast.NotIn):
                node.comparators[place] = self._replaced(found)
        return self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if isinstance(node.ctx, ast.Load):
            node.value = self._replaced(node.value)
        return self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if node.attr == "get":
            node.value = self._replaced(node.value)
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.is_complete &= not _is_namespace(node)
        return self.generic_visit(node)

    def _replaced(self, node: ast.expr) -> ast.expr:
        keys = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if keys and node.func.attr == "keys":  # type: ignore[attr-defined]
            node = node.func.value  # type: ignore[attr-defined]
        return self._names if _is_namespace(node) else node


def _all_names(cell: _Cell) -> set[str]:
    tree = parse_or_none(cell.text) if cell.is_code else None
    nodes = list(ast.walk(tree)) if tree is not None else []
    found = {node.id for node in nodes if isinstance(node, ast.Name)}
    if found & _NAMESPACES:
        found |= {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
    return found | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def _plain_names(text: str) -> set[str]:
    """Return the names that a cell assigns or deletes and does not define or import."""
    tree = parse_or_none(text)
    if tree is None:
        return set()
    defined = {
        name
        for node in ast.walk(tree)
        for name in (
            *([node.name] if isinstance(node, Function | ast.ClassDef) else []),
            *([node.name or ""] if isinstance(node, ast.ExceptHandler) else []),
            *([a.asname or a.name for a in node.names] if isinstance(node, _IMPORT) else []),
        )
    }
    return {s.get_name() for s in _symbols(text) if s.is_assigned()} - defined


class _ShareNames(ast.NodeTransformer):
    """Turns names of a test cell into attributes of the notebook's module."""

    def __init__(self, module: str, names: set[str]) -> None:
        self._module = module
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id not in self._names:
            return node
        module = ast.Name(self._module, ast.Load())
        return ast.copy_location(ast.Attribute(module, node.id, node.ctx), node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._within(node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return self._within(node)

    def visit_ListComp(self, node: ast.ListComp) -> ast.AST:
        return self._within(node)

    def visit_SetComp(self, node: ast.SetComp) -> ast.AST:
        return self._within(node)

    def visit_DictComp(self, node: ast.DictComp) -> ast.AST:
        return self._within(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.AST:
        return self._within(node)

    def _within(self, node: ast.AST) -> ast.AST:
        """Visit a scope of its own, whose own names stay as they are."""
        inner = list(ast.walk(node))
        own = {n.id for n in inner if isinstance(n, ast.Name) and type(n.ctx) is ast.Store}
        own |= {n.arg for n in inner if isinstance(n, ast.arg)}
        return _ShareNames(self._module, self._names - own).generic_visit(node)


def _symbols(text: str) -> Sequence[symtable.Symbol]:
    try:
        return symtable.symtable(text, "cell", "exec").get_symbols()
    except SyntaxError:
        return ()


def _sentence(cell: _Cell) -> str:
    """Return what a student reads of a test cell: its first comment, its id, or its place."""
    visible = _HIDDEN_TESTS.sub("", cell.text).lstrip()
    comment = re.match(r"#+ *(\w.*)|\"\"\"(\w[^\"\n]*)\"\"\"", visible)
    if not comment and _MADE_ID.fullmatch(cell.grade_id):
        return f"The test in cell {cell.number} passes."
    words = (comment[1] or comment[2]) if comment else re.sub(r"[\W_]+", " ", cell.grade_id)
    words = clean(words.replace('"', "'").replace("\\", ""), limit=200).strip(" .")
    return f"{words[:1].upper()}{words[1:]}."
