"""Judge the one submission in a folder, with nothing kept."""

import tempfile
from pathlib import Path

from grader.course.manifest import Course
from grader.engine.grading import grade
from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.intake import read_submissions, wanted_of
from grader.results.store import Result, ResultStore


def judge_folder(course: Course, folder: Path) -> Result:
    """
    Return the result of the work in *folder*, judged in the strongest box there is here.

    A platform has no teacher at hand who could decide to go on without a box, so where
    submissions cannot be locked in nothing is judged.

    Returns:
        The result. It may be refused, or hold a check that is not judged: our failure.

    Raises:
        GraderError: If nothing can be judged here.
    """
    folder = folder.resolve()
    entries = read_submissions(folder.parent, (folder.name,), wanted=wanted_of(course))
    with tempfile.TemporaryDirectory(prefix="grader-results-") as scratch:
        store = ResultStore(Path(scratch))
        with Pool(WorkerConfig(course.root), jobs=1) as pool:
            ((result, _),) = list(grade(course, entries, store, pool))
    return result
