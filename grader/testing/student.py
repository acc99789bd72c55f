"""
The ``student`` fixture: it asks the submission and returns plain data.

A hidden test never sees an object that the submission made. An answer is decoded by exact type;
an exception, a missing function or a time-out ends the test with the right outcome.
"""

import random
import sys
import types
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy

from grader.box.inside import values
from grader.box.inside.optional_torch import Tensor, is_left_out, torch
from grader.results.outcomes import Outcome

from .failures import Answer, CheckFailed, Question
from .objects.handles import Handle, Mirror, RemoteModule, kind_of
from .objects.remote import Exchange, Operation, Remote, as_answer
from .replies import check_reply, is_refusal

#: The target of a module that runs as a script, in the module.
_SCRIPT = "__main__"
#: Sends one question and returns the decoded reply; raises CheckFailed when none came.
Ask = Callable[[Question], dict[str, Any]]

#: Larger sizes in an answer are not repeated to the student.
LARGEST_SHOWN = 4096


class Student:
    """
    The submission, asked through the drivers of the box.

    Every method returns an :class:`Answer` or raises
    :class:`~grader.testing.failures.CheckFailed`. Targets are
    ``"module.name"``. Arguments are numbers, strings, lists, tuples, dicts and
    tensors; a tensor arrives with its layout, ``requires_grad`` and ``.grad``.

    Any other attribute is a module of the submission, whose objects are used like our own:
    ``student.bank.Account(5).balance``; see :mod:`grader.testing.objects`.

    Args:
        ask: Sends a question to a driver.
        exchange: Works with the objects of the submission.
        is_reference: Whether it is the reference solution.
        probes: The text of the course's ``probes.py``.
        equal: Targets whose objects may equal a plain value by an ``__eq__`` of their own, which
            are those where the solution has such objects; None: all may.
    """

    def __init__(
        self,
        ask: Ask,
        exchange: Exchange | None = None,
        *,
        is_reference: bool = False,
        probes: str = "",
        equal: Collection[str] | None = (),
    ) -> None:
        self._ask = ask
        self._probes = probes
        self._remote = None
        if exchange is not None:
            equal = None if is_reference else equal
            self._remote = Remote(exchange, speaks=not is_reference, equal=equal)

    def __getattr__(self, name: str) -> RemoteModule:
        if name.startswith("_") or self._remote is None:
            raise AttributeError(name)
        return RemoteModule(self._remote, name)

    @property
    def probes(self) -> Any:
        """The functions of the course's ``probes.py``, which run inside the box."""
        assert self._remote is not None
        return self._remote.operate("probes", (self._probes,), {}, "probes.probes")

    @property
    def files(self) -> "Files":
        """The files in the folder in which the submission runs."""
        assert self._remote is not None
        return Files(self._remote)

    def run(self, module: str, *arguments: str) -> Any:
        """Run a module of the submission as a script with these arguments; return it."""
        assert self._remote is not None
        return self._remote.operate("run", (module, list(arguments)), {}, script_name(module))

    def failure_of(self, raised: BaseException | None) -> CheckFailed | None:
        """Return the failure that an exception of the submission's stands for, or None."""
        if raised is None or self._remote is None:
            return None
        failure = raised if isinstance(raised, CheckFailed) else self._remote.failure_of(raised)
        question = failure.question if failure is not None else None
        if failure is None or question is None or question.op not in ("do", "within"):
            return failure
        told = self.told(Answer(failure.reply.get("value"), failure.reply, question))
        failure.question, failure.reply = told.question, told.reply
        return failure

    def origin(self, value: Any) -> Operation | None:
        """Return the last operation on the submission that returned this very object, if any."""
        return None if self._remote is None else self._remote.origin(value)

    @property
    def compared_inside(self) -> list[str]:
        """What was compared by an ``__eq__`` of the submission's own."""
        return [] if self._remote is None else list(dict.fromkeys(self._remote.notes))

    @property
    def has_operated(self) -> bool:
        """Whether any object of the submission was asked."""
        return self._remote is not None and bool(self._remote.operations)

    def told(self, answer: Any) -> Answer:
        """Return what an operation returned as an answer to a question that stands for itself."""
        found = as_answer(answer)
        return found if self._remote is None else self._remote.told(found)

    def end(self) -> None:
        """End a check: what the submission changed of the test's own objects is restored."""
        if self._remote is not None:
            self._remote.restore()

    def call(self, target: str, *args: Any, times: int = 1, **kwargs: Any) -> Answer:
        """Call a function; see :func:`grader.box.inside.drivers.calls.call`."""
        return self.ask("call", target, args=list(args), kwargs=kwargs, times=times)

    def pullback(
        self, target: str, *args: Any, wrt: int = 0, cotangent: Tensor | None = None
    ) -> Answer:
        """Return the gradient of a function's output; the cotangent is ones by default."""
        return self.ask("pullback", target, args=list(args), wrt=wrt, cotangent=cotangent)

    def refuses(self, target: str, *args: Any, because: str, **kwargs: Any) -> None:
        """
        Check that a call is refused with a ValueError.

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
        return self.put(Question(op, target, text, blob))

    def put(self, question: Question) -> Answer:
        """Send a question that is written already and return its answer."""
        reply = self._ask(question)
        check_reply(question, reply)
        return Answer(reply["value"], reply, question)


#: A question with a visible input, whose values and texts are not secret.
Example = Callable[[Student], Answer]
#: ``"module.name"`` → its visible questions; the first that shows a failure is shown.
Examples = Mapping[str, Sequence[Example]]


def example_call(target: str, *args: Any, **kwargs: Any) -> Example:
    """Return the example that calls *target* with these visible arguments."""
    return lambda student: student.call(target, *args, **kwargs)


def script_name(module: str) -> str:
    """Return the target of the questions that run *module* as a script."""
    return f"{module}.{_SCRIPT}"


def is_script(target: str) -> bool:
    """Say whether a target is a module that runs as a script."""
    return target.split(".")[1:] == [_SCRIPT]


class Files:
    """The files in the folder of a submission, which are laid out and read back by a test."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    def write_text(self, name: str, text: str) -> None:
        """Write a file as UTF-8."""
        self.write_bytes(name, text.encode())

    def write_bytes(self, name: str, data: bytes) -> None:
        """Write a file."""
        self._remote.operate("write", (name, data), {}, f".{name}")

    def read_text(self, name: str) -> str:
        """Return the text of a file; raise FileNotFoundError if it is not there."""
        return self.read_bytes(name).decode()

    def read_bytes(self, name: str) -> bytes:
        """Return the bytes of a file; raise FileNotFoundError if it is not there."""
        found = self._remote.operate("read", (name,), {}, f".{name}")
        return found if type(found) is bytes else b""

    def names(self) -> list[str]:
        """Return the names of all files, in their order."""
        return [str(name) for name in self._remote.operate("files", (), {}, ".files")]


def seed_generators(name: str) -> None:
    """Seed Python's, numpy's and torch's generators: what a check draws depends on its name."""
    seed = zlib.crc32(name.encode())
    random.seed(seed)
    numpy.random.seed(seed)
    if not is_left_out():
        torch.default_generator.manual_seed(seed)


def describe(value: Any) -> str:
    """
    Return kind and shape of an answer, never its numbers.

    Names and sizes that a submission can choose freely are not repeated: they could
    carry a hidden input out.
    """
    if isinstance(value, Handle | Mirror):
        return kind_of(value)
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
    if isinstance(value, set | frozenset):
        many = len(value) > LARGEST_SHOWN
        return f"a {type(value).__name__} of {'very many' if many else len(value)}"
    size: Any = getattr(value, "shape", None)
    if isinstance(size, tuple) and (size or isinstance(value, numpy.ndarray)):
        noun = "array" if isinstance(value, numpy.ndarray) else type(value).__name__
        article = "an" if noun == "array" else "a"
        if max(size, default=0) > LARGEST_SHOWN:
            return f"{article} {noun} of a different, very large shape"
        return f"{article} {noun} of shape {size}"
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
