"""From what a hidden test raised to the verdict on its check."""

import pytest

from grader.course.checks import Check
from grader.errors import BoxFailed, CourseError
from grader.judging.verdicts import verdict_on
from grader.results.outcomes import Outcome
from grader.results.records import NOT_JUDGED_HERE
from grader.testing import CheckFailed


class HiddenError(KeyError):
    """An exception of a library or of the hidden tests."""


CHECK = Check("a", "E01", "work", 2.0, True, False, "A promise.", limit_s=5.0)


@pytest.mark.parametrize(
    ("raised", "proved", "outcome", "message", "note"),
    [
        (None, True, "PASSED", "", ""),
        (CheckFailed(Outcome.RAISED, "f raised.", "x"), True, "RAISED", "f raised.", "x"),
        (AssertionError("7.5"), True, "WRONG", "This does not hold yet.", "7.5"),
        (
            TypeError("no len"),
            True,
            "WRONG",
            "The check could not go on with this answer: working with it raised TypeError. "
            "Compare the answer with the task.",
            "The check itself raised: TypeError: no len",
        ),
        (
            HiddenError("7.5"),
            True,
            "WRONG",
            "The check could not go on with this answer: working with it raised KeyError. "
            "Compare the answer with the task.",
            "The check itself raised: HiddenError: '7.5'",
        ),
        (pytest.fail.Exception("7.5"), True, "WRONG", "This does not hold yet.", "7.5"),
        (TypeError("no len"), False, "NOT_JUDGED", NOT_JUDGED_HERE.text, "TypeError: no len"),
        (CourseError("x"), True, "NOT_JUDGED", NOT_JUDGED_HERE.text, "CourseError: x"),
        (OSError("x"), True, "NOT_JUDGED", NOT_JUDGED_HERE.text, "OSError: x"),
    ],
)
def test_what_a_test_raised_decides_the_verdict(raised, proved, outcome, message, note):
    """Hidden values stay in the note; what is not the submission's fault is not judged."""
    verdict = verdict_on(CHECK, raised, proved=proved)

    assert (verdict.outcome, verdict.message.text, verdict.note) == (outcome, message, note)
    assert verdict.earned == (2.0 if outcome == "PASSED" else 0.0)


@pytest.mark.parametrize("raised", [BoxFailed("gone"), KeyboardInterrupt(), MemoryError()])
def test_a_failure_of_the_box_or_the_judge_is_no_verdict(raised):
    """The judge tries again in a fresh box; an interrupt or a full memory ends it."""
    with pytest.raises(type(raised)):
        verdict_on(CHECK, raised, proved=True)


@pytest.mark.parametrize(("proved", "note"), [(False, "TypeError: no len"), (True, "")])
def test_a_gated_check_says_why_its_base_was_not_judged(proved, note):
    """The fault stands beside every check that it kept from being judged, and beside no other."""
    base = verdict_on(CHECK, TypeError("no len"), proved=proved)

    gated = base.gates(Check("b", "E01", "work", 2.0, False, True, "Another.", limit_s=5.0))

    assert (gated.check.name, gated.outcome, gated.note) == ("b", base.outcome, note)
