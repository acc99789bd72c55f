"""Make and prove a course: check, sync."""

from typing import Annotated

import typer

from .terminal import PROBLEMS, CourseOption, UnsafeOption, find, one_line_errors


def check(course: CourseOption = None, unsafe: UnsafeOption = False) -> None:
    """
    Prove the course: complete, fresh, adding up, leaking nothing; stubs earn 0, solutions all.

    Exits 0 when all holds and 1 with one line per problem.
    """
    from grader.course.proof import prove
    from grader.engine.trial import try_course

    with one_line_errors():
        found = find(course)
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

    with one_line_errors():
        found = find(course)
        if check_only:
            stale = stale_stubs(found)
            for line in stale:
                typer.echo(line)
            raise typer.Exit(PROBLEMS if stale else 0)
        written = write_stubs(found, force=force)
    names = ", ".join(path.name for path in written)
    typer.echo(f"Wrote {names}." if written else "Every stub is fresh.")
