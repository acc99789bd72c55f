"""
A contract: a function that follows the reference on every case of its parameters' kinds.

All cases are one question to the box, and its answer serves every check of the contract:

- ``values``: the numbers, for plain arguments. It is lenient in dtype and shape.
- ``kind``: dtype, shape and type of the result, for arguments of every dtype, shape and layout.
- ``gradients``: the graph of the result and the gradients, for arguments that require grad.
- ``effects``: what a call is to change, such as the parameters of a module.
- ``arguments``: they are left as the reference leaves them, and a second call answers the same.
- ``refusals``: what the contract forbids is refused with a ValueError.

An option that has a check of its own, such as numbers far from 0, stands in ``apart``.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from grader.box.inside import values
from grader.box.inside.optional_torch import Tensor, torch
from grader.box.inside.values import SentObject, SentTensor
from grader.errors import CourseError
from grader.results.outcomes import Outcome

from ..compare import (
    assert_matches,
    assert_plain,
    assert_separate,
    tensors_in,
)
from ..equality import same_value
from ..failures import Answer, CheckFailed, Question, wrong
from ..replies import CallReplies, CallReply, check_reply, has_raised, is_refusal, raised_failure
from ..student import Student, describe
from ..transcript import as_sent
from .answers import alike, as_tensor, match_argument, match_types, requires_grad, zeroed
from .cases import Case, cases_of
from .kinds import Draw, Objects, ParameterKind

#: dtype → rtol and atol.
Tolerance = Mapping[torch.dtype, tuple[float, float]]

#: An option, or several that are one to a check.
Group = str | tuple[str, ...]

#: Raises CheckFailed for an answer and the arguments by name.
Property = Callable[[Answer, Mapping[str, Any]], None]

#: What is said of a hidden case.
HIDDEN = "This does not hold yet."
#: So many answers that passed are remembered for a check, and so many checks of a contract: one
#: that makes a property in its own body is another one each time.
MOST_PASSED = 3_000
MOST_CHECKS = 50
#: Every sixth case is called twice; what a call leaves behind, the other cases meet as well.
TWICE = 6
#: A gradient may add up the roundings of all elements.
SLOPES: Tolerance = {torch.float32: (1e-4, 1e-5), torch.float64: (1e-9, 1e-11)}


@dataclass(frozen=True, eq=False)
class Contract:
    """
    The contract of a function: what it promises about its parameters.

    Attributes:
        target: ``"module.function"``.
        kinds: Parameter → its kind, in the order of the function.
        apart: Options, or groups of them, that have checks of their own.
        tolerance: Of the values, where it is not that of their dtype.
        slopes: Of the gradients.
        strength: How many options are combined: two where a call takes long.
        also: Choices of options that are combined with no others.
        within: What all numbers of the result lie between, exactly.
        formula: Another way to the values than the reference's, in float64.
        named: The parameters that are given by name alone.
        calls: How often it is called with the same arguments: option → number.
        beside: Kinds that are no parameters: what is made has a name, for what is looked at.
        changes: What a call is to change, in words → its Python text.
        is_sparse: Whether what stands apart is asked in plain cases alone: where calls take long.
        read: Brings an answer to one form where its task leaves the form open.
    """

    target: str
    kinds: Mapping[str, ParameterKind]
    apart: Sequence[Group] = ()
    tolerance: Tolerance = field(default_factory=dict)
    slopes: Tolerance = field(default_factory=lambda: SLOPES)
    strength: int = 3
    also: Sequence[Mapping[str, str]] = ()
    within: tuple[float, float] = (-math.inf, math.inf)
    formula: Callable[..., Any] | None = None
    named: Sequence[str] = ()
    calls: Mapping[str, int] = field(default_factory=dict)
    beside: Mapping[str, ParameterKind] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)
    is_sparse: bool = False
    read: Callable[[Any], Any] = lambda value: value
    _about: "dict[Asked, list[int]]" = field(default_factory=dict, init=False, repr=False)
    #: The answers that passed, by check: number of the case, and digests of answer and reference.
    #: A check is a function of these: equal bytes of another submission pass, too.
    _passed: "dict[Asked, set[tuple[int, bytes, bytes]]]" = field(
        default_factory=lambda: defaultdict(set), init=False, repr=False
    )

    def values(self, student: Student, reference: Student, *about: Group) -> None:
        """Check the numbers: of plain calls, or of all calls with the options *about*."""
        self._judge(student, reference, Asked(Trial.check_values, about))

    def kind(self, student: Student, reference: Student) -> None:
        """Check type, dtype, shape and numbers for arguments of every dtype, shape and layout."""
        self._judge(student, reference, Asked(Trial.check_kind))

    def gradients(self, student: Student, reference: Student, *about: Group) -> None:
        """Check the graph of the result and its gradients."""
        self._judge(student, reference, Asked(Trial.check_gradients, about))

    def effects(self, student: Student, reference: Student, *about: Group) -> None:
        """Check what the call is to change: in plain calls, or in all with the options *about*."""
        self._judge(student, reference, Asked(Trial.check_effects, about))

    def holds(self, student: Student, reference: Student, judge: Property) -> None:
        """Check a property of every answer, which its values alone do not show: of a Figure."""
        self._judge(student, reference, Asked(Trial.check_property, extra=judge))

    def repeats(self, student: Student, reference: Student, name: str) -> None:
        """Check that equal calls answer the same, and that another *name* answers otherwise."""
        self._judge(student, reference, Asked(Trial.check_repeats, extra=name))

    def arguments(self, student: Student, reference: Student) -> None:
        """Check that arguments are left as the reference leaves them, and a second call."""
        self._judge(student, reference, Asked(Trial.check_arguments))

    def separate(self, student: Student, reference: Student) -> None:
        """Check that no two tensors in the answers share memory, with the arguments neither."""
        self._judge(student, reference, Asked(Trial.check_separate))

    def refusals(self, student: Student, reference: Student) -> None:
        """Check that every call that the contract forbids is refused with a ValueError."""
        self._judge(student, reference, Asked(Trial.check_refusal))

    def _judge(self, student: Student, reference: Student, asked: "Asked") -> None:
        # First what is expected: the reference is asked by the same question.
        expected = _replies(reference.put(self.question), len(self.cases))
        numbers = self._numbers(asked)
        try:
            found = _replies(student.put(self.question), len(self.cases))
            got = [found[number] for number in numbers]
        except CheckFailed:
            # A call that does not end, or that ends its process, costs only the checks it is about.
            question = self.question_of([self.cases[number] for number in numbers])
            got = list(_replies(student.put(question), len(numbers)))
        trials: list[Trial] = []
        for number, reply in zip(numbers, got, strict=True):
            trials.append(Trial(self, self.cases[number], reply, expected[number], trials))
        pairs = zip(numbers, trials, strict=True)
        keys = [(number, trial.found.digest, trial.expected.digest) for number, trial in pairs]
        passed = self._passed[asked]
        for key, trial in zip(keys, trials, strict=True):
            if key not in passed:
                try:
                    asked.judge(trial)
                except CheckFailed as failure:
                    if failure.outcome is Outcome.KILLED:
                        raise  # Its answer was no answer.
                    raise trial.alone(failure, Twins(self, asked)) from None
        if asked.check is Trial.check_repeats:
            return  # It is about all answers together.
        # Of very many different answers some are forgotten.
        if len(passed) + len(keys) > MOST_PASSED:
            passed.clear()
        passed.update(keys)

    def _numbers(self, asked: "Asked") -> list[int]:
        """Return which of the cases a check is about."""
        if asked not in self._about:
            if len(self._about) >= MOST_CHECKS:
                self._about.clear()
                self._passed.clear()
            cases = enumerate(self.cases)
            self._about[asked] = [number for number, case in cases if asked.is_about(self, case)]
            if not self._about[asked]:
                raise CourseError(
                    f"{self.target}: {asked} is about none of its {len(self.cases)} cases, so that "
                    "every answer would pass. Compare the options that stand apart with those of "
                    "the kinds."
                )
        return self._about[asked]

    def trials(self, cases: Sequence[Case], answer: Answer, expected: Answer) -> "list[Trial]":
        """Return what was answered and expected for each of *cases*."""
        found, wanted = (_replies(each, len(cases)) for each in (answer, expected))
        trials: list[Trial] = []
        for each in zip(cases, found, wanted, strict=True):
            trials.append(Trial(self, *each, trials))
        return trials

    @cached_property
    def cases(self) -> list[Case]:
        """The cases."""
        return self._cases(seed=0)

    @cached_property
    def twins(self) -> list[Case]:
        """Cases with the same tags and other numbers, which students may see."""
        return self._cases(seed=1)

    def _cases(self, seed: int) -> list[Case]:
        apart = [_of(group) for group in self.apart] if self.is_sparse else None
        return cases_of(
            {**self.kinds, **self.beside},
            also=self.also,
            seed=seed,
            strength=self.strength,
            named=self.named,
            calls=self.calls,
            apart=apart,
            beside=tuple(self.beside),
            function="" if self.changes else self.target.partition(".")[2],
        )

    @property
    def is_scripted(self) -> bool:
        """Whether arguments are made in the box, from their Python text."""
        return bool(self.changes) or any(isinstance(each, Objects) for each in self.kinds.values())

    @cached_property
    def question(self) -> Question:
        """The question that asks all cases."""
        return self.question_of(self.cases)

    def question_of(self, cases: Sequence[Case]) -> Question:
        """Return the question that asks these cases."""
        asked: list[Any] = []
        for number, case in enumerate(cases):
            is_pulled = case.has_grad and not (case.refused or self.is_scripted)
            cotangent = _cotangent(case) if is_pulled else None
            if self.is_scripted or case.in_box:
                texts = case.given(case.texts)
                asked.append([*texts, case.times, cotangent, self.script(case)])
                continue
            times = 2 if number % TWICE == 0 and not (case.refused or case.rare) else 1
            asked.append([*case.given(case.arguments()), times, cotangent])
        fields = {"op": "calls", "target": self.target, "cases": asked}
        return Question("calls", self.target, *values.encode(fields))

    def has_options(self, case: Case, about: Sequence[Group]) -> bool:
        """Say whether these, of all options that stand apart, are the options of a case."""
        tags = {*case.tags.values()}
        return all((group in about) == (not tags.isdisjoint(_of(group))) for group in self.apart)

    def script(self, case: Case) -> list[Any]:
        """Return the lines before a call, what is looked at after it, and the name in these."""
        return [case.setup, list(case.looks or self.changes.values()), case.function]


def _of(group: Group) -> tuple[str, ...]:
    return (group,) if isinstance(group, str) else group


def _cotangent(case: Case) -> Tensor:
    draw = Draw(torch.Generator().manual_seed(case.seed))
    return draw.normal(256).round(decimals=3)


def _replies(answer: Answer, calls: int) -> Sequence[CallReply]:
    replies: CallReplies = answer.value
    return replies.of(calls)


@dataclass(frozen=True)
class Asked:
    """
    The demand of a check on the cases that it is about.

    Attributes:
        check: One of the checks of a :class:`Trial`.
        about: The options that stand apart and that the cases have.
        extra: What the check needs beside a trial; such a check is about all answers.
    """

    check: Callable[..., None]
    about: tuple[Group, ...] = ()
    extra: Property | str | None = None

    def __str__(self) -> str:
        options = [option for group in self.about for option in _of(group)]
        return " ".join(
            [self.check.__name__, *(['"' + '", "'.join(options) + '"'] if options else [])]
        )

    @property
    def is_property(self) -> bool:
        """Whether there is no one right answer."""
        return self.extra is not None

    def judge(self, trial: "Trial") -> None:
        """Raise CheckFailed if a trial fails."""
        self.check(trial, *([] if self.extra is None else [self.extra]))

    def is_about(self, contract: Contract, case: Case) -> bool:
        """Say whether the check is about a case."""
        check = self.check
        if check is Trial.check_arguments or case.refused:
            return check in (Trial.check_arguments, Trial.check_refusal)
        if case.looks:
            return False
        if check is Trial.check_separate:
            return True
        if check is Trial.check_refusal:
            return False
        if case.has_grad != (check is Trial.check_gradients):
            return False
        if check is Trial.check_kind or self.is_property:
            return True
        if case.by_name:
            return False
        if not case.plain and (contract.is_sparse or not (case.has_grad or self.about)):
            return False
        return contract.has_options(case, self.about)


@dataclass(frozen=True)
class Twins:
    """The contract and the part of it that a failed check is about."""

    contract: Contract
    asked: Asked


@dataclass(frozen=True, eq=False)
class Trial:
    """One case, what the submission answered, what the reference did, and all trials."""

    contract: Contract
    case: Case
    found: CallReply
    expected: CallReply
    beside: Sequence["Trial"] = field(default=(), repr=False)

    @property
    def got(self) -> dict[str, Any]:
        """What the submission answered."""
        fields = self.found.fields
        if "unsendable" in fields:
            check_reply(self._question, fields)
        return fields

    @property
    def wanted(self) -> dict[str, Any]:
        """What the reference answered."""
        return self.expected.fields

    def read(self) -> None:
        """
        Read all that came for this case, which is otherwise read when a check looks at it.

        Raises:
            CheckFailed: If it has another form than the box gives it.
        """
        if "unsendable" not in self.found.fields and self.contract.changes:
            self.found.effects(len(self.contract.changes))

    def check_values(self) -> None:
        """Check the numbers of the result; another dtype or shape alone is no failure."""
        answer = self._answer()
        self._match(answer, self._wanted("value"), self.contract.tolerance)
        low, high = self.contract.within
        numbers = as_tensor(answer.value)
        if numbers is not None and ((numbers < low) | (numbers > high)).any():
            name = answer.question.function
            raise wrong(f"{name} returned a number outside [{low:g}, {high:g}].", answer)
        if self.contract.formula is not None:
            wanted = as_sent(self.contract.formula(**self.case.arguments()))
            self._match(answer, wanted, self.contract.tolerance)

    def check_property(self, judge: Property) -> None:
        """Check a property of the answer."""
        judge(self._answer(), self.case.looked_at)

    def check_repeats(self, name: str) -> None:
        """Check that equal calls answer the same, and that another *name* answers otherwise."""
        answer, tags = self._answer(), self.case.tags
        free = (f"{name}.contents", ".call")
        for other in self.beside:
            theirs = other.case.tags
            is_like = all(tags[axis] == theirs[axis] for axis in tags if axis not in free)
            if "raised" in other.got or other.case.looks or not is_like:
                continue
            is_equal = theirs[free[0]] == tags[free[0]]
            if same_value(answer.value, other._answer().value) == is_equal:
                continue
            mine, yours = (words.removeprefix("is ") for words in (tags[free[0]], theirs[free[0]]))
            message = (
                f"With {name} {mine} and with {name} {yours} the answers are equal. Use the {name} "
                "that is given."
            )
            if is_equal:
                message = f"Two equal calls with {name} {mine} give different answers."
            raise wrong(message, answer, precise=True)

    def check_effects(self, is_exact: bool = False) -> None:
        """Check what the call was to change; the dtype and the shape too if *is_exact*."""
        question = self._answer().question
        for words, (_, wanted, found) in zip(self.contract.changes, self.effects(), strict=True):
            if has_raised(wanted):
                raise CourseError(
                    f"{self.contract.target}: after the call to the solution, {words} raises "
                    f"{wanted['raised']['text']!r}. Fix the solution or what is looked at."
                )
            if has_raised(found):
                raise raised_failure(question, found)
            part, what = Answer(found, self.got, question), f"After the call, {words} is"
            self._match(part, wanted, self.contract.tolerance, what)
            if is_exact:
                rtol, atol = self._tolerance(wanted, self.contract.tolerance)
                assert_matches(part, wanted, rtol=rtol, atol=atol, what=what)

    def effects(self) -> list[tuple[str, Any, Any]]:
        """Return the Python text of what the call was to change, what is right, and what came."""
        texts = self.contract.changes.values()
        if not texts:
            return []
        looks = (each.effects(len(texts)) for each in (self.expected, self.found))
        return list(zip(texts, *looks, strict=True))

    def check_kind(self) -> None:
        """Check type, dtype and shape of the result; its numbers have other checks if apart."""
        numbers = self.contract.has_options(self.case, ())
        if "raised" in self.got and not numbers:
            return
        answer, wanted = self._answer(), self._wanted("value")
        if isinstance(wanted, SentObject):
            self.check_effects(is_exact=True)
            return
        rtol, atol = self._tolerance(wanted, self.contract.tolerance)
        if numbers:
            expected = Answer(wanted, self.wanted, answer.question)
            assert_matches(answer, expected, rtol=rtol, atol=atol)
        else:
            blank = Answer(zeroed(answer.value), answer.reply, answer.question)
            assert_matches(blank, Answer(zeroed(wanted), self.wanted, answer.question))
        if numbers and self.contract.changes:
            self.check_effects()
        match_types(answer, answer.value, wanted)
        if not requires_grad(wanted):
            assert_plain(answer)

    def check_gradients(self) -> None:
        """Check that the result carries a graph or none, and the gradients."""
        answer, wanted = self._answer(), self._wanted("value")
        self._match(answer, wanted, self.contract.tolerance)
        if not requires_grad(wanted):
            assert_plain(answer)
            return
        if "backward" in self.got:
            raise raised_failure(self._pullback(0).question, self.got["backward"])
        found = self.got.get("gradients")
        for place, slope in enumerate(self._wanted("gradients")):
            pulled = self._pullback(place)
            if type(found) is not list or len(found) <= place or found[place] is None:
                if slope is None:
                    continue
                raise wrong(
                    f"The result of {pulled.question.function} is cut off from the graph of its "
                    "argument: no gradient gets through.",
                    answer,
                )
            if slope is not None:
                name = f"the gradient of {pulled.question.function} is"
                self._match(pulled, slope, self.contract.slopes, name)

    def check_arguments(self) -> None:
        """Check the arguments after the call, and that a second call gave the same answer."""
        question = self._question
        answer = Answer(self.got.get("value"), self.got, question)
        if self.case.looks:
            self._check_changed(answer)
            return
        before = [values.revive(each) for each in self._wanted("after")]
        after = self.got.get("after")
        if type(after) is not list or len(after) != len(before):
            raise wrong(f"{question.function} did not leave its arguments as they were.", answer)
        for number, (one, left) in enumerate(zip(before, after, strict=True), start=1):
            match_argument(answer, one, left, f"Argument {number} of {question.function}")
        if "first" in self.got:
            try:
                self._match(answer, self.got["first"], self.contract.tolerance)
            except CourseError:
                return  # It is an object without a value: other checks tell.
            except CheckFailed:
                message = (
                    f"A second call of {question.function} with the same arguments gives another "
                    "answer."
                )
                raise wrong(message, answer, precise=True) from None

    def _check_changed(self, answer: Answer) -> None:
        """Check that a call answers for what its arguments hold now, as for fresh ones."""
        if "effects" not in self.got or has_raised(self.found.effects(1)[0]):
            return  # The function raises before and elsewhere: other checks tell.
        if "raised" in self.got:
            raise raised_failure(answer.question, self.got)
        try:
            self._match(answer, self.found.effects(1)[0], self.contract.tolerance)
        except CheckFailed:
            message = (
                f"{answer.question.function} does not answer for what its arguments hold: they "
                "were changed in place after another call."
            )
            raise wrong(message, answer, precise=True) from None

    def check_separate(self) -> None:
        """Check that the tensors in the answer have memory of their own."""
        if "raised" not in self.got:
            assert_separate(Answer(self.got["value"], self.got, self._question))

    def check_refusal(self) -> None:
        """Check that the call was refused."""
        question = self._question
        raised = self.got.get("raised")
        if raised is None:
            shown = describe(self.got["value"])
            name, _, option = self.case.refusal.partition(" ")
            raise wrong(
                f"{question.function} returned {shown} where it should refuse: {name} {option}. "
                "Raise ValueError.",
                Answer(self.got["value"], self.got, question),
            )
        if not is_refusal(raised):
            raise raised_failure(question, self.got)
        for words, (_, wanted, found) in zip(self.contract.changes, self.effects(), strict=True):
            if has_raised(wanted):
                continue  # It is about the result, and there is none.
            if not same_value(found, wanted):
                raise wrong(
                    f"{question.function} refused, but by then it had changed {words}. Look at the "
                    "arguments before anything else.",
                    Answer(found, self.got, question),
                )

    def _answer(self) -> Answer:
        """Return what the submission returned for the case; raise what it raised."""
        question = self._question
        if "raised" in self.got:
            raise raised_failure(question, self.got)
        if "figure" in self.got:
            check_reply(question, self.got["figure"])
            return Answer(self.got["figure"]["value"], self.got["figure"], question)
        # Of two calls the first one: the second may have met what the first has changed.
        value = self.contract.read(self.got.get("first", self.got["value"]))
        return Answer(value, {"value": value, "earlier": []}, question)

    @property
    def _question(self) -> Question:
        """A question with the name of the function, for messages."""
        return Question("call", self.contract.target, b"", b"")

    def alone(self, failure: CheckFailed, twins: Twins | None = None) -> CheckFailed:
        """
        Return a failure of this case as that of a question which asks it alone.

        With *twins* the case is hidden: what is said about it is for the teacher only.
        """
        got = self.found.fields
        if twins is not None:
            failure.note = f"{failure.message} {failure.pattern} {failure.note}".strip()
            failure.message, failure.precise, failure.twins = HIDDEN, False, twins
        if failure.question is not None and failure.question.op == "call":
            if self.contract.is_scripted or self.case.in_box:
                args, kwargs = self.case.given(self.case.texts)
                script = self.contract.script(self.case)
                fields = {
                    "args": args,
                    "kwargs": kwargs,
                    "times": self.case.times,
                    "script": script,
                }
                failure.question = self._as("script", fields)
                failure.reply = dict(got)
            else:
                args, kwargs = self.case.given(self.case.arguments())
                fields = {"args": args, "kwargs": kwargs, "times": 1}
                failure.question = self._as("call", fields)
                value = got.get("first", got.get("value"))
                failure.reply = {"value": value, "earlier": []}
            raised = got
            if failure.outcome is not Outcome.WRONG and "raised" not in got:
                raised = next(filter(has_raised, got.get("effects", ())), {})
            if "raised" in raised:
                failure.reply = {"raised": raised["raised"]}
        return failure

    def as_question(self) -> CheckFailed:
        """Return question and reply of this case alone, whatever the answer is."""
        return self.alone(CheckFailed(Outcome.WRONG, "", question=self._question))

    def _pullback(self, place: int) -> Answer:
        """Return the gradient at one argument as the answer to a question that stands alone."""
        arguments = list(self.case.arguments().values())
        leaves = [n for n, a in enumerate(arguments) if isinstance(a, Tensor) and a.requires_grad]
        size = getattr(self.got.get("value"), "tensor", torch.zeros(0)).numel()
        fields = {
            "args": arguments,
            "wrt": leaves[place],
            "cotangent": _cotangent(self.case)[:size],
        }
        found = (self.got.get("gradients") or [None] * len(leaves))[place]
        reply = {"value": found, "output": self.got.get("value")}
        return Answer(found, reply, self._as("pullback", fields))

    def pulled(self, question: Question, function: str) -> tuple[str, str, Any, Any] | None:
        """
        Return what shows a wrong gradient, as `_pullback` asks for it.

        Returns:
            Python to paste, the argument whose gradient is asked, the one that is right and the
            one that came; None where the result is no single tensor.
        """
        output = self.wanted["value"]
        if not isinstance(output, SentTensor):
            return None
        arguments = self.case.arguments()
        leaves = [n for n, a in arguments.items() if isinstance(a, Tensor) and a.requires_grad]
        name = list(arguments)[values.decode(question.text, question.blob)["wrt"]]
        shape = tuple(output.tensor.shape)
        numbers = _cotangent(self.case)[: output.tensor.numel()].tolist()
        start = f"torch.tensor({numbers if shape else numbers[0]!r})"
        start += f".reshape{shape}" if len(shape) > 1 else ""
        place = leaves.index(name)
        found = (self.got.get("gradients") or [None] * len(leaves))[place]
        code = self.case.pull(function, name, start)
        return code, name, self.wanted["gradients"][place], found

    def _as(self, op: str, fields: Mapping[str, Any]) -> Question:
        target = self.contract.target
        return Question(op, target, *values.encode({"op": op, "target": target, **fields}))

    def _wanted(self, key: str) -> Any:
        if key not in self.wanted:
            raise CourseError(
                f"{self.contract.target}: the solution raises "
                f"{self.wanted.get('raised', {}).get('text')!r} for "
                f"{self.case.call(self.contract.target.partition('.')[2])}, which the kinds of its "
                "parameters allow. Fix the solution or the kinds."
            )
        return self.contract.read(self.wanted[key]) if key == "value" else self.wanted[key]

    def _tolerance(self, wanted: Any, tolerance: Tolerance) -> tuple[float | None, float | None]:
        tensors = [tensor for _, tensor in tensors_in(wanted)]
        if tensors:
            dtype = tensors[0].tensor.dtype
        else:  # Plain numbers are as exact as what they were computed from: the first tensor.
            dtypes = [dtype for axis, dtype in self.case.tags.items() if axis.endswith(".dtype")]
            dtype = torch.float64 if dtypes[:1] == ["is float64"] else torch.float32
        return tolerance.get(dtype, (None, None))

    def _match(self, answer: Answer, wanted: Any, tolerance: Tolerance, what: str = "") -> None:
        """Compare numbers only: of another dtype or shape they are the same."""
        got, wanted = alike(answer.value, wanted)
        rtol, atol = self._tolerance(wanted, tolerance)
        try:
            assert_matches(
                Answer(got, answer.reply, answer.question), wanted, rtol=rtol, atol=atol, what=what
            )
        except CheckFailed as failure:
            failure.reply = answer.reply
            raise
