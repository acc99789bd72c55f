"""The commands import pytest and import nbgrader, which bring existing material in as a course."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.text import clean

from .terminal import UnsafeOption, counted, one_line_errors

if TYPE_CHECKING:
    from grader.importing.assignment import ImportedCourse

commands = typer.Typer(
    no_args_is_help=True, help="Bring existing material in as a course, proved by its solutions."
)
ToOption = Annotated[
    Path, typer.Option("--to", help="The folder of the new course, which gives it its name.")
]

InsideOption = Annotated[
    bool,
    typer.Option(
        "--inside",
        help="Judge tests inside the box that cannot be judged from outside: beside the "
        "submission's code, which could forge their outcome. Every result says so.",
    ),
]


@commands.command(name="pytest")
def import_pytest(
    tests: Annotated[
        Path, typer.Argument(help="A file with tests for pytest or unittest, or their folder.")
    ],
    solutions: Annotated[
        Path, typer.Option("--solutions", help="The folder of the modules that the tests import.")
    ],
    to: ToOption,
    inside: InsideOption = False,
    unsafe: UnsafeOption = False,
) -> None:
    """
    Make a course of an assignment that has tests and a solution.

    The tests become hidden tests that import the submission which is judged. Those that cannot
    be judged from outside the box, or that the solutions do not pass there, are listed.
    """
    from grader.box.sandbox import find_walls
    from grader.box.zygote import Zygote
    from grader.importing.assignment import import_course
    from grader.importing.pytest_assignment import read_assignment

    with one_line_errors(), Zygote(find_walls(), unsafe=unsafe) as zygote:
        assignment = read_assignment(tests, solutions, inside=inside)
        _tell(import_course(assignment, to, zygote.spawn))


@commands.command(name="nbgrader")
def import_nbgrader(
    notebooks: Annotated[
        list[Path], typer.Argument(help="Source notebooks of nbgrader, each an exercise.")
    ],
    to: ToOption,
    inside: InsideOption = False,
    unsafe: UnsafeOption = False,
) -> None:
    """
    Make a course of source notebooks of nbgrader.

    Students hand in notebooks of the same name. They run cell by cell in the box; each test cell
    is a hidden test of what the cells above it have left. Those that cannot be judged from outside
    the box, or that the solutions do not pass there, are listed.
    """
    from grader.box.sandbox import find_walls
    from grader.box.zygote import Zygote
    from grader.importing.assignment import import_course
    from grader.importing.nbgrader_source import read_notebooks

    with one_line_errors(), Zygote(find_walls(), unsafe=unsafe) as zygote:
        _tell(import_course(read_notebooks(notebooks, inside=inside), to, zygote.spawn))


def _tell(imported: "ImportedCourse") -> None:
    """Print what was carried, what was not, and what to do next."""
    for each in imported.left_out:
        typer.echo(f"left out: {clean(each.where)}: {each.reason}")
    for name, reason in imported.inside.items():
        typer.echo(f"judged inside: {clean(imported.carried[name])}: {reason}")
    unit = imported.course.unit
    for module in unit.shared:
        typer.echo(
            f"no exercise: {module}.py: No file of tests is about it; students write it for the "
            "exercises that use it."
        )
    for exercise in unit.manual:
        typer.echo(f"a person grades: {exercise.title}: {exercise.points:g} points, {exercise.id}")
    inside = f", {len(imported.inside)} of them judged inside" if imported.inside else ""
    typer.echo(
        f"{unit.title}: {counted(len(unit.exercises), 'exercise')}, "
        f"{counted(len(imported.carried), 'check')} that the solutions pass{inside}, "
        f"{len(imported.left_out)} left out."
    )
    typer.echo(f"Next: grader check --course {clean(str(imported.course.root))}")
