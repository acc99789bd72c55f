"""The command export, which writes scores into gradebook files, CSV and JUnit XML."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from grader.text import clean

from .terminal import (
    ALL_JUDGED,
    NOT_ALL_JUDGED,
    CourseOption,
    DueOption,
    LangOption,
    ResultsArgument,
    SubmittedOption,
    TimezoneOption,
    counted,
    find_course,
    one_line_errors,
)

if TYPE_CHECKING:
    from grader.lms.fill import FilledFile
    from grader.lms.scores import Scores
    from grader.results.class_results import ClassResults

_MOST_LINES = 40
#: Stands for the default file of a list, until the folder of the results is known.
_DEFAULT = Path("<in RESULTS>")
_DEFAULT_NAMES = {"--csv": "export.csv", "--junit": "junit.xml", "--nbgrader": "nbgrader.csv"}


class ExportCommand(TyperCommand):
    """A command with options whose value may be left out, which typer does not support."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Give an option without a file its default one, then parse as usual."""
        following = [*args[1:], "--"]
        full = [
            f"{arg}={_DEFAULT}" if arg in _DEFAULT_NAMES and _is_option(after) else arg
            for arg, after in zip(args, following, strict=True)
        ]
        return super().parse_args(ctx, full)


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _listed(option: str, what: str) -> Any:
    """Return an option that writes a list to a file."""
    name = _DEFAULT_NAMES[option]
    text = f"Write {what} to FILE, by default RESULTS/{name}; - prints it."
    return typer.Option(option, metavar="[FILE]", help=text)


def export(
    results: ResultsArgument,
    canvas: Annotated[
        Path | None, typer.Option("--canvas", help="Fill this gradebook file from Canvas.")
    ] = None,
    moodle: Annotated[
        Path | None, typer.Option("--moodle", help="Fill this grading worksheet from Moodle.")
    ] = None,
    fill: Annotated[
        list[Path] | None,
        typer.Option(
            "--fill",
            help="Fill this gradebook file, of whichever platform: Canvas, Moodle, Brightspace, "
            "Blackboard. Can be repeated.",
        ),
    ] = None,
    missing: Annotated[
        float | None,
        typer.Option(
            "--missing", min=0, help="Points for everybody in a gradebook file without a result."
        ),
    ] = None,
    csv: Annotated[Path | None, _listed("--csv", "one row per student")] = None,
    junit: Annotated[
        Path | None, _listed("--junit", "a test case per check, as xunit2 XML,")
    ] = None,
    nbgrader: Annotated[Path | None, _listed("--nbgrader", "the table of nbgrader export")] = None,
    column: Annotated[
        str, typer.Option("--column", help="Canvas: heading or number of the assignment.")
    ] = "",
    scale: Annotated[
        bool, typer.Option("--scale", help="Scale scores to the points of the gradebook's column.")
    ] = False,
    comments: Annotated[
        bool,
        typer.Option(
            "--comments", help="Moodle: also fill the column of comments with what lost points."
        ),
    ] = False,
    lang: LangOption = None,
    late: Annotated[
        str,
        typer.Option(
            "--late",
            help='The penalty for late work: "10%/day, at most 50%"; '
            "by default that of terms.toml.",
        ),
    ] = "",
    due: DueOption = "",
    timezone: TimezoneOption = "",
    submitted: SubmittedOption = None,
    course: CourseOption = None,
) -> None:
    """
    Write scores into a gradebook file, CSV or JUnit XML.

    A gradebook file is filled in place: only the cells of one column change, with --comments those
    of two, and the downloaded
    file is kept as FILE.bak. A cell stays as it is and is listed if its score is open, if it holds
    a word such as EX, or if its student has no result.

    Exits 0 if everything was written, 3 if a student is missing or has an open score, and 2 if
    nothing was written.
    """
    from grader.lms.platforms import fill_gradebook
    from grader.lms.platforms.canvas import Canvas
    from grader.lms.platforms.moodle import Moodle
    from grader.lms.score_files import junit_xml, nbgrader_csv, plain_csv
    from grader.lms.scores import read_scores
    from grader.messages.catalogues import language_of

    with one_line_errors():
        places = dict(zip(_DEFAULT_NAMES.values(), (csv, junit, nbgrader), strict=True))
        csv, junit, nbgrader = (
            results / name if path == _DEFAULT else path for name, path in places.items()
        )
        _check_targets(canvas, moodle, *(fill or ()), csv, junit, nbgrader)
        found = _results(results, course, late, due, timezone, submitted)
        scores = read_scores(found, language_of(find_course(course), lang) if comments else None)
        # Everything is made before anything is written.
        ways = [(Canvas().fill, path) for path in (canvas,) if path]
        ways += [(Moodle().fill, path) for path in (moodle,) if path]
        ways += [(fill_gradebook, path) for path in fill or ()]
        filled = [way(path, scores, column, scale=scale, missing=missing) for way, path in ways]
        lists = {csv: plain_csv, junit: junit_xml, nbgrader: nbgrader_csv}
        texts = {path: make(scores) for path, make in lists.items() if path}
        for path, text in texts.items():
            _check_overwritable(path, text)
        for path, text in texts.items():
            _write(path, text)
        for each in filled:
            _print_filled(each, each.write())
    complete = _print_scores(scores, found)
    complete &= not any(
        each.left or each.no_row or len(each.no_result) > len(each.missing) for each in filled
    )
    raise typer.Exit(ALL_JUDGED if complete else NOT_ALL_JUDGED)


def _check_targets(*targets: Path | None) -> None:
    from grader.errors import GraderError

    given = [target for target in targets if target]
    if not given:
        raise GraderError(
            "export needs a target. Give --fill, --canvas or --moodle with a file, or --csv, "
            "--junit or --nbgrader."
        )
    if len(set(given)) < len(given):
        raise GraderError("Two exports name the same file. Give each its own file.")


def _results(
    results: Path, course: Path | None, late: str, due: str, timezone: str, submitted: Path | None
) -> "ClassResults":
    """Return the results by the terms of their course and the options."""
    from grader.errors import GraderError
    from grader.results.class_results import open_results
    from grader.terms.course_terms import Terms, read_terms

    where = find_course(course)
    found = open_results(results, where.unit if course else None)
    # Without --course the nearest course may be another one, whose terms say nothing here.
    own = read_terms(where) if found.unit.name == where.unit.name else Terms()
    terms = own.with_options(due, timezone, late)
    if terms.late is not None and terms.due is None:
        raise GraderError("--late needs to know when it was due. Add --due.")
    return open_results(results, where.unit if course else None, terms, submitted)


def _check_overwritable(path: Path, text: str) -> None:
    """Raise if *path* is a file that no earlier export wrote: a typo must not destroy it."""
    from grader.errors import GraderError

    opening = text[:16].encode()
    try:
        with path.open("rb") as file:
            is_ours = file.read(len(opening)) == opening
    except OSError:
        return  # there is no such file, or writing it will fail with the reason
    if not is_ours:
        raise GraderError(
            f"{clean(str(path))} exists and was not written by this kind of export. Name another "
            "file, or remove it."
        )


def _write(path: Path, text: str) -> None:
    from grader.results.store import write_text

    if str(path) == "-":
        typer.echo(text, nl=False)
        return
    write_text(path, text)
    typer.echo(f"Wrote {clean(str(path))}.", err=True)


def _print_filled(filled: "FilledFile", backup: Path | None) -> None:
    where = clean(str(filled.path))
    _list("not in the file", filled.no_row)
    _list("in the file, not in the results", filled.no_result)
    _list("handed in nothing, points by --missing", filled.missing)
    _list("left as it was", filled.left)
    _list("had another score", filled.changed)
    said = f" {counted(len(filled.comments), 'comment')} written." if filled.comments else ""
    kept = f" The file as downloaded: {clean(str(backup))}." if backup else ""
    typer.echo(
        f"{where}: {counted(len(filled.filled), 'cell')} of {filled.column} filled, "
        f"{len(filled.left)} left, {counted(len(filled.no_row), 'student')} not in the file, "
        f"{counted(len(filled.no_result), 'row')} without a result.{said}{kept}",
        err=True,
    )


def _print_scores(scores: "Scores", found: "ClassResults") -> bool:
    """Print what a person should look at. Return whether there is nothing."""
    terms = found.ledger.terms
    if terms.late:
        lost = sum(score.penalty > 0 for score in scores.each)
        typer.echo(f"Late: {terms.late} after {terms.due}. {lost} students lose points.", err=True)
    _list(
        "submission time unknown, no late penalty",
        [clean(name, limit=80) for name in found.untimed],
    )
    _list("open", scores.open)
    _list("note", found.notices)
    _list("look at", found.remarks)
    return not found.needs_a_person


def _list(label: str, lines: Sequence[object]) -> None:
    """Print each line after a label, up to a limit."""
    for line in lines[:_MOST_LINES]:
        typer.echo(f"  {label}: {line}", err=True)
    if len(lines) > _MOST_LINES:
        typer.echo(f"  {label}: and {len(lines) - _MOST_LINES} more", err=True)
