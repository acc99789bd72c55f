"""The outcome of each visible test, and the status of each exercise after a run."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from _kit.unit.status import Status


class Verdict(StrEnum):
    """The verdict on one test."""

    PASSED = "passed"
    SKIPPED = "skipped"
    NOT_STARTED = "not started"
    WRONG = "wrong"
    TIMEOUT = "timeout"
    ERROR = "error"


# From good to bad: an exercise is as good as the worst of its tests.
_RANK = {Verdict.PASSED: 0, Verdict.NOT_STARTED: 1, Verdict.WRONG: 2} | dict.fromkeys(
    (Verdict.TIMEOUT, Verdict.ERROR), 3
)


@dataclass(frozen=True)
class Outcome:
    """The outcome of one phase of one test: setting up, the test itself, tearing down."""

    exercise: str
    function: str
    """The test function; all its parameter sets count as one test."""
    expected: int
    """How many test functions the exercise has in its file, selected or not."""
    promise: str
    """The first sentence of the test: what a right answer keeps."""
    verdict: Verdict = Verdict.PASSED
    text: str = ""
    """Why the test failed, for the student; empty if it passed or is not started."""
    printed: str = ""
    """What was printed on the way, if the test failed."""
    again: bool = False
    """Whether an earlier test failed for the same reason."""

    @classmethod
    def of(cls, report: Any) -> "Outcome | None":
        """Return the outcome that was attached to a report of pytest, if there is one."""
        fields = getattr(report, "exercise_outcome", None)
        return cls(**{**fields, "verdict": Verdict(fields["verdict"])}) if fields else None

    def attach(self, report: Any) -> None:
        """Attach the outcome as plain values, which pytest-xdist can send to its controller."""
        report.exercise_outcome = {**asdict(self), "verdict": self.verdict.value}


class Tally:
    """The verdict on each test function of each exercise."""

    def __init__(self) -> None:
        self._verdicts: dict[str, dict[str, Verdict]] = defaultdict(dict)
        self._expected: dict[str, int] = {}
        self._promises: dict[str, str] = {}

    def add(self, outcome: Outcome) -> None:
        """Count the outcome of a test; of several, the worst counts."""
        if outcome.verdict == Verdict.SKIPPED:
            return
        self._expected[outcome.exercise] = outcome.expected
        if _RANK[outcome.verdict] > _RANK[Verdict.NOT_STARTED]:
            self._promises.setdefault(outcome.exercise, outcome.promise)
        verdicts = self._verdicts[outcome.exercise]
        before = verdicts.get(outcome.function, Verdict.PASSED)
        verdicts[outcome.function] = max(before, outcome.verdict, key=_RANK.__getitem__)

    def results(self) -> dict[str, tuple[Status, str]]:
        """Return the status of each exercise that was run, and the first promise that failed."""
        return {id_: (self._status(id_), self._promises.get(id_, "")) for id_ in self._verdicts}

    def counts(self, exercise: str) -> tuple[int, int]:
        """Return how many test functions of an exercise were run, and how many it has."""
        return len(self._verdicts[exercise]), self._expected[exercise]

    def _status(self, exercise: str) -> Status:
        verdicts = list(self._verdicts[exercise].values())
        worst = max(verdicts, key=_RANK.__getitem__)
        if worst in (Verdict.TIMEOUT, Verdict.ERROR):
            return Status.ERROR
        if worst == Verdict.WRONG:
            return Status.WRONG
        if worst == Verdict.NOT_STARTED:
            return Status.STARTED if Verdict.PASSED in verdicts else Status.NOT_STARTED
        run, expected = self.counts(exercise)
        return Status.DONE if run >= expected else Status.PARTLY_RUN
