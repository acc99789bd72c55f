"""
Find words for what went wrong, after the verdict and without touching it.

The first that fits: a known mistake that answers as the submission did, the
text of the exception, the words of the comparison, a visible example. Raw
text that was made from hidden inputs never reaches the student.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

import torch

from grader.box.inside import values
from grader.box.inside.answers import drive
from grader.course.words import clean
from grader.errors import CourseError

from .checks import Verdict
from .compare import elements_match, number_of
from .examinee import Examinee
from .exceptions import explain_exception
from .outcomes import CheckFailed, Outcome, Question
from .reference import Reference
from .student import Answer, Student, is_refusal
from .suspects import Example, Examples, Suspect, Suspects

#: What a function raises that refuses its arguments; torch's own errors are seldom these.
_REFUSES = ("ValueError", "AssertionError", "builtins.ValueError", "builtins.AssertionError")

#: Said of an answer that is wrong, and right in a child that has answered nothing before.
LIVES_ON = (
    "Asked alone, this very call is right: something of the calls before it lives on (a global, a "
    "default argument, a cache). Make everything anew in each call."
)

#: So many failures of a function are asked again alone before it is left at that.
TRIES = 2

#: Questions that take the reference longer than this are not put to the suspects.
DEAR_S = 0.05


class Diagnosis:
    """
    Explain failed checks.

    Args:
        suspects: Known mistakes per ``"module.name"``.
        examples: Visible questions per ``"module.name"``.
        reference: The reference, whose remembered replies tell a mistake from the truth.
    """

    def __init__(self, suspects: Suspects, examples: Examples, reference: Reference) -> None:
        self._suspects = suspects
        self._examples = examples
        self._reference = reference
        self._replies: dict[tuple[Question, int], dict[str, Any]] = {}

    @classmethod
    def of_modules(cls, modules: Sequence[ModuleType], reference: Reference) -> "Diagnosis":
        """Gather the ``SUSPECTS`` and ``EXAMPLES`` that the hidden test modules define."""
        suspects: dict[str, Sequence[Suspect]] = {}
        examples: dict[str, Any] = {}
        for module in modules:
            suspects |= getattr(module, "SUSPECTS", {})
            examples |= getattr(module, "EXAMPLES", {})
        return cls(suspects, examples, reference)

    def explain(
        self,
        verdicts: Sequence[Verdict],
        failures: Mapping[int, CheckFailed],
        examinee: Examinee,
    ) -> list[Verdict]:
        """
        Return *verdicts* with fuller messages.

        Args:
            verdicts: All verdicts on one submission.
            failures: Index of a verdict → what its check raised.
            examinee: The submission, for the visible example.
        """
        explained = list(verdicts)
        by_exercise: dict[str, dict[int, CheckFailed]] = {}
        for number, failure in failures.items():
            if failure.question is not None and not failure.precise:
                by_exercise.setdefault(verdicts[number].check.exercise, {})[number] = failure
        for group in by_exercise.values():
            visible = _Visible(self._examples, self._reference, examinee)
            causes = self._causes(group, visible)
            examples: dict[str, str] = {}
            alone = self._right_alone(
                {number: failure for number, failure in group.items() if number not in causes},
                examinee,
            )
            for number, failure in group.items():
                sentence = verdicts[number].check.sentence
                words = causes.get(number) or (LIVES_ON if number in alone else "")
                words = words or self._exception_words(failure, sentence)
                raised = failure.outcome is Outcome.RAISED
                if failure.question is not None and (raised or not words):
                    target = failure.question.target
                    if target not in examples:
                        examples[target] = visible.words(target)
                    words = f"{words or failure.pattern} {examples[target]}".strip()
                if words:
                    message = f"{failure.message} {words}"
                    explained[number] = replace(explained[number], message=message)
        return explained

    def _causes(self, group: Mapping[int, CheckFailed], visible: "_Visible") -> dict[int, str]:
        """
        Return, for each failure of an exercise that a suspect explains, its message.

        One fit may be a coincidence: of two samples the mean is the half of the sum, and a
        truncated 0.4 is a missing one. So a suspect must explain most failures of its
        function, and answer the visible example as the submission does.
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
                    causes[number] = self._suspects[target][best].message
                    break
        return causes

    def _right_alone(self, group: Mapping[int, CheckFailed], examinee: Examinee) -> set[int]:
        """
        Return which failures are none if their question is the first that is asked.

        Each is asked once more, in a child that has answered nothing. A function that is wrong
        alone as well is not tried a third time.
        """
        right: set[int] = set()
        tried: dict[str, int] = {}
        for number, failure in group.items():
            question = failure.question
            assert question is not None
            if tried.get(question.target, 0) >= TRIES or self._reference.cost_s(question) > DEAR_S:
                continue
            truth = self._reference.ask(question)
            if same_reply(failure.reply, truth):
                continue
            tried[question.target] = tried.get(question.target, 0) + 1
            try:
                reply = examinee.ask_afresh(question)
            except CheckFailed:
                continue
            if same_reply(reply, truth):
                right.add(number)
                tried[question.target] = 0
        return right

    def _agrees(self, target: str, index: int, visible: "_Visible") -> bool:
        """Say whether a suspect answers the visible example as the submission does."""
        got = visible.reply(target)
        if got is None:
            return True
        question = visible.question(target)
        truth, answer = self._reference.ask(question), self._answer(question, index)
        right = same_reply(answer, truth) and same_reply(got, truth)
        return right or same_reply(answer, got)

    def _fitting(self, question: Question, reply: Mapping[str, Any]) -> list[int]:
        truth = self._reference.remembered(question)
        if self._reference.cost_s(question) > DEAR_S:
            return []
        fitting = []
        for index in range(len(self._suspects.get(question.target, ()))):
            answer = self._answer(question, index)
            if same_reply(answer, reply) and not (truth and same_reply(answer, truth)):
                fitting.append(index)
        return fitting

    def _answer(self, question: Question, index: int) -> dict[str, Any]:
        """Return what the suspect with this number replies to *question*, asked once."""
        key = (question, index)
        if key not in self._replies:
            self._replies[key] = _reply_of(self._suspects[question.target][index], question)
        return self._replies[key]

    def _exception_words(self, failure: CheckFailed, sentence: str) -> str:
        raised = failure.reply.get("raised")
        if not raised or failure.outcome is not Outcome.RAISED or failure.question is None:
            return ""
        truth = self._reference.ask(failure.question)
        if is_refusal(truth.get("raised")):
            return "What the contract forbids is to be refused with a ValueError, not like this."
        words = explain_exception(raised)
        if not words and raised["type"] in _REFUSES and truth.get("raised") is None:
            return f"What it refuses is allowed. {sentence}"
        return words


class _Visible:
    """What one submission does on the visible examples, each asked once in a child of its own."""

    def __init__(self, examples: Examples, reference: Reference, examinee: Examinee) -> None:
        self._examples = examples
        self._reference = reference
        self._examinee = examinee
        self._got: dict[Example, Answer | CheckFailed] = {}

    def question(self, target: str) -> Question:
        """Return the question that the first example of *target* asks."""
        return self._expected(self._examples[target][0]).question

    def reply(self, target: str) -> dict[str, Any] | None:
        """Return the submission's reply to the first example; None where there is none."""
        if target not in self._examples:
            return None
        return self._ask(self._examples[target][0]).reply or None

    def words(self, target: str) -> str:
        """Return what the submission does on the first example that it gets wrong."""
        shown = (self._words(example) for example in self._examples.get(target, ()))
        return next((words for words in shown if words), "")

    def _words(self, example: Example) -> str:
        expected, got = self._expected(example), self._ask(example)
        asked = show_call(expected.question)
        if isinstance(got, CheckFailed):
            raised = got.reply.get("raised")
            if raised is None:
                return ""
            text = clean(f"{raised['type'].rpartition('.')[2]}: {raised['text']}", limit=300)
            at = f" ({raised['place'][0]}, line {raised['place'][1]})" if raised["place"] else ""
            return f"For example, {asked} raises {text}{clean(at)}."
        wanted, found = show(expected.value), show(got.value)
        if same_reply(got.reply, expected.reply) or wanted == found:
            return ""
        return f"For example, {asked} should give {wanted}; it gives {found}."

    def _expected(self, example: Example) -> Answer:
        try:
            return example(Student(self._reference.ask))
        except CheckFailed as failure:
            raise CourseError(
                f"The reference itself fails on a visible example: {failure.message} "
                f"{failure.note} Mend the solution, or the example."
            ) from failure

    def _ask(self, example: Example) -> Answer | CheckFailed:
        if example not in self._got:
            try:
                self._got[example] = example(Student(self._examinee.ask_afresh))
            except CheckFailed as failure:
                self._got[example] = failure
        return self._got[example]


def _reply_of(suspect: Suspect, question: Question) -> dict[str, Any]:
    """Ask a suspect on the trusted side: it is our own code."""
    fields = values.revive(values.decode(question.text, question.blob))
    op = fields.pop("op")
    fields.pop("target")
    if fields.pop("helper", None) is not None:
        fields["decay"] = suspect.helper
    with torch.random.fork_rng(devices=[]):
        reply = drive(op, suspect.function, fields)
    try:
        decoded: dict[str, Any] = values.decode(*values.encode(reply))
    except values.UnsendableError:
        return {}
    return decoded


def same_reply(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two replies mean the same: the same exception, or the same values."""
    if "raised" in one or "raised" in other:
        mine, yours = one.get("raised") or {}, other.get("raised") or {}
        return all(key in mine and mine[key] == yours.get(key) for key in ("type", "text"))
    # The names of a module's parameters are free, so they say nothing about a mistake.
    fields = (set(one) | set(other)) - {"after", "parameters"}
    return bool(fields) and all(
        field in one and field in other and same_value(one[field], other[field]) for field in fields
    )


def same_value(one: Any, other: Any) -> bool:
    """Say whether two decoded values agree in kind and shape, and closely in every number."""
    if isinstance(one, values.SentTensor) and isinstance(other, values.SentTensor):
        mine, yours = one.tensor, other.tensor
        # float64 answers differ by less where a digit was lost on the way.
        rtol, atol = (1e-10, 1e-13) if yours.dtype == torch.float64 else (1e-4, 1e-6)
        return (
            mine.shape == yours.shape
            and mine.dtype == yours.dtype
            and one.requires_grad == other.requires_grad
            and bool(elements_match(mine.reshape(-1), yours.reshape(-1), rtol, atol).all())
        )
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_value(one[k], other[k]) for k in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same_value, one, other))
    mine_number, other_number = number_of(one), number_of(other)
    if mine_number is not None and other_number is not None:
        pair = torch.tensor([[mine_number], [other_number]], dtype=torch.float64)
        return bool(elements_match(pair[0], pair[1], 1e-4, 1e-6))
    return type(one) is type(other) and bool(one == other)


def show_call(question: Question) -> str:
    """Return a visible question as the student would type it."""
    fields = values.decode(question.text, question.blob)
    words = [show(value) for value in fields.get("args", ())]
    words += [f"{key}={show(value)}" for key, value in fields.get("kwargs", {}).items()]
    if question.op in ("call", "figure"):
        return f"{question.function}({', '.join(words)})"
    return f"{question.function} on a small example"


def show(value: Any, limit: int = 160) -> str:
    """Return a visible value as short text."""
    if isinstance(value, values.SentTensor):
        text = " ".join(str(value.tensor).split())
    elif isinstance(value, dict):
        text = "{" + ", ".join(f"{key!r}: {show(item)}" for key, item in value.items()) + "}"
    elif isinstance(value, list | tuple):
        text = "[" + ", ".join(show(item) for item in value) + "]"
    elif isinstance(value, values.SentNumber):
        text = f"{value.value!r}"
    elif isinstance(value, values.SentObject):
        text = f"an object of type {value.kind}"
    else:
        text = repr(value)
    return clean(text, limit=limit)
