"""What leaves for students and teachers' platforms: release."""

from pathlib import Path
from typing import Annotated

import typer

from grader.course.words import clean

from .terminal import CourseOption, find, one_line_errors


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

    with one_line_errors():
        done = release_nbgrader(find(course), nbgrader, force=force)
    for name in done.written:
        typer.echo(f"wrote {name}")
    for name in done.removed:
        typer.echo(f"removed {name}")
    if not done.written and not done.removed:
        typer.echo(f"{clean(str(nbgrader))} is up to date.")
