"""The proof by running: stubs earn nothing, solutions everything, and wrong answers are told."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.course.manifest import Course, Exercise
from grader.course.source import with_answer
from grader.engine.local import Pool
from grader.engine.worker import Task, WorkerConfig
from grader.intake.notebook.cell_functions import is_cell_module
from grader.results.outcomes import Outcome


def judge_stubs_and_solutions(
    course: Course, exercises: Sequence[Exercise] = (), *, unsafe: bool = False
) -> list[str]:
    """
    Judge the stubs and the solutions in the box; return what is wrong, one line each.

    The stubs must be UNANSWERED and the solutions PASSED in every check.

    Args:
        course: The course.
        exercises: The exercises to judge; by default every one, and the figures too.
        unsafe: Judge even where submissions cannot be locked in.

    Raises:
        GraderError: If the box or the hidden tests cannot be used at all.
    """
    problems = []
    only = tuple(exercise.id for exercise in exercises)
    tasks = [
        Task(0, "the stubs", _modules(course, course.exercises), only),
        Task(1, "the solutions", _modules(course, course.solutions), only, figures=not only),
    ]
    wanted = {0: Outcome.UNANSWERED, 1: Outcome.PASSED}
    config = WorkerConfig(course.root, unsafe=unsafe, prove=False, only=only)
    with Pool(config, jobs=1) as pool:
        for judged in pool.judge(tasks):
            whose, outcome = tasks[judged.number].student, wanted[judged.number]
            assert pool.ready is not None, "a judge that has judged was ready"
            exercise_of = {check.name: check.exercise for check in pool.ready.checks}
            problems += [
                f"{found.name} ({exercise_of[found.name]}): {whose} are {found.outcome}, "
                f"expected {outcome}. {found.message} {found.note}".rstrip()
                for found in judged.verdicts
                if found.outcome is not outcome
            ]
            problems += [judged.no_figures] if judged.no_figures else []
    return problems


_HELPERS = """

def _value(right, args, kwargs):
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()):
        return right(*args, **kwargs)


def _empty(right, value):
    if value is None or isinstance(right, type):
        raise TypeError("there is no empty value")
    return type(value)()


class _Anything:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 1

    def __call__(self, *args, **kwargs):
        return self

    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    __getattr__ = __getitem__ = __add__ = __sub__ = __mul__ = __truediv__ = __call__


class _Nothing(_Anything):
    def __eq__(self, other):
        return False

    __hash__ = _Anything.__hash__
    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__

    def __bool__(self):
        return False

"""
_EQUAL_TO_EVERYTHING = "an object that is equal to everything"
#: A check that this passes too does not look at the answer, but at arguments or files, say.
_EQUAL_TO_NOTHING = "return _Nothing()"
#: What an exercise is answered with on purpose; the solution is called ``right`` there, and what
#: it prints is no part of the answer.
_WRONG = {
    "an answer that returns None": "return None",
    "an answer that raises": 'raise RuntimeError("wrong on purpose")',
    "an answer that returns its first argument": "return [*args, *kwargs.values(), None][0]",
    "an answer of zeros": "return _value(right, args, kwargs) * 0",
    "an empty answer of the right type": "return _empty(right, _value(right, args, kwargs))",
    _EQUAL_TO_EVERYTHING: "return _Anything()",
}
#: Those for which words are looked for: nothing may go wrong with that either.
_EXPLAINED = ("an answer that returns None", "an answer that raises")


def judge_wrong_answers(
    course: Course, pool: Pool, exercises: Sequence[Exercise] = ()
) -> list[str]:
    """
    Judge wrong answers to every exercise; return what is wrong with the course, one line each.

    Each must fail a check, an object that is equal to everything must fail every check that
    looks at it, and nothing may go wrong while words for it are looked for: students would lose
    the words, and nobody else would notice before.

    Args:
        course: The course.
        pool: Judges of the course, who have proved its solutions.
        exercises: The exercises to answer; by default every one.
    """
    solutions = _modules(course, course.solutions)
    chosen = exercises or course.unit.exercises
    cases = [
        (exercise, what)
        for exercise in chosen
        for what, body in _WRONG.items()
        # A cell answers by what it leaves behind: one that the solution's has run is right.
        if "right" not in body or not is_cell_module(solutions[f"{exercise.module}.py"])
    ]
    tasks = []
    for number, (exercise, what) in enumerate(cases):
        files = _answer(solutions, exercise, _WRONG[what])
        tasks.append(Task(number, what, files, (exercise.id,), words=what in _EXPLAINED))
    ready = pool.prepare()
    problems = list(ready.faults)
    exercise_of = {check.name: check.exercise for check in ready.checks}
    equal: dict[Exercise, list[str]] = {}
    for judged in sorted(pool.judge(tasks), key=lambda each: each.number):
        exercise, what = cases[judged.number]
        problems += judged.faults if what in _EXPLAINED else ()
        # Answers that use up much are judged as a whole, the other exercises too.
        own = [v for v in judged.verdicts if exercise_of.get(v.name, exercise.id) == exercise.id]
        outcomes = {verdict.outcome for verdict in own}
        passed = [verdict.name for verdict in own if verdict.outcome is Outcome.PASSED]
        if not outcomes or Outcome.NOT_JUDGED in outcomes:
            notes = " ".join(verdict.note for verdict in judged.verdicts if verdict.note)
            problems.append(f"{exercise.id}: {what} could not be judged. {notes}".rstrip())
        elif outcomes == {Outcome.PASSED}:
            problems.append(f"{exercise.id}: {what} passes every check. Add a check that fails it.")
        elif passed and what == _EQUAL_TO_EVERYTHING:
            equal[exercise] = passed
    problems += _deceived(solutions, pool, equal)
    return list(dict.fromkeys(problems))


def _deceived(
    solutions: Mapping[str, bytes], pool: Pool, equal: Mapping[Exercise, Sequence[str]]
) -> Iterator[str]:
    """
    Yield the exercises with a check that an object passes because it is equal to everything.

    Args:
        solutions: The modules of the solutions.
        pool: Judges of the course.
        equal: Exercise → the checks that such an object passes.
    """
    chosen = list(equal)
    tasks = [
        Task(number, "", _answer(solutions, exercise, _EQUAL_TO_NOTHING), (exercise.id,))
        for number, exercise in enumerate(chosen)
    ]
    for judged in sorted(pool.judge(tasks), key=lambda each: each.number):
        exercise = chosen[judged.number]
        indifferent = {v.name for v in judged.verdicts if v.outcome is Outcome.PASSED}
        names = [name for name in equal[exercise] if name not in indifferent]
        if names:
            yield (
                f"{exercise.id}: {_EQUAL_TO_EVERYTHING} passes {names[0]}. Let it ask for a type "
                "or a value."
            )


def _answer(solutions: Mapping[str, bytes], exercise: Exercise, body: str) -> Mapping[str, bytes]:
    """Return the solutions with another answer to one exercise."""
    name = f"{exercise.module}.py"
    text = "".join(_answered(each, body) for each in exercise.names)
    return {**solutions, name: with_answer(solutions[name], _HELPERS + text)}


def _answered(name: str, body: str) -> str:
    """Return a definition of *name* with another *body*, which can call the solution."""
    return (
        f"\ndef _wrong(right):\n    def {name}(*args, **kwargs):\n        {body}\n\n"
        f"    return {name}\n\n\n{name} = _wrong({name})\n"
    )


def _modules(course: Course, folder: Path) -> Mapping[str, bytes]:
    paths = [folder / f"{module}.py" for module in course.unit.modules]
    return {path.name: path.read_bytes() for path in paths if path.is_file()}
