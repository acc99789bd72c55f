"""
The objects of a submission on this side: handles whose operations are questions to the box.

A handle belongs to a class that mirrors the student's: it has just the operations that this
class has. What can cross is a value of its own; see :mod:`grader.box.inside.objects.writer`.
"""

import builtins
import contextlib
import inspect
import json
import os
import sys
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy
import torch

from grader.box.child import Reply
from grader.box.inside import values
from grader.box.inside.frames import FrameError
from grader.box.inside.objects.operations import NO_ANSWER, SPECIAL, STUB
from grader.box.inside.objects.reader import BROKEN, ValueReader
from grader.box.inside.objects.shared import FORM, Reading, SharedObjects, Writing, refuse
from grader.box.inside.objects.writer import ValueWriter
from grader.box.inside.values import UnsendableError
from grader.errors import CourseError
from grader.messages.message import Name, message
from grader.results.outcomes import Outcome

from .failures import Answer, CheckFailed, Question, failed, wrong
from .replies import check_form, check_reply, raised_failure
from .transcript import as_question, as_sent

#: More operations, or more calls of functions of the test, than a check needs.
MAX_OPERATIONS = 20_000
MAX_CALLBACKS = 10_000

_T = TypeVar("_T")
_LIBRARIES = frozenset({"torch", "numpy", "pandas", "matplotlib"}) | sys.stdlib_module_names


#: The objects of the submission that was asked last, for messages about what it returned.
ASKED: list["Remote"] = []


#: Not empty while a check runs only to find out what it asks, whatever the answers are.
BLIND: list[None] = []


class Exchange(Protocol):
    """Sends a question and reads what comes back; the read may find that it is no answer."""

    def __call__(self, question: Question, read: Callable[[Reply], _T]) -> _T:
        """Return what *read* makes of the reply; raise CheckFailed where there is none."""


@dataclass
class Operation:
    """
    One operation that a check asked for.

    Attributes:
        operation: What it is.
        target: What it was asked of, as the test named it.
        args: Its arguments; kwargs: those by name.
        question: How it was sent.
        end: How much of the transcript belongs to it and to those before.
        value: What it returned.
    """

    operation: str
    target: str
    args: Sequence[Any]
    kwargs: Mapping[str, Any]
    question: Question
    end: int = 0
    value: Any = None

    @property
    def names(self) -> tuple[str, str]:
        """Module and name of the target."""
        module, _, name = self.target.partition(".")
        return module, name


class Remote(SharedObjects):
    """
    One check's objects of one submission.

    Args:
        exchange: Sends the questions.
        speaks: Whether messages name what was asked here last: the submission, not the reference.

    Attributes:
        operations: All that was asked so far.
        raised: Exceptions that came out of the box, with the question and its reply.
        notes: What was compared by the student's own ``__eq__``.
    """

    def __init__(self, exchange: Exchange, *, speaks: bool = True) -> None:
        super().__init__(side=1)
        self._disturb: Callable[[Any], Any] = Disturbed(self) if BLIND else _as_it_is
        self._speaks = speaks
        self.operations: list[Operation] = []
        self.transcript: list[Question] = []
        self.raised: list[tuple[BaseException, Question, dict[str, Any]]] = []
        self.notes: list[str] = []
        self._exchange = exchange
        self._names: dict[tuple[str, str], Any] = {}
        self._callbacks = 0
        self._serving = 0
        self._environment = _environment()
        self._argv = list(sys.argv)

    # ---- Questions ----

    def name(self, module: str, name: str) -> Any:
        """Return what a module of the submission calls *name*."""
        if (module, name) not in self._names:
            found = self.operate("name", (module, name), {}, f"{module}.{name}")
            if isinstance(found, Mirror) or (isinstance(found, Handle) and callable(found)):
                self._names[module, name] = found
            return found
        return self._names[module, name]

    def operate(
        self, operation: str, args: Sequence[Any], kwargs: Mapping[str, Any], target: str
    ) -> Any:
        """Carry out an operation inside and return its result; raise what it raised."""
        try:
            writer = ValueWriter(self)
            nodes = [writer.node(arg) for arg in args]
            named = {name: writer.node(arg) for name, arg in kwargs.items()}
            writer.finish()
            writer.changes()
        except UnsendableError as error:
            raise CourseError(f"{target} cannot be asked that: {error}.") from None
        if self.frame > MAX_OPERATIONS:
            raise _too_many(target)
        parts = ["do", operation, nodes, named, writer.defs, self._settings()]
        question = _question("within" if self._serving else "do", target, parts, writer)
        asked = Operation(operation, target, args, kwargs, question)
        self.operations.append(asked)
        if self._speaks:
            ASKED[:] = [self]
        while True:
            self.transcript.append(question)
            asked.end = len(self.transcript)
            found = self._exchange(question, self._read)
            if not isinstance(found, _Callback):
                asked.value = self._disturb(self._result(asked.question, found, target))
                return asked.value
            question = self._serve(found, target)

    def answer_of(self, value: Any) -> Answer:
        """Return a value as the answer to the operation that it came from, or to the last."""
        if not self.operations:
            return Answer(value, {"value": value}, Question("do", ".answer", b"", b""))
        same = (each for each in reversed(self.operations) if each.value is value)
        asked = next(same, self.operations[-1])
        return Answer(value, {"value": value}, asked.question)

    def told(self, answer: Answer) -> Answer:
        """
        Return an answer with a question that stands for itself.

        A call of a function with values is that call, and a gradient of it a pullback; anything
        else is the transcript until then.
        """
        asked = next((o for o in self.operations if o.question is answer.question), None)
        if asked is None:
            return answer
        value = as_sent(asked.value)
        raised = answer.reply if "raised" in answer.reply else None
        made = asked
        fields: dict[str, Any] = {}
        if asked.operation == "vjp":
            made = next((o for o in self.operations if o.value is asked.args[0]), asked)
            leaves = [id(leaf) for leaf in asked.args[1]]
            places = [n for n, arg in enumerate(made.args[1:]) if id(arg) in leaves]
            if len(places) == 1:
                value = as_sent(asked.value[leaves.index(id(made.args[1 + places[0]]))])
                fields = {"wrt": places[0], "cotangent": asked.args[2]}
        plain = made.operation == "call" and made.args[0] is self._names.get(made.names)
        if plain and not isinstance(made.args[0], Mirror) and (made is asked or fields):
            op = "pullback" if fields else "call"
            if not fields:
                fields = {"kwargs": dict(made.kwargs), "times": 1}
            fields |= {"op": op, "target": made.target, "args": list(made.args[1:])}
            question = Question(op, made.target, *values.encode(fields))
            reply = {"value": value} | (
                {"output": as_sent(made.value)} if op == "pullback" else {"earlier": []}
            )
            return Answer(value, raised or reply, question)
        target = ".".join(asked.target.split(".")[:2])
        question = as_question(self.transcript[: asked.end], target)
        return Answer(value, raised or {"value": value}, question)

    def _settings(self) -> dict[str, Any]:
        """Return what the test has set for the program that it runs."""
        settings: dict[str, Any] = {}
        if self.frame == 1:
            settings |= {"first": True, "pandas": self.has_pandas}
        if not torch.is_grad_enabled():
            settings["no_grad"] = True
        if _keyboard_is_replaced():
            settings["keyboard"] = True
        if sys.argv != self._argv:
            settings["argv"] = [str(arg) for arg in sys.argv]
        before, now = self._environment, _environment()
        if before != now:
            changed = [
                name for name in sorted({*before, *now}) if before.get(name) != now.get(name)
            ]
            names = [os.fsdecode(name) for name in changed]
            settings["environment"] = {name: os.environ.get(name) for name in names}
        return settings

    def _read(self, reply: Reply) -> "_Found | _Callback":
        try:
            parsed = json.loads(reply.text)
            if type(parsed) is not list or len(parsed) != 4 or type(parsed[0]) is not str:
                refuse(FORM)
            kind, parts, defs, printed = parsed
            reader = ValueReader(self, defs, reply.blob)
            _print(printed)
            if kind == "callback":
                operation, args, kwargs = parts
                positional = [reader.value(arg) for arg in args]
                return _Callback(
                    operation, positional, {k: reader.value(v) for k, v in kwargs.items()}
                )
            if kind == "value":
                return _Found(kind, reader.value(parts))
            if kind == "raised":
                return _Found(kind, *_read_raised(parts, reader))
            if kind in ("missing", "unsendable", "import_failed"):
                check_form({kind: parts})
                return _Found(kind, parts)
            refuse(FORM)
        except FrameError:
            raise
        except BROKEN as error:
            raise FrameError(f"undecodable: {type(error).__name__}") from None

    def _result(self, question: Question, found: "_Found", target: str) -> Any:
        if found.kind == "value":
            return self._labelled(found.value, target)
        if found.kind != "raised":
            check_reply(question, {found.kind: found.value})
        described, error = found.value, found.error
        reply = {"raised": described}
        stub = "NotImplementedError" in described["bases"] and STUB in described["text"]
        if error is None or stub:
            raise raised_failure(question, reply)
        self.raised.append((error, question, reply))
        raise error

    def failure_of(self, raised: BaseException) -> CheckFailed | None:
        """Return the failure of a check that ended with an exception of the submission's."""
        for error, question, reply in self.raised:
            if error is raised:
                return raised_failure(question, reply)
        return None

    def _labelled(self, found: Any, target: str) -> Any:
        if isinstance(found, Handle) and not object.__getattribute__(found, "_grader_label"):
            object.__setattr__(found, "_grader_label", target)
        elif isinstance(found, Mirror) and not type.__getattribute__(found, "_grader_label"):
            type.__setattr__(found, "_grader_label", target)
        return found

    # ---- Functions of the test ----

    def _serve(self, callback: "_Callback", target: str) -> Question:
        """Carry out what the submission asks of an object of the test."""
        self._callbacks += 1
        if self._callbacks > MAX_CALLBACKS:
            raise _too_many(target)
        writer_parts: list[Any]
        self._serving += 1
        try:
            found = self._carry_out(callback)
            self._serving -= 1
            writer = ValueWriter(self)
            writer_parts = ["value", writer.node(found)]
        except AssertionError:
            raise
        except Exception as error:
            self._serving -= 1
            writer = ValueWriter(self)
            kind = type(error) if self.name_of(type(error)) else RuntimeError
            writer_parts = ["raised", [self.name_of(kind), [writer.node(a) for a in error.args]]]
        writer.finish()
        writer.changes()
        return _question("return", target, ["return", *writer_parts, writer.defs], writer)

    def _carry_out(self, callback: "_Callback") -> Any:
        operation, args = callback.operation, callback.args
        if operation == "call" and args and self._is_given(args[0]):
            return args[0](*args[1:], **callback.kwargs)
        if operation == "vjp" and len(args) == 4 and self._is_given(args[0]):
            out, leaves, grad, differentiable = args
            with torch.set_grad_enabled(bool(differentiable)):
                return list(
                    torch.autograd.grad(
                        out,
                        leaves,
                        grad,
                        retain_graph=True,
                        create_graph=bool(differentiable),
                        allow_unused=True,
                    )
                )
        if operation == "input" and len(args) == 1:
            return str(builtins.input(str(args[0])))
        if operation == "readline" and not args:
            return str(sys.stdin.readline())
        raise TypeError(NO_ANSWER)

    def _is_given(self, value: Any) -> bool:
        """Say whether an object of ours was given to the submission."""
        number = self.number_of(value)
        return number is not None and number % 2 == self.side

    def vjp(self, number: int, leaves: Sequence[torch.Tensor], grad: torch.Tensor) -> Sequence[Any]:
        """Ask the box for the vector-Jacobian product of a tensor that came from there."""
        out = self.objects[number]
        target = self.operations[-1].target if self.operations else "."
        args = (out, list(leaves), grad, torch.is_grad_enabled())
        found = self.operate("vjp", args, {}, target)
        if type(found) is not list or len(found) != len(leaves):
            raise wrong("The gradient has another form than its tensors.")
        for each, leaf in zip(found, leaves, strict=True):
            if each is not None and (
                not isinstance(each, torch.Tensor)
                or each.shape != leaf.shape
                or each.dtype != leaf.dtype
            ):
                raise wrong("The gradient has another form than its tensors.")
        return found

    # ---- The wire ----

    def own(self, value: Any, writer: Writing) -> tuple[str, Any]:
        """Describe an object of the test: inside it can be called, and no more."""
        if isinstance(value, Handle | Mirror):
            raise CourseError(
                "An object of one submission was given to another. Ask each for its own values "
                "and compare those."
            )
        if isinstance(value, BaseException):
            kind = next(k for k in type(value).__mro__ if self.name_of(k))
            return "exception", [self.name_of(kind), [writer.node(arg) for arg in value.args]]
        return "object", str(getattr(value, "__name__", type(value).__name__))

    def foreign(self, _number: int, kind: str, parts: Any, reader: Reading) -> Any:
        """Return the handle of an object of the submission, or the mirror of its class."""
        if kind == "class":
            return _mirror(self, parts, reader)
        if kind != "object" or type(parts) is not list or len(parts) != 2:
            refuse(FORM)
        found = reader.value(parts[0])
        if not isinstance(found, Mirror):
            if not (isinstance(found, type) and issubclass(found, object)):
                refuse(FORM)
            found = _plain_mirror(self, found)
        handle = found.__new__(found)  # type: ignore[call-overload]
        if isinstance(handle, BaseException):
            BaseException.__setattr__(handle, "_grader_remote", self)
        else:
            object.__setattr__(handle, "_grader_remote", self)
            object.__setattr__(handle, "_grader_label", "")
        return handle

    def name_of(self, value: Any) -> str:
        """Return the name of a type, function or module of a library; "" for any other object."""
        if isinstance(value, types.ModuleType):
            name = value.__name__
            return f"{name}:" if name.partition(".")[0] in _LIBRARIES else ""
        if isinstance(value, Mirror) or not callable(value):
            return ""
        module = getattr(value, "__module__", None) or "builtins"
        path = getattr(value, "__qualname__", None) or getattr(value, "__name__", "")
        if type(value) is numpy.ufunc:
            module, path = "numpy", value.__name__
        if type(module) is not str or module.partition(".")[0] not in _LIBRARIES:
            return ""
        found: Any = sys.modules.get(module)
        for part in str(path).split("."):
            found = getattr(found, part, None)
        return f"{module}:{path}" if found is value else ""

    def named(self, name: str) -> Any:
        """Return the type of that name, if it is plain or an exception and loaded here already."""
        module, _, path = name.partition(":")
        if module.partition(".")[0] not in _LIBRARIES or path.startswith("_"):
            refuse(FORM)
        found = vars(sys.modules[module]).get(path) if module in sys.modules else None
        if not isinstance(found, type):
            refuse(FORM)
        plain = module in ("builtins", "torch", "torch.nn") or issubclass(found, numpy.generic)
        if not (plain or found is numpy.ndarray or issubclass(found, Exception)):
            refuse(FORM)
        return found


def as_answer(value: Any) -> Answer:
    """Return a value as the answer to the operation on the submission's objects it came from."""
    if isinstance(value, Answer):
        return value
    if ASKED:
        return ASKED[0].answer_of(value)
    return Answer(value, {"value": value}, Question("do", ".answer", b"", b""))


@contextlib.contextmanager
def ask_blindly() -> Iterator[None]:
    """Change every answer a little and compare nothing, to find what questions depend on."""
    BLIND.append(None)
    try:
        yield
    finally:
        BLIND.clear()


def _as_it_is(value: Any) -> Any:
    return value


class Disturbed:
    """Changes each plain answer a little: a question that changes with it depends on answers."""

    def __init__(self, table: SharedObjects) -> None:
        self._table = table
        self._done: set[int] = set()

    def __call__(self, value: Any) -> Any:
        """Return the value with every number in it and in what came with it changed."""
        for number, kind in self._table.kinds.items():
            if number % 2 != self._table.side and number not in self._done:
                self._done.add(number)
                self._change(kind, self._table.objects[number])
        for number in list(self._table.changed()):
            self._table.see(number)
        return self._other(value)

    def _change(self, kind: str, value: Any) -> None:
        if kind == "tensor" and value.numel():
            with torch.no_grad():
                plain = value.detach()
                if plain.dtype is torch.bool:
                    plain.logical_not_()
                else:
                    plain.copy_(plain * (1 + 2**-20) + (0 if plain.is_floating_point() else 1))
        elif kind == "array" and value.size and value.dtype.kind in "biufc":
            value[...] = ~value if value.dtype.kind == "b" else value * 1.0000001 + 1
        elif kind == "list":
            value[:] = [self._other(item) for item in value]
        elif kind in ("dict", "OrderedDict", "defaultdict", "Counter"):
            for key, item in list(value.items()):
                value[key] = self._other(item)
        elif kind in ("set", "deque", "bytearray"):
            value.pop() if value else None

    def _other(self, value: Any) -> Any:
        kind = type(value)
        if kind is bool:
            return not value
        if kind is int:
            return value + 1
        if kind in (float, complex):
            return value * (1 + 2**-20)
        if kind is str:
            return f"{value}?"
        if kind is tuple:
            return tuple(self._other(item) for item in value)
        return value


class _Found:
    """An answer that was read: its kind, its value, and the exception that it stands for."""

    def __init__(self, kind: str, value: Any, error: BaseException | None = None) -> None:
        self.kind, self.value, self.error = kind, value, error


class _Callback:
    """What a submission asks of an object of the test."""

    def __init__(self, operation: Any, args: list[Any], kwargs: dict[str, Any]) -> None:
        self.operation, self.args, self.kwargs = operation, args, kwargs


def _question(op: str, target: str, parts: list[Any], writer: ValueWriter) -> Question:
    return Question(op, target, json.dumps(parts, separators=(",", ":")).encode(), writer.blob)


def _too_many(target: str) -> CheckFailed:
    words = message(
        "{name} was asked more often than a check may ask. Does the iteration end?",
        name=Name(target.partition(".")[2]),
    )
    return failed(Outcome.TIMED_OUT, words)


def _print(printed: Any) -> None:
    """Print here what was printed inside."""
    for stream, text in zip((sys.stdout, sys.stderr), printed, strict=True):
        if type(text) is not str:
            refuse(FORM)
        if text:
            stream.write(text)


def _environment() -> dict[bytes, bytes]:
    """Return the environment but for what pytest notes there: the name of a hidden test."""
    # What os.environ keeps is read as it is: this stands before every question.
    found: dict[bytes, bytes] = dict(os.environ._data)  # type: ignore[attr-defined]
    found.pop(b"PYTEST_CURRENT_TEST", None)
    return found


def _keyboard_is_replaced() -> bool:
    return builtins.input is not _INPUT or sys.stdin is not _STDIN


_INPUT, _STDIN = builtins.input, sys.stdin


def _read_raised(parts: Any, reader: ValueReader) -> tuple[dict[str, Any], BaseException | None]:
    described, error_class, args, handle = parts
    check_form({"raised": described})
    if error_class is None:
        return described, None
    kind = reader.value(error_class)
    given = tuple(reader.value(arg) for arg in args)
    if not (isinstance(kind, type) and issubclass(kind, (Exception, SystemExit))):
        return described, None
    if handle is not None:
        error = reader.value(handle)
        if not isinstance(error, BaseException):
            refuse(FORM)
    else:
        error = kind.__new__(kind, *given)
    error.args = given
    return described, error


# ---- Classes and their objects ----


class Mirror(type):
    """The class of the classes that mirror a student's."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        remote, label = _of_class(cls)
        return remote.operate("call", (cls, *args), kwargs, label)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("_grader") or name == "__isabstractmethod__":
            raise AttributeError(name)
        remote, label = _of_class(cls)
        return remote.operate("getattr", (cls, name), {}, f"{label}.{name}")

    def __setattr__(cls, name: str, value: Any) -> None:
        remote, label = _of_class(cls)
        remote.operate("setattr", (cls, name, value), {}, f"{label}.{name}")

    def __delattr__(cls, name: str) -> None:
        remote, label = _of_class(cls)
        remote.operate("delattr", (cls, name), {}, f"{label}.{name}")

    def __iter__(cls) -> Any:
        remote, label = _of_class(cls)
        return remote.operate("iter", (cls,), {}, label)

    @property
    def __signature__(cls) -> inspect.Signature:
        remote, label = _of_class(cls)
        return _signature(remote, cls, label)


def _of_class(cls: Mirror) -> tuple[Remote, str]:
    remote: Remote = type.__getattribute__(cls, "_grader_remote")
    return remote, type.__getattribute__(cls, "_grader_label")


class Handle(metaclass=Mirror):
    """An object that stays in the box; the classes of the submission are below this one."""

    _grader_remote: Remote
    _grader_label = ""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_grader"):
            raise AttributeError(name)
        if name == "__signature__":
            return _signature(*_of_handle(self)[:1], self, _of_handle(self)[1])
        return _operate(self, "getattr", name)

    def __setattr__(self, name: str, value: Any) -> None:
        _operate(self, "setattr", name, value)

    def __delattr__(self, name: str) -> None:
        _operate(self, "delattr", name)

    def __dir__(self) -> Any:
        return _operate(self, "dir")

    def __eq__(self, other: object) -> Any:
        return _compare(self, other)

    def __ne__(self, other: object) -> Any:
        return not self == other

    __hash__ = object.__hash__


def _of_handle(handle: Handle) -> tuple[Remote, str]:
    remote: Remote = object.__getattribute__(handle, "_grader_remote")
    return remote, object.__getattribute__(handle, "_grader_label") or "."


def _operate(handle: Any, operation: str, *args: Any, **kwargs: Any) -> Any:
    remote, label = _of_handle(handle)
    if operation in ("getattr", "setattr", "delattr"):
        label = f"{label}.{args[0]}"
    elif operation != "call":
        label = f"{label}.__{operation.strip('_')}__"
    return remote.operate(operation, (handle, *args), kwargs, label)


def kind_of(handle: Any) -> str:
    """Return what a handle is, in words: "a generator", "an object of a class of its own"."""
    name = type(handle).__name__
    if isinstance(handle, Mirror):
        return f"an object of type {type.__name__}"
    if type.__getattribute__(type(handle), "_grader_public"):
        return f"an object of type {name}"
    return "an object of a class of its own"


def _compare(handle: Handle, other: object) -> bool:
    """Compare two handles inside; a handle never equals a plain value."""
    own_eq = type.__getattribute__(type(handle), "_grader_eq")
    remote, label = _of_handle(handle)
    if isinstance(other, Handle):
        if _of_handle(other)[0] is not remote:
            raise CourseError(
                "An object of the submission was compared with one of the reference. Ask both "
                "for their values and compare those."
            )
        if not own_eq:
            return handle is other
        remote.notes.append(label)
        return bool(remote.operate("eq", (handle, other), {}, f"{label}.__eq__"))
    if other is None or not own_eq:
        return False
    name = label.partition(".")[2]
    raise wrong(f"{name} is {kind_of(handle)}; a plain value was expected.")


def _signature(remote: Remote, found: Any, label: str) -> inspect.Signature:
    kinds = list(inspect._ParameterKind)
    parameters = remote.operate("signature", (found,), {}, label)
    return inspect.Signature(
        [
            inspect.Parameter(
                name, kinds[kind], default=default if has_default else inspect.Parameter.empty
            )
            for name, kind, has_default, default in parameters
        ]
    )


def _forward(operation: str) -> Callable[..., Any]:
    def forward(self: Any, *args: Any, **kwargs: Any) -> Any:
        return _operate(self, operation, *args, **kwargs)

    return forward


def _reflected(operation: str) -> Callable[..., Any]:
    def reflected(self: Any, other: Any) -> Any:
        remote, label = _of_handle(self)
        return remote.operate(operation, (other, self), {}, label)

    return reflected


def _exit(self: Any, _kind: Any, raised: Any, _trace: Any) -> Any:
    return _operate(self, "exit", raised)


def _special() -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {}
    for name in SPECIAL:
        if name in ("eq", "ne", "hash"):
            continue
        reflected = name.startswith("r") and name[1:] in SPECIAL and name != "round"
        operation = name[1:] if reflected else name
        operation += "_" if operation in ("and", "or") else ""
        operation = operation.strip("_") if operation.strip("_") in ("and", "or") else operation
        found[name] = _reflected(operation) if reflected else _forward(operation)
    return found | {"exit": _exit}


_FORWARD = _special()
#: Classes of torch that handles to their objects say to be instances of.
_FACES = {
    ("torch.nn.modules.module", "Module"): torch.nn.Module,
    ("torch.optim.optimizer", "Optimizer"): torch.optim.Optimizer,
}


def _mirror(remote: Remote, parts: Any, reader: Reading) -> Mirror:
    """Make the class that mirrors one of the submission's."""
    if type(parts) is not list or len(parts) != 5:
        refuse(FORM)
    module, name, bases, special, flags = parts
    if type(module) is not str or type(name) is not str:
        refuse(FORM)
    found = [reader.value(base) for base in bases]
    chosen = tuple(dict.fromkeys(b for b in found if isinstance(b, Mirror)))
    errors = tuple(
        b for b in found if not isinstance(b, Mirror) and issubclass(b, (Exception, SystemExit))
    )
    names = [each for each in special if each in _FORWARD or each in ("eq", "hash")]
    return _make_mirror(
        remote,
        name,
        module,
        (*chosen, *errors),
        names,
        unhashable=bool(flags[0]),
        own_module=module,
    )


def _make_mirror(
    remote: Remote,
    name: str,
    module: str,
    bases: tuple[type, ...],
    special: Sequence[str],
    *,
    unhashable: bool,
    own_module: str,
) -> Mirror:
    namespace: dict[str, Any] = {
        f"__{each}__": _FORWARD[each] for each in special if each in _FORWARD
    }
    error = any(issubclass(base, BaseException) for base in bases)
    if error:
        namespace = {"__getattr__": _error_attribute}
    else:
        namespace["__doc__"] = property(lambda self: _operate(self, "getattr", "__doc__"))
        faces = [getattr(base, "_grader_face", None) for base in bases]
        face = next(filter(None, faces), _FACES.get((module, name)))
        if face is not None:
            face = type(name.rpartition(".")[2] or "object", (face,), {})
            namespace |= {"__class__": property(lambda _self: face), "_grader_face": face}
        if unhashable:
            namespace["__hash__"] = None
        elif "hash" in special:
            namespace["__hash__"] = _forward("hash")
    namespace |= {
        "__module__": module,
        "_grader_remote": remote,
        "_grader_label": "",
        "_grader_eq": "eq" in special,
        "_grader_public": own_module == "builtins",
    }
    if not any(issubclass(base, (Handle, BaseException)) for base in bases):
        bases = (*bases, Handle)
    try:
        return type.__new__(Mirror, name.rpartition(".")[2] or "object", bases, namespace)
    except TypeError:
        return type.__new__(Mirror, name.rpartition(".")[2] or "object", bases[:1], namespace)


def _plain_mirror(remote: Remote, kind: type) -> Mirror:
    """Make the class of handles to objects of a plain type that cannot cross."""
    special = [n for n in SPECIAL if n in _FORWARD and getattr(kind, f"__{n}__", None) is not None]
    special = [
        n for n in special if getattr(kind, f"__{n}__") is not getattr(object, f"__{n}__", 0)
    ]
    return _make_mirror(
        remote,
        kind.__name__,
        "builtins",
        (),
        [*special, "eq"] if vars(kind).get("__eq__") else special,
        unhashable=kind.__hash__ is None,
        own_module="builtins",
    )


def _error_attribute(self: Any, name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(name)
    remote = BaseException.__getattribute__(self, "_grader_remote")
    return remote.operate("getattr", (self, name), {}, f".{name}")


class RemoteModule:
    """A module of the submission; its attributes are what the module defines."""

    def __init__(self, remote: Remote, name: str) -> None:
        object.__setattr__(self, "_remote", remote)
        object.__setattr__(self, "_name", name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._remote.name(self._name, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._remote.operate("set", (self._name, name, value), {}, f"{self._name}.{name}")

    def __delattr__(self, name: str) -> None:
        self._remote.operate("delete", (self._name, name), {}, f"{self._name}.{name}")
