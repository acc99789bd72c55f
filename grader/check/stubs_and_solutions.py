"""The proof by running: stubs earn nothing, solutions everything, and wrong answers are told."""

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
        Task(0, "the stubs", _modules(course, course.exercises)),
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
            problems += [judged.no_figures] if judged.no_figures else []
    return problems


#: What an exercise is answered with on purpose, and the body of its functions.
_WRONG = {
    "an answer that returns None": "return None",
    "an answer that raises": 'raise RuntimeError("wrong on purpose")',
}


def judge_wrong_answers(course: Course, pool: Pool) -> list[str]:
    """
    Judge wrong answers to every exercise; return what is wrong with the course, one line each.

    Each must fail a check, and nothing may go wrong while words for it are looked for: students
    would lose the words, and nobody else would notice before.

    Args:
        course: The course.
        pool: Judges of the course, who have proved its solutions.
    """
    solutions = _modules(course, course.solutions)
    cases = [(exercise, what) for exercise in course.unit.exercises for what in _WRONG]
    tasks = []
    for number, (exercise, what) in enumerate(cases):
        name = f"{exercise.module}.py"
        functions = (f"\n\ndef {f}(*_, **__):\n    {_WRONG[what]}\n" for f in exercise.names)
        files = {**solutions, name: solutions[name] + "".join(functions).encode()}
        tasks.append(Task(number, what, files, (exercise.id,)))
    problems = list(pool.prepare().faults)
    for judged in sorted(pool.judge(tasks), key=lambda each: each.number):
        exercise, what = cases[judged.number]
        problems += judged.faults
        outcomes = {verdict.outcome for verdict in judged.verdicts}
        if not outcomes or Outcome.NOT_JUDGED in outcomes:
            notes = " ".join(verdict.note for verdict in judged.verdicts if verdict.note)
            problems.append(f"{exercise.id}: {what} could not be judged. {notes}".rstrip())
        elif outcomes == {Outcome.PASSED}:
            problems.append(f"{exercise.id}: {what} passes every check. Add a check that fails it.")
    return list(dict.fromkeys(problems))


def _modules(course: Course, folder: Path) -> Mapping[str, bytes]:
    paths = [folder / f"{module}.py" for module in course.unit.modules]
    return {path.name: path.read_bytes() for path in paths if path.is_file()}
