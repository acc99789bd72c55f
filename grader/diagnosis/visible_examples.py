"""The answers of a submission to visible examples, whose values are not secret."""

from collections.abc import Mapping
from typing import Any

from grader.box.inside import values
from grader.errors import CourseError
from grader.judging.clock import Clock
from grader.judging.reference import Reference
from grader.judging.submission.session import SubmissionSession
from grader.messages.explanation import ExampleCall, Raised
from grader.messages.message import Code, Name, Phrase, message, stranger
from grader.testing.equality import same_reply
from grader.testing.failures import Answer, CheckFailed, Question
from grader.testing.objects.remote import Exchange
from grader.testing.student import Ask, Example, Student
from grader.text import clean

from .tables import EXAMPLES, Tables


class VisibleExamples:
    """The answers of one submission to the visible examples, each asked once in its own child."""

    def __init__(self, tables: Tables, reference: Reference, session: SubmissionSession) -> None:
        self._tables = tables
        self._examples = tables.examples
        self._reference = reference
        self._session = session
        self._got: dict[Example, Answer | CheckFailed] = {}
        self._described: dict[str, ExampleCall | None] = {}

    def question(self, target: str) -> Question:
        """Return the question that the first example of *target* asks."""
        return self._expected(target, self._examples[target][0]).question

    def reply(self, target: str) -> dict[str, Any] | None:
        """Return the submission's reply to the first example; None where there is none."""
        examples = self._examples.get(target)
        return self._ask(target, examples[0]).reply or None if examples else None

    def describe(self, target: str) -> ExampleCall | None:
        """Return what the submission does on the first example that it gets wrong."""
        if target not in self._described:
            shown = (self._describe(target, each) for each in self._examples.get(target, ()))
            self._described[target] = next(filter(None, shown), None)
        return self._described[target]

    def _describe(self, target: str, example: Example) -> ExampleCall | None:
        expected, got = self._expected(target, example), self._ask(target, example)
        asked = show_call(expected.question)
        if isinstance(got, CheckFailed):
            raised = got.reply.get("raised")
            return ExampleCall(call=asked, got=show_raised(raised)) if raised is not None else None
        wanted, found = show(expected.value), show(got.value)
        if same_reply(got.reply, expected.reply) or wanted == found:
            return None
        return ExampleCall(call=asked, expected=Code(wanted), got=stranger(found))

    def _expected(self, target: str, example: Example) -> Answer:
        try:
            return self._answer(target, example, self._reference.ask, self._reference.exchange)
        except CheckFailed as failure:
            raise CourseError(
                f"{self._tables.place(EXAMPLES, target, example)}: the reference itself fails on "
                f"this example: {failure.message} {failure.note} Fix the solution or the example."
            ) from failure

    def _ask(self, target: str, example: Example) -> Answer | CheckFailed:
        if example not in self._got:
            try:
                self._got[example] = self._answer(
                    target, example, self._session.ask_afresh, self._session.exchange_afresh
                )
            except CheckFailed as failure:
                self._got[example] = failure
        return self._got[example]

    def _answer(self, target: str, example: Example, ask: Ask, exchange: Exchange) -> Answer:
        """Run the course's own code of an example; raise CourseError if it does not answer."""
        try:
            with Clock() as clock:
                student = Student(clock.outside(ask), clock.outside(exchange))
                try:
                    answer: object = example(student)
                except Exception as error:
                    raise student.failure_of(error) or error from None
            if student.has_operated:
                answer = student.told(answer)
            if not isinstance(answer, Answer):
                raise CourseError(
                    f"this example returned an object of type {type(answer).__name__}, expected "
                    "an answer. Return what student.call(…) returned."
                )
        except CourseError as error:
            place = self._tables.place(EXAMPLES, target, example)
            raise CourseError(f"{place}: {error}") from error
        return answer


def show_call(question: Question) -> Code | Phrase:
    """Return a visible question as the student would type it, or in words."""
    name = question.function
    if question.op != "call":
        return Phrase(message("{name} on a small example", name=Name(name)))
    fields = values.decode(question.text, question.blob)
    words = [show(value) for value in fields.get("args", ())]
    words += [f"{key}={show(value)}" for key, value in fields.get("kwargs", {}).items()]
    return Code(f"{name}({', '.join(words)})")


def show_raised(raised: Mapping[str, Any]) -> Raised:
    """Return a described exception, and the line of the submission that it came from."""
    kind = raised["type"].rpartition(".")[2]
    error = stranger(f"{kind}: {raised['text']}", limit=300)
    if not raised["place"]:
        return Raised(error)
    file, line, _ = raised["place"]
    return Raised(error, stranger(file, limit=120), line)


def show(value: Any, limit: int = 160) -> str:
    """Return a visible value as short text."""
    if isinstance(value, values.SentTensor):
        text = " ".join(str(value.tensor).split())
    elif isinstance(value, dict):
        text = "{" + ", ".join(f"{key!r}: {show(item)}" for key, item in value.items()) + "}"
    elif isinstance(value, tuple):
        text = "(" + ", ".join(map(show, value)) + ",)"[len(value) != 1 :]
    elif isinstance(value, list):
        text = "[" + ", ".join(map(show, value)) + "]"
    elif isinstance(value, values.SentNumber):
        text = f"{value.value!r}"
    elif isinstance(value, values.SentObject):
        text = f"an object of type {value.kind}"
    else:
        text = repr(value)
    return clean(text, limit=limit)
