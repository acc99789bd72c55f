"""The writer of results into nbgrader's gradebook, for formgrader, feedback and export."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

from grader.errors import GradebookError, ResultsError
from grader.nbgrader.course import NbgraderCourse
from grader.nbgrader.ids import solution_cell_name
from grader.results.class_results import ClassResults, open_results
from grader.results.outcomes import Outcome
from grader.results.overrides import override_text
from grader.results.records import TOTAL, ExerciseResult, Result
from grader.terms.course_terms import Terms
from grader.text import clean

from .assignment import (
    Assignment,
    ExercisePoints,
    add_assignment,
    check_points,
    in_utc,
    read_assignment,
    settle_due,
)
from .autograded import AutogradedNotebooks
from .batch import Changes, GradebookEntry, Penalty, unknown_students, write_batch
from .database import Database

BATCH = 200
_LONGEST_ID = 128  # in nbgrader's tables
_NOTHING = hashlib.sha256().hexdigest()


@dataclass
class WriteSummary:
    """The summary of a run: what it wrote to the gradebook, and what it left out."""

    where: str
    assignment: str
    results: int = 0
    changes: Changes = field(default_factory=Changes)
    created: bool = False
    """Whether the assignment was added to the gradebook."""
    open: list[str] = field(default_factory=list)
    """Students with an open score: a person has to look at them."""
    left_out: list[str] = field(default_factory=list)
    """One sentence for each result that was not written."""


def write_results(
    results: Path,
    course: Path,
    db: str = "",
    *,
    notebooks: bool = True,
) -> WriteSummary:
    """
    Write all results in a folder to the gradebook of an nbgrader course.

    Everything is checked before anything is written. Submissions are written in batches, one
    transaction each: a run that is killed leaves whole batches behind, and the next run goes on.

    Args:
        results: The folder that ``grader autograde`` wrote.
        course: The folder of the nbgrader course.
        db: The URL of the gradebook; by default that of the course.
        notebooks: Also write ``autograded/``, which formgrader and feedback open.

    Raises:
        ResultsError: If the folder holds no results, exercises worth different points, or one that
            a person grades.
        GradebookError: If the gradebook cannot be used, or does not fit the results.
    """
    nb = NbgraderCourse(course, open_results(results).unit.name)
    submitted = nb.folder("submitted", "student").parent.parent
    found = open_results(results, None, nb.terms, submitted if submitted.is_dir() else None)
    unit, exercises, left_out = _survey(found)
    database = Database(db or nb.db_url)
    shown: AutogradedNotebooks | None = None
    try:
        database.prepare()
        written = WriteSummary(database.where, unit, left_out=left_out)
        assignment = _assignment(database, nb, exercises, written, found.ledger.terms.due)
        shown = AutogradedNotebooks(nb, assignment) if notebooks else None
        reading = (result for result in found if not _unfit(result))
        while batch := list(islice(reading, BATCH)):
            if not nb.creates_students:
                batch = _known(database, batch, left_out)
            entries = [_entry(result, found.ledger.terms, exercises) for result in batch]
            written.changes.add(_write_entries(database, assignment, entries, nb.penalty))
            written.results += len(batch)
            written.open += [clean(each.student, limit=80) for each in batch if each.is_open]
            for result in batch if shown else ():
                if fault := shown.write(result) if shown else "":
                    written.left_out.append(f"{clean(result.student, limit=80)} {clean(fault)}.")
        written.left_out += [
            f"{clean(name, limit=80)} has other extra credit in the gradebook than the bonus of "
            "overrides.csv; it was kept."
            for name in written.changes.other_credit
        ]
    finally:
        database.close()
        if shown is not None:
            shown.close()
    return written


def _write_entries(
    database: Database,
    assignment: Assignment,
    entries: Sequence[GradebookEntry],
    penalty: Penalty,
) -> Changes:
    """Write a batch in one transaction; raise if the assignment is another than before."""
    with database.transaction() as connection:
        if read_assignment(connection, assignment.name, lock=True) != assignment:
            raise GradebookError(
                f"{database.where}: the assignment {assignment.name} was changed by another "
                "program during this run. Run the command again."
            )
        return write_batch(connection, assignment, entries, penalty)


def _survey(results: ClassResults) -> tuple[str, list[ExercisePoints], list[str]]:
    """Return the unit, what its exercises are worth, and what a person should look at."""
    exercises: dict[str, ExercisePoints] = {}
    unfit = []
    for result in results:
        reason = _unfit(result)
        unfit += _beyond(result)
        if reason:
            unfit.append(f"{clean(result.student, limit=80)} {reason}")
        else:
            _add_points(exercises, result)
    return results.unit.name, list(exercises.values()), [*map(str, results.remarks), *unfit]


def _beyond(result: Result) -> list[str]:
    """Return a sentence for what a person decided that nbgrader's gradebook cannot hold."""
    name = clean(result.student, limit=80)
    lines = [
        f"{name} has {row.points:g} points as a total set by hand. Enter them in formgrader."
        for row in (result.final.rows if result.final else ())
        if row.exercise == TOTAL and row.points is not None
    ]
    return [*lines, *([f"{name} is excused; nbgrader has no such state."] * result.is_excused)]


def _unfit(result: Result) -> str:
    """Return why a result cannot be written to the gradebook, or "" if it can."""
    name = result.student
    if len(name) > _LONGEST_ID or clean(name, limit=_LONGEST_ID) != name:
        return "cannot be a student id in nbgrader and was left out. Rename the folder."
    if result.digests.submission == _NOTHING:
        return "handed in nothing, so no submission was added."
    return ""


def _add_points(exercises: dict[str, ExercisePoints], result: Result) -> None:
    for exercise in result.exercises:
        if exercise.is_manual:
            raise ResultsError(
                f"{exercise.id} is graded by a person, and results hold no answer to read. Run "
                '"nbgrader autograde" instead, which keeps its cell, and grade it in formgrader.'
            )
        found = ExercisePoints(exercise.id, exercise.module, float(exercise.points))
        known = exercises.setdefault(found.exercise, found)
        if known != found:
            raise ResultsError(
                f"{clean(result.student, limit=80)}: {found.exercise} is worth {found.points:g} "
                f"points in {found.module}; in other results it is worth {known.points:g} in "
                f"{known.module}. Grade all submissions with the same version of the unit."
            )


def _assignment(
    database: Database,
    nb: NbgraderCourse,
    exercises: Sequence[ExercisePoints],
    written: WriteSummary,
    due: datetime | None,
) -> Assignment:
    """
    Return the assignment, added if it was missing; raise if it does not fit the results.

    One without a due date gets that of the terms; another one there is kept, and told.
    """
    with database.transaction() as connection:
        assignment = read_assignment(connection, nb.assignment, lock=True)
        if assignment is None:
            add_assignment(connection, nb.assignment, nb.course_id, nb.folder("release"))
            assignment = read_assignment(connection, nb.assignment)
            written.created = True
        assert assignment is not None
        check_points(assignment, exercises, database.where)
        assignment, told = settle_due(connection, assignment, due, database.where)
        written.left_out += [told] if told else []
    return assignment


def _known(database: Database, batch: Sequence[Result], left_out: list[str]) -> list[Result]:
    """Return the results of students in the gradebook, and note the others as left out."""
    with database.transaction() as connection:
        unknown = set(unknown_students(connection, [result.student for result in batch]))
    left_out += [
        f"{clean(student, limit=80)} is not a student of the gradebook, and the course's "
        "configuration forbids adding any. If the name is right, add it with "
        f'"nbgrader db student add {clean(student, limit=80)}".'
        for student in sorted(unknown)
    ]
    return [result for result in batch if result.student not in unknown]


def _entry(result: Result, terms: Terms, exercises: Sequence[ExercisePoints]) -> GradebookEntry:
    """Return the scores and comments of a result as the gradebook keeps them."""
    scores: dict[str, float | None] = {each.exercise: None for each in exercises}
    scores |= {exercise.id: exercise.score for exercise in result.exercises}
    comments = {
        solution_cell_name(exercise.id): comment_on(exercise) for exercise in result.exercises
    }
    final = result.final
    assert final is not None  # laid over by the reader of the class
    moment = final.hand_in.moment
    return GradebookEntry(
        result.student,
        scores,
        comments,
        None if moment is None else in_utc(moment),
        bonus=final.bonus,
        lost=partial(_lost, terms, result) if terms.late is not None else None,
    )


def _lost(terms: Terms, result: Result, score: float) -> float:
    """Return what lateness costs by the terms if the gradebook counts *score* points."""
    if result.final is None:
        return 0.0
    return terms.lost(result.final.hand_in, score, result.max_score)


def comment_on(exercise: ExerciseResult) -> str | None:
    """
    Return the comment below an answer, or None if every check passed.

    Each line is indented by four spaces: nbgrader renders comments as Markdown, and a code
    block shows a message letter by letter, HTML in it included.
    """
    failed = [check for check in exercise.checks if check.outcome != Outcome.PASSED]
    lines: dict[str, None] = {}
    if exercise.override is not None:
        lines[f"    {clean(override_text(exercise), limit=500)}"] = None
    if not failed and not lines:
        return None
    for check in failed:
        for line in (check.message.text or check.sentence).split("\n"):
            lines[f"    {clean(line, limit=500)}"] = None
    return "\n".join(lines)
