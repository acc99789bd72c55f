"""The static proof of a course: by reading alone, it is complete, up to date and adds up."""

import math
from collections.abc import Callable, Iterator

from grader.course.checks import Check, check_of, exercise_of, hidden_tests, marked_tests
from grader.course.leaks import find_leaks
from grader.course.manifest import Course, Exercise, Unit
from grader.course.solution_markers import BEGIN, END, find_answers
from grader.course.source import defined_names, parse, read_text
from grader.course.stubs import stale_stubs
from grader.errors import CourseError
from grader.text import clean

from .leftovers import find_leftovers


def prove(course: Course) -> list[str]:
    """
    Return what is wrong with *course*, one sentence each; nothing is run.

    Every exercise needs a solution with a marked answer, a fresh stub, a visible and a
    hidden test, and ``exercises/`` must not hold text of solutions or hidden tests. Whether
    stubs earn nothing and solutions everything is tried in `grader.check.stubs_and_solutions`.
    Where only some exercises are chosen, no other is looked at.
    """
    unit = course.unit
    looks = [_call(stale_stubs, course)]
    if not course.only:  # What all exercises together must hold cannot be said of a few.
        looks += [_sum_problems(unit), _call(find_leaks, course)]
    for module in course.chosen_modules:
        exercises = [exercise for exercise in unit.exercises if exercise.module == module]
        chosen = [exercise for exercise in exercises if exercise in course.chosen]
        looks += [
            _solution_problems(course, module, chosen),
            _stub_problems(course, module, chosen),
        ]
        if exercises:  # Others are tested by the exercises that use them.
            looks += [
                _visible_problems(course, module, exercises),
                _hidden_problems(course, module, exercises),
            ]
    looks.append(_name_problems(course))
    if not course.only:
        looks += [_stray_hidden_files(course), find_leftovers(course)]
    # Several of these may find the same faulty file; it is reported once.
    return list(dict.fromkeys(problem for look in looks for problem in _until_error(look)))


def _call(look: Callable[[Course], list[str]], course: Course) -> Iterator[str]:
    yield from look(course)


def _until_error(look: Iterator[str]) -> Iterator[str]:
    """Yield what *look* finds; a file that it cannot read ends it."""
    try:
        yield from look
    except CourseError as error:
        yield str(error)


def _sum_problems(unit: Unit) -> Iterator[str]:
    stated = unit.stated_points
    if stated is not None and not math.isclose(unit.points, stated, abs_tol=1e-9):
        yield (
            f"exercises/unit.toml: the points sum to {unit.points:g}, expected the {stated:g} of "
            "[unit]. Change the points of the exercises, or those in [unit]."
        )


def _solution_problems(course: Course, module: str, exercises: list[Exercise]) -> Iterator[str]:
    where = f"solutions/{module}.py"
    source = read_text(course.solutions / f"{module}.py", where)
    yield from _missing_names(source, where, exercises, "Define it there.")
    owners = [answer.owner for answer in find_answers(source, where)]
    for exercise in exercises:
        for name in exercise.names:
            if not any(owner.split(".")[0] == name for owner in owners):
                yield (
                    f"{where}: {name} has no marked answer, so its stub would show the solution. "
                    f'Put the answer between "{BEGIN}" and "{END}".'
                )


def _stub_problems(course: Course, module: str, exercises: list[Exercise]) -> Iterator[str]:
    where = f"exercises/{module}.py"
    path = course.exercises / f"{module}.py"
    if path.exists():  # A missing stub is reported as stale.
        yield from _missing_names(read_text(path, where), where, exercises, 'Run "grader sync".')


def _missing_names(
    source: str, where: str, exercises: list[Exercise], advice: str
) -> Iterator[str]:
    defined = defined_names(parse(source, where))
    for exercise in exercises:
        for name in exercise.names:
            if name not in defined:
                yield f"{where}: {name} ({exercise.id}) is not defined at top level. {advice}"


def _visible_problems(course: Course, module: str, exercises: list[Exercise]) -> Iterator[str]:
    where = f"exercises/test_{module}.py"
    source = read_text(course.exercises / f"test_{module}.py", where)
    tested = set()
    for test in marked_tests(source, where, "exercise"):
        for marker in test.markers:
            try:
                tested.add(exercise_of(test, marker, exercises))
            except CourseError as error:
                yield str(error)
    for exercise in exercises:
        if exercise not in tested and exercise in course.chosen:
            yield (
                f"{where}: no visible test of {exercise.id}, expected at least one. "
                f'Mark it @pytest.mark.exercise("{exercise.id}").'
            )


def _hidden_problems(course: Course, module: str, exercises: list[Exercise]) -> Iterator[str]:
    path = course.hidden / f"test_{module}_hidden.py"
    where = path.relative_to(course.root).as_posix()
    checks: dict[Check, str] = {}
    faults: list[str] = []
    for test in marked_tests(read_text(path, where), where, "check"):
        if test.skipped:
            continue
        try:
            checks[check_of(test, exercises)] = test.where
        except CourseError as error:
            faults.append(str(error))
    yield from faults
    for exercise in exercises if not faults else ():
        if exercise not in course.chosen:
            continue
        own = {check: place for check, place in checks.items() if check.exercise == exercise.id}
        yield from _gate_problems(own, exercise, where)


def _gate_problems(checks: dict[Check, str], exercise: Exercise, where: str) -> Iterator[str]:
    """Yield what is wrong with one exercise's checks, given with their places, as a whole."""
    if not checks:
        yield (
            f"{where}: no hidden test of {exercise.id}, expected at least one. "
            f'Mark it @pytest.mark.check("{exercise.id}", points=1).'
        )
        return
    gated = next((place for check, place in checks.items() if check.gated), None)
    if gated is not None and not any(check.base for check in checks):
        yield (
            f"{gated} is gated, but {exercise.id} has no base check that could open the gate. "
            "Mark a value check base=True."
        )


def _name_problems(course: Course) -> Iterator[str]:
    """Yield the hidden tests that pytest would not collect exactly once."""
    first: dict[str, str] = {}
    for test in hidden_tests(course):
        if not test.name.startswith("test"):
            yield f'{test.where} is not collected by pytest. Begin its name with "test_".'
        if test.name in first:
            yield (
                f"{test.where} has the name of the hidden test {first[test.name]}, expected a "
                "name of its own. Rename one of the two."
            )
        first[test.name] = test.where.rpartition(":")[0]


def _stray_hidden_files(course: Course) -> Iterator[str]:
    expected = {f"test_{module}_hidden.py" for module in course.unit.modules}
    for path in sorted(course.hidden.glob("test_*.py")):
        if path.name not in expected:
            where = clean(path.relative_to(course.root).as_posix())
            yield f"{where} belongs to no module of exercises/unit.toml. Rename or remove it."
