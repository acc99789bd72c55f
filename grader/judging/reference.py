"""The reference solutions, asked in the box like a submission, each question once."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from grader.box.child import Reply
from grader.course.judging_files import given_data
from grader.course.manifest import Course
from grader.course.source import with_answer
from grader.errors import CourseError
from grader.testing.failures import CheckFailed, Question

from .submission.session import Open, SubmissionSession

_T = TypeVar("_T")

#: A question that takes the reference longer than this is expensive: no experiments are made.
EXPENSIVE_S = 0.05


class Reference:
    """
    The course's solutions, which answer questions; every reply is remembered.

    Its children are forked and locked in like a submission's, so that both
    sides compute with the same threads, types and libraries.

    Attributes:
        files: The solutions, as a submission of them would hold them.
        known: What they answered as a submission, by text and blob of the question: the same
            files in the same kind of child, seeded by the same question, answer the same.
    """

    def __init__(self, course: Course, open_channel: Open) -> None:
        self._start(
            given_data(course)
            | {path.name: path.read_bytes() for path in sorted(course.solutions.glob("*.py"))},
            open_channel,
        )

    def changed_by(self, module: str, code: str) -> "Reference":
        """Return what answers for the solutions with *code* as the last definition of *module*."""
        other = object.__new__(Reference)
        name = f"{module}.py"
        other._start({**self.files, name: with_answer(self.files[name], code)}, self._open)
        return other

    def _start(self, files: dict[str, bytes], open_channel: Open) -> None:
        self.files = files
        self.known: dict[tuple[bytes, bytes], Reply] = {}
        self._open = open_channel
        self._session = SubmissionSession(self.files, open_channel)
        self._replies: dict[Question, dict[str, Any]] = {}
        self._costs_s: dict[Question, float] = {}
        self._transcripts: dict[bytes, Reply] = {}
        self._transcript: list[Question] = []
        self._digest = b""
        self._live = -1  # How much of the transcript the child has been asked.

    def ask(self, question: Question) -> dict[str, Any]:
        """
        Return the reference's reply to *question*.

        Raises:
            CourseError: If the reference has no answer; that is a fault of the course.
        """
        if question not in self._replies:
            known = self.known.pop((question.text, question.blob), None)
            self._replies[question], self._costs_s[question] = (
                self._ask(question)
                if known is None
                else (self._session.decode(question, known), known.cost_s)
            )
        return self._replies[question]

    def _ask(self, question: Question) -> tuple[dict[str, Any], float]:
        before_s = self._session.cpu_s
        try:
            reply = self._session.ask(question)
        except CheckFailed as failure:
            raise CourseError(f"The reference failed: {failure.message}") from failure
        return reply, self._session.cpu_s - before_s

    def exchange(self, question: Question, read: Callable[[Reply], _T]) -> _T:
        """
        Return what *read* makes of the reply to an operation on objects.

        The solutions answer the same after the same operations of a check, so a reply is
        remembered by all that was asked until then.
        """
        if question.is_first:
            self._transcript, self._digest, self._live = [], b"", 0
        self._transcript.append(question)
        total = hashlib.blake2b(self._digest, digest_size=20)
        total.update(b"%d\n" % len(question.text) + question.text + question.blob)
        self._digest = total.digest()
        if self._digest not in self._transcripts:
            self._transcripts[self._digest] = self._catch_up()
        return read(self._transcripts[self._digest])

    def _catch_up(self) -> Reply:
        """Ask the child what it has not been asked of this check; return the last reply."""
        try:
            for question in self._transcript[self._live :]:
                reply = self._session.exchange(question, lambda found: found)
        except CheckFailed as failure:
            raise CourseError(f"The reference failed: {failure.message}") from failure
        self._live = len(self._transcript)
        return reply

    def cost_s(self, question: Question) -> float:
        """Return the processor time that the reference needed for *question*; 0.0 if unknown."""
        return self._costs_s.get(question, 0.0)

    def close(self) -> None:
        """End the reference's child; it starts again when a new question comes."""
        self._transcript, self._live = [], 0
        self._session.close()
