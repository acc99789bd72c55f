"""The proof by running: in the box, stubs earn nothing and solutions everything."""

from collections.abc import Mapping
from pathlib import Path

from grader.course.manifest import Course
from grader.engine.local import Pool
from grader.engine.worker import Task, WorkerConfig
from grader.results.outcomes import Outcome


def judge_stubs_and_solutions(course: Course, *, unsafe: bool = False) -> list[str]:
    """
    Judge the stubs and the solutions in the box; return what is wrong, one line each.

    The stubs must be UNANSWERED and the solutions PASSED in every check.

    Raises:
        GraderError: If the box or the hidden tests cannot be used at all.
    """
    problems = []
    tasks = [
        Task(0, "the stubs", _modules(course, course.exercises), figures=True),
        Task(1, "the solutions", _modules(course, course.solutions), figures=True),
    ]
    wanted = {0: Outcome.UNANSWERED, 1: Outcome.PASSED}
    with Pool(WorkerConfig(course.root, unsafe=unsafe, prove=False), jobs=1) as pool:
        for judged in pool.judge(tasks):
            whose, outcome = tasks[judged.number].student, wanted[judged.number]
            assert pool.ready is not None, "a judge that has judged was ready"
            exercises = {check.name: check.exercise for check in pool.ready.checks}
            problems += [
                f"{found.name} ({exercises[found.name]}): {whose} are {found.outcome}, "
                f"expected {outcome}. {found.message} {found.note}".rstrip()
                for found in judged.verdicts
                if found.outcome is not outcome
            ]
    return problems


def _modules(course: Course, folder: Path) -> Mapping[str, bytes]:
    paths = [folder / f"{module}.py" for module in course.unit.modules]
    return {path.name: path.read_bytes() for path in paths if path.is_file()}
