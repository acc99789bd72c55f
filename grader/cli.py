"""The command line: the only place that prints or exits."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.course.words import clean
from grader.errors import GraderError

if TYPE_CHECKING:
    from grader.course.manifest import Course
    from grader.judging.results import Result

ALL_JUDGED, USAGE, NOT_ALL_JUDGED = 0, 2, 3
PROBLEMS = 1

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Grade a PyTorch exercise unit: submissions run in a box, trusted tests judge them.",
)

CourseOption = Annotated[
    Path | None,
    typer.Option("--course", help="The course's folder; by default the one you are in."),
]
UnsafeOption = Annotated[
    bool,
    typer.Option(
        "--unsafe",
        help="Go on where submissions cannot be locked in. Only if you trust every one of them.",
    ),
]


@contextmanager
def _one_line_errors() -> Iterator[None]:
    """Print the one line of a GraderError and exit 2; an interrupt exits as shells expect."""
    try:
        yield
    except GraderError as error:
        typer.echo(f"grader: {error}", err=True)
        raise typer.Exit(USAGE) from None
    except KeyboardInterrupt:
        typer.echo("grader: stopped. Results so far are kept; run it again to go on.", err=True)
        raise typer.Exit(130) from None


def _course(folder: Path | None) -> "Course":
    from grader.course.manifest import find_course

    return find_course(folder)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@app.command()
def autograde(
    submissions: Annotated[
        Path, typer.Argument(help="A folder with one folder or one zip per student.")
    ],
    to: Annotated[Path, typer.Option("--to", help="Folder for the results.")],
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, help="Judges at work at once.")
    ] = _cores(),
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Grade only this student; may be given several times."),
    ] = None,
    course: CourseOption = None,
    unsafe: UnsafeOption = False,
) -> None:
    """
    Grade every submission and write results/<student>.json and scores.csv.

    What is up to date is not graded again. Exits 0 when all were judged, 3
    when some were not, 2 when the command cannot work as given.
    """
    from grader.engine.grading import grade
    from grader.engine.local import Pool
    from grader.engine.worker import Order
    from grader.intake import is_nbgrader_tree, read_submissions, wanted_of
    from grader.judging.results import ResultStore, status

    with _one_line_errors():
        found = _course(course)
        entries = read_submissions(submissions, only or (), wanted=wanted_of(found))
        store = ResultStore(to)
        results: list[Result] = []
        fresh = 0
        count = count_entries(submissions, only or ())
        if is_nbgrader_tree(submissions, found.unit.name):
            typer.echo(f"nbgrader's folders: of each student {found.unit.name}/ is read.")
        pool = Pool(Order(found.root, unsafe), min(jobs, max(count, 1)))
        with pool, _progress(count) as advance:
            for result, judged_now in grade(found, entries, store, pool):
                results.append(result)
                fresh += judged_now
                advance()
        store.write_tables(results, found.unit)
        _say_summary(results, fresh, to)
        not_judged = [result for result in results if not result.judged]
        for result in not_judged:
            typer.echo(f"  {clean(result.student, limit=80)}: {clean(status(result), limit=300)}")
    raise typer.Exit(NOT_ALL_JUDGED if not_judged else ALL_JUDGED)


def count_entries(folder: Path, only: list[str] | tuple[str, ...]) -> int:
    """Return about how many submissions there are, for the progress bar."""
    if only:
        return len(only)
    entries = [name for name in os.listdir(folder) if not name.startswith(".")]
    return sum((folder / name).is_dir() or name.lower().endswith(".zip") for name in entries)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """Show a bar with rate and time left on a terminal, and nothing where output is piped."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(show_speed=True),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("warming up", total=total, rate="")

        def advance() -> None:
            progress.update(task, advance=1, description="grading")
            elapsed = progress.tasks[0].elapsed or 0.0
            rate = progress.tasks[0].completed / elapsed if elapsed else 0.0
            progress.update(task, rate=f"{rate:.1f}/s")

        yield advance


def _say_summary(results: "list[Result]", fresh: int, to: Path) -> None:
    outcomes: Counter[str] = Counter()
    for result in results:
        outcomes += result.outcomes
    refused = sum(bool(result.refused) for result in results)
    counted = ", ".join(f"{count} {name}" for name, count in sorted(outcomes.items()))
    typer.echo(f"Checks: {counted or 'none'}.")
    kept = len(results) - fresh
    boxes = sorted({str(result.box["strength"]) for result in results if result.box})
    students = f"{len(results)} submission{'s' if len(results) != 1 else ''}"
    typer.echo(
        f"{students}: {fresh - refused} graded now, {kept} up to date, {refused} refused. "
        f"Box: {', '.join(boxes) or 'none'}. Scores: {to}/scores.csv"
    )


@app.command()
def check(course: CourseOption = None, unsafe: UnsafeOption = False) -> None:
    """
    Prove the course: complete, fresh, adding up, leaking nothing; stubs earn 0, solutions all.

    Exits 0 when all holds and 1 with one line per problem.
    """
    from grader.course.proof import prove
    from grader.engine.trial import try_course

    with _one_line_errors():
        found = _course(course)
        problems = prove(found)
        if not problems:
            problems = try_course(found, unsafe=unsafe)
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(PROBLEMS)
    unit = found.unit
    typer.echo(
        f"{unit.title}: {len(unit.exercises)} exercises, {unit.points:g} points. Stubs earn 0, "
        f"solutions {unit.points:g}; nothing hidden is handed out."
    )


@app.command()
def sync(
    course: CourseOption = None,
    check_only: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if a stub is stale.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite stubs that somebody has edited.")
    ] = False,
) -> None:
    """Make the stubs in exercises/ from the solutions."""
    from grader.course.sync import stale_stubs, write_stubs

    with _one_line_errors():
        found = _course(course)
        if check_only:
            stale = stale_stubs(found)
            for line in stale:
                typer.echo(line)
            raise typer.Exit(PROBLEMS if stale else 0)
        written = write_stubs(found, force=force)
    names = ", ".join(path.name for path in written)
    typer.echo(f"Wrote {names}." if written else "Every stub is fresh.")


@app.command()
def release(
    nbgrader: Annotated[
        Path, typer.Option("--nbgrader", help="Folder of the nbgrader course; made if missing.")
    ],
    course: CourseOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite notebooks that somebody has edited.")
    ] = False,
) -> None:
    """
    Write the unit as an nbgrader course: configuration, source notebooks, visible tests.

    Run it again after a change; what is up to date is not touched.
    """
    from grader.release.nbgrader_course import release_nbgrader

    with _one_line_errors():
        done = release_nbgrader(_course(course), nbgrader, force=force)
    for name in done.written:
        typer.echo(f"wrote {name}")
    for name in done.removed:
        typer.echo(f"removed {name}")
    if not done.written and not done.removed:
        typer.echo(f"{clean(str(nbgrader))} is up to date.")


@app.command()
def collect(
    download: Annotated[
        Path, typer.Argument(help="The zip as downloaded from Canvas, Moodle or Gradescope.")
    ],
    to: Annotated[Path, typer.Option("--to", help="nbgrader's folder: COURSE/submitted.")],
    assignment: Annotated[
        str, typer.Option("--assignment", help="Its name in nbgrader; by default the unit's.")
    ] = "",
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster", help="CSV of the class: gradebook, grading worksheet, roster or id,email,…"
        ),
    ] = None,
    pattern: Annotated[
        str, typer.Option("--pattern", help="For other platforms: nbgrader's named_regexp.")
    ] = "",
    due: Annotated[str, typer.Option("--due", help="Due date, for platforms that say: late.")] = "",
    timezone: Annotated[
        str, typer.Option("--timezone", help="Of times that name none, e.g. Europe/Berlin.")
    ] = "UTC",
    update: Annotated[
        bool, typer.Option("--update", help="Replace what is there though it is not older.")
    ] = False,
    course: CourseOption = None,
) -> None:
    """
    Sort a downloaded zip into submitted/<student>/<assignment>/, as nbgrader collects it.

    Exits 0 when all was collected, 3 when something was left out.
    """
    from grader.intake.class_list import read_class_list
    from grader.intake.collect import Wish, read_due, with_modules
    from grader.intake.collect import collect as collect_download

    with _one_line_errors():
        unit = _course(course).unit
        known = read_class_list(roster) if roster else None
        name, moment = assignment or unit.name, read_due(due, timezone)
        wish = Wish(to, name, (), known, pattern, moment, timezone, update)
        done = collect_download(download, with_modules(wish, unit.name, unit.modules))
    for line in (*done.notes, *(f"not collected: {line}" for line in done.left_out)):
        typer.echo(f"  {line}")
    typer.echo(
        f"{done.platform}: {len(done.new)} new, {len(done.replaced)} replaced, "
        f"{len(done.unchanged)} unchanged, {len(done.late)} late, {len(done.left_out)} left out. "
        f"Submissions: {clean(str(to))}/<student>/{name}"
    )
    raise typer.Exit(NOT_ALL_JUDGED if done.left_out else ALL_JUDGED)


@app.command()
def gradebook(
    results: Annotated[Path, typer.Argument(help='Folder that "grader autograde --to" wrote.')],
    course: Annotated[Path, typer.Option("--course", help="Folder of the nbgrader course.")],
    db: Annotated[
        str, typer.Option("--db", help="URL of the gradebook; by default the course's own.")
    ] = "",
    notebooks: Annotated[
        bool,
        typer.Option(
            "--notebooks/--no-notebooks",
            help="Write autograded/ too, which formgrader and generate_feedback open.",
        ),
    ] = True,
) -> None:
    """
    Write results into nbgrader's gradebook. What a person entered there stays.

    Exits 0 when all is there, 3 when a score is open or a result was left out.
    """
    from grader.gradebook.writer import write_results

    with _one_line_errors():
        done = write_results(results, course, db, notebooks=notebooks)
    changes = done.changes
    if done.created:
        typer.echo(f"  {done.assignment} was not in the gradebook and was entered.")
    if changes.students:
        names = ", ".join(clean(name, limit=60) for name in changes.students[:10])
        more = f" and {len(changes.students) - 10} more" if len(changes.students) > 10 else ""
        typer.echo(f"  new students: {names}{more}")
    for line in (*done.left_out, *(f"{name} has open scores." for name in done.open)):
        typer.echo(f"  {line}")
    typer.echo(
        f"{done.results} results in {done.where}: {changes.submissions} new submissions, "
        f"{changes.scores} scores and {changes.comments} comments changed, "
        f"{changes.by_hand} scores by hand kept."
    )
    raise typer.Exit(NOT_ALL_JUDGED if done.left_out or done.open else ALL_JUDGED)


@app.command()
def doctor() -> None:
    """
    Show which layers of the box are on here, and try what each must refuse.

    Exits 0 when submissions are locked in by every layer, 1 when one is off.
    """
    from grader.box.checkup import examine

    with _one_line_errors():
        report = examine()
    for layer in report.layers:
        typer.echo(f"{'on ' if layer.on else 'off'}  {layer.name}: {clean(layer.why)}")
    for act, refused in report.acts.items():
        typer.echo(f"{'refused ' if refused else 'ALLOWED '}  {act}")
    typer.echo(f"Box: {report.strength}.")
    if not all(layer.on for layer in report.layers) or not all(report.acts.values()):
        raise typer.Exit(PROBLEMS)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
