"""Verdicts on answers that came before: the same bytes, the same verdict."""

import pytest

from grader.box.child import Reply
from grader.course.checks import Check
from grader.judging.verdict_cache import ALL_KEPT, LARGEST_KEPT, VerdictCache
from grader.judging.verdicts import CheckVerdict
from grader.results.outcomes import Outcome
from grader.testing.failures import CheckFailed

CHECK = Check("a", "E01", "work", 1.0, True, False, "A promise.", limit_s=5.0)
ONE, TWO = Reply(b"1", b"", cost_s=0.25), Reply(b"2", b"", cost_s=0.25)


def test_a_verdict_is_remembered_for_the_same_answers_only():
    """Another byte, another check or another order is another case."""
    cache, passed = VerdictCache(), CheckVerdict(CHECK, Outcome.PASSED)

    cache.keep("a", [ONE, TWO], passed, None)

    assert cache.recall("a", [ONE, TWO]) == (passed, None)
    assert cache.recall("a", [TWO, ONE]) is None
    assert cache.recall("a", [ONE]) is None
    assert cache.recall("b", [ONE, TWO]) is None


def test_what_an_answer_cost_does_not_matter():
    """A slow right answer is the same answer."""
    cache, passed = VerdictCache(), CheckVerdict(CHECK, Outcome.PASSED)

    cache.keep("a", [Reply(b"x", b"", cost_s=0.1)], passed, None)

    assert cache.recall("a", [Reply(b"x", b"", cost_s=3.0)]) == (passed, None)


@pytest.mark.parametrize(
    ("outcome", "size"),
    [
        (Outcome.KILLED, 1),
        (Outcome.TIMED_OUT, 1),
        (Outcome.NOT_JUDGED, 1),
        (Outcome.WRONG, LARGEST_KEPT + 1),
    ],
)
def test_what_the_answers_alone_do_not_decide_is_not_remembered(outcome, size):
    """The end of a child, our own failure, and answers too large to keep are judged again."""
    cache, replies = VerdictCache(), [Reply(b"x" * size, b"")]

    cache.keep("a", replies, CheckVerdict(CHECK, outcome), CheckFailed(outcome, "no"))

    assert cache.recall("a", replies) is None


def test_a_hostile_class_cannot_fill_the_cache():
    """Failures with large answers, each its own, push the oldest out long before the last entry."""
    cache, wrong = VerdictCache(), CheckVerdict(CHECK, Outcome.WRONG)
    failure = CheckFailed(Outcome.WRONG, "no")
    answers = [[Reply(b"%d" % n + b"x" * (LARGEST_KEPT - 9), b"")] for n in range(300)]

    for replies in answers:
        cache.keep("a", replies, wrong, failure)

    remembered = [cache.recall("a", replies) is not None for replies in answers]
    assert not remembered[0]
    assert remembered[-1]
    assert sum(remembered) * (LARGEST_KEPT - 9) <= ALL_KEPT
