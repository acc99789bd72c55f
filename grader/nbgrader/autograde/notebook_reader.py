"""The reader process for submitted notebooks: which belongs to a module, and its cells."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import NotebookRefused
from grader.intake.entry import setup_of, wanted_in
from grader.intake.files.folder import folder_tree
from grader.intake.files.tree import reason_of
from grader.intake.layout import find_layout
from grader.intake.notebook.cells import cell_text, check_size, load_cells
from grader.intake.notebook.module_notebooks import ModuleNotebook, find_module_notebooks
from grader.intake.readers.frames import BadFrameError, Frame, packed_text, unpacked_text
from grader.intake.readers.process import Tell, Work
from grader.intake.readers.reader import Job, Reader
from grader.intake.reading import Wanted

KINDS = ("code", "markdown", "raw")
#: Text of all cells; what is larger is no notebook of ours.
_TEXT_BYTES = 64 << 20


@dataclass(frozen=True)
class SubmittedCell:
    """A cell of a submitted notebook: of a kind that Jupyter knows, with nothing but its text."""

    kind: str
    grade_id: str | None
    text: str


class NotebookReader(Reader[Any]):
    """
    A reader that is asked about the notebooks of one student.

    Args:
        wanted: What is looked for in every submission.
    """

    def __init__(self, wanted: Wanted) -> None:
        job = Job(prepare, setup_of(wanted), _answer_of, 2 * _TEXT_BYTES, _TEXT_BYTES)
        super().__init__(job)
        self.wanted = wanted

    def by_module(self, folder: Path) -> Mapping[str, Path]:
        """
        Return the notebook of each module in *folder*, chosen as intake chooses.

        Raises:
            SubmissionRefused: If the folder cannot be read safely.
        """
        found: Mapping[str, str] = self.answer(Frame(["by_module", str(folder)]))
        return {module: folder / path for module, path in found.items()}

    def cells(self, path: Path) -> tuple[SubmittedCell, ...]:
        """
        Return the cells of the notebook at *path*.

        Raises:
            NotebookRefused: If it is not one.
            SubmissionRefused: If the reader came to a limit.
        """
        found: tuple[SubmittedCell, ...] | NotebookRefused = self.answer(
            Frame(["cells", str(path)])
        )
        if isinstance(found, NotebookRefused):
            raise found
        return found


def prepare(setup: Frame) -> Work:
    """Return the work of a reader that is asked about submitted notebooks."""
    wanted = wanted_in(setup)

    def work(question: Frame, _tell: Tell) -> Frame:
        kind, name = question.facts
        path = Path(name)
        if kind == "by_module":
            return Frame([kind, dict(_notebooks_by_module(wanted, path))])
        try:
            check_size(path.stat().st_size, path.name)
            cells = load_cells(path.read_bytes(), path.name)
        except NotebookRefused as refused:
            return Frame(["not a notebook", packed_text(reason_of(refused))])
        return Frame([kind, list(map(_facts, cells))])

    return work


def _facts(cell: dict[str, Any]) -> tuple[str, str | None, str]:
    kind = cell.get("cell_type") if cell.get("cell_type") in KINDS else "raw"
    metadata: Any = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return str(kind), grade_id if isinstance(grade_id, str) else None, cell_text(cell)


def _notebooks_by_module(wanted: Wanted, folder: Path) -> Iterator[tuple[str, str]]:
    modules = wanted.modules
    parent = os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with folder_tree(parent, folder.name) as tree:
            layout = find_layout(tree, modules, wanted.given)
            for name, path in layout.notebooks.items():
                yield name.removesuffix(".py"), path
            missing = [m for m in modules if not {f"{m}.py"} & {*layout.notebooks, *layout.files}]
            others = layout.other_notebooks
            for module, found in find_module_notebooks(tree, others, missing, wanted.given):
                if isinstance(found, ModuleNotebook):
                    yield module, found.path
    finally:
        os.close(parent)


def _answer_of(answer: Frame) -> object:
    """
    Return what a reader's *answer* holds.

    Raises:
        BadFrameError: If it is not of the form of one.
    """
    match answer.facts:
        case ["by_module", dict(paths)] if all(type(path) is str for path in paths.values()):
            return paths
        case ["cells", list(cells)]:
            return tuple(map(_cell_of, cells))
        case ["not a notebook", reason]:
            return NotebookRefused(unpacked_text(reason))
    raise BadFrameError("not an answer about notebooks")


def _cell_of(fact: object) -> SubmittedCell:
    match fact:
        case [str(kind), str() | None as grade_id, str(text)] if kind in KINDS:
            return SubmittedCell(kind, grade_id, text)
    raise BadFrameError("not the facts of a cell")
