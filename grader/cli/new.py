"""The command new, which writes a new course."""

from pathlib import Path
from typing import Annotated

import typer

from grader.text import clean

from .terminal import one_line_errors


def new(
    course: Annotated[
        Path, typer.Argument(help="The folder of the course, which gives a new one its name.")
    ],
    exercise: Annotated[
        str,
        typer.Option(
            "--exercise", help="Add an exercise of this name to a course that is there already."
        ),
    ] = "",
    module: Annotated[
        str, typer.Option("--module", help="Name of its first module; by default the course's.")
    ] = "",
    function: Annotated[
        str,
        typer.Option(
            "--function", help="Name of its function; by default center, or the exercise's."
        ),
    ] = "",
    title: Annotated[
        str, typer.Option("--title", help="Its title; by default made from its name.")
    ] = "",
) -> None:
    """
    Write a course with one small exercise that passes grader check, as a start for your own.

    With --exercise, add such an exercise to a course instead, in all its places.
    """
    from grader.course.new_course import add_exercise, write_course

    with one_line_errors():
        if exercise:
            done = add_exercise(course, exercise, function=function, title=title)
        else:
            done = write_course(course, module=module, function=function or "center", title=title)
    for name in done.files:
        typer.echo(f"wrote {name}")
    typer.echo(f"Next: grader check --course {clean(str(done.root))}")
