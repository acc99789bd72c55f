"""The verdict on a check, and how it follows from what the hidden test raised."""

from dataclasses import dataclass, replace

import pytest

from grader.course.checks import Check
from grader.errors import BoxFailed, GraderError
from grader.messages.explanation import Explanation
from grader.messages.message import Message, Name, message
from grader.results.outcomes import Outcome
from grader.results.records import NOT_JUDGED_HERE
from grader.testing.failures import CheckFailed
from grader.text import clean

NO_WORDS = Explanation()
NOT_YET = message("This does not hold yet.")
TOO_MUCH = message(
    "The answer was too much to compare: the grader gave up on it. "
    "Return what the contract asks for, and no more."
)
#: The note on a check that a judge was ended for.
STALLED = (
    "A judge reached its limit of processor time or memory while it compared this answer. "
    "Another one judged the rest."
)


@dataclass(frozen=True)
class CheckVerdict:
    """
    The outcome of one check for one submission.

    Attributes:
        check: The check.
        outcome: The outcome.
        message: What the student reads, in its parts.
        note: What only the teacher reads.
        skipped: Whether nothing was asked, because of what came out before.
    """

    check: Check
    outcome: Outcome
    message: Explanation = NO_WORDS
    note: str = ""
    skipped: bool = False

    @property
    def earned(self) -> float:
        """The weight that it earned within its exercise."""
        return self.check.weight if self.outcome is Outcome.PASSED else 0.0

    def with_words(self, words: Explanation, note: str) -> "CheckVerdict":
        """Return the verdict with more to read for the student and for the teacher."""
        told = self.message
        if words:
            found = words.found or (Message() if told.text == NOT_YET.text else told.found)
            told = Explanation(found, words.why, words.example)
        return replace(self, message=told, note=f"{self.note} {note}".strip())

    @classmethod
    def stalled(cls, check: Check) -> "CheckVerdict":
        """Return the verdict on a check that could not be compared to its end."""
        return cls(check, Outcome.WRONG, Explanation(TOO_MUCH), STALLED)

    def gates(self, check: Check) -> "CheckVerdict":
        """Return the verdict on a gated *check* whose base got this verdict."""
        words = self.message
        note = self.note if self.outcome is Outcome.NOT_JUDGED else ""
        if self.outcome is Outcome.WRONG:
            base = Message.whole(self.check.sentence)
            words = Explanation(
                message("Not looked at: it counts once this holds: {sentence}", sentence=base)
            )
        return replace(self, check=check, message=words, note=note, skipped=True)


def verdict_on(check: Check, raised: BaseException | None, *, proved: bool) -> CheckVerdict:
    """
    Return the verdict on a check whose hidden test raised *raised*.

    Args:
        check: The check.
        raised: What its test raised; None if it passed.
        proved: Whether the reference passes this check, so that an exception in the test comes
            from the submission's answer.

    Raises:
        BoxFailed: If that is what was raised: nobody can judge without a box.
        MemoryError: Likewise: the judge itself has reached its limit.
    """
    if raised is None:
        return CheckVerdict(check, Outcome.PASSED)
    if isinstance(raised, BoxFailed | KeyboardInterrupt | MemoryError):
        raise raised
    if isinstance(raised, CheckFailed):
        told = Explanation(raised.told)
        return CheckVerdict(check, raised.outcome, told, raised.note, raised.skipped)
    if isinstance(raised, AssertionError | pytest.fail.Exception):
        # A bare assert of a hidden test: its text may hold hidden values.
        return CheckVerdict(check, Outcome.WRONG, Explanation(NOT_YET), clean(str(raised)))
    note = clean(f"{type(raised).__name__}: {raised}")
    if proved and not isinstance(raised, GraderError | OSError):
        told = Explanation(_not_gone_on(raised))
        return CheckVerdict(check, Outcome.WRONG, told, f"The check itself raised: {note}")
    return CheckVerdict(check, Outcome.NOT_JUDGED, NOT_JUDGED_HERE, note)


def _not_gone_on(raised: BaseException) -> Message:
    """Return the words for an exception of the check's own; only a builtin one is named."""
    kind = next(each for each in type(raised).__mro__ if each.__module__ == "builtins")
    return message(
        "The check could not go on with this answer: working with it raised {kind}. "
        "Compare the answer with the task.",
        kind=Name(kind.__name__),
    )
