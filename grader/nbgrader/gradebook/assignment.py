"""An assignment in nbgrader's database: its notebooks, their cells, and the points of each."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader import api
from nbgrader.utils import is_grade, is_locked, is_solution, is_task
from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from grader.errors import GradebookError
from grader.intake.notebook.cells import NOTEBOOK_BYTES, cell_text
from grader.text import clean


@dataclass(frozen=True)
class AssignmentCell:
    """A cell that has a score or a comment."""

    id: str
    notebook: str
    """The id of its notebook in the database."""
    name: str
    max_score: float | None = None
    """The points it is worth; None for a solution cell."""


@dataclass(frozen=True)
class Assignment:
    """An assignment in the database."""

    id: str
    name: str
    duedate: datetime | None
    notebooks: Mapping[str, str]
    """Name to id."""
    graded: Sequence[AssignmentCell]
    commented: Sequence[AssignmentCell]


@dataclass(frozen=True)
class ExercisePoints:
    """The points that an exercise is worth by the results."""

    exercise: str
    module: str
    points: float


def read_assignment(connection: Connection, name: str, *, lock: bool = False) -> Assignment | None:
    """Return the assignment *name*, or None. With *lock* nobody else can change it meanwhile."""
    table = api.Assignment.__table__
    query = select(table.c.id, table.c.duedate).where(table.c.name == name)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        return None
    books, cells = api.Notebook.__table__, api.BaseCell.__table__
    notebooks = {
        found.name: found.id
        for found in connection.execute(
            select(books.c.id, books.c.name).where(books.c.assignment_id == row.id)
        )
    }
    scores = api.GradeCell.__table__, api.TaskCell.__table__
    max_scores = {
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
        AssignmentCell(found.id, found.notebook_id, found.name, max_scores[found.id])
        for found in own
        if found.id in max_scores
    ]
    commented = [
        AssignmentCell(found.id, found.notebook_id, found.name)
        for found in own
        if found.type in ("SolutionCell", "TaskCell")
    ]
    return Assignment(row.id, name, row.duedate, notebooks, graded, commented)


def settle_due(
    connection: Connection, assignment: Assignment, due: datetime | None, where: str
) -> tuple[Assignment, str]:
    """
    Write the due date of the terms where the gradebook has none.

    Returns:
        The assignment as it is now, and a sentence if it has another due date, which is kept.
    """
    if due is None or assignment.duedate == in_utc(due):
        return assignment, ""
    if assignment.duedate is not None:
        return assignment, (
            f"{where} says that {assignment.name} was due {assignment.duedate} UTC, the terms of "
            f"the course say {in_utc(due)} UTC, which counts. Change one of them."
        )
    table = api.Assignment.__table__
    chosen = table.c.id == assignment.id
    connection.execute(update(table).where(chosen).values(duedate=in_utc(due)))
    return replace(assignment, duedate=in_utc(due)), ""


def in_utc(moment: datetime) -> datetime:
    """Return a time as nbgrader's database keeps it: in UTC, without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def check_points(assignment: Assignment, expected: Sequence[ExercisePoints], where: str) -> None:
    """
    Raise unless every exercise has a grade cell in its notebook that is worth its points.

    Raises:
        GradebookError: The first cell that is missing or worth something else.
    """
    names = {identity: name for name, identity in assignment.notebooks.items()}
    known = {(names[cell.notebook], cell.name): cell.max_score for cell in assignment.graded}
    advice = (
        f'Run "grader release --nbgrader" and "nbgrader generate_assignment {assignment.name}" in '
        "the course, or name the results of the unit that these notebooks belong to."
    )
    for exercise in expected:
        found = known.get((exercise.module, exercise.exercise))
        place = f"{where}: {assignment.name}/{exercise.module}"
        if found is None:
            raise GradebookError(
                f"{place} has no grade cell {exercise.exercise}, expected one worth "
                f"{exercise.points:g} points. {advice}"
            )
        if abs(found - exercise.points) > 1e-9:
            raise GradebookError(
                f"{place}/{exercise.exercise} is worth {found:g} points there, expected "
                f"{exercise.points:g}. {advice}"
            )


def add_assignment(connection: Connection, assignment: str, course_id: str, release: Path) -> None:
    """
    Add an assignment to the database, as ``nbgrader generate_assignment`` does.

    Args:
        connection: A connection within a transaction.
        assignment: The name of the assignment.
        course_id: The id of the course in nbgrader.
        release: The folder of the released notebooks.

    Raises:
        GradebookError: If there are no notebooks.
    """
    books = {path.stem: read_notebook_file(path) for path in sorted(release.glob("*.ipynb"))}
    if not books:
        raise GradebookError(
            f"{clean(str(release))} holds no notebooks, and the gradebook has no assignment "
            f'{assignment}. Run "nbgrader generate_assignment {assignment}" in the course first.'
        )
    with Session(bind=connection) as session:
        if session.get(api.Course, course_id) is None:
            session.add(api.Course(id=course_id))
        row = api.Assignment(name=assignment, course_id=course_id)
        session.add(row)
        for name, book in books.items():
            kernel = json.dumps(book.get("metadata", {}).get("kernelspec", {}))
            notebook = api.Notebook(name=name, assignment=row, kernelspec=kernel)
            session.add(notebook)
            session.add_all(_cells(book, notebook))
        session.flush()


def _cells(book: Mapping[str, Any], notebook: Any) -> Iterator[Any]:
    """Yield the database rows of a notebook's cells, as nbgrader's SaveCells makes them."""
    from nbgrader.utils import NotebookNode

    for plain in book.get("cells", []):
        cell = NotebookNode(plain | {"metadata": NotebookNode(plain["metadata"])})
        meta = cell.metadata.get("nbgrader")
        if not meta:
            continue
        name, kind = meta["grade_id"], cell.cell_type
        if is_grade(cell):
            points = float(meta["points"])
            yield api.GradeCell(name=name, notebook=notebook, max_score=points, cell_type=kind)
        if is_solution(cell):
            yield api.SolutionCell(name=name, notebook=notebook)
        if is_task(cell):
            points = float(meta["points"])
            yield api.TaskCell(name=name, notebook=notebook, max_score=points, cell_type=kind)
        if is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell):
            yield api.SourceCell(
                name=name,
                notebook=notebook,
                cell_type=kind,
                locked=is_locked(cell),
                source=cell_text(plain),
                checksum=meta.get("checksum"),
            )


def read_notebook_file(path: Path) -> dict[str, Any]:
    """
    Return the JSON of a released notebook.

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
        raise GradebookError(f"{where} is not a notebook. Generate the assignment again.") from None
    if not isinstance(book, dict) or not isinstance(book.get("cells"), list):
        raise GradebookError(f"{where} is not a notebook. Generate the assignment again.")
    return book
