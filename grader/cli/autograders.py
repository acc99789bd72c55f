"""The hidden commands that the packages call on Gradescope and Classroom 50."""

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from .terminal import PROBLEMS, find_course

if TYPE_CHECKING:
    from grader.messages.language import Language
    from grader.results.records import Result
    from grader.terms.course_terms import Terms


def gradescope(
    root: Annotated[Path, typer.Argument(help="Gradescope's folder /autograder.")],
) -> None:
    """
    Judge root/submission and write root/results/results.json.

    Exits 1 and writes no results if nothing could be judged. Gradescope then shows that the
    autograder failed, and the score stays open.
    """
    from grader.autograders.gradescope import (
        counted,
        gradescope_results,
        read_submission_metadata,
    )

    target = root / "results" / "results.json"
    result, terms, translate = _judged(
        root / "source" / "course", root / "submission", target, only_teachers_read=True
    )
    metadata = read_submission_metadata(root)
    result = counted(result, terms, metadata)
    _write(target, gradescope_results(result, metadata, translate, terms.shown))


def classroom50(
    checkout: Annotated[Path, typer.Argument(help="The student's checkout.")],
    course: Annotated[Path, typer.Option("--course", help="The course in the package.")],
) -> None:
    """
    Judge a checkout and write result.json and release-body.md into it.

    Exits 1 and writes no result if nothing could be judged.
    """
    from grader.autograders.classroom50 import (
        classroom50_result,
        commit_time,
        counted,
        release_body,
    )
    from grader.errors import GraderError

    target = checkout / "result.json"
    handed_in = commit_time(checkout)
    # Students can read the log of a run in their own repository.
    result, terms, translate = _judged(course, checkout, target, only_teachers_read=False)
    result = counted(result, terms)
    now = datetime.now(UTC)
    try:
        data = classroom50_result(result, os.environ, handed_in or now, now, translate, terms.shown)
    except GraderError as error:
        _fail(error)
    _write(target, data)
    _write_text(checkout / "release-body.md", release_body(result, translate, terms.shown))


def _judged(
    course: Path, folder: Path, target: Path, *, only_teachers_read: bool
) -> tuple["Result", "Terms", "Language"]:
    """
    Return a result, the terms and the students' language, or exit if it cannot be judged.

    Args:
        course: The folder of the course.
        folder: The submission.
        target: The file for the result; whatever the submission put there is removed.
        only_teachers_read: Whether only teachers see the output, which may then hold notes.
    """
    from grader.autograders.judge_folder import judge_folder
    from grader.autograders.texts import students_language, teacher_notes
    from grader.errors import BoxFailed, GraderError
    from grader.terms.course_terms import read_terms

    _remove(target)
    try:
        found = find_course(course)
        terms = read_terms(found)
        translate = students_language(found)
        result = judge_folder(found, folder)
    except GraderError as error:
        _fail(error)
    for note in teacher_notes(result) if only_teachers_read else ():
        typer.echo(note)
    if result.is_open and not result.refused:
        _fail(BoxFailed(f"The submission could not be judged ({result.status}). Run it again."))
    typer.echo(
        f"Box: {result.box.strength if result.box else 'none'}. Graded: {result.score} points."
    )
    return result, terms, translate


def _fail(error: Exception) -> NoReturn:
    typer.echo(f"grader: infrastructure error: {error}", err=True)
    raise typer.Exit(PROBLEMS) from None


def _remove(target: Path) -> None:
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    else:
        target.unlink(missing_ok=True)


def _write(target: Path, data: object) -> None:
    _write_text(target, json.dumps(data, indent=2, ensure_ascii=True) + "\n")


def _write_text(target: Path, text: str) -> None:
    from grader.results.store import write_text

    target.parent.mkdir(parents=True, exist_ok=True)
    _remove(target)
    write_text(target, text)
