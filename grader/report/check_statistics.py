"""Statistics of a class: difficulty and discrimination of checks, and common mistakes."""

import math
import re
from collections import Counter
from dataclasses import dataclass, field

from grader.messages.message import mark
from grader.results.outcomes import Outcome
from grader.results.records import CheckResult, Result

#: A check that almost everybody or almost nobody passes cannot discriminate; that is no fault.
_EXTREME = 0.05
_WEAK = 0.1
_NUMBERS = re.compile(r"\([\d, ]*\)|\d+(\.\d+)?")


@dataclass
class CheckStatistics:
    """
    The difficulty of one check, and its corrected item-total correlation.

    The correlation is with the points of all *other* checks, so that a check does not
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
        """Count one student who earned *earned* here and *total* over all checks."""
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
        """Pearson's correlation with the points of all other checks; None if nothing varies."""
        n = self._n
        spread = n * self._xx - self._x**2
        rest_spread = n * self._rest2 - self._rest**2
        if n < 3 or spread <= 1e-9 * n * n or rest_spread <= 1e-9 * n * n:
            return None
        return (n * self._product - self._x * self._rest) / math.sqrt(spread * rest_spread)

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
class CommonMistake:
    """A diagnosed mistake: its message, the number of students, and the first one as example."""

    exercise: str
    message: str
    students: int
    example: str
    example_message: str


@dataclass
class ClassStatistics:
    """The statistics of a class, collected from one result after the other."""

    items: dict[str, CheckStatistics] = field(default_factory=dict)
    counted: int = 0
    _mistakes: dict[tuple[str, str], CommonMistake] = field(default_factory=dict)

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
            for check in exercise.checks:
                item = self.items.get(check.name)
                if item is None:
                    item = CheckStatistics(exercise.id, check.name, check.sentence, check.points)
                    self.items[check.name] = item
                item.add(check.outcome, check.earned, total)

    def commonest(self, many: int) -> list[CommonMistake]:
        """Return the *many* commonest diagnosed mistakes."""
        found = self._mistakes.values()
        return sorted(found, key=lambda m: (-m.students, m.exercise, m.message))[:many]

    def _note_mistakes(self, result: Result) -> None:
        for exercise in result.exercises:
            told: set[str] = set()
            for check in exercise.checks:
                cause = cause_of(check)
                if not cause or cause in told:
                    continue
                told.add(cause)
                key = (exercise.id, cause)
                if key in self._mistakes:
                    self._mistakes[key].students += 1
                else:
                    example = (result.student, check.message.text)
                    self._mistakes[key] = CommonMistake(exercise.id, cause, 1, *example)


def cause_of(check: CheckResult) -> str:
    """
    Return why a check failed, in the same words for every student; "" if that is not known.

    A message first says what was returned, and then why. The first sentence and the example
    differ from input to input and are left out.

    >>> words = Message.whole("f is None, expected shape (7,). Return it.")
    >>> cause_of(CheckResult("test_f", "f works.", Outcome.WRONG, 1.0, 0.0, words))
    'Return it.'
    """
    diagnosed = check.outcome not in (Outcome.PASSED, Outcome.UNANSWERED, Outcome.NOT_JUDGED)
    if check.skipped or not diagnosed:
        return ""
    message = str(check.message).partition(" For example, ")[0]
    found, _, why = message.partition(". ")
    return why or _NUMBERS.sub("…", found)
