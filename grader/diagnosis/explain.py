"""
The explanation of failed checks: fuller messages, found after the verdict, which stays.

The first explanation that fits is used: a known mistake that answers as the submission did,
the meaning of the exception, the pattern in the numbers, a visible example. Text that was made
from hidden inputs never reaches the student.
"""

from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from grader.course.checks import Check
from grader.course.manifest import Course
from grader.errors import CourseError
from grader.judging.reference import EXPENSIVE_S, Reference
from grader.judging.submission.session import SubmissionSession
from grader.messages.explanation import Explanation
from grader.messages.message import Message, message
from grader.results.outcomes import Outcome
from grader.testing.contracts.contract import Twins
from grader.testing.equality import same_reply, same_value
from grader.testing.failures import CheckFailed, Question
from grader.testing.replies import is_refusal

from .causes import likely_cause
from .experiments import STATE_PERSISTS, Experiments
from .tables import Tables, read_tables
from .twins import FailingTwin, FailingTwins
from .visible_examples import VisibleExamples

#: What a function raises to refuse its arguments; torch's own errors are seldom of these types.
_REFUSALS = ("ValueError", "AssertionError", "builtins.ValueError", "builtins.AssertionError")

GRADIENT = message(
    "The values are right but the gradient is not: look for operations that autograd cannot see "
    "through, such as detach, item, clamp or round, and at a backward of your own."
)

FORBIDDEN = message(
    "Arguments that the contract forbids must be refused with a ValueError, not with this "
    "exception."
)


class KnownMistake:
    """
    A known mistake: it answers in the box like a submission, each question once.

    Args:
        words: What is said of a submission that answers as it does.
        reference: The reference.
        target: The function that it changes. code: What is appended to the solution.
    """

    def __init__(self, words: str, reference: Reference, target: str, code: str) -> None:
        self.words = Message.whole(words)
        self._answers = reference.changed_by(target.partition(".")[0], code)
        self._silent: set[Question] = set()

    def ask(self, question: Question) -> dict[str, Any]:
        """Return its reply; an empty one where it gives none."""
        if question not in self._silent:
            try:
                return self._answers.ask(question)
            except CourseError:
                self._silent.add(question)
        return {}

    def close(self) -> None:
        """End its child; it starts again when a new question comes."""
        self._answers.close()


class Diagnosis:
    """
    The explainer of failed checks; one serves all submissions and remembers what mistakes reply.

    Args:
        tables: The course's known mistakes and visible examples.
        reference: The reference, whose remembered replies tell a mistake from the truth.
    """

    def __init__(self, tables: Tables, reference: Reference) -> None:
        self._tables = tables
        self._reference = reference
        self._mistakes = {
            target: [
                KnownMistake(entry.headers["message"], reference, target, entry.code)
                for entry in entries
            ]
            for target, entries in tables.mistakes.items()
        }
        self._experiments = Experiments(reference)

    @classmethod
    def of_modules(
        cls, course: Course, modules: Sequence[ModuleType], reference: Reference
    ) -> "Diagnosis":
        """Return the explainer by the tables that the modules of the hidden tests define."""
        return cls(read_tables(course, modules), reference)

    @property
    def faults(self) -> Sequence[str]:
        """What is wrong with the tables of the course, one line each."""
        return list(self._tables.faults.values())

    def explain(
        self, failures: Mapping[Check, CheckFailed], session: SubmissionSession
    ) -> dict[Check, Explanation]:
        """
        Return what there is to say about failed checks of one exercise.

        Args:
            failures: What each check raised: an answer that is not right.
            session: The submission, for the visible example.

        Raises:
            CourseError: If the tables of the course are faulty.
        """
        for failure in failures.values():
            self._tables.require(_question(failure).target)
        visible = VisibleExamples(self._tables, self._reference, session)
        twins = FailingTwins(self._reference, session)
        shown = {
            check: twins.of(each.twins)
            for check, each in failures.items()
            if isinstance(each.twins, Twins)
        }
        # From here on a hidden case is not looked at: its visible twin stands for it.
        failures = {
            check: twin.failure if (twin := shown.get(check)) else failure
            for check, failure in failures.items()
            if check not in shown or shown[check]
        }
        twins_of = {check: twin for check, twin in shown.items() if twin is not None}
        try:
            causes = self._causes(failures, twins_of, visible)
        finally:
            for failure in failures.values():
                for mistake in self._mistakes.get(_question(failure).target, ()):
                    mistake.close()
        causes |= self._experiments.altered(_without(failures, causes), twins_of, visible)
        tried = self._experiments.in_other_circumstances(_without(failures, causes), session)
        words = {}
        for check, failure in failures.items():
            trial = tried.get(check)
            cause = STATE_PERSISTS if trial == STATE_PERSISTS else causes.get(check)
            twin = shown.get(check)
            why = [cause]
            if not cause or failure.precise:
                raised = self._explain_exception(failure, check.sentence)
                pattern = Message.whole(failure.pattern)
                why = [
                    raised or pattern or self._gradient_alone(failure, failures),
                    trial or self._experiments.where_wrong(failure),
                ]
            found, example = Message(), None
            if twin is not None:
                found, example = failure.told, twin.example
                why.append(twin.where)
            elif failure.outcome is Outcome.RAISED or not cause:
                example = visible.describe(_question(failure).target)
            words[check] = Explanation(found, tuple(filter(None, why)), example)
        return words

    def _causes(
        self,
        group: Mapping[Check, CheckFailed],
        twins_of: Mapping[Check, FailingTwin],
        visible: VisibleExamples,
    ) -> dict[Check, Message]:
        """
        Return, for each failure of an exercise that a known mistake explains, its message.

        One fit may be a coincidence: the mean of two samples is half their sum, and 0.4 truncated
        is 0. So a mistake must answer two twins wrongly as the submission does, explain most
        failures of its function, be right where twins are right, and answer the visible example
        as the submission does. A check that is no contract's has one question, and no twins.
        """
        fits: dict[Check, list[int]] = {}
        votes: dict[tuple[str, int], int] = {}
        shared: dict[tuple[str, int], set[Question]] = {}
        by_hand: set[str] = set()
        asked: dict[str, int] = {}
        for check, failure in group.items():
            question = _question(failure)
            fits[check] = self._fitting(question, failure.reply)
            twin = twins_of.get(check)
            for other in twin.also if twin else ():
                others = self._fitting(_question(other), other.reply) if fits[check] else []
                fits[check] = [index for index in fits[check] if index in others]
            for other in twin.right if twin else ():
                fits[check] = [
                    index
                    for index in fits[check]
                    if same_reply(self._mistake(question, index).ask(_question(other)), other.reply)
                ]
            asked[question.target] = asked.get(question.target, 0) + 1
            wrong = {question, *map(_question, twin.also if twin else ())}
            if twin is None:
                by_hand.add(question.target)
            for index in fits[check]:
                votes[question.target, index] = votes.get((question.target, index), 0) + 1
                shared.setdefault((question.target, index), set()).update(wrong)
        causes = {}
        for check, indices in fits.items():
            target = _question(group[check]).target
            likely = [i for i in indices if 2 * votes[target, i] > asked[target]]
            # What explains most failures of the exercise; the most specific on a tie.
            for best in sorted(likely, key=lambda index: (-votes[target, index], index)):
                is_sure = target in by_hand or len(shared[target, best]) > 1
                if self._agrees(target, best, visible, is_sure=is_sure):
                    causes[check] = self._mistakes[target][best].words
                    break
        return causes

    def _mistake(self, question: Question, index: int) -> KnownMistake:
        return self._mistakes[question.target][index]

    def _agrees(self, target: str, index: int, visible: VisibleExamples, *, is_sure: bool) -> bool:
        """
        Say whether a mistake answers the visible example as the submission does.

        If that is not sure already, the answer has to be wrong, too.
        """
        got = visible.reply(target)
        if got is None:
            return is_sure
        question = visible.question(target)
        truth, answer = self._reference.ask(question), self._mistakes[target][index].ask(question)
        if same_reply(answer, truth) and same_reply(got, truth):
            return is_sure
        return same_reply(answer, got)

    def _fitting(self, question: Question, reply: Mapping[str, Any]) -> list[int]:
        if not self._mistakes.get(question.target):
            return []
        truth = self._reference.ask(question)
        if self._reference.cost_s(question) > EXPENSIVE_S:
            return []
        fitting = []
        for index, mistake in enumerate(self._mistakes[question.target]):
            answer = mistake.ask(question)
            if same_reply(answer, reply) and not same_reply(answer, truth):
                fitting.append(index)
        return fitting

    def _gradient_alone(self, failure: CheckFailed, group: Mapping[Check, CheckFailed]) -> Message:
        """Return what there is to say where gradients fail whose values are right."""
        question = _question(failure)
        asked = map(_question, group.values())
        if any(each.op != "pullback" for each in asked if each.target == question.target):
            return Message()
        right = self._reference.ask(question).get("output")
        return GRADIENT if same_value(failure.reply.get("output"), right) else Message()

    def _explain_exception(self, failure: CheckFailed, sentence: str) -> Message:
        raised = failure.reply.get("raised")
        if not raised or failure.outcome is not Outcome.RAISED:
            return Message()
        truth = self._reference.ask(_question(failure))
        words = likely_cause(raised["type"], raised["text"], line="")
        if is_refusal(truth.get("raised")):
            # A call that does not reach the function's own code refuses nothing.
            is_call = raised["type"] == "TypeError" and not raised["place"]
            return Message.whole(words) if words and is_call else FORBIDDEN
        if not words and raised["type"] in _REFUSALS and truth.get("raised") is None:
            kept = Message.whole(sentence)
            return message(
                "It refuses arguments that are allowed. What should hold: {sentence}", sentence=kept
            )
        return Message.whole(words)


def _question(failure: CheckFailed) -> Question:
    assert failure.question is not None, "only answers to questions are explained"
    return failure.question


def _without(
    group: Mapping[Check, CheckFailed], known: Mapping[Check, Message]
) -> dict[Check, CheckFailed]:
    return {check: failure for check, failure in group.items() if check not in known}
