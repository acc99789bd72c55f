"""Judging of a single submission, for the packages on a platform."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course.manifest import Course, Exercise
from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.errors import CourseError
from grader.text import clean

if TYPE_CHECKING:
    from grader.results.records import Result


def judge_folder(course: Course, folder: Path) -> "Result":
    """
    Return the result of the submission in *folder*, judged in the strongest possible box.

    On a platform no teacher is at hand who could allow judging without a box. So where
    submissions cannot be locked in, nothing is judged. What a person grades is left out.

    Returns:
        The result. It may be refused, or hold checks that are not judged, which is our failure.

    Raises:
        GraderError: If nothing can be judged on this machine.
    """
    folder = folder.resolve()
    with (
        tempfile.TemporaryDirectory(prefix="grader-results-") as scratch,
        Pool(WorkerConfig(course.root, only=course.only), jobs=1) as pool,
    ):
        pool.start()  # It warms up for seconds, while all else is still to be imported.

        from grader.engine.grading import grade
        from grader.intake import read_submissions, wanted_of
        from grader.results.store import ResultStore

        entries = read_submissions(folder.parent, (folder.name,), wanted=wanted_of(course))
        judged = replace(course, unit=course.unit.judged)
        (graded,) = list(grade(judged, entries, ResultStore(Path(scratch)), pool))
    return graded.result


def judge_file(course: Course, answer: Path, exercise: Exercise | None = None) -> "Result":
    """
    Return the result of one file, or of a folder, as if a student had handed in that alone.

    Args:
        course: The course.
        answer: A module, a notebook or a folder.
        exercise: If given, it alone is judged, and a module is its own, whatever its name.

    Raises:
        GraderError: If there is no such file, or nothing can be judged on this machine.
    """
    if exercise is not None:
        course = replace(course, only=(exercise.id,))
    if answer.is_dir():
        return judge_folder(course, answer)
    if not answer.is_file():
        raise CourseError(f"{clean(str(answer))} is neither a file nor a folder. Name one.")
    is_module = exercise is not None and answer.suffix == ".py"
    name = f"{exercise.module}.py" if exercise is not None and is_module else answer.name
    with tempfile.TemporaryDirectory(prefix="grader-try-") as scratch:
        folder = Path(scratch) / "answer"
        folder.mkdir()
        shutil.copyfile(answer, folder / name)
        return judge_folder(course, folder)
