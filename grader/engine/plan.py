"""What has to be judged of one submission, and how kept and new verdicts become one result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.course.manifest import Unit
from grader.results.outcomes import Outcome
from grader.results.store import Result, grade_exercises

from .snapshot import CheckFacts, Snapshot


@dataclass(frozen=True)
class Plan:
    """
    What has to be judged of one submission.

    Attributes:
        known: Its result so far, or None where all has to be judged.
        stale: Test functions to run again → what changed, in words.
        whole: Why everything has to be judged, or "".
        settled: Exercise → what changed for it although no check of it runs again.
    """

    known: Result | None
    stale: Mapping[str, Sequence[str]] = field(default_factory=dict)
    whole: str = ""
    settled: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def merge(
        self, judged: Sequence[Mapping[str, Any]], now: Snapshot, unit: Unit
    ) -> list[dict[str, Any]]:
        """
        Return the exercises of the new result.

        Args:
            judged: The checks that ran, as a worker sends them.
            now: The tests of the course, which give order and points of kept checks.
            unit: The unit.
        """
        if self.whole or self.known is None:
            return grade_exercises(unit, judged)
        ran = {function_of(check["name"]) for check in judged}
        kept = [
            _worth(check, now.checks[function])
            for check in checks_of(self.known)
            if (function := function_of(check["name"])) in now.checks and function not in ran
        ]
        order = {name: number for number, name in enumerate(now.checks)}
        return grade_exercises(
            unit,
            sorted([*judged, *kept], key=lambda c: order.get(function_of(c["name"]), len(order))),
        )

    def reasons(self, exercises: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        """Return, for each exercise that may have another score now, what has changed."""
        if self.whole:
            return {exercise["id"]: self.whole for exercise in exercises}
        found = {exercise: list(words) for exercise, words in self.settled.items()}
        for exercise in exercises:
            for check in exercise["checks"]:
                words = self.stale.get(function_of(check["name"]), ())
                if words:
                    found.setdefault(exercise["id"], []).extend(words)
        return {exercise: "; ".join(dict.fromkeys(words)) for exercise, words in found.items()}


#: What there is to do for a submission that has no result yet.
NEW = Plan(None, whole="not graded before")


def checks_of(result: Result) -> list[dict[str, Any]]:
    """Return every check of *result* as a worker sent it."""
    return [
        {"exercise": exercise["id"], **check}
        for exercise in result.exercises
        for check in exercise["checks"]
    ]


def function_of(check: str) -> str:
    """Return the test function behind the name of a check: without its parameters."""
    return check.partition("[")[0]


def _worth(check: Mapping[str, Any], facts: CheckFacts) -> dict[str, Any]:
    """Return a kept *check* with the points that it is worth now."""
    points = check["points"] if facts.points is None else facts.points
    earned = points if check["outcome"] == Outcome.PASSED else 0.0
    return {**check, "points": points, "earned": earned}
