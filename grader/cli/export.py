"""Scores out of the kit: into gradebook files, CSV, JUnit."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from grader.text import clean

from .terminal import (
    ALL_JUDGED,
    NOT_ALL_JUDGED,
    DueOption,
    ResultsArgument,
    TimezoneOption,
    counted,
    one_line_errors,
)

if TYPE_CHECKING:
    from grader.lms.filled_file import FilledFile
    from grader.lms.scores import Scores

_MOST_LINES = 40
#: What stands for the usual place of a list, until the folder of the results is known.
_USUAL = Path("<in RESULTS>")
_USUAL_NAMES = {"--csv": "export.csv", "--junit": "junit.xml", "--nbgrader": "nbgrader.csv"}


class ExportCommand(TyperCommand):
    """A command some of whose options may stand without a value, which typer has no word for."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Give a list without a file its usual place, then parse as always."""
        following = [*args[1:], "--"]
        full = [
            f"{arg}={_USUAL}" if arg in _USUAL_NAMES and _is_option(after) else arg
            for arg, after in zip(args, following, strict=True)
        ]
        return super().parse_args(ctx, full)


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _listed(option: str, what: str) -> Any:
    """Return the option that writes a list of its own."""
    name = _USUAL_NAMES[option]
    text = f"Write {what}; without a file RESULTS/{name}, - prints."
    return typer.Option(option, metavar="[FILE]", help=text)


def export(
    results: ResultsArgument,
    canvas: Annotated[
        Path | None, typer.Option("--canvas", help="Gradebook as exported from Canvas; filled.")
    ] = None,
    moodle: Annotated[
        Path | None, typer.Option("--moodle", help="Grading worksheet of Moodle; filled.")
    ] = None,
    csv: Annotated[Path | None, _listed("--csv", "a row a student")] = None,
    junit: Annotated[Path | None, _listed("--junit", "a case a check, as xunit2 XML")] = None,
    nbgrader: Annotated[
        Path | None, _listed("--nbgrader", "the table of nbgrader's own export")
    ] = None,
    column: Annotated[
        str, typer.Option("--column", help="Canvas: the assignment, by heading or number.")
    ] = "",
    scale: Annotated[
        bool, typer.Option("--scale", help="Convert to the points of the gradebook's column.")
    ] = False,
    late: Annotated[
        str, typer.Option("--late", help='What late work loses: "10%/day, at most 50%".')
    ] = "",
    due: DueOption = "",
    timezone: TimezoneOption = "UTC",
    submitted: Annotated[
        Path | None,
        typer.Option(
            "--submitted", help='Folder that "grader collect" filled: it says who is late.'
        ),
    ] = None,
) -> None:
    """
    Write scores where others read them.

    A gradebook file is filled in place: only the cells of the one column change, and the file
    as downloaded is kept beside it as FILE.bak. A cell with an open score, with a word such as
    EX, or without a student in the results stays as it was and is listed.

    Exits 0 when all is there, 3 when somebody is missing or open, 2 when nothing was written.
    """
    from grader.lms.platforms.canvas import fill_canvas
    from grader.lms.platforms.moodle import fill_moodle
    from grader.lms.score_files import junit_xml, nbgrader_csv, plain_csv

    with one_line_errors():
        places = dict(zip(_USUAL_NAMES.values(), (csv, junit, nbgrader), strict=True))
        csv, junit, nbgrader = (
            results / name if path == _USUAL else path for name, path in places.items()
        )
        _hold_asked(canvas, moodle, csv, junit, nbgrader)
        scores = _scores(results, late, due, timezone, submitted)
        # Everything is made before anything is written.
        filled = [fill_canvas(canvas, scores, column, scale=scale)] if canvas else []
        filled += [fill_moodle(moodle, scores, scale=scale)] if moodle else []
        lists = {csv: plain_csv, junit: junit_xml, nbgrader: nbgrader_csv}
        texts = {path: make(scores) for path, make in lists.items() if path}
        for path, text in texts.items():
            _hold_ours(path, text)
        for path, text in texts.items():
            _write(path, text)
        for each in filled:
            _say_filled(each, each.write())
    complete = _say_scores(scores)
    complete &= not any(each.left or each.no_row or each.no_result for each in filled)
    raise typer.Exit(ALL_JUDGED if complete else NOT_ALL_JUDGED)


def _hold_asked(*targets: Path | None) -> None:
    from grader.errors import GraderError

    given = [target for target in targets if target]
    if not given:
        raise GraderError(
            "export needs to know where to. Say --canvas or --moodle with a file, or --csv, "
            "--junit or --nbgrader."
        )
    if len(set(given)) < len(given):
        raise GraderError("Two exports name the same file. Give each its own.")


def _scores(results: Path, late: str, due: str, timezone: str, submitted: Path | None) -> "Scores":
    from grader.errors import GraderError
    from grader.lms.scores import read_scores
    from grader.terms.late import HandInTimes, read_rule
    from grader.terms.times import read_due

    if not late:
        return read_scores(results)
    moment = read_due(due, timezone)
    if moment is None or submitted is None:
        raise GraderError(
            "--late needs to know when it was due and when it came. Add --due and --submitted."
        )
    rule = read_rule(late, moment)
    unit = read_scores(results).unit
    return read_scores(results, rule, HandInTimes(submitted, unit))


def _hold_ours(path: Path, text: str) -> None:
    """Raise if *path* is a file that no earlier export has written: a slip must not cost it."""
    from grader.errors import GraderError

    opening = text[:16].encode()
    try:
        with path.open("rb") as file:
            is_ours = file.read(len(opening)) == opening
    except OSError:
        return  # not there, or the write will say why not
    if not is_ours:
        raise GraderError(
            f"{clean(str(path))} is there already and is no export of this kind. Name another "
            "file, or remove it."
        )


def _write(path: Path, text: str) -> None:
    from grader.results.store import write_atomically

    if str(path) == "-":
        typer.echo(text, nl=False)
        return
    write_atomically(path, text)
    typer.echo(f"Wrote {clean(str(path))}.", err=True)


def _say_filled(filled: "FilledFile", backup: Path | None) -> None:
    where = clean(str(filled.path))
    _list("not in the file", filled.no_row)
    _list("in the file, not in the results", filled.no_result)
    _list("left as it was", filled.left)
    _list("had another score", filled.changed)
    kept = f" The file as downloaded: {clean(str(backup))}." if backup else ""
    typer.echo(
        f"{where}: {counted(len(filled.filled), 'cell')} of {filled.column} filled, "
        f"{len(filled.left)} left, {counted(len(filled.no_row), 'student')} not in the file, "
        f"{counted(len(filled.no_result), 'row')} without a result.{kept}",
        err=True,
    )


def _say_scores(scores: "Scores") -> bool:
    """Say what a person should look at, and return whether there is nothing."""
    if scores.late:
        lost = sum(score.penalty > 0 for score in scores.each)
        typer.echo(f"Late: {scores.late}. {lost} students lose points.", err=True)
    _list("no time known, nothing taken off", [clean(name, limit=80) for name in scores.untimed])
    _list("open", scores.open)
    _list("left out", scores.left_out)
    return not (scores.open or scores.left_out or scores.untimed)


def _list(label: str, lines: Sequence[str]) -> None:
    """Print lines under a label, not more than fit a look."""
    for line in lines[:_MOST_LINES]:
        typer.echo(f"  {label}: {line}", err=True)
    if len(lines) > _MOST_LINES:
        typer.echo(f"  {label}: and {len(lines) - _MOST_LINES} more", err=True)
