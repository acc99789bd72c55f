"""The command new, which writes a new course."""

from pathlib import Path
from typing import Annotated

import typer

from grader.text import clean

from .terminal import one_line_errors


def new(
    course: Annotated[
        Path, typer.Argument(help="The folder of the new course, which gives it its name.")
    ],
    module: Annotated[
        str,
        typer.Option("--module", help="Name of its first module; by default the course's."),
    ] = "",
    function: Annotated[
        str, typer.Option("--function", help="Name of its first function.")
    ] = "center",
    title: Annotated[
        str, typer.Option("--title", help="Title of the course; by default made from its name.")
    ] = "",
) -> None:
    """
    Write a course with one small exercise that passes grader check, as a start for your own.
    """
    from grader.course.new_course import write_course

    with one_line_errors():
        done = write_course(course, module=module, function=function, title=title)
    for name in done.files:
        typer.echo(f"wrote {name}")
    typer.echo(f"Next: grader check --course {clean(str(done.root))}")
