"""
The command line: the only part of the grader that prints or exits.

Each module holds the commands of one kind. A command imports what it needs when it runs, so
that ``grader --help`` answers at once.
"""

import gc
from typing import Annotated

import typer

import grader

from . import autograde, autograders, check, export, importing, nbgrader, new, release, reports

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Grade exercises in Python: submissions run in a box, and hidden tests judge them.",
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"grader {grader.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Take the options of the command line itself."""


for command in (
    autograde.autograde,
    check.check,
    check.sync,
    new.new,
    reports.feedback,
    reports.report,
    reports.similar,
    release.release,
    nbgrader.collect,
    nbgrader.gradebook,
):
    app.command()(command)
app.command(cls=export.ExportCommand)(export.export)
app.command("try")(check.try_answer)
app.add_typer(importing.commands, name="import")
app.command()(autograde.doctor)
app.command(hidden=True)(autograders.gradescope)
app.command(hidden=True)(autograders.classroom50)


def main() -> None:
    """Run the command line."""
    from grader.box.shell_limits import stop_before_killed

    stop_before_killed()
    try:
        app()
    finally:
        # Python would look through all that is left for garbage once more, a tenth of a second.
        gc.freeze()
