"""The commands check, which proves a course, and sync, which makes its stubs."""

from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import (
    PROBLEMS,
    CourseOption,
    UnsafeOption,
    cores,
    counted,
    find_course,
    grading_screen,
    one_line_errors,
)

if TYPE_CHECKING:
    from grader.check.corpus import EntryOutcome
    from grader.course.manifest import Course
    from grader.engine.local import Pool


def check(
    course: CourseOption = None,
    corpus: Annotated[
        bool,
        typer.Option(help="Also judge the corpus: known mistakes and unusual right answers."),
    ] = True,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, help="How many judges run in parallel.")
    ] = cores(),
    unsafe: UnsafeOption = False,
) -> None:
    """
    Prove that the course is complete and consistent, leaks nothing, and grades as it should.

    Stubs must earn 0 points and solutions all of them. Wrong answers to every exercise must
    fail, and its known mistakes and examples must be usable. Then the corpus is judged: every
    mistake must be caught, every unusual right answer accepted, and every hidden check needed.
    Exits 0 if all of this holds, and 1 with one line per problem.
    """
    from grader.check.static import prove
    from grader.check.stubs_and_solutions import judge_stubs_and_solutions, judge_wrong_answers
    from grader.course.checks import hidden_tests
    from grader.engine.local import Pool
    from grader.engine.worker import WorkerConfig

    with one_line_errors():
        found = find_course(course)
        problems = prove(found)
        if not problems:
            problems = judge_stubs_and_solutions(found, unsafe=unsafe)
        if not problems:
            with Pool(WorkerConfig(found.root, unsafe=unsafe), jobs) as pool:
                problems = judge_wrong_answers(found, pool)
                if not problems and corpus:
                    problems = _check_corpus(found, pool)
    for problem in problems:
        typer.echo(problem)
    for test in hidden_tests(found, skipped=True):
        typer.echo(f"{test.where} has the marker skip: it is left out for every submission.")
    if problems:
        raise typer.Exit(PROBLEMS)
    unit = found.unit
    typer.echo(
        f"{unit.title}: {counted(len(unit.exercises), 'exercise')}, {unit.points:g} points. "
        f"Stubs earn 0, solutions {unit.points:g}; no solution or hidden test is handed out."
    )


def _check_corpus(course: "Course", pool: "Pool") -> list[str]:
    """Judge the corpus of *course*, print its kill table, and return what is wrong."""
    from grader.check.corpus import has_corpus, judge_corpus, read_corpus
    from grader.check.kill_table import (
        budget_use,
        count_named,
        describe_naming,
        describe_table,
        find_problems,
        tabulate,
    )

    if not has_corpus(course):
        typer.echo("No corpus: nothing in tests/corpus/mistakes/ or tests/corpus/alternatives/.")
        return []
    entries = read_corpus(course)
    outcomes: list[EntryOutcome] = []
    with grading_screen(len(entries), jobs=1) as screen:
        for outcome in judge_corpus(course, entries, pool):
            outcomes.append(outcome)
            screen.done("", ())
    lines = describe_table(tabulate(course, outcomes)) + describe_naming(count_named(outcomes))
    budget = budget_use(course, outcomes)
    typer.echo("\n".join([*lines, budget.describe()]))
    return [*find_problems(course, outcomes), *filter(None, [budget.problem])]


def sync(
    course: CourseOption = None,
    check_only: Annotated[
        bool, typer.Option("--check", help="Write nothing. Exit 1 if a stub is stale.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite stubs that were edited by hand.")
    ] = False,
) -> None:
    """Make the stubs in exercises/ from the solutions."""
    from grader.course.stubs import stale_stubs, write_stubs

    with one_line_errors():
        found = find_course(course)
        if check_only:
            stale = stale_stubs(found)
            for line in stale:
                typer.echo(line)
            raise typer.Exit(PROBLEMS if stale else 0)
        written = write_stubs(found, force=force)
    names = ", ".join(path.name for path in written)
    typer.echo(f"Wrote {names}." if written else "Every stub is up to date.")
