"""
The figures of a submission: its numbers on visible inputs beside those of the reference.

Figures add no points and take none away: they are asked for after the verdicts, and a failure
of the box or of the course's own code meanwhile leaves the verdicts as they are.
"""

import contextlib
import importlib.util
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from grader.course.manifest import Course
from grader.errors import BoxFailed, CourseError, GraderError
from grader.intake import Submission
from grader.messages.message import message
from grader.results.outcomes import Outcome
from grader.testing.failures import CheckFailed, Question
from grader.testing.figure_specs import LONGEST, Curve, FigureSpec, short
from grader.testing.student import Student
from grader.text import clean

from .clock import Clock
from .faults import place_in_course
from .reference import Reference
from .submission.session import Open, SubmissionSession
from .verdicts import CheckVerdict

FILE = "exhibits.py"
#: A curve is drawn with about so many of its points.
DRAWN = 300

_NOT_OF_THE_FORM = message("The answer does not have the form that the contract asks for.")

Ask = Callable[[Question], dict[str, Any]]

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
        self._fault = ""

    def show(
        self, submission: Submission, verdicts: Sequence[CheckVerdict]
    ) -> list[dict[str, Any]]:
        """
        Ask for every figure of the exercises in *verdicts* and return them as plain data.

        The children that answer have seen nothing of the hidden checks.

        Raises:
            CourseError: If a figure is faulty or the reference has no answer for it.
        """
        if self._fault:
            raise CourseError(self._fault)
        by_exercise: dict[str, list[CheckVerdict]] = {}
        for verdict in verdicts:
            by_exercise.setdefault(verdict.check.exercise, []).append(verdict)
        session = SubmissionSession(submission.files, self._open, (), submission.repaired)
        replies: dict[Question, dict[str, Any]] = {}

        def ask(question: Question) -> dict[str, Any]:
            if question not in replies:
                replies[question] = session.ask(question)
            return replies[question]

        try:
            if self._specs is None:
                self._specs = self._load()
            return list(self._ask_all(by_exercise, session, ask))
        finally:
            session.close()
            self._reference.close()

    def _ask_all(
        self,
        by_exercise: Mapping[str, Sequence[CheckVerdict]],
        session: SubmissionSession,
        ask: Ask,
    ) -> Iterator[dict[str, Any]]:
        assert self._specs is not None
        for spec in self._specs:
            own = by_exercise.get(spec.exercise, [])
            outcomes = {verdict.outcome for verdict in own}
            if not own or outcomes == {Outcome.UNANSWERED} or outcomes & _EXPENSIVE:
                continue
            session.begin(own[0].check)
            yield _figure(spec, ask, self._expected(spec))

    def _expected(self, spec: FigureSpec) -> list[float]:
        with self._faults(f"has no numbers of the reference for {spec.title!r}"):
            return _numbers(spec, self._reference.ask)

    def _load(self) -> Sequence[FigureSpec]:
        """Return what the course's file declares, none if it has no such file."""
        path = self._course.hidden / FILE
        if not path.is_file():
            return ()
        spec = importlib.util.spec_from_file_location("exhibits_of_the_course", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        with self._faults("cannot be used"), Clock():
            spec.loader.exec_module(module)
            specs: Sequence[FigureSpec] = tuple(module.EXHIBITS)
            for figure in specs:
                self._course.unit.exercise(figure.exercise)
        return specs

    @contextlib.contextmanager
    def _faults(self, what: str) -> Iterator[None]:
        """
        Turn what the course's own code raises into one error that names its file.

        Raises:
            CourseError: In place of whatever the block raises, its end or that of the process.
        """
        try:
            yield
        except (BoxFailed, KeyboardInterrupt):
            raise
        except BaseException as error:
            where = place_in_course(error, self._course) or f"{self._course.hidden.name}/{FILE}"
            why = error if isinstance(error, GraderError) else f"{type(error).__name__}: {error}."
            self._fault = clean(f"{where} {what}: {why} Fix what it asks.", limit=400)
            raise CourseError(self._fault) from error


def _numbers(spec: FigureSpec, ask: Ask) -> list[float]:
    with Clock() as clock:
        return list(spec.ask(Student(clock.outside(ask))))


def _figure(spec: FigureSpec, ask: Ask, theirs: list[float]) -> dict[str, Any]:
    """Return one figure as it is written: numbers and our own words, nothing else."""
    figure: dict[str, Any] = {
        "exercise": spec.exercise,
        "kind": spec.kind,
        "title": spec.title,
        "caption": spec.caption,
    }
    try:
        mine = _numbers(spec, ask)[:LONGEST]
        if not isinstance(spec, Curve) and len(mine) != len(theirs):
            raise ValueError("another number of numbers")
    except CheckFailed as failure:
        return figure | {"missing": failure.message}
    except Exception as error:
        if isinstance(error, GraderError):
            raise
        # The reference could be asked, so it is the answer that does not fit.
        return figure | {"missing": _NOT_OF_THE_FORM.text}
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
