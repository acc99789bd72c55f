"""
Experiments with a wrong answer that no known mistake explains.

The reference is asked altered questions; the submission is asked the same question in other
circumstances. What is found is a fact about this call; no cause is claimed.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, zip_longest
from typing import Any

from grader.course.checks import Check
from grader.errors import CourseError
from grader.judging.reference import EXPENSIVE_S, Reference
from grader.judging.submission.session import SubmissionSession
from grader.messages.message import Message, message
from grader.results.outcomes import Outcome
from grader.testing.equality import numbers_in, same_reply
from grader.testing.failures import CheckFailed, Question
from grader.testing.patterns import says_nearly
from grader.testing.replies import is_refusal

from .altered_arguments import alterations
from .arguments import Parameter, parameters_in
from .plain_arguments import with_plain_arguments
from .twins import FailingTwin
from .visible_examples import VisibleExamples
from .where_wrong import describe_where_wrong

#: Said of a wrong answer that is right in a child that has answered nothing before.
STATE_PERSISTS = message(
    "Asked alone, the same call is right: something persists from the calls before it (a global, "
    "a default argument, a cache). Create everything anew in each call."
)

#: At most so many failures of a function are asked again alone.
TRIES = 2

#: At most so many failures of a function are compared with altered questions.
LOOKS = 3

#: The least number of wrong numbers whose agreement is not taken for a coincidence.
EVIDENCE = 3


class Experiments:
    """
    The experiments that find out what a wrong answer depends on.

    Args:
        reference: The reference; it remembers its answers to altered questions, which are the
            same for every submission.
    """

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._altered: dict[Question, dict[str, tuple[Message, Question]]] = {}
        self._signatures: dict[str, dict[str, tuple[Parameter, ...]]] = {}
        self._unanswered: set[Question] = set()

    def altered(
        self,
        group: Mapping[Check, CheckFailed],
        twins_of: Mapping[Check, FailingTwin],
        visible: VisibleExamples,
    ) -> dict[Check, Message]:
        """
        Return, for each failure that is the right answer to an altered question, its message.

        Failures of the same check on other twins have to be right answers in the same way, and
        what is right there has to be the right answer to the altered question as well. Where
        there are twins, two wrong answers at least have to be so, the visible example included.
        """
        by_target: dict[str, list[Check]] = {}
        for check, failure in group.items():
            question = failure.question
            assert question is not None
            cheap = self._reference.cost_s(question) <= EXPENSIVE_S
            refused = self._reference.ask(question).get("raised") if cheap else None
            if failure.outcome is Outcome.WRONG and cheap and not refused:
                by_target.setdefault(question.target, []).append(check)
        found = {}
        for target, checks in by_target.items():
            looked = [group[check] for check in checks[:LOOKS]]
            shown = [twins_of[check] for check in checks[:LOOKS] if check in twins_of]
            looked += [other for twin in shown for other in twin.also]
            right = [other for twin in shown for other in twin.right]
            wrong = chain.from_iterable(map(self._wrong_numbers, looked))
            if len(list(islice(wrong, EVIDENCE))) < EVIDENCE:
                continue
            likely = [
                key
                for key in self._alterations(looked[0].question)
                if all(self._answers_altered(failure, key) for failure in looked)
                and all(self._stays_right(other, key) for other in right)
            ]
            is_sure = not shown or len({failure.question for failure in looked}) > 1
            for key in likely:
                if self._alters_visible(target, key, visible, is_sure=is_sure):
                    for check in checks:
                        if self._answers_altered(group[check], key):
                            words, _ = self._alterations(group[check].question)[key]
                            found[check] = words
                    break
        return found

    def _alterations(self, question: Question | None) -> dict[str, tuple[Message, Question]]:
        """Return what was done to an argument → its message and the altered question."""
        if question is None:
            return {}
        if question not in self._altered:
            self._altered[question] = {
                key: (words, other)
                for key, words, other in alterations(question, self._parameters(question))
            }
        return self._altered[question]

    def _answers_altered(self, failure: CheckFailed, key: str) -> bool:
        """Say whether a wrong answer is the right one to the question altered by *key*."""
        assert failure.question is not None
        _, other = self._alterations(failure.question).get(key, (None, failure.question))
        truth = self._reference.ask(failure.question)
        answer = self._right_answer(other)
        return same_reply(answer, failure.reply) and not same_reply(answer, truth)

    def _stays_right(self, right: CheckFailed, key: str) -> bool:
        """Say whether a right answer is that to the question altered by *key* as well."""
        assert right.question is not None
        _, other = self._alterations(right.question).get(key, (None, right.question))
        return same_reply(self._right_answer(other), right.reply)

    def _right_answer(self, question: Question) -> dict[str, Any]:
        """Return the reference's reply; an empty one where an altered question has none."""
        if question in self._unanswered:
            return {}
        try:
            return self._reference.ask(question)
        except CourseError:
            self._unanswered.add(question)
            return {}

    def _alters_visible(
        self, target: str, key: str, visible: VisibleExamples, *, is_sure: bool
    ) -> bool:
        """
        Say whether the visible example is answered as by the reference on altered arguments.

        If that is not sure already, the answer has to be wrong, too.
        """
        got = visible.reply(target)
        if got is None:
            return is_sure
        question = visible.question(target)
        _, other = self._alterations(question).get(key, (None, question))
        if not is_sure and same_reply(got, self._reference.ask(question)):
            return False
        return same_reply(self._right_answer(other), got)

    def _wrong_numbers(self, failure: CheckFailed) -> Iterator[float]:
        """Yield the numbers of an answer that are wrong; all, if their count is."""
        assert failure.question is not None
        truth = self._reference.ask(failure.question)
        got, wanted = (list(numbers_in(reply.get("value"))) for reply in (failure.reply, truth))
        for number, right in zip_longest(got, wanted, fillvalue=math.nan):
            if len(got) != len(wanted) or not math.isclose(number, right, rel_tol=1e-4):
                yield number

    def _parameters(self, question: Question) -> tuple[Parameter, ...]:
        module, _, name = question.target.partition(".")
        if module not in self._signatures:
            source = self._reference.files.get(f"{module}.py", b"")
            self._signatures[module] = parameters_in(source)
        return self._signatures[module].get(name, ())

    def where_wrong(self, failure: CheckFailed) -> Message:
        """Say where a wrong answer is wrong, if its arguments tell."""
        question = failure.question
        if question is None or question.op != "call" or failure.outcome is not Outcome.WRONG:
            return Message()
        truth = self._reference.ask(question)
        got, wanted = failure.reply.get("value"), truth.get("value")
        return describe_where_wrong(question, self._parameters(question), got, wanted)

    def in_other_circumstances(
        self, group: Mapping[Check, CheckFailed], session: SubmissionSession
    ) -> dict[Check, Message]:
        """
        Return, for failures that vanish in other circumstances, which circumstance matters.

        Each question is asked once more in a child that has answered nothing before, then in the
        same child with plainer arguments. A function that stays wrong is not tried a third time.
        """
        found: dict[Check, Message] = {}
        tried: dict[str, int] = {}
        for check, failure in group.items():
            question = failure.question
            assert question is not None
            if (
                tried.get(question.target, 0) >= TRIES
                or self._reference.cost_s(question) > EXPENSIVE_S
            ):
                continue
            truth = self._reference.ask(question)
            if same_reply(failure.reply, truth):
                continue
            tried[question.target] = tried.get(question.target, 0) + 1
            experiments = [(STATE_PERSISTS, question)]
            # In float32 more is right: what is nearly right needs no other reason for it.
            contract = failure.is_twin or is_refusal(truth.get("raised"))
            if not contract and not says_nearly(failure.pattern):
                experiments += with_plain_arguments(question, self._parameters(question))
            words = self._first_right(experiments, session)
            if words:
                found[check] = words
                tried[question.target] = 0
        return found

    def _first_right(
        self, experiments: Sequence[tuple[Message, Question]], session: SubmissionSession
    ) -> Message:
        """Return the words of the first question that a fresh child answers rightly."""
        session.start_afresh()
        try:
            for words, question in experiments:
                right = self._right_answer(question)
                # A call that the reference refuses as well proves nothing by failing.
                refuses = words == STATE_PERSISTS and is_refusal(right.get("raised"))
                impossible = "value" not in right and not refuses
                if not impossible and same_reply(session.ask(question), right):
                    return words
        except CheckFailed:
            return Message()
        finally:
            session.close()
        return Message()
