"""The commands check and try, which show how a course grades, and sync, which makes its stubs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.errors import GraderError
from grader.text import clean

from .terminal import (
    NOT_ALL_JUDGED,
    PROBLEMS,
    CourseOption,
    LangOption,
    UnsafeOption,
    cores,
    counted,
    find_course,
    grading_screen,
    one_line_errors,
)

if TYPE_CHECKING:
    from grader.check.corpus import EntryOutcome
    from grader.course.manifest import Course, Exercise
    from grader.engine.local import Pool


def check(
    course: CourseOption = None,
    only: Annotated[
        list[str] | None,
        typer.Option(help="Look at this exercise alone; may be given several times."),
    ] = None,
    corpus: Annotated[
        bool, typer.Option(help="Also judge the corpus: known mistakes and unusual right answers.")
    ] = True,
    mutants: Annotated[
        bool,
        typer.Option(
            "--mutants",
            help="Also change each solution in one place at a time, and print the changes that no "
            "check catches as entries for the corpus.",
        ),
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Do it again whenever a file of the course changes.")
    ] = False,
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
    from grader.check.changes import wait_for_change, written_at

    proof = _Proof(course, tuple(only or ()), corpus, mutants, jobs, unsafe)
    with one_line_errors():
        root = find_course(course).root
        while watch:
            before = written_at(root)  # What is written while this is proved counts, too.
            try:
                _prove(proof)
            except GraderError as error:
                typer.echo(f"grader: {error}", err=True)
            typer.echo("Waiting for a change. Stop with Ctrl-C.")
            wait_for_change(root, before)
        is_proved = _prove(proof)
    if not is_proved:
        raise typer.Exit(PROBLEMS)


@dataclass(frozen=True)
class _Proof:
    """The options of `grader check`: what to prove, and how."""

    folder: Path | None
    only: tuple[str, ...]
    corpus: bool
    mutants: bool
    jobs: int
    unsafe: bool


def _prove(proof: _Proof) -> bool:
    """Prove a course, print what is wrong with it, and say whether nothing is."""
    from grader.check.static import prove
    from grader.check.stubs_and_solutions import judge_stubs_and_solutions, judge_wrong_answers
    from grader.course.checks import hidden_tests
    from grader.engine.local import Pool
    from grader.engine.worker import WorkerConfig

    found = replace(find_course(proof.folder), only=proof.only)
    only = [found.unit.exercise(name) for name in proof.only]
    problems = prove(found)
    if not problems:
        problems = judge_stubs_and_solutions(found, only, unsafe=proof.unsafe)
    if not problems:
        config = WorkerConfig(found.root, unsafe=proof.unsafe, only=proof.only)
        with Pool(config, proof.jobs) as pool:
            problems = judge_wrong_answers(found, pool, only)
            if not problems and proof.corpus:
                problems = _check_corpus(found, pool, proof.only)
            if proof.mutants:
                _print_mutants(found, pool, only or found.unit.exercises)
    for problem in problems:
        typer.echo(problem)
    for test in hidden_tests(found, skipped=True):
        typer.echo(f"{test.where} has the marker skip: it is left out for every submission.")
    if problems:
        return False
    unit = found.unit
    if only:
        typer.echo(f"{', '.join(proof.only)}: the stubs earn 0, the solutions everything.")
    else:
        worth = f"{unit.judged.points:g}"
        typer.echo(
            f"{unit.title}: {counted(len(unit.exercises), 'exercise')}, {worth} points. "
            f"Stubs earn 0, solutions {worth}; no solution or hidden test is handed out."
        )
        if unit.manual:
            ids = ", ".join(each.id for each in unit.manual)
            typer.echo(f"A person grades {counted(len(unit.manual), 'exercise')} more ({ids}).")
    return True


def _check_corpus(course: "Course", pool: "Pool", only: Sequence[str] = ()) -> list[str]:
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
        typer.echo(
            "No corpus: tests/corpus/mistakes/ has no wrong answers to catch, and "
            "tests/corpus/alternatives/ no unusual right ones to accept; both may stay empty."
        )
        return []
    entries = read_corpus(course)
    outcomes: list[EntryOutcome] = []
    with grading_screen(len(entries), jobs=1) as screen:
        for outcome in judge_corpus(course, entries, pool):
            outcomes.append(outcome)
            screen.done("", ())
    rows = [row for row in tabulate(course, outcomes) if not only or row.exercise in only]
    lines = describe_table(rows) + describe_naming(count_named(outcomes))
    if only:  # What all entries together must hold cannot be said of a few.
        typer.echo("\n".join(lines))
        return find_problems(course, outcomes, only)
    budget = budget_use(course, outcomes)
    typer.echo("\n".join([*lines, budget.describe()]))
    return [*find_problems(course, outcomes), *filter(None, [budget.problem])]


def _print_mutants(course: "Course", pool: "Pool", exercises: "Sequence[Exercise]") -> None:
    """Judge the mutants of solutions, and print those that no check catches."""
    from grader.check.mutants import judge_mutants, make_mutants
    from grader.course.entries import entries_name

    mutants = [mutant for each in exercises for mutant in make_mutants(course, each)]
    missed = set()
    with grading_screen(len(mutants), jobs=1) as screen:
        for mutant, is_caught in judge_mutants(course, mutants, pool):
            missed |= set() if is_caught else {mutant}
            screen.done("", ())
    caught = len(mutants) - len(missed)
    typer.echo(f"{caught} of {len(mutants)} mutants of the solutions are caught.")
    for exercise in exercises:
        own = [mutant for mutant in mutants if mutant in missed and mutant.exercise == exercise]
        if own:
            typer.echo(
                f"\nNo check catches these. In {entries_name(exercise)}, unless they are right:\n"
            )
            typer.echo("\n".join(mutant.entry for mutant in own))


def try_answer(
    answer: Annotated[
        Path,
        typer.Argument(help="A module, a notebook or a folder, as a student would hand it in."),
    ],
    exercise: Annotated[
        str,
        typer.Argument(help="Show this exercise alone. A module of any name is then its module."),
    ] = "",
    course: CourseOption = None,
    lang: LangOption = None,
) -> None:
    """
    Grade one answer and print what its student would read.

    Exits 0 if everything was judged, 3 if something was not.
    """
    from grader.autograders.judge_folder import judge_file
    from grader.autograders.texts import result_lines
    from grader.messages.catalogues import language_of
    from grader.results.outcomes import Outcome

    with one_line_errors():
        found = find_course(course)
        chosen = found.unit.exercise(exercise) if exercise else None
        result = judge_file(found, answer, chosen)
        for line in result_lines(result, language_of(found, lang), exercise):
            typer.echo(line)
    for each in result.exercises:
        for check in each.checks if exercise in ("", each.id) else ():
            if check.note and check.outcome != Outcome.UNANSWERED:
                typer.echo(f"for you alone: {check.name}: {clean(check.note, limit=1000)}")
    if result.is_open:
        raise typer.Exit(NOT_ALL_JUDGED)


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
