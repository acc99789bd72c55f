"""The command release, which writes the student bundle and packages for platforms."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.text import clean

from .terminal import CourseOption, find_course, one_line_errors

if TYPE_CHECKING:
    from grader.course.manifest import Course


def release(
    to: Annotated[
        Path | None,
        typer.Option("--to", help="The folder for the student bundle; by default release/."),
    ] = None,
    nbgrader: Annotated[
        Path | None,
        typer.Option("--nbgrader", help="The folder of the nbgrader course; created if missing."),
    ] = None,
    gradescope: Annotated[
        Path | None,
        typer.Option("--gradescope", help="The folder for autograder.zip, or the zip itself."),
    ] = None,
    classroom50: Annotated[
        Path | None, typer.Option("--classroom50", help="The folder for autograder.py and kit.zip.")
    ] = None,
    solutions: Annotated[
        Path | None,
        typer.Option(
            "--solutions",
            help="The folder for the worked answers, a zip for students after the deadline.",
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            help="The language for students: en or zh. By default bundle and worked answers are in "
            "English, and Gradescope and Classroom 50 follow LANG.",
        ),
    ] = None,
    course: CourseOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite notebooks that were edited by hand.")
    ] = False,
) -> None:
    """
    Write the student bundle, or a package of the unit for a platform.

    The bundle is a folder and a zip with the files that students need. Every file is searched
    for solutions and hidden tests before it is written. Packages for platforms hold both.
    """
    from grader.autograders.packages import release_classroom50, release_gradescope
    from grader.autograders.texts import told_each_time
    from grader.release.bundle import release_bundle
    from grader.release.worked_answers import release_solutions
    from grader.terms.course_terms import read_terms

    with one_line_errors():
        found = find_course(course)
        if solutions:
            path = release_solutions(found, solutions, lang or "en")
            typer.echo(
                f"Worked answers: {clean(str(path))}. They give every answer away: for students "
                "only after the deadline. Unpacked over the bundle, "
                '"python -m exercises compare E06" shows them beside one\'s own.'
            )
        if to or not (nbgrader or gradescope or classroom50 or solutions):
            bundle = release_bundle(found, to or Path("release"), lang or "en")
            typer.echo(
                f"Student bundle, {bundle.count} files: {clean(str(bundle.archive))} and "
                f"{clean(str(bundle.folder))}/"
            )
        if gradescope:
            path = release_gradescope(found, gradescope, lang)
            typer.echo(f"Gradescope: {clean(str(path))}. It holds solutions: not for students.")
            typer.echo(told_each_time(read_terms(found).shown))
        if classroom50:
            script, kit = release_classroom50(found, classroom50, lang)
            typer.echo(
                f"Classroom 50: {clean(str(script))} and {clean(str(kit))}, which holds solutions. "
                "Put the kit on a runner of your own (GRADER_KIT): files beside autograder.py are "
                "public there."
            )
            typer.echo(told_each_time(read_terms(found).shown))
        if nbgrader:
            _release_nbgrader(found, nbgrader, force)


def _release_nbgrader(course: "Course", target: Path, force: bool) -> None:
    from grader.nbgrader.release.source_assignment import release_nbgrader

    done = release_nbgrader(course, target, force=force)
    for name in done.written:
        typer.echo(f"wrote {name}")
    for name in done.removed:
        typer.echo(f"removed {name}")
    if not done.written and not done.removed:
        typer.echo(f"{clean(str(target))} is up to date.")
