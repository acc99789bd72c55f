"""
The command line: the only place that prints or exits.

One module a kind of work; each command imports what it needs when it runs, so
that ``grader --help`` answers at once.
"""

import typer

from grader.cli import autograde as grading
from grader.cli import autograders as platforms
from grader.cli import check as authoring
from grader.cli import export as exporting
from grader.cli import nbgrader, reports
from grader.cli import new as founding
from grader.cli import release as handing_out

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Grade a PyTorch exercise unit: submissions run in a box, trusted tests judge them.",
)

for command in (
    grading.autograde,
    authoring.check,
    authoring.sync,
    founding.new,
    reports.feedback,
    reports.report,
    reports.similar,
    handing_out.release,
    nbgrader.collect,
    nbgrader.gradebook,
):
    app.command()(command)
app.command(cls=exporting.ExportCommand)(exporting.export)
app.command()(grading.doctor)
app.command(hidden=True)(platforms.gradescope)
app.command(hidden=True)(platforms.classroom50)


def main() -> None:
    """Run the command line."""
    app()
