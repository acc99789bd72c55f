"""
Find words for what went wrong, after the verdict and without touching it.

The first that fits: a known mistake that answers as the submission did, the
text of the exception, the words of the comparison, a visible example. Raw
text that was made from hidden inputs never reaches the student.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

import torch

from grader.box.inside import values
from grader.box.inside.answers import drive
from grader.course.words import clean

from .checks import Verdict
from .compare import elements_match, number_of
from .examinee import Examinee
from .outcomes import CheckFailed, Outcome, Question
from .reference import Reference
from .student import Answer, Student
from .suspects import Examples, Suspect, Suspects

#: Questions that take the reference longer than this are not put to the suspects.
DEAR_S = 0.05

#: What torch (or Python) says → what it means. The first hit wins.
EXCEPTIONS: Sequence[tuple[str, str]] = (
    (
        r"through the graph a second time|saved tensors after they have already been freed",
        "A second backward ran on a graph whose saved values the first one had freed. Keep the "
        "graph for as long as you need it, or ask for everything in one pass.",
    ),
    (
        r"grad can be implicitly created only for scalar",
        "backward can only start from one number by itself. Reduce to a scalar first, or pass "
        "the starting gradient.",
    ),
    (
        r"leaf Variable that requires grad",
        "A tensor that requires grad was changed in place. An update must not be recorded: do it "
        "inside torch.no_grad().",
    ),
    (
        r"[Mm]ismatch in shape: grad_output|grad_tensors|got \d+ tensors and \d+ gradients",
        "grad_tensors needs one entry per loss, each with the shape of that loss.",
    ),
    (
        r"does not require grad and does not have a grad_fn|does not require grad",
        "The tensor you differentiate has no history: something before it cut the graph "
        "(detach, .data, .item, numpy, no_grad), or nothing in it required grad.",
    ),
    (
        r"appears to not have been used in the graph|allow_unused",
        "One of the tensors you ask a gradient for does not take part in the result. Where there "
        "is no dependence, the gradient is zero.",
    ),
    (
        r"Found dtype|expected (m1|mat1)|same dtype|expected scalar type|result type Float can't",
        "Two dtypes meet that do not mix. Convert labels or inputs to the predictions' dtype.",
    ),
    (
        r"different to the input size|[Tt]arget size",
        "Predictions and labels have different shapes: drop the last axis of one or add it to "
        "the other.",
    ),
    (
        r"Module\.__init__\(\) call",
        "Call super().__init__() before you assign a layer or a parameter.",
    ),
    (
        r"empty parameter list",
        "The optimizer got no parameters: a plain list or a bare tensor hides them from "
        "parameters().",
    ),
    (r"appear in more than one parameter group", "Each parameter belongs to one group only."),
    (
        r"Boolean value of Tensor|truth value",
        "A Python if needs one truth value; compare whole tensors elementwise instead.",
    ),
    (
        r"0-d tensor|dimension specified as 0 but tensor has no dimensions",
        "A tensor without any axis turned up: squeeze() also drops the batch axis of one sample. "
        "Name the axis you want to drop.",
    ),
    (
        r"elements of input should be between 0 and 1|between 0 and 1",
        "A value outside [0, 1] reached a loss that wants probabilities.",
    ),
    (
        r"Can't call numpy\(\) on Tensor that requires grad",
        "numpy() cuts the graph. Stay with torch operations.",
    ),
    (
        r"modified by an inplace operation",
        "A tensor that backward needs was changed in place. Make a new tensor instead.",
    ),
    (
        r"only one element tensors can be converted|cannot be converted to Scalar",
        "A tensor with several numbers was used where one number is needed (item, float, if).",
    ),
    (
        r"must match the size of tensor|shapes cannot be multiplied|size mismatch|are not aligned"
        r"|shape '.*' is invalid",
        "Two shapes do not fit each other. Print the shapes of what you combine.",
    ),
    (
        r"out of bounds for dimension|too many indices|invalid index of a 0-dim|index out of range",
        "An index reaches beyond an axis. Print the shape of what you index.",
    ),
    (
        r"non-empty (TensorList|list)|numel\(\) == 0|tensor with no elements|zero-size"
        r"|empty sequence",
        "A step needs at least one number and found none. An empty input must pass, too.",
    ),
    (
        r"index -?\d+ is out of bounds|index out of range|Dimension out of range",
        "An index points to a place or an axis that is not there. Print the shape.",
    ),
    (r"not enough values to unpack|too many values to unpack", "Check the shape you unpack."),
    (
        r"missing \d+ required positional|takes \d+ positional|unexpected keyword argument",
        "The signature differs from the one asked for. Compare it with the contract.",
    ),
    (
        r"missing the required",
        "The module has no forward method, or it is spelled or indented differently.",
    ),
    (
        r"'NoneType' object",
        "Something is None where a value is needed: a missing return, or the "
        ".grad of a tensor that no backward has reached.",
    ),
    (
        r"with a bool tensor is not supported",
        "Arithmetic with a bool tensor: convert it to a number type first.",
    ),
    (
        r"ZeroDivisionError",
        "A number is divided by zero. Look at the divisor first, and raise ValueError where the "
        "contract says so.",
    ),
    (r"maximum recursion depth", "The function calls itself without an end."),
    (r"name '\w+' is not defined", "A name is used that was never defined or imported."),
    (r"object has no attribute", "An attribute is used that this object does not have."),
)


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
            causes = self._causes(group)
            examples: dict[str, str] = {}
            for number, failure in group.items():
                words = causes.get(number) or self._exception_words(failure)
                raised = failure.outcome is Outcome.RAISED
                if failure.question is not None and (raised or not words):
                    target = failure.question.target
                    if target not in examples:
                        examples[target] = self._example_words(target, examinee)
                    words = f"{words or failure.pattern} {examples[target]}".strip()
                if words:
                    message = f"{failure.message} {words}"
                    explained[number] = replace(explained[number], message=message)
        return explained

    def _causes(self, group: Mapping[int, CheckFailed]) -> dict[int, str]:
        """Return, for each failure of an exercise that a suspect explains, its message."""
        fits: dict[int, list[int]] = {}
        votes: dict[tuple[str, int], int] = {}
        for number, failure in group.items():
            question = failure.question
            assert question is not None
            fits[number] = self._fitting(question, failure.reply)
            for index in fits[number]:
                votes[question.target, index] = votes.get((question.target, index), 0) + 1
        causes = {}
        for number, indices in fits.items():
            target = getattr(group[number].question, "target", "")
            if indices:
                # What explains most failures of the exercise; the most specific on a tie.
                best = max(indices, key=lambda index: (votes[target, index], -index))
                causes[number] = self._suspects[target][best].message
        return causes

    def _fitting(self, question: Question, reply: Mapping[str, Any]) -> list[int]:
        truth = self._reference.remembered(question)
        if truth is not None and float(truth.get("cpu_s", 0.0)) > DEAR_S:
            return []
        fitting = []
        for index, suspect in enumerate(self._suspects.get(question.target, ())):
            key = (question, index)
            if key not in self._replies:
                self._replies[key] = _reply_of(suspect, question)
            answer = self._replies[key]
            if same_reply(answer, reply) and not (truth and same_reply(answer, truth)):
                fitting.append(index)
        return fitting

    def _exception_words(self, failure: CheckFailed) -> str:
        raised = failure.reply.get("raised")
        if failure.outcome is not Outcome.RAISED or not raised:
            return ""
        text = f"{raised['type']}: {raised['text']}"
        return next((words for sign, words in EXCEPTIONS if re.search(sign, text)), "")

    def _example_words(self, target: str, examinee: Examinee) -> str:
        """Return what the submission does on a visible input, in a child of its own."""
        example = self._examples.get(target)
        if example is None:
            return ""
        expected = example(Student(self._reference.ask))
        asked = show_call(expected.question)
        try:
            got = example(Student(examinee.ask_afresh))
        except CheckFailed as failure:
            raised = failure.reply.get("raised")
            if raised is None:
                return ""
            text = clean(f"{raised['type'].rpartition('.')[2]}: {raised['text']}", limit=300)
            at = f" ({raised['place'][0]}, line {raised['place'][1]})" if raised["place"] else ""
            return f"For example, {asked} raises {text}{clean(at)}."
        wanted, found = show(expected.value), show(got.value)
        if same_reply(got.reply, expected.reply) or wanted == found:
            return ""
        return f"For example, {asked} should give {wanted}; it gives {found}."


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
    fields = (set(one) | set(other)) - {"cpu_s", "after", "parameters"}
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


__all__ = ["Answer", "Diagnosis", "same_reply", "show", "show_call"]
