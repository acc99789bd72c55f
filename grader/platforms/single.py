"""Judge the one submission in a folder, with nothing kept."""

import tempfile
from pathlib import Path

from grader.course.manifest import Course
from grader.course.words import clean
from grader.engine.grading import grade
from grader.engine.local import Pool
from grader.engine.worker import Order
from grader.errors import BoxFailed
from grader.intake import read_submissions, wanted_of
from grader.judging.results import Result, ResultStore, status


def judge_folder(course: Course, folder: Path) -> Result:
    """
    Return the result of the work in *folder*, judged in the strongest box there is here.

    A platform has no teacher at hand who could decide to go on without a box, so where
    submissions cannot be locked in nothing is judged.

    Raises:
        GraderError: If nothing can be judged here, or a check was not: our failure.
    """
    folder = folder.resolve()
    entries = read_submissions(folder.parent, (folder.name,), wanted=wanted_of(course))
    with tempfile.TemporaryDirectory(prefix="grader-results-") as scratch:
        store = ResultStore(Path(scratch))
        with Pool(Order(course.root), jobs=1) as pool:
            ((result, _),) = list(grade(course, entries, store, pool))
    if not result.refused and not result.judged:
        notes = [check["note"] for check in result.checks if check["note"]]
        why = f" {clean(notes[0], limit=300)}" if notes else ""
        raise BoxFailed(f"The submission could not be judged: {status(result)}.{why}")
    return result
