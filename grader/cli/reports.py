"""The commands that write HTML pages: feedback, report and similar."""

from pathlib import Path
from typing import Annotated

import typer

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
    print_remarks,
)

RosterOption = Annotated[
    Path | None,
    typer.Option(
        "--roster", help="A CSV of the class, as for collect: its names and sections are shown."
    ),
]


def feedback(
    results: ResultsArgument,
    to: Annotated[
        Path | None,
        typer.Option("--to", help="The folder for the pages; by default RESULTS/feedback."),
    ] = None,
    lang: LangOption = None,
    roster: RosterOption = None,
    download: Annotated[
        Path | None,
        typer.Option(
            "--download",
            help="The download of the submissions from Moodle or Canvas: also write feedback.zip "
            "with its names, to upload there.",
        ),
    ] = None,
    submitted: SubmittedOption = None,
    due: DueOption = "",
    timezone: TimezoneOption = "",
    course: CourseOption = None,
) -> None:
    """
    Write a page for each student with points, messages, hints and figures.

    The page says when it was handed in, and what lateness costs by the terms of the course.

    The figures are there if "grader autograde --exhibits" recorded them. Moodle takes feedback.zip
    as "feedback files", Canvas as re-uploaded submissions. Exits 0 if every result has its page,
    and 3 if a score is open or something was left out.
    """
    from grader.lms.class_list import read_class_list
    from grader.lms.feedback_zip import write_feedback_zip
    from grader.messages.catalogues import language_of
    from grader.report.feedback import write_feedback
    from grader.report.index_page import write_index
    from grader.results.class_results import open_results
    from grader.terms.course_terms import read_terms

    with one_line_errors():
        found = find_course(course)
        terms = read_terms(found).with_options(due, timezone)
        folder = to or results / "feedback"
        graded = open_results(results, found.unit, terms, submitted)
        known = read_class_list(roster, terms.zone) if roster else None
        people = known.people if known else {}
        done = write_feedback(found, graded, folder, lang, people)
        write_index(results, found.unit, done.students, people, language_of(found, lang))
        packed = None
        if download:
            target, name = results / "feedback.zip", f"{found.unit.name}.html"
            packed = write_feedback_zip(
                download, folder, done.students, target, name, known, terms.zone
            )
    print_remarks(graded)
    if packed:
        for student in packed.left_out:
            typer.echo(f"  not in the download: {clean(student, limit=80)}")
        typer.echo(
            f"{counted(len(packed.students), 'page')} for {packed.platform} in {packed.path}"
        )
    if done.without_pictures:
        typer.echo(
            f'  {done.without_pictures} without figures; "grader autograde --exhibits" records them'
        )
    typer.echo(f"{counted(len(done.students), 'page')} in {folder}")
    is_short = packed is not None and packed.left_out
    raise typer.Exit(NOT_ALL_JUDGED if graded.needs_a_person or is_short else ALL_JUDGED)


def report(
    results: ResultsArgument,
    to: Annotated[
        Path | None,
        typer.Option("--to", help="The file for the page; by default RESULTS/report.html."),
    ] = None,
    lang: LangOption = None,
    roster: RosterOption = None,
    course: CourseOption = None,
) -> None:
    """
    Write a page about the class: what needs a person, students, exercises, mistakes and checks.

    Names lead to the pages that "grader feedback" wrote. The page opens from disk, even with
    thousands of students. Exits 0 if every result is in it,
    and 3 if a score is open or something was left out.
    """
    from grader.lms.class_list import read_class_list
    from grader.messages.catalogues import language_of
    from grader.report.class_page import write_report
    from grader.report.index_page import write_index
    from grader.results.class_results import open_results
    from grader.terms.course_terms import read_terms

    with one_line_errors():
        where = find_course(course)
        found = open_results(results, where.unit, read_terms(where))
        page = to or results / "report.html"
        people = read_class_list(roster).people if roster else {}
        translate = language_of(where, lang)
        view = write_report(found, where.unit, page, translate, people)
        write_index(results, where.unit, found.refused, people, translate)
    print_remarks(found)
    typer.echo(f"{counted(len(view.students), 'student')}, {len(view.cases)} to do: {page}")
    raise typer.Exit(NOT_ALL_JUDGED if found.needs_a_person else ALL_JUDGED)


def similar(
    submissions: Annotated[
        Path, typer.Argument(help="A folder with one folder or one zip per student.")
    ],
    to: Annotated[Path, typer.Option("--to", help="The file for the page.")] = Path("similar.html"),
    pairs: Annotated[
        int, typer.Option("--pairs", min=0, help="How many pairs to show side by side.")
    ] = 50,
    others: Annotated[
        list[Path] | None,
        typer.Option(
            "--with",
            help="Another section or an earlier term to compare with: a folder of submissions. "
            "Can be repeated.",
        ),
    ] = None,
    groups: Annotated[
        Path | None,
        typer.Option("--groups", help="A CSV of groups that may share their work: group,student."),
    ] = None,
    lang: LangOption = None,
    course: CourseOption = None,
) -> None:
    """
    Write a page about submissions that share more code than the task explains.

    Nothing leaves this machine. Similar code proves nothing by itself: the page says why.
    """
    from grader.intake import read_submissions, wanted_of
    from grader.lms.class_list import read_class_list
    from grader.messages.catalogues import language_of
    from grader.report.similar_page import write_similar
    from grader.report.similarity import ClassFingerprints

    with one_line_errors(), ClassFingerprints(find_course(course)) as found:
        translate = language_of(found.course, lang)
        found.groups = read_class_list(groups).groups if groups else {}
        for folder in (submissions, *(others or ())):
            origin = "" if folder is submissions else str(folder)
            for entry in read_submissions(folder, wanted=wanted_of(found.course)):
                found.add(entry, origin)
        alike = found.pairs()
        write_similar(found, alike, to, pairs, translate)
    for refusal in found.left_out:
        typer.echo(f"  {clean(refusal.student, limit=80)}: {clean(refusal.reason.text, limit=300)}")
    typer.echo(
        f"{counted(found.students, 'submission')}, {counted(len(alike), 'pair')} to read: {to}"
    )
    raise typer.Exit(NOT_ALL_JUDGED if found.left_out else ALL_JUDGED)
