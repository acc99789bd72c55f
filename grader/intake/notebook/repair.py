"""From cells to passages of Python that parse, whatever happened to the cells."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .cells import Cell, named
from .join import carries_on, dedented, head_and_tail, is_indented, joined, prose_and_code
from .magics import plain_python, prose_code
from .parser import Broken, Parser, Passage
from .salvage import salvage

# A function is rarely cut into more pieces.
MOST_JOINED = 12
# How far away its other half is looked for.
MOST_APART = 40
# What copying from a page or a chat leaves in code: marks of no width, blanks that do not break.
_UNSEEN = {0xFEFF: None, 0x200B: None, 0x200C: None, 0x200D: None, 0x2060: None, 0xA0: " "}
_DEFINES_SOMETHING = re.compile(
    r"^[ \t]*(@|(async[ \t]+)?(def|class)\b|[A-Za-z_]\w*[ \t]*=)", re.MULTILINE
)
_DEFINES_AT_MARGIN = re.compile(r"^(async[ \t]+)?(def|class)\b", re.MULTILINE)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass
class Repair:
    """What the cells hold, and what was done to them."""

    passages: list[Passage] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def repair_cells(cells: Sequence[Cell]) -> Repair:
    """Return every passage of Python in *cells* in their order, with a note on each repair."""
    return _Repairer(cells).run()


class _Repairer:
    """The state of one repair: what was found so far, and which cells are used up."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._parser = Parser()
        self._found = Repair()
        self._magic_cells: list[int] = []
        plain = [self._without_magics(cell) for cell in cells if cell.text.strip()]
        parts = [part for cell in plain for part in head_and_tail(cell)]
        self._cells = [each for part in parts for each in prose_and_code(self._parser, part)]
        self._used: set[int] = set()

    def run(self) -> Repair:
        for wanted in (True, False):
            for index, cell in enumerate(self._cells):
                if index not in self._used and cell.is_code == wanted and not self._parser.is_spent:
                    self._take(index, cell)
        if self._magic_cells:
            self._note(
                f"magic and shell lines in definitions were left out ({named(self._magic_cells)})"
            )
        if self._parser.is_spent:
            self._found.notes.insert(
                0, "Too much in it does not parse; some cells were not looked at."
            )
        self._found.passages.sort(key=lambda passage: passage.cell)
        return self._found

    def _note(self, sentence: str) -> None:
        self._found.notes.append(f"{sentence[0].upper()}{sentence[1:]}.")

    def _without_magics(self, cell: Cell) -> Cell:
        """Return the cell without what only IPython understands."""
        if self._parser.parse(cell.text):
            return cell
        text = plain_python(cell.text if cell.is_code else prose_code(cell.text))
        seen = text.translate(_UNSEEN)
        if seen != text and self._parser.parse(seen):
            text = seen
            self._note(f"invisible characters in cell {cell.number} were left out")
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
        """Take what a cell begins, wherever it goes on; else what parses in it alone."""
        group = self._group(index)
        text = joined([self._cells[at] for at in group]) if group else dedented(cell.text)
        tree = self._parser.parse(text)
        if tree is None:
            self._recover(index)
        elif cell.is_code or any(map(_is_worth_taking, tree.body)):
            self._used.update(group)
            numbers = {self._cells[at].number for at in group}
            if len(numbers) > 1:
                self._note(f"{named(numbers)} were read as one: a definition goes over their ends")
            self._add(cell, text, tree)

    def _add(self, cell: Cell, text: str, tree: ast.Module) -> None:
        if tree.body:
            self._found.passages.append(Passage(cell.number, cell.is_code, text, tree))

    def _group(self, index: int) -> list[int]:
        """Return the cell with those that carry on what it begins; empty if nothing parses."""
        first = self._cells[index]
        if is_indented(first.text):
            return []
        rest = [at for at in range(len(self._cells)) if at not in self._used and at != index]
        after = [at for at in rest if at > index]
        before = [at for at in rest if at < index]
        group = [index]
        if self._parser.parse(first.text) is None:
            if not _DEFINES_SOMETHING.search(first.text):
                return []
            code = [at for at in after if self._cells[at].is_code]
            ways = [code, after, *([at] for at in after[1:MOST_APART] + before[-MOST_APART:])]
            found = (self._completed(index, way) for way in ways)
            group = next((way for way in found if way), [])
        return self._extended(group, after + before) if group else []

    def _completed(self, index: int, followers: Sequence[int]) -> list[int]:
        """Return the cell with as few followers as make it parse, or nothing."""
        for count in range(1, min(MOST_JOINED, len(followers)) + 1):
            group = [index, *followers[:count]]
            if self._parser.parse(joined([self._cells[at] for at in group])):
                return group
        return []

    def _extended(self, group: list[int], others: Sequence[int]) -> list[int]:
        """Return *group* with the cells that carry on its last definition, indented as they are."""
        for at in others:
            cell = self._cells[at]
            if at in group or not is_indented(cell.text):
                continue
            text = joined([self._cells[part] for part in group])
            between = self._cells[group[-1] + 1 : at]
            adjacent = at > group[-1] and not any(
                part.is_code >= cell.is_code and _DEFINES_AT_MARGIN.search(part.text)
                for part in between
            )
            if not adjacent and self._cells[group[0]].is_code and not cell.is_code:
                continue  # more likely the other half of a definition that is no code either
            if carries_on(self._parser, text, cell, adjacent=adjacent) and (
                adjacent or not self._follows_its_own(at, group)
            ):
                group = [*group, at]
        return group

    def _follows_its_own(self, at: int, group: Sequence[int]) -> bool:
        """
        Tell whether an indented cell carries on the definition right above it, not in *group*.

        Cells that define nothing may have come in between.
        """
        cell = self._cells[at]
        for above in range(at - 1, -1, -1):
            part = self._cells[above]
            if part.is_code >= cell.is_code and _DEFINES_AT_MARGIN.search(part.text):
                return above not in group and carries_on(
                    self._parser, part.text, cell, adjacent=True
                )
        return False

    def _recover(self, index: int) -> None:
        """Take the statements of a cell that parse, and name the definitions that do not."""
        cell = self._cells[index]
        group, scan = [index], salvage(self._parser, cell.text, cell.is_code)
        lost = {name for name, _, _ in scan.broken}
        if lost:
            # A definition may be cut by the end of the cell and followed by what does not parse.
            for at in range(index + 1, min(index + 4, len(self._cells))):
                if at in self._used or self._cells[at].is_code < cell.is_code:
                    continue
                group.append(at)
                text = joined([self._cells[part] for part in group])
                longer = salvage(self._parser, text, cell.is_code)
                if lost - {name for name, _, _ in longer.broken}:
                    scan = longer
                    break
            else:
                group = [index]
        self._used.update(group)
        for text, tree in scan.taken:
            self._add(cell, text, tree)
        self._found.broken += [
            Broken(cell.number, cell.is_code, name, is_class, why)
            for name, is_class, why in scan.broken
        ]
        if cell.is_code:
            where = named(self._cells[at].number for at in group)
            rest = "; what parses in it was taken" if scan.taken else " and was left out"
            fault = f"{where} does not parse ({scan.why}){rest}"
            if not where.startswith("cell "):
                fault = f"{where} do not parse ({scan.why}){rest}"
            self._note(fault)


def _is_worth_taking(node: ast.stmt) -> bool:
    return isinstance(node, (*_DEFINITIONS, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign))
