"""
The visible twins of hidden cases: the same tags with other numbers.

They are asked in a fresh child that has seen nothing hidden, and all words about a failed check
of a contract are made from what came back.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from grader.box.inside.values import SentObject
from grader.judging.reference import Reference
from grader.judging.submission.session import SubmissionSession
from grader.messages.explanation import ExampleCall, Raised
from grader.messages.message import Code, Message, Name, Phrase, message, stranger
from grader.testing.contracts.cases import Case
from grader.testing.contracts.contract import Contract, Trial, Twins
from grader.testing.contracts.kinds import ParameterKind
from grader.testing.equality import same_value
from grader.testing.failures import Answer, CheckFailed, Question
from grader.testing.replies import check_reply, has_raised
from grader.testing.transcript import as_sent
from grader.text import clean

from .visible_examples import show, show_raised

#: At most so many twins with a right answer are compared with a cause.
RIGHT_ONES = 16
#: The longest call that is shown.
LONGEST = 900


@dataclass(frozen=True)
class FailingTwin:
    """
    A twin that fails as the hidden case did.

    Attributes:
        failure: Its failure; everything in it may be shown.
        where: What all failing twins have in common and no passing one has; may be empty.
        example: The call, what it gave and what was expected.
        also: Failures of other twins: a cause has to explain them too.
        right: Right answers to the twins that are most like it: a cause has to leave them right.
    """

    failure: CheckFailed
    where: Message
    example: ExampleCall
    also: tuple[CheckFailed, ...] = ()
    right: tuple[CheckFailed, ...] = ()


class FailingTwins:
    """The failing twins of one submission; those of a contract are asked once."""

    def __init__(self, reference: Reference, session: SubmissionSession) -> None:
        self._reference = reference
        self._session = session
        self._trials: dict[Contract, Sequence[Trial]] = {}

    def of(self, twins: Twins) -> FailingTwin | None:
        """Return the plainest twin that fails, or None if none does."""
        failing: list[tuple[Trial, CheckFailed]] = []
        passing: list[Trial] = []
        for trial in self._trials_of(twins.contract):
            if twins.asked.is_about(twins.contract, trial.case):
                try:
                    twins.asked.judge(trial)
                    passing.append(trial)
                except CheckFailed as failure:
                    failing.append((trial, failure))
        if not failing:
            return None
        function = twins.contract.target.partition(".")[2]
        failing.sort(key=lambda each: _plainness(each[0].case.call(function)))
        trial, found = failing[0]
        shown = trial.alone(found)
        shown.is_twin = True
        plain = plain_tags({**twins.contract.kinds, **twins.contract.beside})
        where = describe_tags(
            [each.case for each, _ in failing], [each.case for each in passing], plain
        )
        others = [failing[place] for place in {len(failing) // 2, len(failing) - 1} - {0}]
        also = tuple(other.alone(failure) for other, failure in others)
        example = _describe(trial, shown, function, twins.asked.is_property)
        wrong = [each for each, _ in failing]
        right = [each for each in self._trials_of(twins.contract) if each not in wrong]
        right = [each for each in right if each in passing or _is_right(each)]
        some = tuple(each.as_question() for each in _of_every_kind(right, trial))
        return FailingTwin(shown, where, example, also, some)

    def _trials_of(self, contract: Contract) -> Sequence[Trial]:
        if contract not in self._trials:
            question = contract.question_of(contract.twins)
            expected = _answer(question, self._reference.ask(question))
            try:
                answer = _answer(question, self._session.ask_afresh(question))
                trials = contract.trials(contract.twins, answer, expected)
                for trial in trials:
                    trial.read()
            except CheckFailed:
                # It does not end, the child died, or what came cannot be read: nothing is shown.
                trials = []
            self._trials[contract] = trials
        return self._trials[contract]


def _is_right(trial: Trial) -> bool:
    """Say whether the answer is that of the reference, whatever a check asks of it."""
    got, wanted = trial.found.fields, trial.expected.fields
    return not trial.case.refused and same_value(got.get("value"), wanted.get("value"))


def _of_every_kind(right: Sequence[Trial], like: Trial) -> Sequence[Trial]:
    """Return some trials in which each option occurs, those that are most *like* one first."""
    tags = like.case.tags.items()
    seen: set[tuple[str, str]] = set()
    found: list[Trial] = []
    for trial in sorted(right, key=lambda each: len(tags - each.case.tags.items())):
        if not seen.issuperset(trial.case.tags.items()) and len(found) < RIGHT_ONES:
            seen.update(trial.case.tags.items())
            found.append(trial)
    return found


def _plainness(call: str) -> tuple[bool, int]:
    """Return what sorts calls: an empty tensor shows little, and a long call is hard to read."""
    return "torch.zeros(" in call or "numpy.zeros(" in call, len(call)


def _answer(question: Question, reply: dict[str, Any]) -> Answer:
    check_reply(question, reply)
    return Answer(reply["value"], reply, question)


def _describe(trial: Trial, failure: CheckFailed, function: str, is_property: bool) -> ExampleCall:
    """
    Return the call of a failing twin as it can be pasted, what it gave and what was expected.

    Of a property there is no one right answer to show.
    """
    call = Code(clean(trial.case.call(function), limit=LONGEST))
    named = Code(clean(trial.case.call(function, "found"), limit=LONGEST))

    def after(call: Code, text: str, right: Any, came: Any) -> ExampleCall:
        right, came = Code(show(right)), stranger(show(came))
        return ExampleCall(call=call, shows=Name(text), expected=right, got=came)

    got = trial.found.fields
    if "raised" in got:
        return ExampleCall(call=call, got=show_raised(got["raised"]))
    if failure.shown:
        text, right, came = failure.shown
        return after(named, text, as_sent(right), as_sent(came))
    if is_property or "value" not in got:
        return ExampleCall(call=call)
    if trial.case.refused:
        refusal = Raised(stranger("ValueError"))
        return ExampleCall(call=call, expected=refusal, got=stranger(show(got["value"])))
    question = failure.question
    if question is not None and question.op == "pullback":
        pulled = trial.pulled(question, function)
        if pulled is not None:
            code, name, right, came = pulled
            return after(Code(clean(code, limit=LONGEST)), f"{name}.grad", right, came)
    right, came = trial.wanted["value"], got.get("first", got["value"])
    if isinstance(right, dict) and isinstance(came, dict) and right.keys() == came.keys():
        for key in right:
            if isinstance(key, str) and not same_value(came[key], right[key]):
                return after(named, f"found[{key!r}]", right[key], came[key])
    wanted, found = show(right), show(came)
    if wanted == found or (isinstance(right, SentObject) and isinstance(came, SentObject)):
        for name, right, came in trial.effects():
            if has_raised(came):
                raising = f"{trial.case.call(function, 'found')}; {name}"
                shown = Code(clean(raising, limit=LONGEST))
                return ExampleCall(call=shown, got=show_raised(came["raised"]))
            if not same_value(came, right):
                return after(named if re.search(r"\bfound\b", name) else call, name, right, came)
        return ExampleCall(call=call)
    return ExampleCall(call=call, expected=Code(wanted), got=stranger(found))


def plain_tags(kinds: Mapping[str, ParameterKind]) -> frozenset[tuple[str, str]]:
    """Return the plain option of every axis: that a call is plain is no reason for a fault."""
    axes = [(name, kind.axes(name)) for name, kind in kinds.items()]
    return frozenset((name, options[0]) for name, own in axes for options in own.values())


def describe_tags(
    failing: Sequence[Case],
    passing: Sequence[Case],
    plain: frozenset[tuple[str, str]] = frozenset(),
) -> Message:
    """
    Say what all failing cases have in common and no passing one has, in the fewest tags.

    Tags that are *plain* are never named, and none is where others say the same.
    """
    if not passing:
        return Message()
    shared = [
        tag
        for tag in _tags(failing[0])
        if tag not in plain and all(tag in _tags(each) for each in failing)
    ]
    for count in (1, 2):
        found = [
            chosen
            for chosen in combinations(shared, count)
            if not any(all(tag in _tags(each) for tag in chosen) for each in passing)
        ]
        if found:
            # Of two that always came together, none is said to be the reason.
            return _where(found[0]) if len(found) == 1 else Message()
    return Message()


def _where(tags: Sequence[tuple[str, str]]) -> Message:
    """Say where it is wrong; a tag of the whole call has no name."""
    # A tag with a name first.
    (name, option), *more = sorted(tags, key=lambda tag: not tag[0])
    first = {"name": Name(name), "option": _phrase(option)} if name else {"option": _phrase(option)}
    if not more:
        if name:
            return message(
                "Of the cases tried, it is wrong exactly where {name} {option}.", **first
            )
        return message("Of the cases tried, it is wrong exactly if {option}.", **first)
    other, second = more[0]
    if other:
        return message(
            "Of the cases tried, it is wrong exactly where {name} {option} "
            "and where {other} {second}.",
            **first,
            other=Name(other),
            second=_phrase(second),
        )
    return message(
        "Of the cases tried, it is wrong exactly where {name} {option} and if {second}.",
        **first,
        second=_phrase(second),
    )


def _phrase(option: str) -> Phrase:
    return Phrase(Message.whole(option))


def _tags(case: Case) -> Sequence[tuple[str, str]]:
    return [(axis.partition(".")[0], option) for axis, option in case.tags.items()]
