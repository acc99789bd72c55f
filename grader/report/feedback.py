"""The feedback page of a student: points, messages, hints and pictures for every exercise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course.manifest import Course, Exercise, Unit
from grader.errors import ResultsError
from grader.intake.account import FATE_WORDS
from grader.intake.submission import file_stem
from grader.messages.catalogues import language_of
from grader.results.class_results import ClassResults
from grader.results.figures import read_figures
from grader.results.ledger import final_lines
from grader.results.outcomes import Outcome
from grader.results.records import CheckResult, Override, Result
from grader.results.store import write_text
from grader.text import clean, clean_lines

from . import svg_plots
from .rendering import DASH, template_environment

#: Which hint to show: the question if nothing is written, the tool after an exception.
_HINTS = {Outcome.UNANSWERED: 0, Outcome.RAISED: 1}


@dataclass(frozen=True)
class CheckView:
    """What the page says about one check; the teacher's note is never part of it."""

    outcome: str
    sentence: str
    points: float
    earned: float
    message: Sequence[str]
    same: bool
    """Whether the reason was given above; then the message is only what was returned."""


@dataclass(frozen=True)
class ExerciseView:
    """What the page says about one exercise."""

    exercise: Exercise
    score: float | None
    points: float
    checks: Sequence[CheckView]
    override: Override | None
    graded: float | None
    """The points that its checks earned, whatever a person decided."""
    hint: str
    hints: Sequence[str]
    pictures: Sequence[Mapping[str, Any]]

    @property
    def state(self) -> str:
        """One of ``full``, ``part``, ``none``, ``blank`` (not started) and ``open``."""
        if self.score is None:
            return "open"
        if self.score >= self.points:
            return "full"
        if all(check.outcome == Outcome.UNANSWERED for check in self.checks) and not self.score:
            return "blank"
        return "part" if self.score else "none"


@dataclass
class PagesWritten:
    """The number of pages that a run wrote, and of those without figures."""

    pages: int = 0
    without_pictures: int = 0


def write_feedback(
    course: Course, results: ClassResults, to: Path, lang: str | None = "en"
) -> PagesWritten:
    """
    Write ``<student>.html`` into *to* for every result.

    Args:
        course: The course, for titles and hints.
        results: The results, with the points that count.
        to: The folder; created if missing. Only the pages of these students are replaced.
        lang: The language of the pages; None for that of the environment.

    Raises:
        ResultsError: If there are no results, or a page cannot be written.
        GraderError: If there is no such language.
    """
    translate = language_of(course, lang)
    template = template_environment(translate).get_template("feedback.html")
    written = PagesWritten()
    for result in results:
        if not written.pages:
            _make(to)
        figures = read_figures(results.folder, result.header)
        page = template.render(
            unit=course.unit,
            student=clean(result.student, limit=300),
            result=result,
            exercises=list(_exercise_views(course.unit, result, figures or ())),
            refused=result.refused,
            notes=result.all_notes,
            account=result.account,
            fates=FATE_WORDS,
            how=final_lines(result, translate),
        )
        write_text(to / f"{file_stem(result.student)}.html", page)
        written.pages += 1
        written.without_pictures += figures is None
    return written


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ResultsError(
            f"{clean(str(folder))}: pages cannot be written here ({error.strerror}). "
            "Name another folder with --to."
        ) from None


def _exercise_views(
    unit: Unit, result: Result, figures: Sequence[Mapping[str, Any]]
) -> Iterator[ExerciseView]:
    by_id = {exercise.id: exercise for exercise in result.exercises}
    for exercise in unit.exercises:
        graded = by_id.get(exercise.id)
        if graded is None:
            continue
        failed = [Outcome(c.outcome) for c in graded.checks if c.outcome != "PASSED"]
        full = graded.score is not None and graded.score >= graded.points
        hint = exercise.hints[_HINTS.get(failed[0], 2)] if failed and not full else ""
        yield ExerciseView(
            exercise,
            graded.score,
            graded.points,
            tuple(_check_views(graded.checks)),
            graded.override,
            graded.graded,
            hint,
            () if full else [other for other in exercise.hints if other != hint],
            [picture for each in figures if (picture := _picture(each, exercise.id))],
        )


def _check_views(checks: Sequence[CheckResult]) -> Iterator[CheckView]:
    told: set[str] = set()
    for check in checks:
        message = clean_lines(check.message.text, limit=2000).strip()
        # A message first says what was returned, which differs from check to check, then why.
        seen, _, why = message.partition(". ")
        same = (why or message) in told
        if message:
            told.add(why or message)
        if same:
            message = f"{seen}." if why else ""
        yield CheckView(
            check.outcome,
            clean(check.sentence),
            check.points,
            check.earned,
            message.split("\n") if message else [],
            same,
        )


def _picture(figure: Mapping[str, Any], exercise: str) -> dict[str, Any] | None:
    """Return a figure of *exercise* with its plot, or None if it belongs to another exercise."""
    if figure.get("exercise") != exercise:
        return None
    picture: dict[str, Any] = {"plot": None, "rows": (), "missing": "", **figure}
    picture["missing"] = clean(str(picture["missing"]), limit=600)
    if picture["missing"]:
        return picture
    if figure["kind"] == "curve":
        picture["plot"] = svg_plots.curve(picture)
    elif figure["kind"] == "boundary":
        picture["plot"] = svg_plots.boundary(picture)
    else:
        rows = zip(figure["rows"], figure["mine"], figure["theirs"], strict=True)
        picture["rows"] = [(name, *map(_short, pair), ratio(*pair)) for name, *pair in rows]
    return picture


def _short(number: float | str) -> str:
    return number if isinstance(number, str) else f"{number:.4g}"


def ratio(mine: float | str, theirs: float | str) -> str:
    """
    Return the student's number divided by the reference's, or a dash if that means nothing.

    >>> ratio(5.0, 2.5), ratio(0.0, 0.0) == ratio("nan", 1.0) == DASH
    ('2', True)
    """
    if isinstance(mine, str) or isinstance(theirs, str) or abs(theirs) < 1e-7:
        return DASH
    return f"{mine / theirs:.4g}"
