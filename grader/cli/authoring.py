"""Make and prove a course: check, sync, new."""

from pathlib import Path
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


def new(
    course: Annotated[Path, typer.Argument(help="Folder of the new course; its name names it.")],
    module: Annotated[
        str, typer.Option("--module", help="The first module; by default named like the course.")
    ] = "",
    function: Annotated[str, typer.Option("--function", help="Its first function.")] = "center",
    title: Annotated[str, typer.Option("--title", help="By default the course's name.")] = "",
) -> None:
    """
    Write a course with one small exercise that passes grader check, to be changed into yours.
    """
    from grader.course.newcourse import write_course

    with one_line_errors():
        done = write_course(course, module=module, function=function, title=title)
    for name in done.files:
        typer.echo(f"wrote {name}")
    typer.echo(f"Now: grader check --course {done.root}")
