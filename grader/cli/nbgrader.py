"""The commands for nbgrader courses: collect sorts downloads, gradebook writes results."""

from pathlib import Path
from typing import Annotated

import typer

from grader.text import clean

from .terminal import (
    ALL_JUDGED,
    NOT_ALL_JUDGED,
    CourseOption,
    DueOption,
    ResultsArgument,
    TimezoneOption,
    find_course,
    one_line_errors,
)


def collect(
    download: Annotated[
        Path, typer.Argument(help="The download from a learning platform: a zip, or its folder.")
    ],
    to: Annotated[Path, typer.Option("--to", help="The folder submitted/ of the nbgrader course.")],
    assignment: Annotated[
        str,
        typer.Option(
            "--assignment", help="The assignment in nbgrader; by default the unit's name."
        ),
    ] = "",
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            help="A CSV of the class: a gradebook, worksheet or roster, or id,email,…",
        ),
    ] = None,
    groups: Annotated[
        Path | None,
        typer.Option("--groups", help="A CSV of groups: group,student; each member gets the work."),
    ] = None,
    pattern: Annotated[
        str, typer.Option("--pattern", help="For other platforms: nbgrader's named_regexp.")
    ] = "",
    due: DueOption = "",
    timezone: TimezoneOption = "",
    update: Annotated[
        bool, typer.Option("--update", help="Replace submissions even if they are not older.")
    ] = False,
    course: CourseOption = None,
) -> None:
    """
    Sort a downloaded zip into submitted/<student>/<assignment>/, as nbgrader collects work.

    Exits 0 if everything was collected, and 3 if something was left out.
    """
    from grader.lms.class_list import read_class_list
    from grader.lms.collect import CollectOptions, with_modules
    from grader.lms.collect import collect as collect_download
    from grader.terms.course_terms import read_terms

    with one_line_errors():
        where = find_course(course)
        unit, terms = where.unit, read_terms(where).with_options(due, timezone)
        known = read_class_list(roster, terms.zone) if roster else None
        name = assignment or unit.name
        teams = read_class_list(groups) if groups else None
        options = CollectOptions(to, name, (), known, teams, pattern, terms, update)
        done = collect_download(download, with_modules(options, unit.name, unit.modules))
    for line in (
        *terms.differs,
        *terms.faults,
        *done.notes,
        *(f"not collected: {line}" for line in done.left_out),
    ):
        typer.echo(f"  {line}")
    for student in done.missing:
        typer.echo(f"  handed in nothing: {clean(student, limit=80)}")
    typer.echo(
        f"{done.platform}: {len(done.new)} new, {len(done.replaced)} replaced, "
        f"{len(done.unchanged)} unchanged, {len(done.late)} late, {len(done.left_out)} left out. "
        f"Submissions: {clean(str(to))}/<student>/{name}"
    )
    raise typer.Exit(NOT_ALL_JUDGED if done.left_out or terms.faults else ALL_JUDGED)


def gradebook(
    results: ResultsArgument,
    course: Annotated[Path, typer.Option("--course", help="The folder of the nbgrader course.")],
    db: Annotated[
        str, typer.Option("--db", help="The URL of the gradebook; by default that of the course.")
    ] = "",
    notebooks: Annotated[
        bool,
        typer.Option(
            "--notebooks/--no-notebooks",
            help="Also write autograded/, which formgrader and generate_feedback open.",
        ),
    ] = True,
) -> None:
    """
    Write results into nbgrader's gradebook. What a person entered there is kept.

    Manual scores, comments and extra credit never change, nor does a notebook in autograded/ that
    was edited by hand. Other notebooks there are renewed.

    Exits 0 if everything was written, and 3 if a score is open or a result was left out.
    """
    from grader.nbgrader.gradebook.write_results import write_results

    with one_line_errors():
        done = write_results(results, course, db, notebooks=notebooks)
    changes = done.changes
    if done.created:
        typer.echo(f"  {done.assignment} was added to the gradebook.")
    if changes.students:
        names = ", ".join(clean(name, limit=60) for name in changes.students[:10])
        more = f" and {len(changes.students) - 10} more" if len(changes.students) > 10 else ""
        typer.echo(f"  new students: {names}{more}")
    for line in (*done.left_out, *(f"{name} has open scores." for name in done.open)):
        typer.echo(f"  {line}")
    typer.echo(
        f"{done.results} results in {done.where}: {changes.submissions} new submissions, "
        f"{changes.scores} scores and {changes.comments} comments changed, "
        f"{changes.by_hand} manual scores kept."
    )
    raise typer.Exit(NOT_ALL_JUDGED if done.left_out or done.open else ALL_JUDGED)
