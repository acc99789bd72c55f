"""
All that one check asks of the objects of one submission, and what came back.

What can cross is a value of its own; see :mod:`grader.box.inside.objects.writer`.
"""

import builtins
import collections
import os
import sys
import types
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy

from grader.box.child import Reply
from grader.box.inside import values
from grader.box.inside.frames import FrameError
from grader.box.inside.objects.operations import NO_ANSWER, OF_OBJECT, OPERATIONS, STUB
from grader.box.inside.objects.reader import BROKEN, ValueReader
from grader.box.inside.objects.shared import (
    FORM,
    Reading,
    SharedObjects,
    Writing,
    read_json,
    refuse,
    write_json,
)
from grader.box.inside.objects.writer import ValueWriter
from grader.box.inside.optional_torch import is_left_out, torch
from grader.box.inside.policy import CLASSES, ERROR_TEXT
from grader.box.inside.values import UnsendableError
from grader.errors import CourseError
from grader.messages.message import Name, message
from grader.results.outcomes import Outcome

from ..failures import Answer, CheckFailed, Question, failed, wrong
from ..replies import check_form, check_reply, is_text, raised_failure
from ..transcript import as_question, as_sent
from .blind import Disturbed, is_blind
from .given import LIBRARIES, OF_TORCH, given_attribute, operations_on, special_methods
from .handles import (
    Handle,
    Mirror,
    content_of,
    describe_class,
    is_container,
    mirror_of,
    plain_mirror,
)

#: More operations, or more calls of functions of the test, than a check needs.
MAX_OPERATIONS = 20_000
MAX_CALLBACKS = 10_000
MAX_NESTED = 100
MAX_UNFOLDED = 4_000_000
_OBJECT = "builtins:object."
_FUNCTIONS = (types.FunctionType, types.MethodType)
#: Operations and settings that a later call may depend on; what every check begins with.
_SET_UP = frozenset({"write", "set", "delete", "setattr", "delattr", "setitem", "delitem", "run"})
_OF_EVERY_CHECK = frozenset({"first", "pandas", "no_grad"})
_CONTAINERS = (list, tuple, dict, set, frozenset, collections.deque)

_T = TypeVar("_T")

#: The objects of the submission that was asked last, for messages about what it returned.
ASKED: list["Remote"] = []


class Exchange(Protocol):
    """Sends a question and reads what comes back; the read may find that it is no answer."""

    def __call__(self, question: Question, read: Callable[[Reply], _T]) -> _T:
        """Return what *read* makes of the reply; raise CheckFailed where there is none."""


@dataclass(slots=True, eq=False)
class Operation:
    """
    One operation that a check asked for.

    Attributes:
        operation: What it is.
        target: What it was asked of, as the test named it.
        given: Its arguments: the number of each that is one of *objects*, or the argument.
        kwargs: Those by name.
        question: How it was sent.
        objects: What the check and the submission have in common, by number.
        end: How much of the transcript belongs to it and to those before.
        alone: Whether nothing that the check had set up, such as a file, was there for it.
        number: The number of what it returned, if that is one of *objects*.
        plain: What it returned, if not.
    """

    operation: str
    target: str
    given: Sequence[tuple[int | None, Any]]
    kwargs: Mapping[str, Any]
    question: Question
    objects: Mapping[int, Any]
    end: int = 0
    alone: bool = True
    number: int | None = None
    plain: Any = None

    @property
    def value(self) -> Any:
        """What it returned; an object is held by its number, so that nothing seems to use it."""
        return self.plain if self.number is None else self.objects[self.number]

    @property
    def args(self) -> list[Any]:
        """Its arguments."""
        return [plain if n is None else self.objects[n] for n, plain in self.given]

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
        equal: Targets whose objects may equal a plain value; None: all may.

    Attributes:
        operations: All that was asked so far.
        raised: Exceptions that came out of the box, with the question and its reply.
        notes: What was compared by the student's own ``__eq__``.
    """

    def __init__(
        self, exchange: Exchange, *, speaks: bool = True, equal: Collection[str] | None = None
    ) -> None:
        super().__init__(side=1)
        self._disturb: Callable[[Any], Any] = Disturbed(self) if is_blind() else _as_it_is
        self._speaks = speaks
        self.operations: list[Operation] = []
        self._answered: list[Operation] = []  # In the order in which they returned something.
        self.transcript: list[Question] = []
        self.raised: list[tuple[BaseException, Question, dict[str, Any]]] = []
        self.notes: list[str] = []
        self._exchange = exchange
        self._equal = None if equal is None else set(map(_place, equal))
        self._places: dict[int, str] = {}  # Object → what was asked when it came last.
        self._names: dict[tuple[str, str], Any] = {}
        self._plain: dict[type, Mirror] = {}  # Type of a library → the class of its handles.
        self._classes = 0
        self._callbacks = 0
        self._serving = 0
        self._is_set_up = False
        self._environment = dict(os.environ._data)  # type: ignore[attr-defined]
        self._argv = self._own_argv = list(sys.argv)

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
        if operation in ("set", "delete"):
            self._names.pop((args[0], args[1]), None)
        settings = self._settings()
        self._is_set_up |= operation in _SET_UP or not settings.keys() <= _OF_EVERY_CHECK
        parts = ["do", operation, nodes, named, writer.defs, settings]
        question = _question("within" if self._serving else "do", target, parts, writer)
        numbers = map(self.number_of, args)
        given = [(n, arg if n is None else None) for n, arg in zip(numbers, args, strict=True)]
        asked = Operation(operation, target, given, kwargs, question, self.objects)
        asked.alone = not self._is_set_up
        self.operations.append(asked)
        if self._speaks:
            ASKED[:] = [self]
        while True:
            self.transcript.append(question)
            asked.end = len(self.transcript)
            found = self._exchange(question, self._read)
            if not isinstance(found, _Callback):
                value = self._disturb(self._result(asked.question, found, target))
                self._answered.append(asked)
                asked.number = self.number_of(value)
                asked.plain = value if asked.number is None else None
                if asked.number is not None:
                    self._places[asked.number] = target
                return value
            question = self._serve(found, target)

    def answer_of(self, value: Any) -> Answer:
        """Return a value as the answer to the operation that it came from, or to a late one."""
        if not self.operations:
            return Answer(value, {"value": value}, Question("do", ".answer", b"", b""))
        asked = self.origin(value)
        if asked is None:  # It was made of answers: of the last to come from a module by name.
            named = (o for o in reversed(self._answered) if not o.target.startswith("."))
            asked = next(named, self.operations[-1])
        return Answer(value, {"value": value}, asked.question)

    def origin(self, value: Any) -> Operation | None:
        """Return the last operation that returned this very object, if there is one."""
        return next((each for each in reversed(self._answered) if each.value is value), None)

    def place_of(self, handle: Any) -> str:
        """Return the target of the last operation that returned this object, or ""."""
        number = self.number_of(handle)
        return "" if number is None else self._places.get(number, "")

    def may_equal(self, place: str) -> bool:
        """Say whether an object from there may equal a plain value by its own ``__eq__``."""
        return self._equal is None or _place(place) in self._equal

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
            leaves = [id(leaf) for leaf in asked.args[2]]
            places = [n for n, arg in enumerate(made.args[1:]) if id(arg) in leaves]
            if len(places) == 1:
                value = as_sent(asked.value[leaves.index(id(made.args[1 + places[0]]))])
                fields = {"wrt": places[0], "cotangent": asked.args[3]}
        plain = made.operation == "call" and made.args[0] is self._names.get(made.names)
        plain = plain and made.alone and all(map(_is_told, [*made.args[1:], *made.kwargs.values()]))
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
        if not (is_left_out() or torch.is_grad_enabled()):
            settings["no_grad"] = True
        if _keyboard_is_replaced():
            settings["keyboard"] = True
        if sys.argv != self._argv:
            self._argv = list(sys.argv)
            settings["argv"] = [] if sys.argv == self._own_argv else [str(arg) for arg in sys.argv]
        # What os.environ keeps is read as it is: this stands before every question.
        now: dict[bytes, bytes] = os.environ._data  # type: ignore[attr-defined]
        if now != self._environment:
            before, self._environment = self._environment, dict(now)
            names = {name for name, _ in before.items() ^ now.items()} - {b"PYTEST_CURRENT_TEST"}
            changed = {name: os.environ.get(name) for name in sorted(map(os.fsdecode, names))}
            if changed:
                settings["environment"] = changed
        return settings

    def _read(self, reply: Reply) -> "_Found | _Callback":
        try:
            parsed = read_json(reply.text)
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
                value = reader.value(parts)
                _unfolded(value, {})
                return _Found(kind, value)
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
                return self._not_there(question, reply) or raised_failure(question, reply)
        return None

    def _not_there(self, question: Question, reply: dict[str, Any]) -> CheckFailed | None:
        """Return the failure of a check that looks for a file or attribute that is not there."""
        asked = next((each for each in self.operations if each.question is question), None)
        bases, name = reply["raised"]["bases"], Name(question.function)
        if asked is None or reply["raised"]["place"]:
            return None
        if asked.operation == "read" and "FileNotFoundError" in bases:
            words = message(
                "The file {name} was not found. Check the name under which it is written.",
                name=name,
            )
            return failed(Outcome.WRONG, words)
        if asked.operation == "getattr" and "AttributeError" in bases:
            return failed(Outcome.RAISED, message("{what} was not found.", what=name))
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
            writer_parts = ["raised", writer.node(error)]
        writer.finish()
        writer.changes()
        return _question("return", target, ["return", *writer_parts, writer.defs], writer)

    def _carry_out(self, callback: "_Callback") -> Any:
        operation, args = callback.operation, callback.args
        if operation == "getattr" and len(args) == 2 and self._is_given(args[0]):
            return given_attribute(*args)
        for given in args[:2]:
            if self._is_given(given) and operation in operations_on(type(given)):
                return OPERATIONS[operation](*args, **callback.kwargs)
        if operation == "vjp" and len(args) == 5 and self.number_of(args[0]) in self._graphs:
            return self.products(*args)
        if operation == "input" and len(args) == 1 and _keyboard_is_replaced():
            return str(builtins.input(str(args[0])))
        if operation == "readline" and not args and _keyboard_is_replaced():
            return str(sys.stdin.readline())
        raise TypeError(NO_ANSWER)

    def _is_given(self, value: Any) -> bool:
        """Say whether the submission was given this object of ours, which stays here."""
        number = self.number_of(value)
        return number is not None and number % 2 == self.side and self.kinds[number] == "object"

    def vjp(
        self, number: int, stage: int, leaves: Sequence[torch.Tensor], grad: torch.Tensor
    ) -> Sequence[Any]:
        """Ask the box for the vector-Jacobian product of a tensor that came from there."""
        out = self.objects[number]
        target = self.operations[-1].target if self.operations else "."
        args = (out, stage, list(leaves), grad, torch.is_grad_enabled())
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
        """Describe an object of the test: torch's own are made inside, others can be called."""
        if isinstance(value, Mirror) and type.__getattribute__(value, "_grader_remote") is self:
            parts = describe_class(value, writer)
            if parts is not None:
                return "subclass", parts
        if isinstance(value, Handle | Mirror):
            raise CourseError(
                "An object of one submission was given to another. Ask each for its own values "
                "and compare those."
            )
        if isinstance(value, BaseException):
            kind = next(k for k in type(value).__mro__ if self.name_of(k))
            return "exception", [self.name_of(kind), [writer.node(arg) for arg in value.args]]
        if isinstance(value, OF_TORCH) and self.name_of(type(value)).startswith("torch"):
            return "of_torch", [self.name_of(type(value)), writer.node(vars(value))]
        name = str(getattr(value, "__name__", type(value).__name__))
        doc = value.__doc__ if isinstance(value, _FUNCTIONS) else None
        return "object", [name, special_methods(type(value)), doc]

    def foreign(self, _number: int, kind: str, parts: Any, reader: Reading) -> Any:
        """Return the handle of an object of the submission, or the mirror of its class."""
        if kind == "class":
            self._classes += 1
            if self._classes > CLASSES:
                refuse("too many classes")
            return mirror_of(self, parts, reader)
        if kind != "object" or type(parts) is not list or len(parts) != 2:
            refuse(FORM)
        found = reader.value(parts[0])
        if not isinstance(found, Mirror):
            if not (isinstance(found, type) and issubclass(found, object)):
                refuse(FORM)
            if found not in self._plain:
                self._plain[found] = plain_mirror(self, found)
            found = self._plain[found]
        kind_of_handle: Any = found
        handle = kind_of_handle.__new__(kind_of_handle)
        if isinstance(handle, BaseException):
            if not is_text(parts[1], ERROR_TEXT):
                refuse(FORM)
            BaseException.__setattr__(handle, "_grader_remote", self)
            BaseException.__setattr__(handle, "_grader_text", parts[1])
        else:
            object.__setattr__(handle, "_grader_remote", self)
            object.__setattr__(handle, "_grader_label", "")
        return handle

    def name_of(self, value: Any) -> str:
        """Return the name of a type, function or module of a library; "" for any other object."""
        if isinstance(value, types.ModuleType):
            name = value.__name__
            return f"{name}:" if name.partition(".")[0] in LIBRARIES else ""
        if isinstance(value, Mirror) or not callable(value):
            return ""
        module = getattr(value, "__module__", None) or "builtins"
        path = getattr(value, "__qualname__", None) or getattr(value, "__name__", "")
        if type(value) is numpy.ufunc:
            module, path = "numpy", value.__name__
        if type(module) is not str or module.partition(".")[0] not in LIBRARIES:
            return ""
        found: Any = sys.modules.get(module)
        for part in str(path).split("."):
            found = getattr(found, part, None)
        return f"{module}:{path}" if found is value else ""

    def named(self, name: str) -> Any:
        """
        Return the type of that name, or the method of ``object``.

        A type must be plain or an exception, and loaded here already.
        """
        module, _, path = name.partition(":")
        if name.startswith(_OBJECT):
            method = vars(object).get(name.removeprefix(_OBJECT))
            return method if type(method) in OF_OBJECT else refuse(FORM)
        if module.partition(".")[0] not in LIBRARIES or path.startswith("_"):
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
    if is_container(value):
        value = content_of(value)
    if ASKED:
        return ASKED[0].answer_of(value)
    return Answer(value, {"value": value}, Question("do", ".answer", b"", b""))


def _is_told(value: Any) -> bool:
    """Say whether a value loses nothing in the question of a driver."""
    kind = type(value)
    if kind in (list, tuple, set, frozenset):
        return all(map(_is_told, value))
    if kind is dict:
        return all(map(_is_told, [*value, *value.values()]))
    plain = (type(None), bool, int, float, complex, str, bytes, torch.Tensor, torch.nn.Parameter)
    return kind in plain


def _place(target: str) -> tuple[str, str]:
    """Return module and last name of a target: whether ``v += w`` is a new object is free."""
    return target.partition(".")[0], target.rpartition(".")[2]


def _as_it_is(value: Any) -> Any:
    return value


class _Found:
    """An answer that was read: its kind, its value, and the exception that it stands for."""

    def __init__(self, kind: str, value: Any, error: BaseException | None = None) -> None:
        self.kind, self.value, self.error = kind, value, error


class _Callback:
    """A request of a submission to an object of the test."""

    def __init__(self, operation: Any, args: list[Any], kwargs: dict[str, Any]) -> None:
        self.operation, self.args, self.kwargs = operation, args, kwargs


def _question(op: str, target: str, parts: list[Any], writer: ValueWriter) -> Question:
    return Question(op, target, write_json(parts), writer.blob)


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


def _keyboard_is_replaced() -> bool:
    return builtins.input is not _INPUT or sys.stdin is not _STDIN


_INPUT, _STDIN = builtins.input, sys.stdin


def _unfolded(value: Any, known: dict[int, int], depth: int = 0) -> int:
    """
    Return of how many parts *value* is made if a part that is shared counts wherever it stands.

    Comparing and describing an answer take as long as that, however few bytes it came in.

    Raises:
        FrameError: If it holds itself, is nested too deeply, or is made of too many parts.
    """
    if not issubclass(type(value), _CONTAINERS):
        return 1
    if id(value) not in known:
        if depth > MAX_NESTED:
            refuse("a value that is nested too deeply")
        known[id(value)] = 0
        parts = [*value, *value.values()] if issubclass(type(value), dict) else value
        total = 1 + sum(_unfolded(part, known, depth + 1) for part in parts)
        if total > MAX_UNFOLDED:
            refuse("a value of too many parts")
        known[id(value)] = total
    return known[id(value)] or refuse("a value that holds itself")


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
        if not isinstance(error, Exception | SystemExit):
            refuse(FORM)
        if isinstance(type(error), Mirror):
            BaseException.__setattr__(error, "_grader_text", described["text"])
    else:
        error = kind.__new__(kind, *given)
    error.args = given
    return described, error
