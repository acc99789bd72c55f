"""
Find words for what went wrong, after the verdict and without touching it.

The first that fits: a known mistake that answers as the submission did, the
text of the exception, the words of the comparison, a visible example. Raw
text that was made from hidden inputs never reaches the student.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

import torch

from grader.box.inside import values
from grader.box.inside.answers import drive
from grader.course.words import clean
from grader.errors import CourseError

from .alterations import alterations
from .checks import Verdict
from .compare import elements_match, number_of
from .examinee import Examinee
from .exceptions import explain_exception
from .guises import guises
from .outcomes import CheckFailed, Outcome, Question
from .patterns import says_nearly
from .places import describe_places
from .reference import Reference
from .slots import Parameter, parameters_in
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

#: So many failures of a function are looked at for an argument that was taken for another.
LOOKS = 3

#: So many numbers have to be wrong before their agreement is no coincidence.
EVIDENCE = 3


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
        self._altered: dict[Question, dict[str, tuple[str, Question]]] = {}
        self._signatures: dict[str, dict[str, tuple[Parameter, ...]]] = {}

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
            causes |= self._other_questions(_without(group, causes), visible)
            tried = self._try_otherwise(_without(group, causes), examinee)
            for number, failure in group.items():
                trial = tried.get(number, "")
                cause = LIVES_ON if trial == LIVES_ON else causes.get(number, "")
                facts = [cause]
                if not cause:
                    exception = self._exception_words(failure, verdicts[number].check.sentence)
                    facts = [exception or failure.pattern, trial or self._places(failure)]
                if failure.question is not None and (
                    failure.outcome is Outcome.RAISED or not cause
                ):
                    facts.append(visible.words(failure.question.target))
                message = " ".join(filter(None, [failure.message, *facts]))
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

    def _other_questions(
        self, group: Mapping[int, CheckFailed], visible: "_Visible"
    ) -> dict[int, str]:
        """Return, for each failure that is the right answer to an altered question, its message."""
        by_target: dict[str, list[int]] = {}
        for number, failure in group.items():
            question = failure.question
            assert question is not None
            cheap = self._reference.cost_s(question) <= DEAR_S
            refused = self._reference.ask(question).get("raised") if cheap else None
            if failure.outcome is Outcome.WRONG and cheap and not refused:
                by_target.setdefault(question.target, []).append(number)
        found = {}
        for target, numbers in by_target.items():
            looked = [group[number] for number in numbers[:LOOKS]]
            likely = [
                key
                for key in self._alterations(looked[0].question)
                if all(self._answers_altered(failure, key) for failure in looked)
            ]
            if sum(self._count_wrong(failure) for failure in looked) < EVIDENCE:
                continue
            for key in likely:
                if self._alters_visible(target, key, visible):
                    for number in numbers:
                        if self._answers_altered(group[number], key):
                            words, _ = self._alterations(group[number].question)[key]
                            found[number] = words
                    break
        return found

    def _alterations(self, question: Question | None) -> dict[str, tuple[str, Question]]:
        """Return what was done to an argument → its message and the altered question."""
        if question is None:
            return {}
        if question not in self._altered:
            self._altered[question] = {
                key: (message, other)
                for key, message, other in alterations(question, self._parameters(question))
            }
        return self._altered[question]

    def _answers_altered(self, failure: CheckFailed, key: str) -> bool:
        """Say whether a wrong answer is the right one to the question altered by *key*."""
        assert failure.question is not None
        _, other = self._alterations(failure.question).get(key, ("", failure.question))
        truth = self._reference.ask(failure.question)
        answer = self._right_answer(other)
        return same_reply(answer, failure.reply) and not same_reply(answer, truth)

    def _right_answer(self, question: Question) -> dict[str, Any]:
        """Return the reference's reply; an empty one where an altered question has none."""
        try:
            return self._reference.ask(question)
        except CourseError:
            return {}

    def _alters_visible(self, target: str, key: str, visible: "_Visible") -> bool:
        """Say whether the visible example is answered as by the reference on altered arguments."""
        got = visible.reply(target)
        if got is None:
            return True
        question = visible.question(target)
        _, other = self._alterations(question).get(key, ("", question))
        return same_reply(self._right_answer(other), got)

    def _count_wrong(self, failure: CheckFailed) -> int:
        assert failure.question is not None
        truth = self._reference.ask(failure.question)
        pair = [list(_numbers(reply.get("value"))) for reply in (failure.reply, truth)]
        if len(pair[0]) != len(pair[1]):
            return max(map(len, pair))
        return sum(not same_value(one, other) for one, other in zip(*pair, strict=True))

    def _parameters(self, question: Question) -> tuple[Parameter, ...]:
        module, _, name = question.target.partition(".")
        if module not in self._signatures:
            source = self._reference.files.get(f"{module}.py", b"")
            self._signatures[module] = parameters_in(source)
        return self._signatures[module].get(name, ())

    def _places(self, failure: CheckFailed) -> str:
        """Say where a wrong answer is wrong, if its arguments tell."""
        question = failure.question
        if question is None or question.op != "call" or failure.outcome is not Outcome.WRONG:
            return ""
        truth = self._reference.remembered(question) or {}
        got, wanted = failure.reply.get("value"), truth.get("value")
        return describe_places(question, self._parameters(question), got, wanted)

    def _try_otherwise(
        self, group: Mapping[int, CheckFailed], examinee: Examinee
    ) -> dict[int, str]:
        """
        Return what makes the difference to failures that are none in other circumstances.

        Each is asked once more, in a child that has answered nothing, and in the same child
        without what is special about its arguments. A function that stays wrong is not tried
        a third time.
        """
        found: dict[int, str] = {}
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
            experiments = [(LIVES_ON, question)]
            # In float32 more is right: what is nearly right needs no other reason for it.
            if not is_refusal(truth.get("raised")) and not says_nearly(failure.pattern):
                experiments += guises(question, self._parameters(question))
            words = self._first_right(experiments, examinee)
            if words:
                found[number] = words
                tried[question.target] = 0
        return found

    def _first_right(self, experiments: Sequence[tuple[str, Question]], examinee: Examinee) -> str:
        """Return the words of the first question that a fresh child answers rightly."""
        examinee.start_afresh()
        try:
            for words, question in experiments:
                if same_reply(examinee.ask(question), self._right_answer(question)):
                    return words
        except CheckFailed:
            return ""
        finally:
            examinee.close()
        return ""

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
        self._said: dict[str, str] = {}

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
        if target not in self._said:
            shown = (self._words(example) for example in self._examples.get(target, ()))
            self._said[target] = next((words for words in shown if words), "")
        return self._said[target]

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


def _without(group: Mapping[int, CheckFailed], known: Mapping[int, str]) -> dict[int, CheckFailed]:
    return {number: failure for number, failure in group.items() if number not in known}


def _numbers(value: Any) -> Iterator[float]:
    """Yield every number in a decoded value."""
    if isinstance(value, values.SentTensor):
        yield from value.tensor.reshape(-1).to(torch.float64).tolist()
    elif isinstance(value, dict):
        yield from _numbers(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _numbers(item)
    else:
        number = number_of(value)
        if number is not None:
            yield number


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
