"""Results into nbgrader's gradebook: what formgrader, feedback and export show."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from grader.errors import GradebookError, ResultsError
from grader.nbgrader.course import NbCourse
from grader.nbgrader.ids import solution_cell_name
from grader.results.outcomes import Outcome
from grader.results.overrides import Overrides, read_overrides
from grader.results.store import Result, override_text, read_result
from grader.text import clean

from .assignment import Sheet, Worth, create_sheet, hold_points, read_sheet
from .autograded import Autograded
from .database import Database
from .rows import Changes, Entry, unknown_students, write_batch

BATCH = 200
_LONGEST_ID = 128  # in nbgrader's tables
_NOTHING = hashlib.sha256().hexdigest()


@dataclass
class Written:
    """What a run has done."""

    where: str
    assignment: str
    results: int = 0
    changes: Changes = field(default_factory=Changes)
    created: bool = False
    """Whether the assignment was not in the gradebook."""
    open: list[str] = field(default_factory=list)
    """Students with a score that is open: a person has to look."""
    left_out: list[str] = field(default_factory=list)
    """One sentence for each result that was not written."""


def write_results(
    results: Path,
    course: Path,
    db: str = "",
    *,
    notebooks: bool = True,
) -> Written:
    """
    Write all results in a folder to the gradebook of an nbgrader course.

    Everything is checked before anything is written. Submissions go in batches, each one
    transaction: a run that is killed leaves whole batches, and running it again goes on.

    Args:
        results: Folder that ``grader autograde`` has written.
        course: The nbgrader course.
        db: URL of the gradebook; by default the course's own.
        notebooks: Also write ``autograded/``, which formgrader and feedback open.

    Raises:
        ResultsError: If the folder holds no results, or those of several units.
        GradebookError: If the gradebook cannot be used, or does not fit.
    """
    unit, worths, paths, left_out = _survey(results)
    overrides = read_overrides(results, {worth.exercise: worth.points for worth in worths})
    nb = NbCourse(course, unit)
    database = Database(db or nb.db_url)
    try:
        database.prepare()
        written = Written(database.where, unit, left_out=left_out)
        sheet = _sheet(database, nb, worths, written)
        shown = Autograded(nb, sheet) if notebooks else None
        reading = _readable(paths, overrides)
        while batch := list(islice(reading, BATCH)):
            if not nb.creates_students:
                batch = _known(database, batch, left_out)
            entries = [_entry(result, nb, worths) for result in batch]
            with database.transaction() as connection:
                fresh = read_sheet(connection, unit, lock=True)
                if fresh is None or fresh != sheet:
                    raise GradebookError(
                        f"{database.where}: somebody has changed the assignment {unit} meanwhile. "
                        "Run it again."
                    )
                changes = write_batch(connection, sheet, entries, nb.penalty)
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


def _survey(folder: Path) -> tuple[str, list[Worth], list[Path], list[str]]:
    """Return the unit, what its exercises are worth, the usable files, and the others."""
    where = clean(str(folder))
    if not folder.is_dir():
        raise ResultsError(f'{where} is no folder. Name the one "grader autograde --to" wrote.')
    units: dict[str, str] = {}
    worths: dict[str, Worth] = {}
    paths, left_out = [], []
    for path in sorted(folder.glob("*.json")):
        result = read_result(path)
        if result is None:
            left_out.append(f"{clean(path.name, limit=120)} is no result and was left out.")
            continue
        units.setdefault(str(result.unit.get("name", "")), path.name)
        reason = _unfit(result)
        if reason:
            left_out.append(f"{clean(result.student, limit=80)} {reason}")
            continue
        _add_worths(worths, result, path.name)
        paths.append(path)
    if len(units) > 1:
        shown = " and ".join(f"{clean(name)} ({file})" for name, file in list(units.items())[:2])
        raise ResultsError(f"{where} holds results of several units: {shown}. Keep one of them.")
    if not units:
        raise ResultsError(
            f'{where} holds no results. Name the folder that "grader autograde --to" wrote.'
        )
    return next(iter(units)), list(worths.values()), paths, left_out


def _unfit(result: Result) -> str:
    """Return why a result cannot stand in the gradebook, empty if it can."""
    name = result.student
    if len(name) > _LONGEST_ID or clean(name, limit=_LONGEST_ID) != name:
        return "is no id of a student in nbgrader and was left out. Rename the folder."
    if result.digests.get("submission") == _NOTHING:
        return "handed in nothing; no submission was entered."
    return ""


def _add_worths(worths: dict[str, Worth], result: Result, file: str) -> None:
    for exercise in result.exercises:
        worth = Worth(exercise["id"], exercise["module"], float(exercise["points"]))
        known = worths.setdefault(worth.exercise, worth)
        if known != worth:
            raise ResultsError(
                f"{clean(file, limit=120)}: {worth.exercise} is worth {worth.points:g} in "
                f"{worth.module}, elsewhere {known.points:g} in {known.module}. Grade all of them "
                "with the same version of the unit."
            )


def _sheet(database: Database, nb: NbCourse, worths: Sequence[Worth], written: Written) -> Sheet:
    """Return the assignment, entered if it was not there; hold that it fits."""
    with database.transaction() as connection:
        sheet = read_sheet(connection, nb.assignment, lock=True)
        if sheet is None:
            create_sheet(connection, nb.assignment, nb.course_id, nb.folder("release"))
            sheet = read_sheet(connection, nb.assignment)
            written.created = True
        assert sheet is not None
        hold_points(sheet, worths, database.where)
    return sheet


def _readable(paths: Sequence[Path], overrides: Overrides) -> Iterator[Result]:
    for path in paths:
        result = read_result(path)
        if result is not None:
            yield overrides.lay_over(result)


def _known(database: Database, batch: Sequence[Result], left_out: list[str]) -> list[Result]:
    """Return the results of students in the gradebook; note the others, whom nobody may enter."""
    with database.transaction() as connection:
        unknown = set(unknown_students(connection, [result.student for result in batch]))
    left_out += [
        f"{clean(student, limit=80)} is no student of the gradebook, and the course's "
        "configuration says that none is created. Is the name right? Then enter it with "
        f'"nbgrader db student add {clean(student, limit=80)}".'
        for student in sorted(unknown)
    ]
    return [result for result in batch if result.student not in unknown]


def _entry(result: Result, nb: NbCourse, worths: Sequence[Worth]) -> Entry:
    """Return what is to stand in the gradebook for a result."""
    scores: dict[str, float | None] = {worth.exercise: None for worth in worths}
    scores |= {exercise["id"]: exercise["score"] for exercise in result.exercises}
    comments = {
        solution_cell_name(exercise["id"]): comment_on(exercise) for exercise in result.exercises
    }
    return Entry(result.student, scores, comments, nb.handed_in_at(result.student))


def comment_on(exercise: Any) -> str | None:
    """
    Return what a student reads below an answer, None where all is right.

    Indented by four spaces: nbgrader takes comments for Markdown, which would run HTML
    in a message, and so it shows them letter by letter.
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
