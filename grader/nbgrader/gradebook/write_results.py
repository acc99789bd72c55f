"""Write results into nbgrader's gradebook, where formgrader, feedback and export read them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from grader.errors import GradebookError, ResultsError
from grader.nbgrader.course import NbgraderCourse
from grader.nbgrader.ids import solution_cell_name
from grader.results.outcomes import Outcome
from grader.results.overrides import Overrides, read_overrides
from grader.results.store import Result, override_text, read_result
from grader.text import clean

from .assignment import Assignment, ExercisePoints, add_assignment, check_points, read_assignment
from .autograded import AutogradedNotebooks
from .batch import Changes, GradebookEntry, unknown_students, write_batch
from .database import Database

BATCH = 200
_LONGEST_ID = 128  # in nbgrader's tables
_NOTHING = hashlib.sha256().hexdigest()


@dataclass
class WriteSummary:
    """What a run wrote to the gradebook, and what it left out."""

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
        ResultsError: If the folder holds no results, or results of several units.
        GradebookError: If the gradebook cannot be used, or does not fit the results.
    """
    unit, exercises, paths, left_out = _survey(results)
    overrides = read_overrides(results, {each.exercise: each.points for each in exercises})
    nb = NbgraderCourse(course, unit)
    database = Database(db or nb.db_url)
    try:
        database.prepare()
        written = WriteSummary(database.where, unit, left_out=left_out)
        assignment = _assignment(database, nb, exercises, written)
        shown = AutogradedNotebooks(nb, assignment) if notebooks else None
        reading = _readable(paths, overrides)
        while batch := list(islice(reading, BATCH)):
            if not nb.creates_students:
                batch = _known(database, batch, left_out)
            entries = [_entry(result, nb, exercises) for result in batch]
            with database.transaction() as connection:
                fresh = read_assignment(connection, unit, lock=True)
                if fresh is None or fresh != assignment:
                    raise GradebookError(
                        f"{database.where}: the assignment {unit} was changed by another program "
                        "during this run. Run the command again."
                    )
                changes = write_batch(connection, assignment, entries, nb.penalty)
            written.changes.add(changes)
            written.results += len(batch)
            written.open += [clean(each.student, limit=80) for each in batch if not each.judged]
            for result in batch if shown is not None else ():
                fault = shown.write(result) if shown is not None else ""
                if fault:
                    written.left_out.append(f"{clean(result.student, limit=80)} {clean(fault)}.")
    finally:
        database.close()
    return written


def _survey(folder: Path) -> tuple[str, list[ExercisePoints], list[Path], list[str]]:
    """Return the unit, what its exercises are worth, the usable files, and what is left out."""
    where = clean(str(folder))
    if not folder.is_dir():
        raise ResultsError(
            f'{where} is not a folder. Name the one that "grader autograde --to" wrote.'
        )
    units: dict[str, str] = {}
    exercises: dict[str, ExercisePoints] = {}
    paths, left_out = [], []
    for path in sorted(folder.glob("*.json")):
        result = read_result(path)
        if result is None:
            left_out.append(f"{clean(path.name, limit=120)} is not a result file and was left out.")
            continue
        units.setdefault(str(result.unit.get("name", "")), path.name)
        reason = _unfit(result)
        if reason:
            left_out.append(f"{clean(result.student, limit=80)} {reason}")
            continue
        _add_points(exercises, result, path.name)
        paths.append(path)
    if len(units) > 1:
        shown = " and ".join(f"{clean(name)} ({file})" for name, file in list(units.items())[:2])
        raise ResultsError(f"{where} holds results of several units: {shown}. Keep one of them.")
    if not units:
        raise ResultsError(
            f'{where} holds no results. Name the folder that "grader autograde --to" wrote.'
        )
    return next(iter(units)), list(exercises.values()), paths, left_out


def _unfit(result: Result) -> str:
    """Return why a result cannot be written to the gradebook, or "" if it can."""
    name = result.student
    if len(name) > _LONGEST_ID or clean(name, limit=_LONGEST_ID) != name:
        return "cannot be a student id in nbgrader and was left out. Rename the folder."
    if result.digests.get("submission") == _NOTHING:
        return "handed in nothing, so no submission was added."
    return ""


def _add_points(exercises: dict[str, ExercisePoints], result: Result, file: str) -> None:
    for exercise in result.exercises:
        found = ExercisePoints(exercise["id"], exercise["module"], float(exercise["points"]))
        known = exercises.setdefault(found.exercise, found)
        if known != found:
            raise ResultsError(
                f"{clean(file, limit=120)}: {found.exercise} is worth {found.points:g} points in "
                f"{found.module}; in other results it is worth {known.points:g} in "
                f"{known.module}. Grade all submissions with the same version of the unit."
            )


def _assignment(
    database: Database,
    nb: NbgraderCourse,
    exercises: Sequence[ExercisePoints],
    written: WriteSummary,
) -> Assignment:
    """Return the assignment, added if it was missing; raise if it does not fit the results."""
    with database.transaction() as connection:
        assignment = read_assignment(connection, nb.assignment, lock=True)
        if assignment is None:
            add_assignment(connection, nb.assignment, nb.course_id, nb.folder("release"))
            assignment = read_assignment(connection, nb.assignment)
            written.created = True
        assert assignment is not None
        check_points(assignment, exercises, database.where)
    return assignment


def _readable(paths: Sequence[Path], overrides: Overrides) -> Iterator[Result]:
    for path in paths:
        result = read_result(path)
        if result is not None:
            yield overrides.lay_over(result)


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


def _entry(
    result: Result, nb: NbgraderCourse, exercises: Sequence[ExercisePoints]
) -> GradebookEntry:
    """Return the scores and comments of a result as the gradebook keeps them."""
    scores: dict[str, float | None] = {each.exercise: None for each in exercises}
    scores |= {exercise["id"]: exercise["score"] for exercise in result.exercises}
    comments = {
        solution_cell_name(exercise["id"]): comment_on(exercise) for exercise in result.exercises
    }
    return GradebookEntry(result.student, scores, comments, nb.handed_in_at(result.student))


def comment_on(exercise: Any) -> str | None:
    """
    Return the comment below an answer, or None if every check passed.

    Each line is indented by four spaces: nbgrader renders comments as Markdown, and a code
    block shows a message letter by letter, HTML in it included.
    """
    failed = [check for check in exercise["checks"] if check["outcome"] != Outcome.PASSED]
    lines: dict[str, None] = {}
    if "override" in exercise:
        lines[f"    {clean(override_text(exercise), limit=500)}"] = None
    if not failed and not lines:
        return None
    for check in failed:
        for line in (check["message"] or check["sentence"]).split("\n"):
            lines[f"    {clean(line, limit=500)}"] = None
    return "\n".join(lines)
