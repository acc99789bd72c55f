"""A course of one's own: new."""

from pathlib import Path
from typing import Annotated

import typer

from grader.text import clean

from .terminal import one_line_errors


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
    from grader.course.new_course import write_course

    with one_line_errors():
        done = write_course(course, module=module, function=function, title=title)
    for name in done.files:
        typer.echo(f"wrote {name}")
    typer.echo(f"Now: grader check --course {clean(str(done.root))}")
