"""What nbgrader knows of an assignment: its notebooks, their cells, what each is worth."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Course,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    TaskCell,
)
from nbgrader.utils import is_grade, is_locked, is_solution, is_task
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from grader.errors import GradebookError
from grader.intake.notebook.cells import NOTEBOOK_BYTES
from grader.text import clean


@dataclass(frozen=True)
class SheetCell:
    """A cell with a score or a comment."""

    id: str
    notebook: str
    """Id of the notebook in the database."""
    name: str
    max_score: float | None = None
    """What it is worth; None for a solution cell."""


@dataclass(frozen=True)
class Sheet:
    """An assignment in the database."""

    id: str
    name: str
    duedate: datetime | None
    notebooks: Mapping[str, str]
    """Name to id."""
    graded: Sequence[SheetCell]
    commented: Sequence[SheetCell]


@dataclass(frozen=True)
class Worth:
    """An exercise as the results have it."""

    exercise: str
    module: str
    points: float


def read_sheet(connection: Connection, assignment: str, *, lock: bool = False) -> Sheet | None:
    """Return the assignment of this name, None if there is none; *lock* keeps others away."""
    table = Assignment.__table__
    query = select(table.c.id, table.c.duedate).where(table.c.name == assignment)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        return None
    books, cells = Notebook.__table__, BaseCell.__table__
    notebooks = {
        found.name: found.id
        for found in connection.execute(
            select(books.c.id, books.c.name).where(books.c.assignment_id == row.id)
        )
    }
    scores = GradeCell.__table__, TaskCell.__table__
    worth = {
        found.id: found.max_score
        for table in scores
        for found in connection.execute(select(table.c.id, table.c.max_score))
    }
    own = connection.execute(
        select(cells.c.id, cells.c.name, cells.c.notebook_id, cells.c.type).where(
            cells.c.notebook_id.in_(notebooks.values())
        )
    ).all()
    graded = [
        SheetCell(found.id, found.notebook_id, found.name, worth[found.id])
        for found in own
        if found.id in worth
    ]
    commented = [
        SheetCell(found.id, found.notebook_id, found.name)
        for found in own
        if found.type in ("SolutionCell", "TaskCell")
    ]
    return Sheet(row.id, assignment, row.duedate, notebooks, graded, commented)


def hold_points(sheet: Sheet, wanted: Sequence[Worth], where: str) -> None:
    """
    Raise unless every exercise has its grade cell in its notebook, worth as much.

    Raises:
        GradebookError: The first that is missing or worth something else.
    """
    names = {identity: name for name, identity in sheet.notebooks.items()}
    known = {(names[cell.notebook], cell.name): cell.max_score for cell in sheet.graded}
    advice = (
        f'Run "grader release --nbgrader" and "nbgrader generate_assignment {sheet.name}" in the '
        "course, or write the results of the unit that its notebooks are from."
    )
    for worth in wanted:
        found = known.get((worth.module, worth.exercise))
        if found is None:
            raise GradebookError(
                f"{where}: {sheet.name}/{worth.module} has no grade cell {worth.exercise}, "
                f"expected one worth {worth.points:g}. {advice}"
            )
        if abs(found - worth.points) > 1e-9:
            raise GradebookError(
                f"{where}: {sheet.name}/{worth.module}/{worth.exercise} is worth {found:g} points "
                f"there, expected {worth.points:g}. {advice}"
            )


def create_sheet(connection: Connection, assignment: str, course_id: str, release: Path) -> None:
    """
    Enter an assignment as ``nbgrader generate_assignment`` does, from the notebooks it made.

    Args:
        connection: Within the transaction.
        assignment: Its name.
        course_id: The course in nbgrader's words.
        release: Folder of the released notebooks.

    Raises:
        GradebookError: If there are none.
    """
    books = {path.stem: read_notebook_file(path) for path in sorted(release.glob("*.ipynb"))}
    if not books:
        raise GradebookError(
            f"{clean(str(release))} holds no notebook, and the gradebook has no assignment "
            f'{assignment}. Run "nbgrader generate_assignment {assignment}" in the course first.'
        )
    with Session(bind=connection) as session:
        if session.get(Course, course_id) is None:
            session.add(Course(id=course_id))
        entered = Assignment(name=assignment, course_id=course_id)
        session.add(entered)
        for name, book in books.items():
            kernel = json.dumps(book.get("metadata", {}).get("kernelspec", {}))
            notebook = Notebook(name=name, assignment=entered, kernelspec=kernel)
            session.add(notebook)
            session.add_all(_cells(book, notebook))
        session.flush()


def _cells(book: Mapping[str, Any], notebook: Any) -> Iterator[Any]:
    """Yield the rows for the cells that nbgrader knows, as its SaveCells does."""
    from nbgrader.utils import NotebookNode

    for plain in book.get("cells", []):
        cell = NotebookNode(plain | {"metadata": NotebookNode(plain["metadata"])})
        meta = cell.metadata.get("nbgrader")
        if not meta:
            continue
        name, kind = meta["grade_id"], cell.cell_type
        if is_grade(cell):
            points = float(meta["points"])
            yield GradeCell(name=name, notebook=notebook, max_score=points, cell_type=kind)
        if is_solution(cell):
            yield SolutionCell(name=name, notebook=notebook)
        if is_task(cell):
            points = float(meta["points"])
            yield TaskCell(name=name, notebook=notebook, max_score=points, cell_type=kind)
        if is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell):
            yield SourceCell(
                name=name,
                notebook=notebook,
                cell_type=kind,
                locked=is_locked(cell),
                source=cell_text(plain),
                checksum=meta.get("checksum"),
            )


def read_notebook_file(path: Path) -> dict[str, Any]:
    """
    Return a notebook of the teacher's own.

    Raises:
        GradebookError: If it cannot be read.
    """
    where = clean(str(path))
    try:
        with path.open("rb") as file:
            book = json.loads(file.read(NOTEBOOK_BYTES))
    except OSError as error:
        raise GradebookError(f"{where} cannot be read: {error.strerror}.") from None
    except ValueError:
        raise GradebookError(f"{where} is no notebook. Generate the assignment again.") from None
    if not isinstance(book, dict) or not isinstance(book.get("cells"), list):
        raise GradebookError(f"{where} is no notebook. Generate the assignment again.")
    return book


def cell_text(cell: Mapping[str, Any]) -> str:
    """Return the text of a cell, which a file may keep as a list of lines."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)
