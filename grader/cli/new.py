"""The command new, which writes a new course."""

from pathlib import Path
from typing import Annotated

import typer

from grader.text import clean

from .terminal import one_line_errors

_KIT = "exercises/_kit/"


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
    torch: Annotated[
        bool, typer.Option("--torch", help="Write an exercise with tensors, which needs torch.")
    ] = False,
) -> None:
    """
    Write a course with one small exercise that passes grader check, as a start for your own.

    The exercise is plain Python, unless you ask for torch. With --exercise, add such an exercise
    to a course instead, in all its places.
    """
    from grader.course.new_course import add_exercise, write_course
    from grader.errors import CourseError

    with one_line_errors():
        if exercise:
            if module or torch:
                raise CourseError(
                    "--exercise goes with neither --module nor --torch: an exercise gets a module "
                    "of its own, in plain Python. To have it in a module that is there, write it "
                    'there and name it in unit.toml: module = "…".'
                )
            done = add_exercise(course, exercise, function=function, title=title)
        else:
            done = write_course(
                course, module=module, function=function or "center", title=title, torch=torch
            )
    kit = [name for name in done.files if name.startswith(_KIT)]
    for name in done.files:
        if name not in kit or exercise:
            typer.echo(f"wrote {name}")
    where = clean(str(done.root))
    if not exercise:
        typer.echo(f"wrote {_KIT} ({len(kit)} files: the students' kit, which stays as it is)")
    typer.echo(f"Next: grader check --course {where}")
    if not exercise:
        typer.echo(
            "Then make it your own: unit.toml, the solutions, the visible and the hidden tests; "
            f"grader sync --course {where} makes the stubs anew."
        )
