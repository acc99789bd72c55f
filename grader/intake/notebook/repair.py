"""The Python in the cells of a notebook, whatever happened to the cells."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from grader.messages.message import Message, message

from .cells import Cell, cells_in_words
from .magics import plain_python, prose_code, seen_text, statement_starts
from .parser import AT_MARGIN, BrokenDefinition, ParsedText, Parser, Salvage, salvage

# Cells that one definition may be cut into; it is rarely more.
MOST_JOINED = 12
# Cells that the rest of a definition may be away.
MOST_APART = 40
_DEFINES_SOMETHING = re.compile(
    r"^[ \t]*(@|(async[ \t]+)?(def|class)\b|[A-Za-z_]\w*[ \t]*=)", re.MULTILINE
)
_DEFINES_AT_MARGIN = re.compile(r"^(async[ \t]+)?(def|class)\b", re.MULTILINE)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~).*\n?", re.MULTILINE)
_DEFINITION_LINE = re.compile(r"@|(async[ \t]+)?(def|class)\b")


@dataclass
class RepairedCells:
    """The Python that the cells of a notebook hold, and what was repaired to get it."""

    parsed: list[ParsedText] = field(default_factory=list)
    broken: list[BrokenDefinition] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


def repair_cells(cells: Sequence[Cell]) -> RepairedCells:
    """Return the Python in *cells* in their order, with a note on each repair."""
    return _Repairer(cells).run()


class _Repairer:
    """One repair under way: what was found so far, and which cells are used up."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._parser = Parser(sum(len(cell.text) for cell in cells))
        self._found = RepairedCells()
        self._magic_cells: list[int] = []
        plain = [self._without_magics(cell) for cell in cells if cell.text.strip()]
        parts = [part for cell in plain for part in split_indented_start(cell)]
        self._cells = [each for part in parts for each in split_prose(self._parser, part)]
        all_cells = range(len(self._cells))
        self._left = _Left(all_cells, len(all_cells))
        self._code = _Left((at for at in all_cells if self._cells[at].is_code), len(all_cells))
        self._indented = _Left(
            (at for at in all_cells if is_indented(self._cells[at].text)), len(all_cells)
        )
        self._defining = {
            is_code: _last_definitions(self._cells, only_code=is_code) for is_code in (True, False)
        }

    def run(self) -> RepairedCells:
        """Read the code cells first, then what they left of the others."""
        for is_code in (True, False):
            for index, cell in enumerate(self._cells):
                if index in self._left and cell.is_code == is_code and not self._parser.is_spent:
                    self._take(index, cell)
        if self._magic_cells:
            where = cells_in_words(self._magic_cells)
            self._found.notes.append(
                message(
                    "Magic and shell lines in definitions were left out ({where}).", where=where
                )
            )
        if self._parser.is_spent:
            self._found.notes.insert(
                0, message("Too much of it does not parse; some cells were not read.")
            )
        self._found.parsed.sort(key=lambda parsed: parsed.cell)
        return self._found

    def _without_magics(self, cell: Cell) -> Cell:
        """Return *cell* without what only IPython understands."""
        if self._parser.parses(cell.text):
            return cell
        text = plain_python(cell.text if cell.is_code else prose_code(cell.text))
        seen = seen_text(text)
        if seen != text and self._parser.parses(seen):
            text = seen
            self._found.notes.append(
                message("Invisible characters in cell {cell} were left out.", cell=cell.number)
            )
        if text == cell.text:
            return cell
        # One at the margin is top-level code, which is not taken anyway.
        if cell.is_code and any(
            old != new and new.strip() == "pass"
            for old, new in zip(cell.text.split("\n"), text.split("\n"), strict=False)
        ):
            self._magic_cells.append(cell.number)
        return Cell(cell.number, cell.is_code, text)

    def _take(self, index: int, cell: Cell) -> None:
        """Take a cell with those that its last definition goes on in; else what parses in it."""
        group = self._group(index)
        text = self._joined(group) if group else dedent(cell.text)
        tree = self._parser.parse(text)
        if tree is None:
            self._recover(index)
        elif cell.is_code or any(map(_is_worth_taking, tree.body)):
            self._use(group)
            numbers = {self._cells[at].number for at in group}
            if len(numbers) > 1:
                note = message(
                    "{cells} were read as one: a definition goes on from cell to cell.",
                    cells=cells_in_words(numbers, first=True),
                )
                self._found.notes.append(note)
            self._found.parsed.append(ParsedText(cell.number, cell.is_code, text, tree))

    def _joined(self, group: Sequence[int]) -> str:
        return "\n".join(self._cells[at].text for at in group)

    def _group(self, index: int) -> list[int]:
        """Return a cell and those that go on with it; nothing if they do not parse together."""
        first = self._cells[index]
        if is_indented(first.text):
            return []
        group = [index]
        if not self._parser.parses(first.text):
            group = self._completed(index)
        return self._extended(group) if group else []

    def _completed(self, index: int) -> list[int]:
        """Return a cell that ends too early with the cells that complete it; nothing if none do."""
        first = self._cells[index].text
        if not self._parser.can_go_on(first) or not _DEFINES_SOMETHING.search(first):
            return []
        after = list(islice(self._left.after(index), MOST_APART))
        before = list(islice(self._left.before(index), MOST_APART))[::-1]
        ways = [list(islice(self._code.after(index), MOST_JOINED)), after[:MOST_JOINED]]
        ways += [[at] for at in after[1:] + before]
        for followers in ways:
            for count in range(1, len(followers) + 1):
                group = [index, *followers[:count]]
                text = self._joined(group)
                if self._parser.parses(text):
                    return group
                if not self._parser.can_go_on(text):
                    break
        return []

    def _extended(self, group: list[int]) -> list[int]:
        """Return *group* with the indented cells that go on with its last definition."""
        text = self._joined(group)
        if not _has_open_end(self._parser.parse(text)):
            return group
        after = islice(self._indented.after(group[0]), MOST_APART)
        before = list(islice(self._indented.before(group[0]), MOST_APART))[::-1]
        for at in chain(after, before):
            cell = self._cells[at]
            if at in group:
                continue
            if len(group) > MOST_JOINED:
                break
            adjacent = at > group[-1] and self._definition_above(at) <= group[-1]
            if not adjacent and self._cells[group[0]].is_code and not cell.is_code:
                continue  # more likely the rest of a definition in text
            if _continues(self._parser, text, cell, adjacent=adjacent) and (
                adjacent or not self._follows_its_own(at, group)
            ):
                group = [*group, at]
                text = self._joined(group)
        return group

    def _follows_its_own(self, at: int, group: Sequence[int]) -> bool:
        """
        Tell whether an indented cell goes on with a definition right above it, not in *group*.

        Cells that define nothing may lie in between.
        """
        above = self._definition_above(at)
        return (above >= 0 and above not in group) and _continues(
            self._parser, self._cells[above].text, self._cells[at], adjacent=True
        )

    def _definition_above(self, at: int) -> int:
        """Return the last cell above *at* with a definition at its margin; -1 if there is none."""
        return self._defining[self._cells[at].is_code][at - 1] if at else -1

    def _use(self, group: Iterable[int]) -> None:
        """Use cells up: they go on with nothing else."""
        for left in (self._left, self._code, self._indented):
            left.remove(group)

    def _recover(self, index: int) -> None:
        """Take the statements of a cell that parse, and note the definitions that do not."""
        cell = self._cells[index]
        group, found = [index], salvage(self._parser, cell.text, cell)
        lost = {each.name for each in found.broken}
        if lost:
            # A definition may be cut by the end of the cell and followed by broken code.
            for at in range(index + 1, min(index + 4, len(self._cells))):
                if at not in self._left or self._cells[at].is_code < cell.is_code:
                    continue
                group.append(at)
                longer = salvage(self._parser, self._joined(group), cell)
                if lost - {each.name for each in longer.broken}:
                    found = longer
                    break
            else:
                group = [index]
        self._use(group)
        self._found.parsed += found.parsed
        self._found.broken += found.broken
        if cell.is_code:
            numbers = {self._cells[at].number for at in group}
            self._found.notes.append(_on_fault(numbers, found))


def _on_fault(numbers: Collection[int], found: Salvage) -> Message:
    """Return the note on the cells with these *numbers*, which do not parse as a whole."""
    said = {"cells": cells_in_words(numbers, first=True), "why": found.why}
    if len(numbers) == 1 and found.parsed:
        return message("{cells} does not parse ({why}); the parts that parse were taken.", **said)
    if len(numbers) == 1:
        return message("{cells} does not parse ({why}) and was left out.", **said)
    if found.parsed:
        return message("{cells} do not parse ({why}); the parts that parse were taken.", **said)
    return message("{cells} do not parse ({why}) and were left out.", **said)


class _Left:
    """
    Some of the numbers below *count*, from which others are removed.

    Those that follow one are found without a look at all that were removed: each number that
    is gone leads on, and what was led past is led there at once the next time.
    """

    def __init__(self, numbers: Iterable[int], count: int) -> None:
        kept = set(numbers)
        # Shifted by one, with an end on both sides.
        self._up = [at if at - 1 in kept else at + 1 for at in range(count + 1)] + [count + 1]
        self._down = [0] + [at if at - 1 in kept else at - 1 for at in range(1, count + 2)]

    def __contains__(self, number: int) -> bool:
        return self._up[number + 1] == number + 1

    def remove(self, numbers: Iterable[int]) -> None:
        """Remove numbers, those that are gone already as well."""
        for number in numbers:
            if number in self:
                self._up[number + 1], self._down[number + 1] = number + 2, number

    def after(self, number: int) -> Iterator[int]:
        """Yield what is left above *number*, upwards."""
        at = _led(self._up, number + 2)
        while at < len(self._up) - 1:
            yield at - 1
            at = _led(self._up, at + 1)

    def before(self, number: int) -> Iterator[int]:
        """Yield what is left below *number*, downwards."""
        at = _led(self._down, number)
        while at > 0:
            yield at - 1
            at = _led(self._down, at - 1)


def _led(leads: list[int], at: int) -> int:
    """Return where *at* leads, and let all on the way lead there."""
    end = at
    while leads[end] != end:
        end = leads[end]
    while leads[at] != end:
        leads[at], at = end, leads[at]
    return end


def _last_definitions(cells: Sequence[Cell], *, only_code: bool) -> list[int]:
    """Return for each cell the last one up to it with a definition at its margin, or -1."""
    found, last = [], -1
    for at, cell in enumerate(cells):
        if (cell.is_code or not only_code) and _DEFINES_AT_MARGIN.search(cell.text):
            last = at
        found.append(last)
    return found


def _is_worth_taking(node: ast.stmt) -> bool:
    return isinstance(node, (*_DEFINITIONS, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign))


def _has_open_end(tree: ast.Module | None) -> bool:
    """Tell whether code ends with a definition that may go on: no ``return`` closes it."""
    if tree is None or not tree.body:
        return False
    last = tree.body[-1]
    if isinstance(last, ast.FunctionDef | ast.AsyncFunctionDef):
        return not isinstance(last.body[-1], ast.Return | ast.Raise)
    return isinstance(last, ast.ClassDef)


def _continues(parser: Parser, text: str, cell: Cell, *, adjacent: bool) -> bool:
    """Tell whether the indented *cell* goes on with the last definition of *text*."""
    before = parser.parse(text)
    if before is not None and not _has_open_end(before):
        return False
    both = parser.parse(f"{text}\n{cell.text}")
    if both is None:
        return False
    if before is None:
        return True
    if len(both.body) != len(before.body):
        return False
    last = before.body[-1]
    alone = parser.parse(dedent(cell.text))
    if isinstance(last, ast.ClassDef):
        if alone is not None and any(map(_is_method, alone.body)):
            return adjacent or _is_unfinished(last)
        last = last.body[-1]
    if not isinstance(last, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    if isinstance(last.body[-1], ast.Return | ast.Raise):
        return False
    if alone is None or _returns(alone) or _is_unfinished(last):
        return True
    defines = any(isinstance(node, _DEFINITIONS) for node in alone.body)
    return adjacent and not defines and _uses_locals(alone, last)


def _is_unfinished(node: ast.AST) -> bool:
    """Tell whether a definition at the end of a cell holds nothing but its docstring yet."""
    body = getattr(node, "body", [])
    if isinstance(node, ast.ClassDef) and body:
        return _is_unfinished(body[-1])
    return all(isinstance(inner, ast.Expr) for inner in body)


def _returns(node: ast.AST) -> bool:
    body = getattr(node, "body", [])
    return any(isinstance(inner, ast.Return) for inner in body)


def _uses_locals(code: ast.Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether *code* uses an argument of *function* or what it assigns."""
    own = {node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)}
    own |= {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return any(isinstance(node, ast.Name) and node.id in own for node in ast.walk(code))


def _is_method(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (
        bool(node.args.args) and node.args.args[0].arg in ("self", "cls")
    )


def is_indented(text: str) -> bool:
    return _first_code(text.split("\n"))[:1] in (" ", "\t")


def _first_code(lines: Sequence[str]) -> str:
    return next((line for line in lines if line.strip() and line.strip()[0] != "#"), "")


def split_indented_start(cell: Cell) -> list[Cell]:
    """Return the indented start of a cell, the end of a cut definition, and the rest apart."""
    if not is_indented(cell.text):
        return [cell]
    lines = cell.text.split("\n")
    for number, starts in enumerate(statement_starts(lines)):
        if starts and AT_MARGIN.match(lines[number]):
            parts = "\n".join(lines[:number]), "\n".join(lines[number:])
            return [Cell(cell.number, cell.is_code, text) for text in parts]
    return [cell]


def split_prose(parser: Parser, cell: Cell) -> list[Cell]:
    """Return the text of a cell and the code below it apart, where the text does not parse."""
    if parser.parses(cell.text):
        return [cell]
    if not cell.is_code and _FENCE.search(cell.text):
        fenced = [Cell(cell.number, False, text) for text in _FENCE.split(cell.text)]
        # A heading can have slipped inside the fence as well.
        return [part for each in fenced if each.text.strip() for part in split_prose(parser, each)]
    lines = cell.text.split("\n")
    first = next((at for at, line in enumerate(lines) if _DEFINITION_LINE.match(line)), 0)
    if not first:
        return [cell]
    parts = "\n".join(lines[:first]), "\n".join(lines[first:])
    if cell.is_code and parser.parses(parts[0]):
        return [cell]
    return [Cell(cell.number, cell.is_code, text) for text in parts]


def dedent(text: str) -> str:
    """Return *text* without the indent of its first line of code, as IPython does."""
    lines = text.split("\n")
    first = _first_code(lines)
    indent = first[: len(first) - len(first.lstrip())]
    return "\n".join(line.removeprefix(indent) for line in lines) if indent else text
