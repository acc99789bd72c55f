"""The meaning of a child's answer: a decoded reply, or the failure of the check that asked."""

from typing import Any

from grader.box.child import Reply
from grader.box.deaths import ChildDied
from grader.box.inside import values
from grader.box.inside.frames import FrameError
from grader.messages.message import Name, message
from grader.results.outcomes import Outcome
from grader.testing.failures import CheckFailed, Question, failed
from grader.testing.replies import check_form
from grader.text import clean


def decode_reply(reply: Reply) -> dict[str, Any]:
    """
    Return the fields of a reply.

    Raises:
        FrameError: If it cannot be decoded or has a form that no driver gives.
    """
    decoded = values.decode(reply.text, reply.blob)
    check_form(decoded)
    return dict(decoded)


def timed_out(question: Question, limit_s: float) -> CheckFailed:
    """Return the failure for a call that gave no answer in time."""
    words = message(
        "{name} gave no answer within {limit_s} s. Is there a loop that never ends?",
        name=Name(question.function),
        limit_s=limit_s,
    )
    return failed(Outcome.TIMED_OUT, words, question)


def not_asked(question: Question, times: int) -> CheckFailed:
    """Return the failure for a call that is not made: others were late so many *times*."""
    words = message(
        "Not asked: {name} had already run out of time {times} times.",
        name=Name(question.function),
        times=times,
    )
    return failed(Outcome.TIMED_OUT, words, question, skipped=True)


def over_budget(question: Question, budget_s: float) -> CheckFailed:
    """Return the failure for a call that is not made: the budget of the submission is used up."""
    words = message(
        "Not asked: all answers together took more than {budget_s} s, were too many or too large.",
        budget_s=budget_s,
    )
    return failed(Outcome.TIMED_OUT, words, question, skipped=True)


def child_died(question: Question, death: ChildDied) -> CheckFailed:
    """Return the failure for a call during which the child ended."""
    name = Name(question.function)
    if death.over_cpu_limit:
        words = message(
            "{name} used up its processor time. Is there a loop that never ends?", name=name
        )
        return failed(Outcome.TIMED_OUT, words, question, note=death.how)
    words = message(
        "{name} ended its process instead of returning ({how}).", name=name, how=death.how
    )
    return failed(Outcome.KILLED, words, question, note=death.how)


def reply_lost(question: Question, error: FrameError) -> CheckFailed:
    """Return the failure for a call whose reply cannot be read."""
    words = message(
        "{name} wrote into the grader's connection, so its answer was lost.",
        name=Name(question.function),
    )
    return failed(Outcome.KILLED, words, question, note=clean(str(error)))
