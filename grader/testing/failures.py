"""Questions, their answers, and the exception that ends a failed check."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.messages.message import Message
from grader.results.outcomes import Outcome


@dataclass(frozen=True)
class Question:
    """
    A question as it is sent: driver, ``module.name`` and the encoded frame.

    The op of an operation on objects is ``do``, or ``within`` while a function of the test is
    called back, and ``return`` that of what such a function returned.
    """

    op: str
    target: str
    text: bytes
    blob: bytes

    @property
    def function(self) -> str:
        """The name of the function or class that is asked, without its module."""
        return self.target.partition(".")[2]

    @property
    def is_first(self) -> bool:
        """Whether it is the first operation on objects of a check."""
        return self.op == "do" and b'"first":true' in self.text


@dataclass(frozen=True)
class Answer:
    """
    The answer to one question.

    Attributes:
        value: The main result; tensors are :class:`~grader.box.inside.values.SentTensor`.
        reply: All fields of the reply (``after``, ``again``, ``weights``, …).
        question: The question, for messages and diagnosis.
    """

    value: Any
    reply: dict[str, Any]
    question: Question

    def __getitem__(self, field: str) -> Any:
        return self.reply[field]

    def part(self, field: str) -> "Answer":
        """Return the same answer with another *field* of the reply as its value."""
        return Answer(self.reply[field], self.reply, self.question)


@dataclass(eq=False)
class CheckFailed(BaseException):
    """
    A check that the submission did not pass.

    It is no Exception: ``pytest.raises(Exception)`` is about what the submission raises.

    Attributes:
        outcome: The outcome of the check.
        message: What the student may read: our own words, no hidden value.
        note: What only the teacher reads: cleaned raw text.
        question: The question that failed, if one did; the diagnosis asks it again.
        reply: The reply to it.
        precise: Whether *message* already names the cause.
        pattern: A sentence on how the numbers differ, used when no cause is found.
        words: *message* as a template and values, where it is one of ours.
        skipped: Whether the question was not asked, because of what came out before.
        twins: Where visible cases like the hidden one come from, if it followed from a contract.
        is_twin: Whether it is the failure of such a visible case.
        shown: Python text that shows the fault after such a case, what is right, and what came.
    """

    outcome: Outcome
    message: str
    note: str = ""
    question: Question | None = None
    reply: dict[str, Any] = field(default_factory=dict)
    precise: bool = False
    pattern: str = ""
    words: Message | None = None
    skipped: bool = False
    twins: object = None
    is_twin: bool = False
    shown: Sequence[Any] = ()

    def __str__(self) -> str:
        return self.message

    @property
    def told(self) -> Message:
        """The message as a record; a hidden test may have changed its text."""
        if self.words is not None and self.words.text == self.message:
            return self.words
        return Message.whole(self.message)


def failed(
    outcome: Outcome,
    words: Message,
    question: Question | None = None,
    *,
    note: str = "",
    reply: dict[str, Any] | None = None,
    precise: bool = True,
    skipped: bool = False,
) -> CheckFailed:
    """Return the failure of a check whose message is a template of ours."""
    return CheckFailed(
        outcome,
        words.text,
        note,
        question,
        reply or {},
        precise=precise,
        words=words,
        skipped=skipped,
    )


def wrong(
    message: str,
    answer: Answer | None = None,
    *,
    note: str = "",
    precise: bool = False,
    pattern: str = "",
    shown: Sequence[Any] = (),
) -> CheckFailed:
    """
    Return the exception for a wrong answer.

    Args:
        message: What was found and what was expected, in words the student may read.
        answer: The answer, so that the diagnosis can compare it with known mistakes.
        note: Details for the teacher.
        precise: Whether the message already names the cause, so that no other is searched.
        pattern: A sentence on how the numbers differ; shown when no cause is found.
        shown: What shows the fault, if the message is about a property: Python text about the
            result, which is called ``found``, such as ``found['mean']``; what is right; what came.
    """
    question = answer.question if answer is not None else None
    reply = answer.reply if answer is not None else {}
    return CheckFailed(Outcome.WRONG, message, note, question, reply, precise, pattern, shown=shown)
