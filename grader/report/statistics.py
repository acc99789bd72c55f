"""What a class of results says about the exercises: difficulty, discrimination, mistakes."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.results.outcomes import Outcome
from grader.results.store import Result

#: A check that nearly everybody or nobody passes tells nobody apart, and that is no fault.
_EXTREME = 0.05
_WEAK = 0.1
_NUMBERS = re.compile(r"\([\d, ]*\)|\d+(\.\d+)?")


@dataclass
class Item:
    """
    Sums over one check, for its difficulty and its corrected item-total correlation.

    The correlation is with the points of all *other* checks: a check is not to agree
    with itself.
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
        """Share of its points that were earned (the p-value of item analysis)."""
        return self._x / (self._n * self.points) if self._n else None

    @property
    def discrimination(self) -> float | None:
        """Pearson's correlation with the rest of the points; None where nothing varies."""
        n = self._n
        spread = n * self._xx - self._x**2
        rest_spread = n * self._rest2 - self._rest**2
        if n < 3 or spread <= 1e-9 * n * n or rest_spread <= 1e-9 * n * n:
            return None
        return (n * self._product - self._x * self._rest) / math.sqrt(spread * rest_spread)

    @property
    def remark(self) -> str:
        """What an author should look at, or ""."""
        p, r = self.difficulty, self.discrimination
        if p is None or r is None or not _EXTREME < p < 1 - _EXTREME:
            return ""
        if r < 0:
            return "passed rather by those who lose points elsewhere: look at it"
        return "says little about the rest: look at it" if r < _WEAK else ""


@dataclass
class Mistake:
    """A diagnosed mistake: its words, who made it first in the list, and how many did."""

    exercise: str
    message: str
    students: int
    example: str
    example_message: str


@dataclass
class Statistics:
    """Sums over a class, fed one result after the other."""

    items: dict[str, Item] = field(default_factory=dict)
    counted: int = 0
    _mistakes: dict[tuple[str, str], Mistake] = field(default_factory=dict)

    def add(self, result: Result) -> None:
        """
        Count *result* where it can tell something.

        Who has not started, was refused or was not judged throughout says nothing about
        how hard a check is.
        """
        checks = result.checks
        outcomes = result.outcomes
        if result.refused or not checks or outcomes[Outcome.UNANSWERED] == len(checks):
            return
        self._note_mistakes(result)
        if outcomes[Outcome.NOT_JUDGED]:
            return
        self.counted += 1
        total = sum(check["earned"] for check in checks)
        for exercise in result.exercises:
            for check in exercise["checks"]:
                item = self.items.get(check["name"])
                if item is None:
                    item = Item(exercise["id"], check["name"], check["sentence"], check["points"])
                    self.items[check["name"]] = item
                item.add(check["outcome"], check["earned"], total)

    def commonest(self, many: int) -> list[Mistake]:
        """Return the *many* commonest diagnosed mistakes."""
        found = self._mistakes.values()
        return sorted(found, key=lambda m: (-m.students, m.exercise, m.message))[:many]

    def _note_mistakes(self, result: Result) -> None:
        for exercise in result.exercises:
            told: set[str] = set()
            for check in exercise["checks"]:
                cause = cause_of(check)
                if not cause or cause in told:
                    continue
                told.add(cause)
                key = (exercise["id"], cause)
                if key in self._mistakes:
                    self._mistakes[key].students += 1
                else:
                    example = (result.student, check["message"])
                    self._mistakes[key] = Mistake(exercise["id"], cause, 1, *example)


def cause_of(check: Mapping[str, Any]) -> str:
    """
    Return why a check failed, in words that are the same for everybody; "" if none are known.

    A message first says what came back, with its shape, and then why. The first sentence and
    the example differ from input to input.

    >>> cause_of({"outcome": "WRONG", "message": "f is None, expected shape (7,). Return it."})
    'Return it.'
    """
    if check["outcome"] in (Outcome.PASSED, Outcome.UNANSWERED, Outcome.NOT_JUDGED):
        return ""
    message = str(check["message"])
    if message.startswith(("Not looked at:", "Not asked:")):
        return ""
    message = message.partition(" For example, ")[0]
    found, _, why = message.partition(". ")
    return why or _NUMBERS.sub("…", found)
