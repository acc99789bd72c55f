"""The reference solutions, asked in the box like a submission, each question once."""

import copy
from typing import Any

from grader.course.manifest import Course
from grader.errors import CourseError
from grader.testing.failures import CheckFailed, Question

from .submission_session import Open, SubmissionSession

#: A question that takes the reference longer than this is expensive: no experiments are made.
EXPENSIVE_S = 0.05


class Reference:
    """
    Answer questions with the course's solutions and remember every reply.

    Its children are forked and locked in like a submission's, so that both
    sides compute with the same threads, types and libraries.

    Attributes:
        files: The solutions, as a submission of them would hold them.
    """

    def __init__(self, course: Course, open_channel: Open) -> None:
        self.files = {
            path.name: path.read_bytes() for path in sorted(course.solutions.glob("*.py"))
        }
        self._session = SubmissionSession(self.files, open_channel)
        self._replies: dict[Question, dict[str, Any]] = {}
        self._costs_s: dict[Question, float] = {}
        self._recorded: dict[Question, tuple[dict[str, Any], float]] = {}

    def record(self, question: Question, reply: dict[str, Any], cost_s: float) -> None:
        """
        Record what the solutions answered as a submission; it is the reference's reply too.

        The same files in the same kind of child, seeded by the same question, answer the same.
        """
        self._recorded.setdefault(question, (copy.deepcopy(reply), cost_s))

    def ask(self, question: Question) -> dict[str, Any]:
        """
        Return the reference's reply to *question*.

        Raises:
            CourseError: If the reference has no answer; that is a fault of the course.
        """
        if question not in self._replies:
            recorded = self._recorded.pop(question, None)
            self._replies[question], self._costs_s[question] = recorded or self._ask(question)
        return self._replies[question]

    def _ask(self, question: Question) -> tuple[dict[str, Any], float]:
        before_s = self._session.cpu_s
        try:
            reply = self._session.ask(question)
        except CheckFailed as failure:
            raise CourseError(f"The reference failed: {failure.message}") from failure
        return reply, self._session.cpu_s - before_s

    def remembered(self, question: Question) -> dict[str, Any] | None:
        """Return the reply to *question* if it has been asked before."""
        return self._replies.get(question)

    def cost_s(self, question: Question) -> float:
        """Return the processor time that the reference needed for *question*; 0.0 if unknown."""
        return self._costs_s.get(question, 0.0)

    def close(self) -> None:
        """End the reference's child; it starts again when a new question comes."""
        self._recorded.clear()
        self._session.close()
