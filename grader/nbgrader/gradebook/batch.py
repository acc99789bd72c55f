"""A batch of submissions written to nbgrader's database in one transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from typing import Any, Protocol

from nbgrader.api import (
    Comment,
    Grade,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from sqlalchemy import Connection, Table, bindparam, select, update

from .assignment import Assignment, AssignmentCell


@dataclass(frozen=True)
class GradebookEntry:
    """The scores and comments of one submission, as the gradebook is to keep them."""

    student: str
    scores: Mapping[str, float | None]
    """Points by grade cell; None where a person has to look."""
    comments: Mapping[str, str | None]
    """What the student reads, by solution cell."""
    timestamp: datetime | None = None
    """When it was handed in, UTC."""
    bonus: float = 0.0
    """Points added to the total: extra credit of the first grade cell, if it has none."""
    lost: Callable[[float], float] | None = None
    """What lateness costs of a score, by the terms of the course; None for nbgrader's plugin."""


@dataclass
class Changes:
    """Counts of what a run changed; a second run of the same results changes nothing."""

    students: list[str] = field(default_factory=list)
    """Students who were added to the gradebook."""
    submissions: int = 0
    scores: int = 0
    comments: int = 0
    by_hand: int = 0
    """Scores that a person entered; they are kept."""
    other_credit: list[str] = field(default_factory=list)
    """Students with a bonus, and other extra credit in the cell where it would stand."""

    def add(self, other: "Changes") -> None:
        """Count the changes of another batch."""
        self.students += other.students
        self.submissions += other.submissions
        self.scores += other.scores
        self.comments += other.comments
        self.by_hand += other.by_hand
        self.other_credit += other.other_credit


class Penalty(Protocol):
    """The course's rule for late notebooks: nbgrader's late submission plugin."""

    def __call__(self, student: str, score: float, seconds_late: float) -> float | None:
        """Return the points that are lost, or None for no penalty."""
        ...


_STUDENT: Table = Student.__table__
_SUBMISSION: Table = SubmittedAssignment.__table__
_NOTEBOOK: Table = SubmittedNotebook.__table__
_GRADE: Table = Grade.__table__
_COMMENT: Table = Comment.__table__


def write_batch(
    connection: Connection,
    assignment: Assignment,
    entries: Sequence[GradebookEntry],
    penalty: Penalty,
) -> Changes:
    """
    Bring the gradebook up to date with *entries*, within the caller's transaction.

    What a person entered is never touched: manual scores, extra credit, comments, flags,
    extensions. As in nbgrader, a manual score counts instead of the automatic one, and it is
    marked for another look when the automatic score changes.
    """
    batch = _Batch(connection, assignment, entries)
    grades = batch.write_grades()
    batch.write_comments()
    batch.write_penalties(grades, penalty)
    return batch.changes


def unknown_students(connection: Connection, students: Sequence[str]) -> list[str]:
    """Return those of *students* who are not in the gradebook."""
    query = select(_STUDENT.c.id).where(_STUDENT.c.id.in_(students))
    known = set(connection.execute(query).scalars())
    return [student for student in students if student not in known]


class _Batch:
    """
    The database rows of a batch of submissions.

    Students, submissions and submitted notebooks that are missing are added first.
    """

    def __init__(
        self,
        connection: Connection,
        assignment: Assignment,
        entries: Sequence[GradebookEntry],
    ) -> None:
        self.changes = Changes()
        self._connection = connection
        self._assignment = assignment
        self._entries = entries
        self._add_students()
        self._submissions = self._write_submissions()
        self._ids = [row["id"] for row in self._submissions.values()]
        self._notebooks = self._write_notebooks()

    def _add_students(self) -> None:
        students = [entry.student for entry in self._entries]
        self.changes.students = unknown_students(self._connection, students)
        self._insert(_STUDENT, [{"id": student} for student in self.changes.students])

    def _write_submissions(self) -> dict[str, dict[str, Any]]:
        """Return the submission of every student."""
        query = select(_SUBMISSION).where(
            _SUBMISSION.c.assignment_id == self._assignment.id,
            _SUBMISSION.c.student_id.in_([entry.student for entry in self._entries]),
        )
        found = {row.student_id: dict(row._mapping) for row in self._connection.execute(query)}
        new, moved = [], []
        for entry in self._entries:
            row = found.get(entry.student)
            if row is None:
                row = {
                    "id": new_uuid(),
                    "assignment_id": self._assignment.id,
                    "student_id": entry.student,
                    "timestamp": entry.timestamp,
                    "extension": None,
                }
                found[entry.student] = row
                new.append(row)
            elif entry.timestamp is not None and entry.timestamp != row["timestamp"]:
                row["timestamp"] = entry.timestamp
                moved.append({"of": row["id"], "to": entry.timestamp})
        self._insert(_SUBMISSION, new)
        self._change(_SUBMISSION, moved, timestamp="to")
        self.changes.submissions += len(new)
        return found

    def _write_notebooks(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Return the submitted notebook of every submission and notebook."""
        query = select(_NOTEBOOK).where(_NOTEBOOK.c.assignment_id.in_(self._ids))
        found = {
            (row.assignment_id, row.notebook_id): dict(row._mapping)
            for row in self._connection.execute(query)
        }
        new = []
        for submission in self._ids:
            for notebook in self._assignment.notebooks.values():
                if (submission, notebook) not in found:
                    row = {
                        "id": new_uuid(),
                        "assignment_id": submission,
                        "notebook_id": notebook,
                        "flagged": False,
                        "late_submission_penalty": None,
                    }
                    found[submission, notebook] = row
                    new.append(row)
        self._insert(_NOTEBOOK, new)
        return found

    def write_grades(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Write the scores. Return every grade by submitted notebook and cell."""
        found = self._rows_of(_GRADE)
        new, changed = [], []
        for entry, cell, notebook in self._cells(self._assignment.graded):
            row = found.get((notebook, cell.id))
            if row is None:
                row = {
                    "id": new_uuid(),
                    "notebook_id": notebook,
                    "cell_id": cell.id,
                    "auto_score": entry.scores.get(cell.name),
                    "manual_score": None,
                    "extra_credit": None,
                    "needs_manual_grade": entry.scores.get(cell.name) is None,
                }
                found[notebook, cell.id] = row
                new.append(row)
                continue
            self.changes.by_hand += row["manual_score"] is not None
            if cell.name not in entry.scores:
                continue  # a cell of the teacher's own, graded by hand
            score = entry.scores[cell.name]
            same = row["auto_score"] == score
            by_hand = row["manual_score"] is not None
            needs = row["needs_manual_grade"] if same and by_hand else by_hand or score is None
            if not same or needs != row["needs_manual_grade"]:
                row |= {"auto_score": score, "needs_manual_grade": needs}
                changed.append({"of": row["id"], "score": score, "needs": needs})
        self._insert(_GRADE, new)
        self._change(_GRADE, changed, auto_score="score", needs_manual_grade="needs")
        self._write_bonuses(found)
        self.changes.scores += len(new) + len(changed)
        return found

    def _write_bonuses(self, grades: Mapping[tuple[str, str], dict[str, Any]]) -> None:
        """Write each bonus as extra credit of the first cell, if nobody has entered any there."""
        changed = []
        first = self._assignment.graded[:1]
        for entry, cell, notebook in self._cells(first):
            row = grades[notebook, cell.id]
            if not entry.bonus or row["extra_credit"] == entry.bonus:
                continue
            if row["extra_credit"]:
                self.changes.other_credit.append(entry.student)
                continue
            row["extra_credit"] = entry.bonus
            changed.append({"of": row["id"], "bonus": entry.bonus})
        self._change(_GRADE, changed, extra_credit="bonus")

    def write_comments(self) -> None:
        """Write the comments below the answers."""
        found = self._rows_of(_COMMENT)
        new, changed = [], []
        for entry, cell, notebook in self._cells(self._assignment.commented):
            text = entry.comments.get(cell.name)
            row = found.get((notebook, cell.id))
            if row is None:
                new.append(
                    {
                        "id": new_uuid(),
                        "notebook_id": notebook,
                        "cell_id": cell.id,
                        "auto_comment": text,
                        "manual_comment": None,
                    }
                )
            elif cell.name in entry.comments and row["auto_comment"] != text:
                changed.append({"of": row["id"], "text": text})
        self._insert(_COMMENT, new)
        self._change(_COMMENT, changed, auto_comment="text")
        self.changes.comments += len(new) + len(changed)

    def write_penalties(
        self, grades: Mapping[tuple[str, str], Mapping[str, Any]], penalty: Penalty
    ) -> None:
        """Write what late notebooks lose of the scores that count."""
        totals: dict[str, float] = {}
        for (notebook, _), row in grades.items():
            totals[notebook] = totals.get(notebook, 0.0) + _counted(row)
        notebooks: dict[str, list[Mapping[str, Any]]] = {}
        for (submission_id, _), row in self._notebooks.items():
            notebooks.setdefault(submission_id, []).append(row)
        changed = []
        for entry in self._entries:
            submission = self._submissions[entry.student]
            own = notebooks.get(submission["id"], [])
            scores = [totals.get(row["id"], 0.0) for row in own]
            late_s = _seconds_late(self._assignment, submission)
            for row, lost in zip(own, _losses(entry, scores, late_s, penalty), strict=True):
                if lost != row["late_submission_penalty"]:
                    changed.append({"of": row["id"], "lost": lost})
        self._change(_NOTEBOOK, changed, late_submission_penalty="lost")

    def _cells(
        self, cells: Sequence[AssignmentCell]
    ) -> Iterator[tuple[GradebookEntry, AssignmentCell, str]]:
        """Yield each of *cells* for every entry, with the id of the submitted notebook."""
        for entry in self._entries:
            submission = self._submissions[entry.student]["id"]
            for cell in cells:
                yield entry, cell, self._notebooks[submission, cell.notebook]["id"]

    def _rows_of(self, table: Table) -> dict[tuple[str, str], dict[str, Any]]:
        """Return the grades or comments of this batch by submitted notebook and cell."""
        query = (
            select(table)
            .join(_NOTEBOOK, _NOTEBOOK.c.id == table.c.notebook_id)
            .where(_NOTEBOOK.c.assignment_id.in_(self._ids))
        )
        rows = self._connection.execute(query)
        return {(row.notebook_id, row.cell_id): dict(row._mapping) for row in rows}

    def _insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self._connection.execute(table.insert(), list(rows))

    def _change(self, table: Table, rows: Sequence[Mapping[str, Any]], **columns: str) -> None:
        """Update rows by their id, given as ``of``; *columns* maps a column to its parameter."""
        if rows:
            values: dict[str, Any] = {column: bindparam(name) for column, name in columns.items()}
            statement = update(table).where(table.c.id == bindparam("of")).values(values)
            self._connection.execute(statement, list(rows))


def _counted(row: Mapping[str, Any]) -> float:
    """Return what a grade counts, as nbgrader's ``Grade.score`` has it."""
    score = row["manual_score"] if row["manual_score"] is not None else row["auto_score"]
    return 0.0 if score is None else float(score + (row["extra_credit"] or 0.0))


def _losses(
    entry: GradebookEntry, scores: Sequence[float], late_s: float, penalty: Penalty
) -> list[float | None]:
    """
    Return what each notebook of a submission loses.

    By the terms of the course the whole submission loses; each notebook has its share of that, by
    its *scores*. nbgrader's plugin is asked for each notebook by itself.
    """
    if entry.lost is None:
        late = late_s > 0
        return [penalty(entry.student, score, late_s) if late else None for score in scores]
    return shared_loss(entry.lost(sum(scores)), scores)


def shared_loss(lost: float, scores: Sequence[float]) -> list[float | None]:
    """Return the share of each notebook, by its score, in what the whole submission loses."""
    if not lost:
        return [None] * len(scores)
    parts = list(accumulate((max(score, 0.0) for score in scores), initial=0.0))
    # Rounded where the shares end, so that they sum to what is lost.
    ends = [round(lost * part / parts[-1], 6) for part in parts]
    return [round(end - start, 6) for start, end in pairwise(ends)]


def _seconds_late(assignment: Assignment, submission: Mapping[str, Any]) -> float:
    if assignment.duedate is None or submission["timestamp"] is None:
        return 0.0
    due = assignment.duedate + (submission["extension"] or timedelta())
    return max(0.0, float((submission["timestamp"] - due).total_seconds()))
