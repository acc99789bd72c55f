"""Statistics of a class: difficulty and discrimination of checks and exercises, and mistakes."""

import math
from collections import Counter
from dataclasses import dataclass, field

from grader.messages.explanation import Explanation
from grader.messages.message import mark
from grader.results.outcomes import Outcome
from grader.results.records import CheckResult, ExerciseResult, Result

#: A check that almost everybody or almost nobody passes cannot discriminate; that is no fault.
_EXTREME = 0.05
_WEAK = 0.1


@dataclass
class ItemStatistics:
    """
    The difficulty of a check or an exercise, and its corrected item-total correlation.

    The correlation is with the points of everything *else*, so that an item does not
    correlate with itself.
    """

    exercise: str
    name: str
    sentence: str
    points: float
    outcomes: Counter[str] = field(default_factory=Counter)
    _n: int = 0
    _x: float = 0.0
    _xx: float = 0.0
    _rest: float = 0.0
    _rest2: float = 0.0
    _product: float = 0.0

    def add(self, outcome: str, earned: float, total: float) -> None:
        """Count one student who earned *earned* here and *total* in all."""
        rest = total - earned
        self.outcomes[outcome] += 1
        self._n += 1
        self._x += earned
        self._xx += earned * earned
        self._rest += rest
        self._rest2 += rest * rest
        self._product += earned * rest

    @property
    def difficulty(self) -> float | None:
        """The share of the points that was earned (item difficulty, p)."""
        return self._x / (self._n * self.points) if self._n else None

    @property
    def discrimination(self) -> float | None:
        """Pearson's correlation with the points of all the rest; None if nothing varies."""
        n = self._n
        spread = n * self._xx - self._x**2
        rest_spread = n * self._rest2 - self._rest**2
        if n < 3 or spread <= 1e-9 * n * n or rest_spread <= 1e-9 * n * n:
            return None
        return (n * self._product - self._x * self._rest) / math.sqrt(spread * rest_spread)

    @property
    def other_outcomes(self) -> str:
        """The counts of all outcomes except passed, wrong and unanswered."""
        usual = (Outcome.PASSED, Outcome.WRONG, Outcome.UNANSWERED)
        counts = sorted(self.outcomes.items())
        return ", ".join(f"{n} {name}" for name, n in counts if name not in usual)

    @property
    def remark(self) -> str:
        """What an author should look into, or ""."""
        p, r = self.difficulty, self.discrimination
        if p is None or r is None or not _EXTREME < p < 1 - _EXTREME:
            return ""
        if r < 0:
            return mark("passed more often by students who lose points elsewhere: look into it")
        return mark("hardly related to the other checks: look into it") if r < _WEAK else ""


@dataclass
class Mistake:
    """
    A diagnosed mistake in one exercise.

    Attributes:
        explanation: What the first student who made it reads.
        students: All who made it, in the order of the results.
    """

    exercise: str
    explanation: Explanation
    students: list[str]


def state_of_exercise(exercise: ExerciseResult) -> str:
    """Return ``open``, ``full``, ``blank`` (nothing is written), ``part`` or ``none``."""
    if exercise.score is None:
        return "open"
    if exercise.score >= exercise.points:
        return "full"
    if exercise.score:
        return "part"
    is_blank = all(check.outcome is Outcome.UNANSWERED for check in exercise.checks)
    return "blank" if is_blank and not exercise.is_manual else "none"


@dataclass
class ClassStatistics:
    """
    The statistics of a class, collected from one result after the other.

    Attributes:
        checks: By name, over all who have started and were fully judged.
        exercises: By id, over the same students, without those that a person grades; the outcomes
            are states of the exercise.
        counted: How many students those are.
    """

    checks: dict[str, ItemStatistics] = field(default_factory=dict)
    exercises: dict[str, ItemStatistics] = field(default_factory=dict)
    counted: int = 0
    _mistakes: dict[tuple[str, str], Mistake] = field(default_factory=dict)

    def add(self, result: Result) -> None:
        """
        Count *result*, unless it says nothing about the checks.

        It says nothing if the student has not started, was refused, or was not fully judged.
        """
        checks = result.checks
        outcomes = result.outcomes
        if result.refused or not checks or outcomes[Outcome.UNANSWERED] == len(checks):
            return
        self._note_mistakes(result)
        if outcomes[Outcome.NOT_JUDGED]:
            return
        self.counted += 1
        total = sum(check.earned for check in checks)
        for exercise in result.exercises:
            if exercise.is_manual:
                continue
            whole = self.exercises.get(exercise.id)
            if whole is None:
                whole = ItemStatistics(exercise.id, exercise.id, exercise.title, exercise.points)
                self.exercises[exercise.id] = whole
            whole.add(state_of_exercise(exercise), exercise.graded or 0.0, total)
            for check in exercise.checks:
                item = self.checks.get(check.name)
                if item is None:
                    item = ItemStatistics(exercise.id, check.name, check.sentence, check.points)
                    self.checks[check.name] = item
                item.add(check.outcome, check.earned, total)

    @property
    def mistakes(self) -> list[Mistake]:
        """Every diagnosed mistake, the commonest first."""
        found = self._mistakes.values()
        return sorted(found, key=lambda m: (-len(m.students), m.exercise, m.explanation.cause))

    def _note_mistakes(self, result: Result) -> None:
        for exercise in result.exercises:
            told: set[str] = set()
            for check in exercise.checks:
                if not is_diagnosed(check):
                    continue
                explanation = check.message
                if explanation.key in told:
                    continue
                told.add(explanation.key)
                key = (exercise.id, explanation.key)
                if key in self._mistakes:
                    self._mistakes[key].students.append(result.student)
                else:
                    self._mistakes[key] = Mistake(exercise.id, explanation, [result.student])


def is_diagnosed(check: CheckResult) -> bool:
    """Return whether a check was asked, was answered wrongly, and has a message."""
    unknown = (Outcome.PASSED, Outcome.UNANSWERED, Outcome.NOT_JUDGED)
    return bool(check.message) and not check.skipped and check.outcome not in unknown
