"""The module that a notebook stands for: what its cells define, found by name."""

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from grader.errors import NotebookRefused
from grader.intake.files.gate import DATA_BYTES, size_fault
from grader.messages.message import Message, Name, Stranger, message, stranger

from .cell_functions import is_cell_module, read_cell_module
from .cells import MAX_CELLS, Cell, read_cells
from .choose import choose, complete
from .magics import plain_python, seen_text
from .parser import TEXT_CHARS, BrokenDefinition, ParsedText, Parser
from .repair import repair_cells
from .statements import Completeness, Kind, Statement, find_statements, find_steps, names_main

MAX_NOTES = 25
MAX_STATEMENTS = 4_000

_CELL_MARK = re.compile(
    # The head of jupytext ends at the next "# ---", where the search for another one begins.
    r"^# In\[[\d ]*\]:.*$|^# ?%%(?!%).*$|^# ---\n# jupyter:\n(?:#(?! ---$).*\n)*+# ---$",
    re.MULTILINE,
)
# Each mark holds one of these; nearly all modules hold none, and the pattern is slow.
_MARK_SIGNS = ("# In[", "%%", "# jupyter:")
# An import in a ``try`` of :func:`_guarded`.
_GUARDED_IMPORT = re.compile(rb"^try:\n    (?:import|from)\b", re.MULTILINE)

_STAND_IN = """\
def {name}(*_args, **_options):
    raise SyntaxError({why!r})"""
_STAND_IN_CLASS = """\
class {name}:
    def __init__(self, *_args, **_options):
        raise SyntaxError({why!r})"""


def read_notebook(data: bytes, name: str, given: bytes = b"") -> tuple[bytes, tuple[Message, ...]]:
    """
    Return the module that the notebook *data* stands for, and what was repaired in it.

    Only imports, definitions and plain constants are taken, in the notebook's order: other
    code at the top of a cell was for trying out, and may fail or take hours. Ids and
    metadata of cells are not used, so it does not matter what happened to them. Of several
    definitions of a name the last counts; a stub counts only if there is nothing else, and
    text in a cell that is not code only if no code defines the name.

    A definition fails alone, as in a notebook: if it cannot be made, calling it raises the
    error that making it raised. Nothing is run here.

    Where a module that runs its notebook cell by cell was handed out, every cell is taken. Where
    a program was, a module with ``if __name__ == "__main__":``, what else the cells do stands
    below that line, in their order.

    Args:
        data: The file.
        name: Its name, for messages.
        given: The module as it was handed out. What a deleted cell imported or defined is
            taken from it.

    Returns:
        The source, UTF-8, and one sentence for each repair.

    Raises:
        NotebookRefused: If the file as a whole cannot be read.
    """
    if is_cell_module(given):
        return read_cell_module(data, name, given).encode(), ()
    return _make_module(read_cells(data, name), name, given)


def read_script(text: str, name: str, given: bytes = b"") -> tuple[bytes, tuple[Message, ...]]:
    """
    Return the module that a Python file stands for, as `read_notebook` does for a notebook.

    Jupyter marks the cells of a notebook that it saves as a script by ``# In[1]:``, jupytext
    and editors by ``# %%``. A file without such marks is one cell.

    Raises:
        NotebookRefused: If it is too large, or has too many cells.
    """
    parts = _CELL_MARK.split(text, maxsplit=MAX_CELLS) if is_marked(text) else [text]
    if len(parts) > MAX_CELLS:
        raise NotebookRefused(
            message(
                "{path} has more than {most} cells.",
                path=stranger(name, limit=200),
                most=MAX_CELLS,
            )
        )
    first = 0 if len(parts) > 1 and parts[0] else 1
    cells = [Cell(number, True, part) for number, part in enumerate(parts, first)]
    return _make_module(cells, name, given)


def is_marked(text: str) -> bool:
    """Tell whether *text* is a notebook that was saved as a script."""
    return any(sign in text for sign in _MARK_SIGNS) and bool(_CELL_MARK.search(text))


def plain_script(text: str, parser: Parser) -> str:
    """Return *text*, if it parses only so, without invisible characters and lines of IPython."""
    if parser.parses(text):
        return text
    seen = seen_text(text)
    return seen if parser.parses(seen) else plain_python(seen)


def repaired_script(text: str, name: str, given: bytes = b"") -> tuple[bytes, Message] | None:
    """
    Return a text to try where *text* cannot be imported, and the sentence on what it lacks.

    It holds imports, definitions and what these need; of these, what fails is passed over.

    Returns:
        None if that could not do better, or *text* is not Python but for lines of a notebook.
    """
    parser = Parser(len(text))
    plain = plain_script(text, parser)
    tree = parser.parse(plain)
    handed_in, text = text, text if parser.parses(text) else seen_text(text)
    if tree is None and not is_marked(text):
        return None
    try:
        source, _ = read_script(text, name, given)
    except NotebookRefused:
        return None
    changed = [old != new for old, new in zip(text.split("\n"), plain.split("\n"), strict=True)]
    left_out = {number for number, differs in enumerate(changed, 1) if differs}
    kept = Counter(line.strip() for line in source.decode().split("\n"))
    lines = plain.split("\n")
    for node in tree.body if tree is not None else ():
        first = lines[node.lineno - 1].strip()
        kept[first] -= 1
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if kept[first] < 0 and not is_text:
            left_out.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    shown = stranger(name, limit=200)
    if tree is None:
        return source, message("{path} was read as a notebook saved as a script.", path=shown)
    if not left_out and text != handed_in:
        return source, message("{path}: invisible characters were left out.", path=shown)
    if not left_out:
        if b"\nexcept Exception" not in source:
            return None
        if _GUARDED_IMPORT.search(source):
            return source, message("{path}: an import that fails was passed over.", path=shown)
        return source, message("{path}: a definition that fails was passed over.", path=shown)
    numbers = Name(_ranges(sorted(left_out)))
    if len(left_out) == 1:
        return source, message("{path}: line {lines} was left out.", path=shown, lines=numbers)
    return source, message("{path}: lines {lines} were left out.", path=shown, lines=numbers)


def _ranges(numbers: Sequence[int], most: int = 12) -> str:
    """Return rising numbers as ``1, 3-5, 9``."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    shown = [str(a) if a == b else f"{a}-{b}" for a, b in found[:most]]
    return ", ".join([*shown, *["..."] * (len(found) > most)])


def _make_module(
    cells: Sequence[Cell], name: str, given: bytes
) -> tuple[bytes, tuple[Message, ...]]:
    """Return the module that *cells* stand for, and the notes on it."""
    _check_code_size(sum(len(cell.text) for cell in cells if cell.is_code), name)
    # Text of this length is a picture, not a definition.
    cells = [cell for cell in cells if cell.is_code or len(cell.text) <= DATA_BYTES]
    repaired = repair_cells(cells)
    found = (each for parsed in repaired.parsed for each in find_statements(parsed))
    statements = list(islice(found, MAX_STATEMENTS + 1))
    if len(statements) > MAX_STATEMENTS:
        raise NotebookRefused(
            message(
                "{path} has more than {most} top-level statements; at most that many are read.",
                path=stranger(name, limit=200),
                most=MAX_STATEMENTS,
            )
        )
    written = {
        name for each in statements if each.completeness > Completeness.STUB for name in each.names
    }
    broken = {each.name: each for each in repaired.broken}
    missed = [each for each in broken.values() if each.name not in written][:MAX_STATEMENTS]
    chosen, notes = choose([*statements, *map(_stand_in, missed)], given)
    notes += [
        message(
            "{name} in cell {cell} does not parse ({why}).",
            name=each.name,
            cell=each.cell,
            why=each.why,
        )
        for each in broken.values()
        if each.is_code or each.name not in written
    ]
    chosen, added = complete(chosen, given)
    notes += added
    source = (_module_text(_in_order(chosen, notes)) + _main_block(repaired.parsed, given)).encode()
    _check_code_size(len(source), name)
    return source, _bounded([*repaired.notes, *notes], stranger(name, limit=200))


def _main_block(cells: Iterable[ParsedText], given: bytes) -> str:
    """Return what a program does when it is run; nothing if the module *given* out is none."""
    text = given.decode(errors="replace")
    tree = Parser(len(text)).parse(text)
    if tree is None or not any(isinstance(e, ast.If) and names_main(e.test) for e in tree.body):
        return ""
    steps = [step for parsed in cells if parsed.is_code for step in find_steps(parsed)]
    steps = steps or list(find_steps(ParsedText(0, True, text, tree)))
    return "\n\n" + "\n".join(['if __name__ == "__main__":', *map(_indented, steps)]) + "\n"


def _bounded(notes: list[Message], path: Stranger) -> tuple[Message, ...]:
    """Return *notes* as sentences about the file, shortened where they would fill pages."""
    said = [message("{path}: {note}", path=path, note=note) for note in notes[:MAX_NOTES]]
    if len(notes) > MAX_NOTES:
        more = message("There are {count} more such notes.", count=len(notes) - MAX_NOTES + 1)
        said[-1] = message("{path}: {note}", path=path, note=more)
    return tuple(said)


def _check_code_size(size: int, name: str) -> None:
    fault = size_fault(size, TEXT_CHARS)
    if fault:
        raise NotebookRefused(
            message("{path}: its code {fault}.", path=stranger(name, limit=200), fault=fault)
        )


def _stand_in(broken: BrokenDefinition) -> Statement:
    """Return a definition that tells its caller why the student's does not parse."""
    form = _STAND_IN_CLASS if broken.is_class else _STAND_IN
    text = form.format(name=broken.name, why=f"cell {broken.cell} does not parse ({broken.why})")
    return Statement(
        broken.cell, broken.is_code, Kind.DEFINITION, text, (broken.name,), Completeness.STUB
    )


def _in_order(statements: Sequence[Statement], notes: list[Message]) -> list[Statement]:
    """Return *statements* in their order, each moved after what it uses at once."""
    makers: dict[str, int] = {}
    for index, statement in enumerate(statements):
        for name in statement.names:
            makers.setdefault(name, index)
    placed: dict[int, Statement] = {}
    moved: set[str] = set()
    # Statements that wait for others, the last one for none yet, with an iterator over those.
    waiting: dict[int, Iterator[int]] = {}

    def needed_ahead(index: int) -> Iterator[int]:
        used = statements[index].used_at_once
        for name in sorted(used):
            maker = makers.get(name, -1)
            if maker > index and maker not in placed and maker not in waiting:
                moved.update(used.intersection(statements[maker].names))
                yield maker

    for start in range(len(statements)):
        if start not in placed:
            waiting[start] = needed_ahead(start)
        while waiting:
            index = next(reversed(waiting))
            maker = next(waiting[index], None)
            if maker is not None:
                waiting[maker] = needed_ahead(maker)
            else:
                placed[index] = statements[index]
                del waiting[index]
    if moved:
        names = ", ".join(sorted(moved))
        notes.append(message("{names} was moved up to where it is needed.", names=names))
    return list(placed.values())


def _module_text(statements: Iterable[Statement]) -> str:
    """Return the source of a module made of *statements*, each below the number of its cell."""
    # Annotations are never evaluated: one with a name from a lost cell would stop the module.
    head = "from __future__ import annotations\n\n"
    body: list[str] = []
    cell = 0
    for statement in statements:
        if statement.kind is Kind.IMPORT and statement.text.startswith("from __future__"):
            continue
        if statement.cell != cell and statement.cell:
            body.append(f"# Cell {statement.cell}")
        cell = statement.cell
        body.append(_guarded(statement) if statement.may_fail else statement.text)
        if statement.kind is Kind.DEFINITION:
            body.append("")
    return head + "\n".join(body).rstrip() + "\n"


def _guarded(statement: Statement) -> str:
    """Return the text of *statement* in a ``try``, so that its failure stops nothing else."""
    indented = _indented(statement.text)
    if statement.kind is not Kind.DEFINITION:
        return f"try:\n{indented}\nexcept Exception:\n    pass"
    stand_ins = "\n".join(
        f"    def {name}(*_args, _error=_error, **_options):\n        raise _error"
        for name in statement.names
    )
    return f"try:\n{indented}\nexcept Exception as _error:\n{stand_ins or '    pass'}"


def _indented(text: str) -> str:
    """Return *text* with an indent before its lines, but for those that begin inside a string."""
    inside_strings = _inside_strings(text)
    return "\n".join(
        f"    {line}" if number not in inside_strings and line else line
        for number, line in enumerate(text.split("\n"), 1)
    )


def _inside_strings(text: str) -> set[int]:
    """Return the lines that begin inside a string, whose text an indent would change."""
    inside: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.end[0] > token.start[0] and token.type not in (tokenize.NEWLINE, tokenize.NL):
            inside.update(range(token.start[0] + 1, token.end[0] + 1))
    return inside
