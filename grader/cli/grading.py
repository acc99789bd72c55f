"""Judge submissions: autograde, and doctor for the box that they run in."""

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.course.words import clean

from .terminal import (
    ALL_JUDGED,
    NOT_ALL_JUDGED,
    PROBLEMS,
    CourseOption,
    UnsafeOption,
    cores,
    find,
    one_line_errors,
    progress_bar,
)

if TYPE_CHECKING:
    from grader.judging.results import Result


def autograde(
    submissions: Annotated[
        Path, typer.Argument(help="A folder with one folder or one zip per student.")
    ],
    to: Annotated[Path, typer.Option("--to", help="Folder for the results.")],
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, help="Judges at work at once.")
    ] = cores(),
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

    with one_line_errors():
        found = find(course)
        entries = read_submissions(submissions, only or (), wanted=wanted_of(found))
        store = ResultStore(to)
        results: list[Result] = []
        fresh = 0
        count = count_entries(submissions, only or ())
        if is_nbgrader_tree(submissions, found.unit.name):
            typer.echo(f"nbgrader's folders: of each student {found.unit.name}/ is read.")
        pool = Pool(Order(found.root, unsafe), min(jobs, max(count, 1)))
        with pool, progress_bar(count) as advance:
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


def doctor() -> None:
    """
    Show which layers of the box are on here, and try what each must refuse.

    Exits 0 when submissions are locked in by every layer, 1 when one is off.
    """
    from grader.box.checkup import examine

    with one_line_errors():
        report = examine()
    for layer in report.layers:
        typer.echo(f"{'on ' if layer.on else 'off'}  {layer.name}: {clean(layer.why)}")
    for act, refused in report.acts.items():
        typer.echo(f"{'refused ' if refused else 'ALLOWED '}  {act}")
    typer.echo(f"Box: {report.strength}.")
    if not all(layer.on for layer in report.layers) or not all(report.acts.values()):
        raise typer.Exit(PROBLEMS)
