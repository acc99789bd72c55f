"""
The explanation of failed checks: fuller messages, found after the verdict, which stays.

The first explanation that fits is used: a known mistake that answers as the submission did,
the meaning of the exception, the pattern in the numbers, a visible example. Text that was made
from hidden inputs never reaches the student.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

import torch

from grader.box.inside import values
from grader.box.inside.answers import drive
from grader.judging.reference import EXPENSIVE_S, Reference
from grader.judging.submission_session import SubmissionSession
from grader.judging.verdicts import CheckVerdict
from grader.messages.template import Message
from grader.results.outcomes import Outcome
from grader.testing.equality import same_reply, same_value
from grader.testing.failures import CheckFailed, Question
from grader.testing.mistakes import Examples, KnownMistake, KnownMistakes
from grader.testing.student import is_refusal

from .causes import likely_cause
from .experiments import STATE_PERSISTS, Experiments
from .visible_examples import VisibleExamples

#: What a function raises to refuse its arguments; torch's own errors are seldom of these types.
_REFUSALS = ("ValueError", "AssertionError", "builtins.ValueError", "builtins.AssertionError")

GRADIENT = (
    "The values are right but the gradient is not: look for operations that autograd cannot see "
    "through, such as detach, item, clamp or round."
)

FORBIDDEN = (
    "Arguments that the contract forbids must be refused with a ValueError, not with this "
    "exception."
)


class Diagnosis:
    """
    The explainer of failed checks; one serves all submissions and remembers what mistakes reply.

    Args:
        mistakes: Known mistakes per ``"module.name"``.
        examples: Visible questions per ``"module.name"``.
        reference: The reference, whose remembered replies tell a mistake from the truth.
    """

    def __init__(self, mistakes: KnownMistakes, examples: Examples, reference: Reference) -> None:
        self._mistakes = mistakes
        self._examples = examples
        self._reference = reference
        self._replies: dict[tuple[Question, int], dict[str, Any]] = {}
        self._experiments = Experiments(reference)

    @classmethod
    def of_modules(cls, modules: Sequence[ModuleType], reference: Reference) -> "Diagnosis":
        """Gather the ``KNOWN_MISTAKES`` and ``EXAMPLES`` that the hidden test modules define."""
        mistakes: dict[str, Sequence[KnownMistake]] = {}
        examples: dict[str, Any] = {}
        for module in modules:
            mistakes |= getattr(module, "KNOWN_MISTAKES", {})
            examples |= getattr(module, "EXAMPLES", {})
        return cls(mistakes, examples, reference)

    def explain(
        self,
        verdicts: Sequence[CheckVerdict],
        failures: Mapping[int, CheckFailed],
        session: SubmissionSession,
    ) -> list[CheckVerdict]:
        """
        Return *verdicts* with fuller messages.

        Args:
            verdicts: All verdicts on one submission.
            failures: Index of a verdict → what its check raised.
            session: The submission, for the visible example.
        """
        explained = list(verdicts)
        by_exercise: dict[str, dict[int, CheckFailed]] = {}
        for number, failure in failures.items():
            if failure.question is not None and not failure.precise:
                by_exercise.setdefault(verdicts[number].check.exercise, {})[number] = failure
        for group in by_exercise.values():
            visible = VisibleExamples(self._examples, self._reference, session)
            causes = self._causes(group, visible)
            causes |= self._experiments.altered(_without(group, causes), visible)
            tried = self._experiments.in_other_circumstances(_without(group, causes), session)
            for number, failure in group.items():
                trial = tried.get(number, "")
                cause = STATE_PERSISTS if trial == STATE_PERSISTS else causes.get(number, "")
                facts = [cause]
                if not cause:
                    raised = self._explain_exception(failure, verdicts[number].check.sentence)
                    facts = [
                        raised or failure.pattern or self._gradient_alone(failure, group),
                        trial or self._experiments.where_wrong(failure),
                    ]
                if failure.question is not None and (
                    failure.outcome is Outcome.RAISED or not cause
                ):
                    facts.append(visible.describe(failure.question.target))
                words = " ".join(filter(None, [failure.message, *facts]))
                told = failure.told if words == failure.message else Message.whole(words)
                explained[number] = replace(explained[number], message=told)
        return explained

    def _causes(self, group: Mapping[int, CheckFailed], visible: VisibleExamples) -> dict[int, str]:
        """
        Return, for each failure of an exercise that a known mistake explains, its message.

        One fit may be a coincidence: the mean of two samples is half their sum, and 0.4 truncated
        is 0. So a mistake must explain most failures of its function, and answer the visible
        example as the submission does.
        """
        fits: dict[int, list[int]] = {}
        votes: dict[tuple[str, int], int] = {}
        asked: dict[str, int] = {}
        for number, failure in group.items():
            question = failure.question
            assert question is not None
            fits[number] = self._fitting(question, failure.reply)
            asked[question.target] = asked.get(question.target, 0) + 1
            for index in fits[number]:
                votes[question.target, index] = votes.get((question.target, index), 0) + 1
        causes = {}
        for number, indices in fits.items():
            target = getattr(group[number].question, "target", "")
            likely = [i for i in indices if 2 * votes[target, i] > asked[target]]
            # What explains most failures of the exercise; the most specific on a tie.
            for best in sorted(likely, key=lambda index: (-votes[target, index], index)):
                if self._agrees(target, best, visible):
                    causes[number] = self._mistakes[target][best].message
                    break
        return causes

    def _agrees(self, target: str, index: int, visible: VisibleExamples) -> bool:
        """Say whether a mistake answers the visible example as the submission does."""
        got = visible.reply(target)
        if got is None:
            return True
        question = visible.question(target)
        truth, answer = self._reference.ask(question), self._answer(question, index)
        right = same_reply(answer, truth) and same_reply(got, truth)
        return right or same_reply(answer, got)

    def _fitting(self, question: Question, reply: Mapping[str, Any]) -> list[int]:
        truth = self._reference.remembered(question)
        if self._reference.cost_s(question) > EXPENSIVE_S:
            return []
        fitting = []
        for index in range(len(self._mistakes.get(question.target, ()))):
            answer = self._answer(question, index)
            if same_reply(answer, reply) and not (truth and same_reply(answer, truth)):
                fitting.append(index)
        return fitting

    def _answer(self, question: Question, index: int) -> dict[str, Any]:
        """Return what the mistake with this number replies to *question*, asked once."""
        key = (question, index)
        if key not in self._replies:
            self._replies[key] = _reply_of(self._mistakes[question.target][index], question)
        return self._replies[key]

    def _gradient_alone(self, failure: CheckFailed, group: Mapping[int, CheckFailed]) -> str:
        """Return what there is to say where gradients fail whose values are right, or ""."""
        asked = [other.question for other in group.values() if other.question is not None]
        question = failure.question
        if question is None or any(
            q.op != "pullback" for q in asked if q.target == question.target
        ):
            return ""
        right = self._reference.ask(question).get("output")
        return GRADIENT if same_value(failure.reply.get("output"), right) else ""

    def _explain_exception(self, failure: CheckFailed, sentence: str) -> str:
        raised = failure.reply.get("raised")
        if not raised or failure.outcome is not Outcome.RAISED or failure.question is None:
            return ""
        truth = self._reference.ask(failure.question)
        if is_refusal(truth.get("raised")):
            return FORBIDDEN
        words = likely_cause(raised["type"], raised["text"], line="")
        if not words and raised["type"] in _REFUSALS and truth.get("raised") is None:
            return f"It refuses arguments that are allowed. {sentence}"
        return words


def _without(group: Mapping[int, CheckFailed], known: Mapping[int, str]) -> dict[int, CheckFailed]:
    return {number: failure for number, failure in group.items() if number not in known}


def _reply_of(mistake: KnownMistake, question: Question) -> dict[str, Any]:
    """Ask a known mistake on the trusted side: it is our own code."""
    fields = values.revive(values.decode(question.text, question.blob))
    op = fields.pop("op")
    fields.pop("target")
    if fields.pop("helper", None) is not None:
        fields["decay"] = mistake.helper
    with torch.random.fork_rng(devices=[]):
        reply = drive(op, mistake.function, fields)
    try:
        decoded: dict[str, Any] = values.decode(*values.encode(reply))
    except values.UnsendableError:
        return {}
    return decoded
