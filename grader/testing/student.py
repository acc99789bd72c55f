"""
The ``student`` fixture: it asks the submission and returns plain data.

A hidden test never sees an object that the submission made. An answer is decoded by exact type;
an exception, a missing function or a time-out ends the test with the right outcome.
"""

import builtins
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from torch import Tensor

from grader.box.inside import values
from grader.messages.message import Message, Name, message
from grader.results.outcomes import Outcome
from grader.text import clean

from .failures import Answer, CheckFailed, Question, failed

#: Sends one question and returns the decoded reply; raises CheckFailed when none came.
Ask = Callable[[Question], dict[str, Any]]

#: Contracts ask for ValueError; these are accepted as refusals too.
REFUSALS = frozenset({"ValueError", "RuntimeError", "TypeError", "AssertionError"})

#: Exceptions that messages name; a class that the submission defines is not named.
EXCEPTION_NAMES = frozenset(
    name
    for name, found in vars(builtins).items()
    if isinstance(found, type) and issubclass(found, BaseException)
) | {"UnboundLocalError", "LinAlgError", "OutOfMemoryError"}

#: Larger sizes in an answer are not repeated to the student.
LARGEST_SHOWN = 4096


class Student:
    """
    The submission, asked through the drivers of the box.

    Every method returns an :class:`Answer` or raises
    :class:`~grader.testing.failures.CheckFailed`. Targets are
    ``"module.name"``. Arguments are numbers, strings, lists, tuples, dicts and
    tensors; a tensor arrives with its layout, ``requires_grad`` and ``.grad``.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def call(self, target: str, *args: Any, times: int = 1, **kwargs: Any) -> Answer:
        """Call a function; see :func:`grader.box.inside.drivers.call`."""
        return self.ask("call", target, args=list(args), kwargs=kwargs, times=times)

    def pullback(
        self, target: str, *args: Any, wrt: int = 0, cotangent: Tensor | None = None
    ) -> Answer:
        """Return the gradient of a function's output; the cotangent is ones by default."""
        return self.ask("pullback", target, args=list(args), wrt=wrt, cotangent=cotangent)

    def module(self, target: str, *args: Any, **fields: Any) -> Answer:
        """Build a module and run it; see :func:`grader.box.inside.drivers.module`."""
        return self.ask("module", target, args=list(args), **fields)

    def optim(self, target: str, *, decay: str | None = None, **fields: Any) -> Answer:
        """Drive an optimizer; *decay* names a second function of the same module."""
        if decay is not None:
            fields["helper"] = decay
        return self.ask("optim", target, **fields)

    def decay(self, target: str, **fields: Any) -> Answer:
        """Let a function change an optimizer; see :func:`grader.box.inside.drivers.decay`."""
        return self.ask("decay", target, **fields)

    def step(self, target: str, **fields: Any) -> Answer:
        """Run a training step on the kit's model; see :func:`grader.box.inside.drivers.step`."""
        return self.ask("step", target, **fields)

    def figure(self, target: str, *args: Any, png: bool = False, **kwargs: Any) -> Answer:
        """Call a function that returns a Figure and get the facts on it."""
        return self.ask("figure", target, args=list(args), kwargs=kwargs, png=png)

    def writer(self, target: str, *args: Any) -> Answer:
        """Call ``function(writer, *args)`` with a recording SummaryWriter."""
        return self.ask("writer", target, args=list(args))

    def graph(
        self,
        target: str,
        *args: Any,
        leaves: Sequence[Tensor],
        program: Sequence[Sequence[Any]],
        losses: Sequence[int],
    ) -> Answer:
        """Call ``function(losses, *args)`` on a live graph built inside the box."""
        fields: Mapping[str, Any] = {"leaves": list(leaves), "program": list(program)}
        return self.ask("graph", target, losses=list(losses), args=list(args), **fields)

    def refuses(self, target: str, *args: Any, because: str, **kwargs: Any) -> None:
        """
        Check that a call is refused with a ValueError, or another of REFUSALS.

        Args:
            target: The function.
            args: Arguments that its contract forbids.
            because: What is wrong with them, in words the student may read:
                "a probability of 1.5 is outside [0, 1]".
            kwargs: Keyword arguments.

        Raises:
            CheckFailed: If the call returned something.
        """
        try:
            answer = self.call(target, *args, **kwargs)
        except CheckFailed as failure:
            if failure.outcome is Outcome.RAISED and is_refusal(failure.reply.get("raised")):
                return
            raise
        name = target.partition(".")[2]
        raise CheckFailed(
            Outcome.WRONG,
            f"{name} returned {describe(answer.value)} where it should refuse: {because}. "
            "Raise ValueError.",
            question=answer.question,
            reply=answer.reply,
        )

    def ask(self, op: str, target: str, **fields: Any) -> Answer:
        """Send one question to driver *op* and return its answer."""
        text, blob = values.encode({"op": op, "target": target, **fields})
        question = Question(op, target, text, blob)
        reply = self._ask(question)
        check_reply(question, reply)
        return Answer(reply["value"], reply, question)


def is_refusal(raised: Any) -> bool:
    """Say whether the described exception *raised* counts as a refusal by contract."""
    bases = set(raised["bases"]) if raised else set()
    return bool(bases & REFUSALS) and "NotImplementedError" not in bases


def check_reply(question: Question, reply: dict[str, Any]) -> None:
    """Raise the CheckFailed that *reply* stands for, unless it is a value."""
    name = Name(question.function)
    if "missing" in reply:
        what = clean(str(reply["missing"]))
        module = question.target.partition(".")[0]
        words = message("{what} was not found.", what=Name(what))
        if what == name.text:
            words = message("{what} was not found in {module}.py.", what=name, module=Name(module))
        raise failed(Outcome.UNANSWERED, words, question)
    if "unsendable" in reply:
        words = message(
            "{name} returned something too large to be an answer: {why}.",
            name=name,
            why=str(reply["unsendable"]),
        )
        raise failed(Outcome.WRONG, words, question, reply=reply)
    if "import_failed" in reply:
        raise import_failure(question, reply)
    if "raised" in reply and "value" not in reply:
        raise raised_failure(question, reply)
    if "value" not in reply:
        words = message("{name} broke the connection to the grader.", name=name)
        raise failed(Outcome.KILLED, words, precise=False)


def import_failure(question: Question, reply: dict[str, Any]) -> CheckFailed:
    """Return the failure for a module that cannot be imported; its text holds no hidden input."""
    error = reply["import_failed"]
    module = Name(question.target.partition(".")[0])
    place = error["place"]
    at = f"{clean(str(place[0]))}, line {int(place[1])}: " if place else ""
    kind = clean(error["type"])
    words = message(
        "{module}.py cannot be imported: {at}{kind}: {text}",
        module=module,
        at=at,
        kind=kind,
        text=clean(error["text"])[:300],
    )
    outcome = Outcome.OUT_OF_MEMORY if out_of_memory(error) else Outcome.RAISED
    if "SystemExit" in error["bases"]:
        words = message(
            "{module}.py ends the program when it is imported ({at}{kind}). Remove that.",
            module=module,
            at=at,
            kind=kind,
        )
    return failed(outcome, words, question, reply=reply)


def raised_failure(question: Question, reply: dict[str, Any]) -> CheckFailed:
    """
    Return the failure for a call that raised.

    Text, line and the names of a submission's own classes can carry hidden inputs out,
    so they go to the teacher only.
    """
    error = reply["raised"]
    bases, name, text = error["bases"], Name(question.function), error["text"]
    place = error["place"]
    at = f" (in {clean(str(place[0]))}, line {int(place[1])})" if place else ""
    kind = clean(error["type"]).rpartition(".")[2]
    note = f"{kind}: {clean(text)}{at}"

    def failure(outcome: Outcome, template: str) -> CheckFailed:
        return failed(outcome, message(template, name=name), question, note=note, reply=reply)

    if "NotImplementedError" in bases and "missing the required" not in text:
        return failure(Outcome.UNANSWERED, "{name} is still to be written.")
    if out_of_memory(error):
        template = "{name} asked for more memory than a submission may use."
        return failure(Outcome.OUT_OF_MEMORY, template)
    if "SystemExit" in bases:
        template = "{name} ended the program (sys.exit or exit). Return a value instead."
        return failure(Outcome.RAISED, template)
    kind = kind if kind in EXCEPTION_NAMES else "an exception of its own"
    words = message("{name} raised {kind}.", name=name, kind=Message.whole(kind))
    return failed(Outcome.RAISED, words, question, note=note, reply=reply, precise=False)


def out_of_memory(error: dict[str, Any]) -> bool:
    """Say whether a described exception is one of the ways to run out of memory."""
    text = error["text"]
    return "MemoryError" in error["bases"] or any(
        sign in text for sign in ("can't allocate memory", "DefaultCPUAllocator", "std::bad_alloc")
    )


def describe(value: Any) -> str:
    """
    Return kind and shape of an answer, never its numbers.

    Names and sizes that a submission can choose freely are not repeated: they could
    carry a hidden input out.
    """
    if isinstance(value, values.SentTensor):
        dtype = str(value.tensor.dtype).removeprefix("torch.")
        article = "an" if dtype.startswith("int") else "a"
        shape = tuple(value.tensor.shape)
        if max(shape, default=0) > LARGEST_SHOWN:
            return f"{article} {dtype} tensor of a different, very large shape"
        return f"{article} {dtype} tensor of shape {shape}"
    if isinstance(value, values.SentNumber):
        return f"a {value.kind}" if is_public(value.kind) else "a number of a class of its own"
    if isinstance(value, values.SentObject):
        if is_public(value.kind) or value.kind.startswith("torch.Tensor ("):
            return f"an object of type {value.kind}"
        return "an object of a class of its own"
    if isinstance(value, Tensor):
        return describe(values.SentTensor(value))
    if isinstance(value, dict):
        return f"a dict of {len(value)}" if value else "an empty dict"
    if isinstance(value, list | tuple):
        many = len(value) > LARGEST_SHOWN
        return f"a {type(value).__name__} of {'very many' if many else len(value)}"
    if value is None:
        return "None"
    article = "an" if type(value).__name__ == "int" else "a"
    return f"{article} {type(value).__name__}"


def is_public(kind: str) -> bool:
    """Say whether *kind* names a class that exists on our side too, or a plot's usual parts."""
    module, _, name = kind.rpartition(".")
    found = getattr(sys.modules.get(module or "builtins"), name, None)
    usual = ("matplotlib.axes._axes.Axes", "matplotlib.figure.Figure", "matplotlib.lines.Line2D")
    return isinstance(found, type) or kind in usual or (not module and kind in _UNNAMED)


#: Built-in types that no module has under their name: function, generator, method, …
_UNNAMED = frozenset(t.__name__ for t in vars(types).values() if isinstance(t, type))
