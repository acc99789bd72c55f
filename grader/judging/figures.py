"""
The figures of a submission: its numbers on visible inputs beside those of the reference.

Figures add no points and take none away: they are asked for after the verdicts, and a failure
of the box meanwhile leaves the verdicts as they are.
"""

import importlib.util
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from grader.course.manifest import Course
from grader.errors import CourseError
from grader.intake import Submission
from grader.results.outcomes import Outcome
from grader.testing.failures import CheckFailed, Question
from grader.testing.figure_specs import LONGEST, Curve, FigureSpec, short
from grader.testing.student import Student

from .reference import Reference
from .submission_session import Open, SubmissionSession
from .verdicts import CheckVerdict

FILE = "exhibits.py"
#: A curve is drawn with about so many of its points.
DRAWN = 300

#: Exercises with such a check are not asked again: it would cost the same time once more.
_EXPENSIVE = frozenset(
    {Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY, Outcome.KILLED, Outcome.NOT_JUDGED}
)


class Figures:
    """The figures that a course declares; its file is loaded when the first is asked for."""

    def __init__(self, course: Course, reference: Reference, open_channel: Open) -> None:
        self._course = course
        self._reference = reference
        self._open = open_channel
        self._specs: Sequence[FigureSpec] | None = None

    def show(
        self, submission: Submission, verdicts: Sequence[CheckVerdict]
    ) -> list[dict[str, Any]]:
        """
        Ask for every figure of the exercises in *verdicts* and return them as plain data.

        The children that answer have seen nothing of the hidden checks.

        Raises:
            CourseError: If a figure is faulty or the reference has no answer for it.
        """
        if self._specs is None:
            self._specs = _load(self._course)
        by_exercise: dict[str, list[CheckVerdict]] = {}
        for verdict in verdicts:
            by_exercise.setdefault(verdict.check.exercise, []).append(verdict)
        session = SubmissionSession(submission.files, self._open)
        replies: dict[Question, dict[str, Any]] = {}

        def ask(question: Question) -> dict[str, Any]:
            if question not in replies:
                replies[question] = session.ask(question)
            return replies[question]

        try:
            return list(self._ask_all(by_exercise, session, Student(ask)))
        finally:
            session.close()
            self._reference.close()

    def _ask_all(
        self,
        by_exercise: Mapping[str, Sequence[CheckVerdict]],
        session: SubmissionSession,
        student: Student,
    ) -> Iterator[dict[str, Any]]:
        assert self._specs is not None
        for spec in self._specs:
            own = by_exercise.get(spec.exercise, [])
            outcomes = {verdict.outcome for verdict in own}
            if not own or outcomes == {Outcome.UNANSWERED} or outcomes & _EXPENSIVE:
                continue
            session.begin(own[0].check)
            yield _figure(spec, student, self._expected(spec))

    def _expected(self, spec: FigureSpec) -> list[float]:
        try:
            return list(spec.ask(Student(self._reference.ask)))
        except (CheckFailed, KeyError, TypeError, ValueError, IndexError) as error:
            raise CourseError(
                f"{self._course.hidden / FILE}: the reference has no numbers for "
                f"{spec.title!r} ({type(error).__name__}: {error}). Fix what it asks."
            ) from error


def _load(course: Course) -> Sequence[FigureSpec]:
    """Return what the course's file declares, none if it has no such file."""
    path = course.hidden / FILE
    if not path.is_file():
        return ()
    spec = importlib.util.spec_from_file_location("exhibits_of_the_course", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        specs: Sequence[FigureSpec] = tuple(module.EXHIBITS)
    except Exception as error:
        raise CourseError(f"{path} cannot be used: {type(error).__name__}: {error}.") from error
    for figure in specs:
        course.unit.exercise(figure.exercise)
    return specs


def _figure(spec: FigureSpec, student: Student, theirs: list[float]) -> dict[str, Any]:
    """Return one figure as it is written: numbers and our own words, nothing else."""
    figure: dict[str, Any] = {
        "exercise": spec.exercise,
        "kind": spec.kind,
        "title": spec.title,
        "caption": spec.caption,
    }
    try:
        mine = list(spec.ask(student))[:LONGEST]
        if not isinstance(spec, Curve) and len(mine) != len(theirs):
            raise ValueError("another number of numbers")
    except CheckFailed as failure:
        return figure | {"missing": failure.message}
    except (KeyError, TypeError, ValueError, IndexError):
        return figure | {"missing": "The answer does not have the form that the contract asks for."}
    wrong = first_wrong(mine, theirs, spec.rtol, spec.atol)
    fields = spec.fields()
    if isinstance(spec, Curve):
        length = max(len(mine), len(theirs))
        places = list(spec.at) or list(range(length))
        kept = _kept(min(length, len(places)), wrong)
        fields["at"] = [places[index] for index in kept]
        mine, theirs = ([y[i] for i in kept if i < len(y)] for y in (mine, theirs))
        wrong_at = None if wrong is None else places[min(wrong, len(places) - 1)]
        fields |= {"wrong_at": wrong_at}
    else:
        fields |= {"wrong_at": wrong}
    return figure | fields | {"mine": _plain(mine), "theirs": _plain(theirs)}


def first_wrong(
    mine: Sequence[float], theirs: Sequence[float], rtol: float, atol: float
) -> int | None:
    """
    Return the first index at which two sequences of numbers differ, or None if they never do.

    >>> first_wrong([1.0, 2.0], [1.0, 2.0, 3.0], 1e-4, 1e-6)
    2
    """
    for index, (got, expected) in enumerate(zip_longest(mine, theirs)):
        if got is None or expected is None:
            return index
        same = got == expected or (math.isnan(got) and math.isnan(expected))
        if not same and not abs(got - expected) <= atol + rtol * abs(expected):
            return index
    return None


def _kept(length: int, wrong: int | None) -> list[int]:
    """Return the indices that are drawn: evenly thinned, and all around the first wrong one."""
    step = max(1, math.ceil(length / DRAWN))
    near = range(max(0, (wrong or 0) - 3), (wrong or 0) + 4) if wrong is not None else ()
    return sorted(i for i in {*range(0, length, step), length - 1, *near} if 0 <= i < length)


def _plain(found: Sequence[float]) -> list[float | str]:
    """Return numbers of six digits; what JSON has no number for is written out."""
    return [short(x) if math.isfinite(x) else str(float(x)) for x in found]
