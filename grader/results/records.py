"""
The records of a result, from the judge to the page.

There is one way to make a result, :func:`complete`: it goes through every check of the course,
and a check without a verdict is NOT_JUDGED. So no result lacks a check, and one in which a
check was not judged has no score.

The manifest says what an exercise is worth. It is earned by the share of the weights of its
checks that passed, and rounded once, in `ExerciseResult.graded`. An exercise without a
module has no checks and is graded by a person: it is open until a row of ``overrides.csv`` gives
it points.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import msgspec

from grader.box.strength import BoxRecord
from grader.course.checks import Check
from grader.course.manifest import DECIMALS, Exercise, Unit
from grader.intake.account import Account
from grader.messages.explanation import Explanation
from grader.messages.message import Message, Name, message
from grader.terms.hand_ins import HandIn

from .outcomes import Outcome

SCHEMA = "grader/result/4"
#: What a check is worth is shown with so many; more than the points that are made of it.
_SHARE_DECIMALS = 9

NOT_JUDGED_HERE = Explanation(
    message("The grader itself failed here. Your teacher has been told; no points are lost.")
)


class Person(msgspec.Struct, frozen=True):
    """Name and section of a student, as a class list has them; "" where it does not say."""

    name: str = ""
    section: str = ""


class Verdict(msgspec.Struct, frozen=True):
    """
    The verdict on one check of one submission.

    Attributes:
        name: The check's name.
        outcome: One of the eight outcomes.
        message: What the student reads, in its parts.
        note: What the teacher reads besides; cleaned text, never shown to students.
        skipped: Whether nothing was asked, because of what came out before: a base check that
            does not hold, or calls that ran out of time.
    """

    name: str
    outcome: Outcome
    message: Explanation = Explanation()
    note: str = ""
    skipped: bool = False


class CheckResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    One check as a result holds it: what was asked, and the verdict.

    Its points are its share of those of the exercise, by the weights of the checks. One that was
    judged *inside* ran in the box beside the submission's code, which could forge its outcome.
    """

    name: str
    sentence: str
    outcome: Outcome
    points: float
    earned: float
    message: Explanation = Explanation()
    note: str = ""
    skipped: bool = False
    inside: bool = False

    def __post_init__(self) -> None:
        if self.earned != (self.points if self.outcome is Outcome.PASSED else 0.0):
            raise ValueError(f"{self.name} earned {self.earned:g} as {self.outcome}")

    @property
    def verdict(self) -> Verdict:
        """The verdict alone; what the check is worth is the course's to say."""
        return Verdict(self.name, self.outcome, self.message, self.note, self.skipped)


class Override(msgspec.Struct, frozen=True):
    """
    A person's decision about one exercise, or about the whole.

    Attributes:
        student: Whose it is, as the row names the student.
        exercise: Id of the exercise; `WHOLE` for points on top of the whole, `TOTAL` for the
            points of the whole.
        points: The points that count for an exercise, if negative a deduction from the graded
            ones; None for a comment alone.
        reason: Why.
        who: Who decided.
        line: Where the row stands in ``overrides.csv``.
        files: The code of the files that the person looked at, "" if it is not said.
    """

    student: str
    exercise: str
    points: float | None
    reason: str
    who: str
    line: int
    files: str = ""

    def score(self, graded: float | None) -> float | None:
        """Return the points of an exercise that was *graded* so."""
        if self.points is None:
            return graded
        if self.points >= 0:
            return self.points
        return None if graded is None else max(0.0, round(graded + self.points, DECIMALS))


#: In the column ``exercise``: a bonus or a deduction, and the points of a whole submission.
WHOLE, TOTAL = "", "total"


class FinalScore(msgspec.Struct, frozen=True):
    """
    The points that count, and how they came about.

    Attributes:
        graded: What the checks earned; None while one is not judged.
        raw: After what people decided about exercises and the whole; None while open.
        bonus: Points added to the total, negative for a deduction; part of *raw*.
        late: What lateness costs.
        hand_in: When and how it was handed in.
        rows: What people decided about the whole.
        is_untimed: Whether lateness would cost points, and it is not known how late it was.
    """

    graded: float | None
    raw: float | None
    bonus: float
    late: float
    hand_in: HandIn
    rows: tuple[Override, ...] = ()
    is_untimed: bool = False

    @property
    def points(self) -> float | None:
        """The points that count; None while the score is open or the student is excused."""
        if self.raw is None or self.hand_in.is_excused:
            return None
        return round(self.raw - self.late, DECIMALS)


class ExerciseResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """
    One exercise of one submission.

    Attributes:
        id: Its id, such as ``E05``.
        module: The module it is in; "" where a person grades it.
        names: What the student defines for it; none where a person grades it.
        title: Its title.
        points: What it is worth, by the manifest.
        score: The points that count: those a person gave, else the earned ones; None while a
            check is not judged, and until a person grades it.
        checks: Its checks in the order of the course; none where a person grades it.
        override: What a person decided; laid over when results are read, never in a file.
    """

    id: str
    module: str
    names: tuple[str, ...]
    title: str
    points: float
    score: float | None
    checks: tuple[CheckResult, ...]
    override: Override | None = None

    def __post_init__(self) -> None:
        worth = self.points if self.is_manual else _whole(self.checks)
        if not math.isclose(self.points, worth, abs_tol=10**-DECIMALS):
            raise ValueError(f"{self.id} is not worth what its checks are")
        if self.is_manual and (self.checks or self.names):
            raise ValueError(f"{self.id} has no module, and yet checks or names")
        wanted = self.graded if self.override is None else self.override.score(self.graded)
        if self.score != wanted:
            raise ValueError(f"{self.id} has another score than its checks earned")

    @property
    def is_manual(self) -> bool:
        """Whether a person grades it: it is in no module, and has no checks."""
        return not self.module

    @property
    def graded(self) -> float | None:
        """The points its checks earned, whatever a person decided; None while it is open."""
        if self.is_manual or any(check.outcome is Outcome.NOT_JUDGED for check in self.checks):
            return None
        return _earned(self.points, self.checks)

    def overridden(self, override: Override) -> "ExerciseResult":
        """Return the exercise with what a person decided."""
        score = override.score(self.graded)
        return msgspec.structs.replace(self, score=score, override=override)


class UnitId(msgspec.Struct, frozen=True, order=True):
    """Name and version of a unit."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Digests(msgspec.Struct, frozen=True):
    """
    The digests of all that decided a result.

    Attributes:
        submission: SHA-256 of the submission; "" where it could not be read.
        files: The first 128 bits of the SHA-256 of each of its files and its repaired text.
        tests: SHA-256 of hidden tests, manifest, solutions and grader.
        entry: SHA-256 of what was handed in and of how it is read; "" where that is not known.
    """

    submission: str
    files: dict[str, str]
    tests: str
    entry: str = ""


class Header(msgspec.Struct, frozen=True):
    """The part of a result that is known before anything is judged."""

    student: str
    unit: UnitId
    digests: Digests
    notes: tuple[Message, ...] = ()
    account: Account = Account()
    repairs: tuple[Message, ...] = ()


class Result(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    dict=True,
    tag_field="schema",
    tag=SCHEMA,
):
    """
    The result of one submission. Made by :func:`complete` and :func:`refused` alone.

    Attributes:
        student: Whose it is, as the folder or zip was called.
        unit: Name and version of the unit.
        digests: What decided it.
        box: The box it ran in; None where nothing was run.
        score: The points earned, None while a check is not judged or a person has to grade.
        max_score: What the unit is worth.
        refused: Why it could not be read at all; empty otherwise.
        notes: What was repaired or left out while it was read.
        account: What became of every file that was handed in.
        repairs: What was left out of the texts that were tried in place of some files.
        repaired: The modules that could be imported only with those texts.
        exercises: Every exercise of the unit that has checks, then those that a person grades.
        final: The points that count by what people decided and by the terms of the course; laid
            over when results are read, never in a file.
        is_heavy: Whether its answers used more than half of their budget; then it is always
            judged as a whole.
    """

    student: str
    unit: UnitId
    digests: Digests
    box: BoxRecord | None
    score: float | None
    max_score: float
    refused: Message
    notes: tuple[Message, ...]
    account: Account
    repairs: tuple[Message, ...]
    repaired: tuple[str, ...]
    exercises: tuple[ExerciseResult, ...]
    final: FinalScore | None = None
    is_heavy: bool = False

    def __post_init__(self) -> None:
        scores = [exercise.score for exercise in self.exercises]
        is_open = bool(self.refused) or None in scores
        earned = None if is_open else _sum(score for score in scores if score is not None)
        if self.score != earned:
            raise ValueError("the score is not the sum of the exercises")
        if not 0 <= self.max_score < math.inf:
            raise ValueError(f"a unit that is worth {self.max_score:g} points")
        for names in ([each.id for each in self.exercises], [each.name for each in self.checks]):
            if len(set(names)) < len(names):
                raise ValueError("an exercise or a check that is there twice")

    @property
    def header(self) -> Header:
        """What was known of it before anything was judged."""
        return Header(self.student, self.unit, self.digests, self.notes, self.account, self.repairs)

    @property
    def all_notes(self) -> tuple[Message, ...]:
        """What was repaired or left out, in reading it and where a module was not importable."""
        if not self.repaired:
            return self.notes
        files = [f"{module}.py" for module in self.repaired]
        names = Name(", ".join(files))
        said = message("{names} could not be imported as handed in and was repaired.", names=names)
        # A text that was not needed says nothing of the file. Where these files lack nothing by
        # themselves, it was what they import.
        own = [m for m in self.repairs if any(each.text in files for each in m.values.values())]
        return (*self.notes, said, *(own or self.repairs))

    @property
    def doubtful(self) -> tuple[ExerciseResult, ...]:
        """The exercises that are not right, where a file is unread or something is to be asked."""
        if not (self.account.unread or self.account.doubts):
            return ()
        return tuple(
            exercise
            for exercise in self.exercises
            if not exercise.is_manual
            and (exercise.graded is None or exercise.graded < exercise.points)
            and self.account.reasons(exercise.names)
        )

    @property
    def checks(self) -> list[CheckResult]:
        """Every check of every exercise, in order."""
        return [check for exercise in self.exercises for check in exercise.checks]

    @cached_property
    def outcomes(self) -> Counter[Outcome]:
        """How many checks had which outcome."""
        return Counter(check.outcome for check in self.checks)

    @property
    def is_judged(self) -> bool:
        """Whether it could be read and every check was judged; a person may have to grade still."""
        return not self.refused and not self.outcomes[Outcome.NOT_JUDGED]

    @property
    def graded(self) -> float | None:
        """What the checks earned, whatever a person decided; None while one is not judged."""
        if not self.is_judged:
            return None
        return _sum(exercise.graded or 0.0 for exercise in self.exercises)

    @property
    def not_judged(self) -> list[ExerciseResult]:
        """The exercises with a check that was not judged, whose points no person gave."""
        return [each for each in self.exercises if not each.is_manual and each.score is None]

    @property
    def to_grade(self) -> list[ExerciseResult]:
        """The exercises that a person has to grade and has not."""
        return [each for each in self.exercises if each.is_manual and each.score is None]

    @property
    def points(self) -> float | None:
        """The points that count; None while the score is open or the student is excused."""
        return self.score if self.final is None else self.final.points

    @property
    def is_excused(self) -> bool:
        """Whether the student need not hand in."""
        return self.final is not None and self.final.hand_in.is_excused

    @property
    def is_untimed(self) -> bool:
        """Whether lateness would cost points, and it is not known how late it was."""
        return self.final is not None and self.final.is_untimed

    @property
    def is_open(self) -> bool:
        """Whether a person has to: it was refused, not judged throughout, or is to be graded."""
        return self.points is None and not self.is_excused

    @property
    def by_hand(self) -> list[ExerciseResult]:
        """The exercises whose points a person gave."""
        return [exercise for exercise in self.exercises if exercise.override is not None]

    @property
    def status(self) -> str:
        """One word or clause: graded, excused, or why it is open."""
        if self.is_excused:
            return "excused"
        if self.points is not None:
            return "graded"
        if self.refused:
            return f"refused: {self.refused}"
        count = sum(c.outcome is Outcome.NOT_JUDGED for e in self.not_judged for c in e.checks)
        why = [f"{count} checks not judged"] if count else []
        if to_grade := self.to_grade:
            ids = ", ".join(exercise.id for exercise in to_grade)
            plural = "" if len(to_grade) == 1 else "s"
            why.append(f"{len(to_grade)} exercise{plural} to grade by hand ({ids})")
        return f"open: {'; '.join(why)}"

    def with_overrides(self, overrides: Iterable[Override]) -> "Result":
        """Return the result with the points that a person gave."""
        rows = {override.exercise: override for override in overrides}
        if not rows or self.refused:
            return self
        exercises = tuple(
            exercise.overridden(rows[exercise.id]) if exercise.id in rows else exercise
            for exercise in self.exercises
        )
        return msgspec.structs.replace(self, exercises=exercises, score=_total(exercises))


def names_of(exercises: Iterable[ExerciseResult]) -> set[str]:
    """Return all that students define for some exercises."""
    return {name for exercise in exercises for name in exercise.names}


def complete(
    header: Header,
    unit: Unit,
    checks: Sequence[Check],
    verdicts: Iterable[Verdict],
    box: BoxRecord | None,
    repaired: Iterable[str] = (),
    *,
    is_heavy: bool = False,
) -> Result:
    """
    Return the result of a submission that could be read.

    Args:
        header: Whose it is, and what decides it.
        unit: Gives the exercises in order.
        checks: Every check of the course: the fixed denominator.
        verdicts: What is known about them, kept or new; the last one on a check counts.
        box: The box it ran in.
        repaired: The modules that could be imported only with their repaired texts.
        is_heavy: Whether its answers used more than half of their budget.

    Returns:
        A result with every check; one without a verdict is NOT_JUDGED. What a person grades is
        open.
    """
    known = {verdict.name: verdict for verdict in verdicts}
    own: dict[str, list[Check]] = {}
    for check in checks:
        own.setdefault(check.exercise, []).append(check)
    exercises = tuple(
        _exercise(exercise, own[exercise.id], known)
        for exercise in unit.exercises
        if exercise.id in own
    )
    exercises += tuple(map(_manual, unit.manual))
    whole = _result(header, unit, box, Message(), exercises, tuple(sorted(repaired)))
    return msgspec.structs.replace(whole, is_heavy=True) if is_heavy else whole


def refused(header: Header, unit: Unit, reason: Message) -> Result:
    """Return the result of a submission that could not be read: open, and without checks."""
    return _result(header, unit, None, reason, (), ())


def _result(
    header: Header,
    unit: Unit,
    box: BoxRecord | None,
    reason: Message,
    exercises: tuple[ExerciseResult, ...],
    repaired: tuple[str, ...],
) -> Result:
    return Result(
        student=header.student,
        unit=header.unit,
        digests=header.digests,
        box=box,
        score=None if reason else _total(exercises),
        max_score=float(unit.points),
        refused=reason,
        notes=header.notes,
        account=header.account,
        repairs=header.repairs,
        repaired=repaired,
        exercises=exercises,
    )


def _exercise(
    exercise: Exercise, checks: Sequence[Check], known: Mapping[str, Verdict]
) -> ExerciseResult:
    """Return the result of an exercise; a check without a verdict is NOT_JUDGED."""
    each_weighs = exercise.points / math.fsum(check.weight for check in checks)
    results = []
    for check in checks:
        verdict = known.get(check.name, Verdict(check.name, Outcome.NOT_JUDGED, NOT_JUDGED_HERE))
        points = round(check.weight * each_weighs, _SHARE_DECIMALS)
        results.append(
            CheckResult(
                name=check.name,
                sentence=check.sentence,
                outcome=verdict.outcome,
                points=points,
                earned=points if verdict.outcome is Outcome.PASSED else 0.0,
                message=verdict.message,
                note=verdict.note,
                skipped=verdict.skipped,
                inside=check.inside,
            )
        )
    is_open = any(check.outcome is Outcome.NOT_JUDGED for check in results)
    points = float(exercise.points)
    return ExerciseResult(
        id=exercise.id,
        module=exercise.module,
        names=tuple(exercise.names),
        title=exercise.title,
        points=points,
        score=None if is_open else _earned(points, results),
        checks=tuple(results),
    )


def _manual(exercise: Exercise) -> ExerciseResult:
    """Return the result of an exercise that a person grades."""
    points = float(exercise.points)
    return ExerciseResult(exercise.id, "", (), exercise.title, points, score=None, checks=())


def _earned(points: float, checks: Sequence[CheckResult]) -> float:
    """Return the points of an exercise that its checks earned, rounded once."""
    return round(points * math.fsum(check.earned for check in checks) / _whole(checks), DECIMALS)


def _whole(checks: Sequence[CheckResult]) -> float:
    return math.fsum(check.points for check in checks)


def _total(exercises: Iterable[ExerciseResult]) -> float | None:
    scores = [exercise.score for exercise in exercises]
    return None if None in scores else _sum(score for score in scores if score is not None)


def _sum(points: Iterable[float]) -> float:
    return round(sum(points), DECIMALS)
