"""The verdict on a check, and how it follows from what the hidden test raised."""

from dataclasses import dataclass, replace

from grader.course.checks import Check
from grader.errors import BoxFailed, GraderError
from grader.results.outcomes import Outcome
from grader.testing.failures import CheckFailed
from grader.text import clean

OUR_FAILURE = "The grader itself failed here. Your teacher has been told; no points are lost."


@dataclass(frozen=True)
class Verdict:
    """
    The outcome of one check for one submission.

    Attributes:
        check: The check.
        outcome: The outcome.
        message: What the student reads.
        note: What only the teacher reads.
    """

    check: Check
    outcome: Outcome
    message: str = ""
    note: str = ""

    @property
    def earned(self) -> float:
        """The points it earned."""
        return self.check.points if self.outcome is Outcome.PASSED else 0.0

    def gates(self, check: Check) -> "Verdict":
        """Return the verdict on a gated *check* whose base got this verdict."""
        message = self.message
        if self.outcome is Outcome.WRONG:
            message = f"Not looked at: it counts once this holds: {self.check.sentence}"
        return replace(self, check=check, message=message, note="")


def verdict_on(check: Check, raised: BaseException | None, *, proved: bool) -> Verdict:
    """
    Return the verdict on a check whose hidden test raised *raised*.

    Args:
        check: The check.
        raised: What its test raised; None if it passed.
        proved: Whether the reference passes this check, so that an exception in the test comes
            from the submission's answer.

    Raises:
        BoxFailed: If that is what was raised: nobody can judge without a box.
    """
    if raised is None:
        return Verdict(check, Outcome.PASSED)
    if isinstance(raised, BoxFailed | KeyboardInterrupt):
        raise raised
    if isinstance(raised, CheckFailed):
        return Verdict(check, raised.outcome, raised.message, raised.note)
    if isinstance(raised, AssertionError):
        # A bare assert of a hidden test: its text may hold hidden values.
        return Verdict(check, Outcome.WRONG, "This does not hold yet.", clean(str(raised)))
    note = clean(f"{type(raised).__name__}: {raised}")
    if proved and not isinstance(raised, GraderError | OSError | MemoryError):
        message = "The answer has a type that the check cannot read. Compare it with the contract."
        return Verdict(check, Outcome.WRONG, message, f"The check itself raised: {note}")
    return Verdict(check, Outcome.NOT_JUDGED, OUR_FAILURE, note)
