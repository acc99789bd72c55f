"""The proof of a course, as far as reading goes: everything is there, fresh and adds up."""

import math
from collections.abc import Callable, Iterator

from grader.course.checklist import MarkedTest, marked_tests
from grader.course.leaks import find_leaks
from grader.course.manifest import Course, Exercise, Unit
from grader.course.markers import BEGIN, END, find_answers
from grader.course.source import defined_names, parse, read_text
from grader.course.sync import stale_stubs
from grader.errors import CourseError
from grader.text import clean

EXPECTED_POINTS = 100.0


def prove(course: Course) -> list[str]:
    """
    Return what is wrong with *course*, one sentence each; nothing is run.

    Every exercise needs a solution with a marked answer, a fresh stub, a visible and a
    hidden test; its points must be those of its checks; and nothing of solutions or
    hidden tests may stand in ``exercises/``. Whether stubs earn nothing and solutions
    everything can only be seen in the box.
    """
    unit = course.unit
    looks = [_sum_problems(unit), _call(stale_stubs, course), _call(find_leaks, course)]
    for module in unit.modules:
        exercises = [exercise for exercise in unit.exercises if exercise.module == module]
        looks += [
            _solution_problems(course, module, exercises),
            _stub_problems(course, module, exercises),
            _visible_problems(course, module, exercises),
            _hidden_problems(course, module, exercises),
        ]
    looks.append(_stray_hidden_files(course))
    # One faulty file can be met by several looks, and is said once.
    return list(dict.fromkeys(problem for look in looks for problem in _until_error(look)))


def _call(look: Callable[[Course], list[str]], course: Course) -> Iterator[str]:
    yield from look(course)


def _until_error(look: Iterator[str]) -> Iterator[str]:
    """Yield what *look* finds; a file that it cannot read is its last finding."""
    try:
        yield from look
    except CourseError as error:
        yield str(error)


def _sum_problems(unit: Unit) -> Iterator[str]:
    expected = EXPECTED_POINTS if unit.stated_points is None else unit.stated_points
    if not math.isclose(unit.points, expected, abs_tol=1e-9):
        yield (
            f"exercises/unit.toml: the points sum to {unit.points:g}, expected {expected:g}. "
            "Change the exercises' points, or state the sum as points in [unit]."
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
                    f"{where}: {name} has no marked answer, so its stub would give it away. "
                    f'Put the answer between "{BEGIN}" and "{END}".'
                )


def _stub_problems(course: Course, module: str, exercises: list[Exercise]) -> Iterator[str]:
    where = f"exercises/{module}.py"
    path = course.exercises / f"{module}.py"
    if path.exists():  # if it is not, it counts as stale
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
    tests = list(marked_tests(parse(source, where), "exercise"))
    yield from _wrong_ids(tests, where, exercises)
    for exercise in exercises:
        if not any(test.exercise == exercise.id for test in tests):
            yield (
                f"{where}: no visible test of {exercise.id}, expected at least one. "
                f'Mark it @pytest.mark.exercise("{exercise.id}").'
            )


def _hidden_problems(course: Course, module: str, exercises: list[Exercise]) -> Iterator[str]:
    path = course.hidden / f"test_{module}_hidden.py"
    where = path.relative_to(course.root).as_posix()
    checks = list(marked_tests(parse(read_text(path, where), where), "check"))
    yield from _wrong_ids(checks, where, exercises)
    yield from _misdeclared(checks, where)
    for exercise in exercises:
        own = [check for check in checks if check.exercise == exercise.id]
        if not own:
            yield (
                f"{where}: no hidden test of {exercise.id}, expected at least one. "
                f'Mark it @pytest.mark.check("{exercise.id}", points={exercise.points:g}).'
            )
            continue
        total = math.fsum(_points(check) for check in own)
        if not math.isclose(total, exercise.points, abs_tol=1e-9):
            yield (
                f"{where}: the checks of {exercise.id} sum to {total:g} points, expected the "
                f"{exercise.points:g} of exercises/unit.toml. Change one of the two."
            )
        gated = [check for check in own if check.options.get("gated") is True]
        if gated and not any(check.options.get("base") is True for check in own):
            yield (
                f"{where}:{gated[0].line}: {gated[0].name} is gated, but {exercise.id} has no "
                "base check that could open the gate. Mark a value check base=True."
            )


def _misdeclared(checks: list[MarkedTest], where: str) -> Iterator[str]:
    """Yield what keeps a check from being collected, counted or understood."""
    lines: dict[str, int] = {}
    for check in checks:
        place = f"{where}:{check.line}: {check.name}"
        if not _points(check) > 0:
            yield f"{place} has no points, expected points=… with a number above 0. Write one."
        if not check.name.startswith("test"):
            yield f'{place} is not collected by pytest. Begin its name with "test_".'
        if not check.sentence:
            yield f"{place} has no docstring. Write the sentence that the student reads."
        if check.parametrized:
            yield (
                f"{place} is parametrized, so each case would count its points again. "
                "Write one test for each case, or loop inside it."
            )
        if check.name in lines:
            yield (
                f"{place} is there already in line {lines[check.name]}, and only one of the two "
                "runs. Rename one, or give it one marker only."
            )
        lines[check.name] = check.line


def _wrong_ids(tests: list[MarkedTest], where: str, exercises: list[Exercise]) -> Iterator[str]:
    known = {exercise.id for exercise in exercises}
    for test in tests:
        if test.exercise not in known:
            found = "nothing" if test.exercise is None else f'"{clean(test.exercise)}"'
            yield (
                f"{where}:{test.line}: {test.name} is marked for {found}, expected an exercise "
                f"of this module: {', '.join(sorted(known))}. Mend the marker."
            )


def _stray_hidden_files(course: Course) -> Iterator[str]:
    expected = {f"test_{module}_hidden.py" for module in course.unit.modules}
    for path in sorted(course.hidden.glob("test_*.py")):
        if path.name not in expected:
            where = clean(path.relative_to(course.root).as_posix())
            yield f"{where} belongs to no module of exercises/unit.toml. Rename or remove it."


def _points(check: MarkedTest) -> float:
    points = check.options.get("points")
    if isinstance(points, bool) or not isinstance(points, int | float):
        return 0.0
    return float(points)
