"""Beside nbgrader: collect downloads, fill its gradebook."""

from pathlib import Path
from typing import Annotated

import typer

from grader.text import clean

from .terminal import (
    ALL_JUDGED,
    NOT_ALL_JUDGED,
    CourseOption,
    ResultsArgument,
    TimezoneOption,
    find,
    one_line_errors,
)


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
    timezone: TimezoneOption = "UTC",
    update: Annotated[
        bool, typer.Option("--update", help="Replace what is there though it is not older.")
    ] = False,
    course: CourseOption = None,
) -> None:
    """
    Sort a downloaded zip into submitted/<student>/<assignment>/, as nbgrader collects it.

    Exits 0 when all was collected, 3 when something was left out.
    """
    from grader.lms.class_list import read_class_list
    from grader.lms.collect import CollectOptions, with_modules
    from grader.lms.collect import collect as collect_download
    from grader.terms.times import read_due

    with one_line_errors():
        unit = find(course).unit
        known = read_class_list(roster) if roster else None
        name, moment = assignment or unit.name, read_due(due, timezone)
        options = CollectOptions(to, name, (), known, pattern, moment, timezone, update)
        done = collect_download(download, with_modules(options, unit.name, unit.modules))
    for line in (*done.notes, *(f"not collected: {line}" for line in done.left_out)):
        typer.echo(f"  {line}")
    typer.echo(
        f"{done.platform}: {len(done.new)} new, {len(done.replaced)} replaced, "
        f"{len(done.unchanged)} unchanged, {len(done.late)} late, {len(done.left_out)} left out. "
        f"Submissions: {clean(str(to))}/<student>/{name}"
    )
    raise typer.Exit(NOT_ALL_JUDGED if done.left_out else ALL_JUDGED)


def gradebook(
    results: ResultsArgument,
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

    Marks, comments and extra credit by hand are never changed, nor is a notebook in
    autograded/ that somebody has edited; other notebooks there are renewed.

    Exits 0 when all is there, 3 when a score is open or a result was left out.
    """
    from grader.nbgrader.gradebook.write_results import write_results

    with one_line_errors():
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
