"""
The command line: the only place that prints or exits.

One module a kind of work; each command imports what it needs when it runs, so
that ``grader --help`` answers at once.
"""

import typer

from . import authoring, grading, handing_out, nbgrader, reports

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
    reports.feedback,
    reports.report,
    reports.similar,
    handing_out.release,
    nbgrader.collect,
    nbgrader.gradebook,
    grading.doctor,
):
    app.command()(command)


def main() -> None:
    """Run the command line."""
    app()
