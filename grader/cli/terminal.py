"""Shared by all commands: exit codes, options, one-line errors and the progress bar."""

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol, TypeVar

import typer

from grader.errors import GraderError
from grader.text import clean

if TYPE_CHECKING:
    from grader.course.manifest import Course
    from grader.results.class_results import ClassResults


class OfStudent(Protocol):
    """Something that belongs to a student."""

    @property
    def student(self) -> str:
        """Whose it is."""


Known = TypeVar("Known", bound=OfStudent)

ALL_JUDGED, USAGE, NOT_ALL_JUDGED = 0, 2, 3
PROBLEMS = 1

CourseOption = Annotated[
    Path | None,
    typer.Option("--course", help="The folder of the course; by default the one you are in."),
]
ResultsArgument = Annotated[
    Path, typer.Argument(help='The folder that "grader autograde --to" wrote.')
]
DueOption = Annotated[
    str,
    typer.Option("--due", help='The due date: "2026-01-31 23:59"; by default that of terms.toml.'),
]
TimezoneOption = Annotated[
    str,
    typer.Option(
        "--timezone",
        help="The zone of the course, such as Europe/Berlin; "
        "by default that of terms.toml, or UTC.",
    ),
]
SubmittedOption = Annotated[
    Path | None,
    typer.Option(
        "--submitted",
        help='The folder that "grader collect" filled, with the time of each submission; '
        'by default the times that "grader autograde" found there.',
    ),
]
LangOption = Annotated[
    str | None,
    typer.Option("--lang", help="The language of the pages: en or zh; by default from LANG."),
]
UnsafeOption = Annotated[
    bool,
    typer.Option(
        "--unsafe",
        help="Grade even where submissions cannot be locked in. Only if you trust all of them.",
    ),
]


def cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Print the one line of a GraderError and exit 2; an interrupt exits as shells expect."""
    from grader.box.shell_limits import MEMORY, OPEN_FILES, in_force

    try:
        yield
    except GraderError as error:
        typer.echo(f"grader: {error}", err=True)
        raise typer.Exit(USAGE) from None
    except MemoryError:
        typer.echo(f"grader: There is not enough memory.{in_force(MEMORY)}", err=True)
        raise typer.Exit(USAGE) from None
    except OSError as error:
        if error.errno != errno.EMFILE:
            raise
        typer.echo(f"grader: Too many files are open.{in_force(OPEN_FILES)}", err=True)
        raise typer.Exit(USAGE) from None
    except KeyboardInterrupt as stop:
        typer.echo(
            f"grader: {str(stop) or 'stopped.'} Results so far are kept. "
            "Run the command again to go on.",
            err=True,
        )
        raise typer.Exit(130) from None


def counted(number: int, what: str) -> str:
    """Return a number with its noun: ``1 page``, ``2 pages``."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def find_course(folder: Path | None) -> "Course":
    """Return the course in *folder*, or by default the one around the current folder."""
    from grader.course import manifest

    return manifest.find_course(folder)


def print_remarks(results: "ClassResults") -> None:
    """Print what is to know of the results of a class, and what a person should look at."""
    for name in results.untimed:
        typer.echo(f"  submission time unknown, no late penalty: {clean(name, limit=80)}")
    for line in (*results.to_look_at, *results.notices, *results.remarks):
        typer.echo(f"  {line}")


#: How many names and lines the terminal shows while grading.
_MOST_NAMES, _MOST_LINES = 6, 3


class GradingScreen:
    """
    The display while grading: how far it is, who is at work, first things to look at.

    Without a terminal nothing is shown.

    Args:
        jobs: How many judges work at a time.
        draw: Called with all lines below the bar after each change.
        advance: Called for each submission that is done.
    """

    def __init__(
        self,
        jobs: int,
        draw: Callable[[Sequence[str]], None] = lambda _lines: None,
        advance: Callable[[], None] = lambda: None,
    ) -> None:
        self._jobs = jobs
        self._draw = draw
        self._advance = advance
        self._waiting: dict[str, None] = {}
        self._to_look_at: list[str] = []

    def watched(self, entries: Iterable[Known]) -> Iterator[Known]:
        """Yield submissions on their way to the judges, and note whose they are."""
        for entry in entries:
            self._waiting[entry.student] = None
            self._draw(self.lines)
            yield entry

    def done(self, student: str, to_look_at: Iterable[str]) -> None:
        """Note that a student is done, and what a person should look at."""
        self._waiting.pop(student, None)
        self._to_look_at += to_look_at
        self._advance()
        self._draw(self.lines)

    @property
    def lines(self) -> list[str]:
        """The lines below the bar."""
        # Judges take submissions in their order, so the first ones are at work.
        working = list(self._waiting)[: self._jobs]
        names = [clean(name, limit=30) for name in working[:_MOST_NAMES]]
        more = f" and {len(working) - len(names)} more" if len(working) > len(names) else ""
        lines = [f"at work: {', '.join(names)}{more}"] if names else []
        if self._to_look_at:
            lines.append(f"to look at so far: {len(self._to_look_at)}")
            lines += [f"  {line.strip()}" for line in self._to_look_at[:_MOST_LINES]]
        return lines


def rate_text(done: float, elapsed_s: float) -> str:
    """Return how fast submissions are graded, per second or, if they are slow, per minute."""
    rate = done / elapsed_s if elapsed_s else 0.0
    return f"{rate:.1f}/s" if rate >= 1 else f"{60 * rate:.1f}/min"


@contextmanager
def grading_screen(total: int, jobs: int) -> Iterator[GradingScreen]:
    """Show a bar with rate and time left, and the lines below it, if this is a terminal."""
    if not sys.stderr.isatty():
        yield GradingScreen(jobs)
        return
    from rich.console import Console, Group, RenderableType
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    shown: list[str] = []

    class Screen(Progress):
        def get_renderable(self) -> RenderableType:
            lines = (Text(line, no_wrap=True, overflow="ellipsis") for line in shown)
            return Group(self.make_tasks_table(self.tasks), *lines)

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("after"),
        TimeElapsedColumn(),
    )
    with Screen(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("warming up", total=total, rate="")

        def draw(lines: Sequence[str]) -> None:
            shown[:] = lines

        def advance() -> None:
            progress.update(task, advance=1, description="grading")
            elapsed = progress.tasks[0].elapsed or 0.0
            progress.update(task, rate=rate_text(progress.tasks[0].completed, elapsed))

        yield GradingScreen(jobs, draw, advance)
