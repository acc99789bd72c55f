"""The judging of a single submission, as packages on a platform do it."""

import tempfile
from pathlib import Path

from grader.course.manifest import Course
from grader.engine.grading import grade
from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.intake import read_submissions, wanted_of
from grader.results.records import Result
from grader.results.store import ResultStore


def judge_folder(course: Course, folder: Path) -> Result:
    """
    Return the result of the submission in *folder*, judged in the strongest possible box.

    On a platform no teacher is at hand who could allow judging without a box. So where
    submissions cannot be locked in, nothing is judged.

    Returns:
        The result. It may be refused, or hold checks that are not judged, which is our failure.

    Raises:
        GraderError: If nothing can be judged on this machine.
    """
    folder = folder.resolve()
    entries = read_submissions(folder.parent, (folder.name,), wanted=wanted_of(course))
    with tempfile.TemporaryDirectory(prefix="grader-results-") as scratch:
        store = ResultStore(Path(scratch))
        with Pool(WorkerConfig(course.root), jobs=1) as pool:
            (graded,) = list(grade(course, entries, store, pool))
    return graded.result
