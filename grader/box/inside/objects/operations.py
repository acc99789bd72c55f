"""
The objects of a submission, as a hidden test works with them from outside.

There is one kind of question: an operation on objects (``getattr``, ``call``, ``getitem``,
``add``, …) with its arguments. Values cross as :mod:`writer` says. An object that cannot cross is
described by its class, so that the other side has a class with the same operations.
"""

import builtins
import contextlib
import copy
import functools
import importlib
import inspect
import io
import operator
import os
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy

from .. import loader
from ..frames import MAX_BLOB, FrameError
from ..optional_torch import is_left_out, torch
from ..policy import CLASS_BASES, CLASSES, ERROR_TEXT
from ..values import UnsendableError
from .reader import BROKEN, ValueReader
from .shared import (
    CONTAINERS,
    OWN_CONTAINERS,
    Reading,
    SharedObjects,
    Writing,
    read_json,
    write_json,
)
from .writer import ValueWriter

#: Special methods that a class of the other side gets if this one has them.
SPECIAL = (
    *("call", "len", "getitem", "setitem", "delitem", "contains", "iter", "next", "reversed"),
    *("enter", "exit", "bool", "int", "float", "complex", "index", "round", "trunc", "floor"),
    *("ceil", "abs", "neg", "pos", "invert", "str", "repr", "format", "hash", "eq", "ne"),
    *("lt", "le", "gt", "ge", "add", "sub", "mul", "truediv", "floordiv", "mod", "divmod", "pow"),
    *("matmul", "and", "or", "xor", "lshift", "rshift", "radd", "rsub", "rmul", "rtruediv"),
    *("rfloordiv", "rmod", "rdivmod", "rpow", "rmatmul", "rand", "ror", "rxor", "rlshift"),
    *("rrshift", "iadd", "isub", "imul", "itruediv", "ifloordiv", "imod", "ipow", "imatmul"),
    *("iand", "ior", "ixor", "ilshift", "irshift", "fspath"),
)

_OPERATORS = (
    *("getitem", "setitem", "delitem", "contains", "index", "abs", "neg", "pos", "invert", "eq"),
    *("ne", "lt", "le", "gt", "ge", "add", "sub", "mul", "truediv", "floordiv", "mod", "pow"),
    *("matmul", "and_", "or_", "xor", "lshift", "rshift", "iadd", "isub", "imul", "itruediv"),
    *("ifloordiv", "imod", "ipow", "imatmul", "iand", "ior", "ixor", "ilshift", "irshift"),
)

#: Operators that a container may have of its own.
_OF_CONTAINERS = frozenset(SPECIAL) - {"eq", "ne", "hash", "str", "repr"}
#: The types of what ``object`` defines: a class that does not define it has that.
OF_OBJECT = (types.WrapperDescriptorType, types.MethodDescriptorType)
#: What the text of a stub's NotImplementedError ends with.
STUB = "is still to be written"
#: What an object of the test raises that is asked for more than it does.
NO_ANSWER = "the test does not answer that"
#: The most that is kept of what a question prints.
MAX_PRINTED = 256 << 10
MAX_SIGNATURE = 100


def operation_of(special: str) -> tuple[str, bool]:
    """Return the operation that a special method stands for, and whether its operands change."""
    reflected = special.startswith("r") and special[1:] in SPECIAL
    return (special[1:] if reflected else special), reflected


def has_special(mro: Sequence[type], name: str) -> type | None:
    """Return the class, other than ``object``, that defines a special method."""
    for each in mro:
        if name in vars(each):
            return each if each is not object and vars(each)[name] is not None else None
    return None


def _call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return function(*args, **kwargs)


def is_own_container(kind: type) -> bool:
    """Say whether a class is a plain container with methods or attributes of its own."""
    plain = {*CONTAINERS, *OWN_CONTAINERS, torch.Size, object}
    if kind in plain or not issubclass(kind, OWN_CONTAINERS):
        return False
    own = [each for each in type.__dict__["__mro__"].__get__(kind) if each not in plain]
    return any(map(_has_methods, own))


def _has_methods(kind: type) -> bool:
    """Say whether a class defines methods or attributes besides the fields of a named tuple."""
    names = set(vars(kind))
    fields = vars(kind).get("_fields")
    if type(fields) is tuple:
        names -= {*fields, "__repr__"}
    return any(not name.startswith("_") or name[2:-2] in _OF_CONTAINERS for name in names)


def _makes_objects(operation: str, args: Sequence[Any]) -> bool:
    """
    Say whether a question is one to a class, or to an object of a container class of its own.

    What that makes is an object of such a class as well, with what the class defines.
    """
    if operation != "call":
        return any(is_own_container(type(each)) for each in args)
    called = args[0]
    if type(called) is types.MethodType:
        return is_own_container(type(called.__self__))
    return issubclass(type(called), type)


def _content(found: Any) -> Any:
    """Return what a container holds, read by the base's own methods."""
    kind: Any = next(base for base in OWN_CONTAINERS if issubclass(type(found), base))
    return kind(dict.items(found) if kind is dict else kind.__iter__(found))


def _signature(found: Any) -> list[Any]:
    """Return name, kind, whether there is a default, and the default of every parameter."""
    parameters = list(inspect.signature(found).parameters.values())[:MAX_SIGNATURE]
    return [
        (p.name, int(p.kind), p.default is not p.empty, None if p.default is p.empty else p.default)
        for p in parameters
    ]


def _source(found: Any) -> str:
    """Return the source of an object; that of a notebook stands where its cell begins."""
    text = inspect.getsource(found)
    if getattr(found, "__module__", "") != "__main__":
        return text
    step = text[: len(text) - len(text.lstrip())]
    return "".join(line.removeprefix(step) for line in text.splitlines(keepends=True))


def _bound(found: Any, name: str) -> Any:
    """Return a special method of an object as ``with`` finds it: by its class."""
    method = getattr(type(found), name)
    bind = getattr(type(method), "__get__", None)
    return method if bind is None else bind(method, found, type(found))


def _exit(found: Any, raised: Any) -> Any:
    kind = None if raised is None else type(raised)
    trace = None if raised is None else raised.__traceback__
    return _bound(found, "__exit__")(kind, raised, trace)


def _write(name: str, data: bytes) -> None:
    with open(name, "wb") as file:
        file.write(data)


def _read(name: str) -> bytes:
    with open(name, "rb") as file:
        return file.read(MAX_BLOB + 1)


def _files() -> list[str]:
    found = [os.path.join(folder, name) for folder, _, names in os.walk(".") for name in names]
    return sorted(os.path.relpath(path) for path in found)


def _probes(source: str) -> types.ModuleType:
    """Make a module of the course's own functions that run in here."""
    module = types.ModuleType("probes")
    exec(compile(source, "probes.py", "exec"), module.__dict__)
    return module


OPERATIONS: dict[str, Callable[..., Any]] = {
    **{name.strip("_"): getattr(operator, name) for name in _OPERATORS},
    **{f.__name__: f for f in (getattr, setattr, delattr, iter, next, len, reversed, bool, int)},
    **{f.__name__: f for f in (float, complex, round, str, repr, format, hash, dir, divmod)},
    "call": _call,
    "content": _content,
    "own_eq": lambda found, other: _bound(found, "__eq__")(other),
    "enter": lambda found: _bound(found, "__enter__")(),
    "exit": _exit,
    "trunc": lambda found: type(found).__trunc__(found),
    "floor": lambda found: type(found).__floor__(found),
    "ceil": lambda found: type(found).__ceil__(found),
    "fspath": os.fspath,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "signature": _signature,
    "source": _source,
    "above": lambda cls, found, name: getattr(super(cls, found), name),
    "read": _read,
    "write": _write,
    "files": _files,
    "probes": _probes,
}


class Foreign:
    """
    An object of the test that stays outside.

    Its class has the special methods that the test allows; what an attribute holds, and what a
    method does, is asked of the test.
    """

    def __init__(self, table: "LocalObjects", name: str, doc: str | None) -> None:
        self._table = table
        self.__name__ = self.__qualname__ = name
        self.__doc__ = doc

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._table.callback("getattr", self, name)

    def __repr__(self) -> str:
        return f"<{self.__name__} of the test>"


def _ask_test(operation: str, reflected: bool) -> Callable[..., Any]:
    def ask(self: Foreign, *args: Any, **kwargs: Any) -> Any:
        operands = (*args, self) if reflected else (self, *args)
        return self._table.callback(operation, *operands, **kwargs)

    return ask


def _leave(self: Foreign, _kind: Any, raised: Any, _trace: Any) -> Any:
    return self._table.callback("exit", self, raised)


@functools.cache
def _foreign_class(special: tuple[str, ...]) -> type[Foreign]:
    """Return the class of objects of the test that have these special methods."""
    namespace: dict[str, Any] = {
        f"__{name}__": _leave if name == "exit" else _ask_test(*operation_of(name))
        for name in special
    }
    if "eq" in special and "hash" not in special:
        namespace["__hash__"] = None
    return type("Foreign", (Foreign,), namespace)


def _derive(parts: Any, reader: Reading) -> type:
    """Make the twin of a class of the test that derives from classes of the submission."""
    name, bases, attributes = parts
    namespace = {
        attribute: _MAKE[how](*(reader.value(node) for node in nodes))
        for attribute, how, nodes in attributes
    }
    parents = tuple(reader.value(base) for base in bases)
    return types.new_class(name, parents, {}, lambda body: body.update(namespace))


def _method(function: Any) -> Any:
    """Return a function that binds; an object of the test does not."""
    if function is None:
        return None

    def method(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return method


_MAKE: dict[str, Callable[..., Any]] = {
    "function": _method,
    "staticmethod": lambda function: staticmethod(_method(function)),
    "classmethod": lambda function: classmethod(_method(function)),
    "property": lambda *functions: property(*map(_method, functions)),
    "value": lambda value: value,
}


class LocalObjects(SharedObjects):
    """
    What a submission has in common with the check that asks it.

    Args:
        import_module: Imports a module of the submission.
        describe_error: Describes an exception for the outcome of the check.
        exchange: Sends a frame in the middle of a question and waits for the one that answers.
    """

    def __init__(
        self,
        import_module: Callable[[str], types.ModuleType],
        describe_error: Callable[[BaseException], dict[str, Any]],
        exchange: Callable[[bytes, bytes], tuple[bytes, bytes]],
    ) -> None:
        super().__init__(side=0)
        self._import = import_module
        self._describe = describe_error
        self._exchange = exchange
        self._out, self._err = _Printed(), _Printed()
        self._keyboard = _Keyboard()
        self._argv = sys.argv
        self._environment: dict[str, str | None] = {}  # What the test has changed of it.
        self._classes = 0

    # ---- Questions ----

    def answer(self, question: list[Any], blob: bytes) -> tuple[bytes, bytes]:
        """Carry out one operation; return text and blob of the answer."""
        operation, args, kwargs, defs, settings = question[1:]
        if "first" in settings:
            self.has_pandas = bool(settings.get("pandas"))
        try:
            reader = ValueReader(self, defs, blob)
            values = [reader.value(arg) for arg in args]
            named = {name: reader.value(arg) for name, arg in kwargs.items()}
        except (FrameError, *BROKEN) as error:
            # It was sent ahead, and what came before it has turned out otherwise.
            return write_json(["stale", str(error), [], ["", ""]]), b""
        grad_enabled = is_left_out() or torch.is_grad_enabled()
        self._set_up(settings)
        kind, found = self._carry_out(operation, values, named)
        if kind == "value" and _makes_objects(operation, values):
            kind = "object" if is_own_container(type(found)) else kind
        _set_grad_enabled(grad_enabled)
        writer = ValueWriter(self)
        try:
            parts = self._write(kind, found, writer)
            kind = "value" if kind == "object" else kind
            writer.changes()
        except UnsendableError as error:
            writer = ValueWriter(self)
            kind, parts = "unsendable", str(error)
        except BaseException as error:
            writer = ValueWriter(self)
            kind, parts = "raised", [self._describe(error), None, []]
        return write_json([kind, parts, writer.defs, self._printed()]), writer.blob

    def _printed(self) -> list[str]:
        return [self._out.take(), self._err.take()]

    def _carry_out(self, operation: str, args: list[Any], kwargs: Mapping[str, Any]) -> Any:
        try:
            if operation == "name":
                return self._name(*args)
            if operation in ("set", "delete"):
                change = setattr if operation == "set" else delattr
                return "value", change(self._import(args[0]), *args[1:])
            if operation == "vjp":
                return "value", self.products(*args)
            if operation == "run":
                return self._run(*args)
            return "value", OPERATIONS[operation](*args, **kwargs)
        except BaseException as error:
            return "raised", error

    def _name(self, module: str, name: str) -> tuple[str, Any]:
        """Return what a module of the submission calls *name*."""
        try:
            found = self._import(module)
        except BaseException as error:
            missing = isinstance(error, ModuleNotFoundError) and error.name in (
                module,
                f"{loader.PACKAGE}.{module}",
            )
            if missing:
                return "missing", f"{module}.py"
            return "import_failed", self._describe(error)
        if name not in vars(found) and not hasattr(found, name):
            return "missing", name
        return "value", getattr(found, name)

    def _run(self, module: str, arguments: list[str]) -> tuple[str, Any]:
        """Run a module as a script; it need not be importable."""
        try:
            code = loader.script(module)
        except FileNotFoundError:
            return "missing", f"{module}.py"
        except (SyntaxError, ValueError) as error:
            return "import_failed", self._describe(error)
        sys.argv = [f"{module}.py", *arguments]
        return "value", loader.run(module, code)

    def _write(self, kind: str, found: Any, writer: ValueWriter) -> Any:
        if kind in ("value", "object"):
            node = writer.node(found) if kind == "value" else writer.handle(found)
            writer.finish()
            return node
        if kind == "raised":
            error_class = writer.node(type(found))
            try:
                args = [writer.node(arg) for arg in found.args]
            except UnsendableError:
                args = []
            # One that the test raised or gave is that one again.
            is_known = error_class[0] == "r" or self.number_of(found) is not None
            handle = writer.node(found) if is_known else None
            writer.finish()
            return [self._describe(found), error_class, args, handle]
        return found

    # ---- The other side ----

    def callback(self, operation: str, *args: Any, **kwargs: Any) -> Any:
        """Let the test carry out an operation on an object of its own, and wait for it."""
        writer = ValueWriter(self)
        nodes = [writer.node(arg) for arg in args]
        named = {name: writer.node(arg) for name, arg in kwargs.items()}
        writer.finish()
        writer.changes()
        text = write_json(["callback", [operation, nodes, named], writer.defs, self._printed()])
        text_back, blob = self._exchange(text, writer.blob)
        answer = read_json(text_back)
        while answer[0] == "do":  # What it calls may work with our objects meanwhile.
            text_back, blob = self._exchange(*self.answer(answer, blob))
            answer = read_json(text_back)
        kind, parts, defs = answer[1:]
        reader = ValueReader(self, defs, blob)
        found = reader.value(parts)
        if kind == "raised":
            raise found
        return found

    def vjp(
        self, number: int, stage: int, leaves: Sequence[torch.Tensor], grad: torch.Tensor
    ) -> Sequence[Any]:
        """Ask the test for the vector-Jacobian product of one of its tensors."""
        tensor = self.objects[number]
        found: Sequence[Any] = self.callback(
            "vjp", tensor, stage, list(leaves), grad, torch.is_grad_enabled()
        )
        return found

    def own(self, value: Any, writer: Writing) -> tuple[str, Any]:
        """Describe an object of the submission by its class, or a class by its operations."""
        if issubclass(type(value), type):
            mro = type.__dict__["__mro__"].__get__(value)
            bases = type.__dict__["__bases__"].__get__(value)
            self._classes += 1
            if len(mro) > CLASS_BASES or self._classes > CLASSES:
                raise UnsendableError("it holds too many classes")
            names = [writer.node(base) for base in bases if base is not object]
            special = [name for name in SPECIAL if has_special(mro, f"__{name}__")]
            module = type.__dict__["__module__"].__get__(value)
            qualname = type.__dict__["__qualname__"].__get__(value)
            unhashable = next((vars(c)["__hash__"] for c in mro if "__hash__" in vars(c)), 1)
            flags = [unhashable is None, bool(mro[-1] is object and BaseException in mro)]
            return "class", [str(module)[:100], str(qualname)[:100], names, special, flags]
        label = ""
        with contextlib.suppress(BaseException):
            if issubclass(type(value), _FUNCTIONS):
                label = str(value.__qualname__)[:100]
            elif issubclass(type(value), BaseException):
                label = str.__str__(str(value))[:ERROR_TEXT]
        return "object", [writer.node(type(value)), label]

    def foreign(self, _number: int, kind: str, parts: Any, reader: Reading) -> Any:
        """Return what stands here for an object of the test."""
        if kind == "exception":
            name, args = parts
            found = self.named(name)
            return found.__new__(found, *(reader.value(arg) for arg in args))
        if kind == "subclass":
            return _derive(parts, reader)
        if kind == "of_torch":
            found = self.named(parts[0])
            return found.__new__(found)
        name, special, doc = parts
        return _foreign_class(tuple(special))(self, name, doc)

    def name_of(self, value: Any) -> str:
        """
        Return the name of a plain type, an exception of a library, or a method of ``object``.

        Anything else is a handle.
        """
        if type(value) is type or issubclass(type(value), type):
            for module in (builtins, torch, numpy):
                name = type.__dict__["__name__"].__get__(value)
                if module.__dict__.get(name) is value:
                    return f"{module.__name__}:{name}"
            if value is torch.nn.Parameter:
                return "torch.nn:Parameter"
            if issubclass(value, BaseException):
                module_name = type.__dict__["__module__"].__get__(value)
                found = vars(sys.modules.get(module_name) or builtins).get(name)
                if found is value and loader.PACKAGE not in module_name:
                    return f"{module_name}:{name}"
        elif type(value) in OF_OBJECT:
            name = getattr(value, "__name__", "")
            return f"builtins:object.{name}" if vars(object).get(name) is value else ""
        return ""

    def named(self, name: str) -> Any:
        """Return what the test named: anything of the libraries that can be imported here."""
        module, _, path = name.partition(":")
        found: Any = importlib.import_module(module)
        for part in path.split(".") if path else ():
            found = getattr(found, part)
        return found

    # ---- The rest of a program ----

    def _set_up(self, settings: Mapping[str, Any]) -> None:
        """Set what the test has set: arguments, environment, keyboard, gradients."""
        sys.stdout, sys.stderr, sys.stdin = self._out, self._err, self._keyboard
        _set_grad_enabled("no_grad" not in settings)
        self._keyboard.callback = self.callback if "keyboard" in settings else None
        self._keyboard.renew()
        if "argv" in settings:
            sys.argv = list(settings["argv"] or self._argv)
        for name, value in settings.get("environment", {}).items():
            self._environment.setdefault(name, os.environ.get(name))
            _set_variable(name, value)

    def end(self) -> None:
        """End the check: arguments and environment are again what they were before it."""
        self._keyboard.callback = None
        sys.argv = self._argv
        for name, value in self._environment.items():
            _set_variable(name, value)


def _set_variable(name: str, value: str | None) -> None:
    os.environ.pop(name, None) if value is None else os.environ.update({name: value})


class _Printed(io.TextIOBase):
    """What a question printed, as far as it is kept; there is one for each stream of a check."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._room = MAX_PRINTED

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        if self._room > 0:
            self._parts.append(str.__str__(text)[: self._room])
            self._room -= len(self._parts[-1])
        return len(text)

    def close(self) -> None:
        """Stay open: the next question prints here too."""

    def take(self) -> str:
        """Return what was printed since the last time."""
        if not self._parts:
            return ""
        text = "".join(self._parts)
        self._parts, self._room = [], MAX_PRINTED
        return text


class _Keyboard(io.TextIOBase):
    """
    A keyboard at which the test sits while it has replaced ``input`` or ``sys.stdin``.

    Else nobody does: ``input`` gets empty lines, and after ``EMPTY_LINES`` of them an EOFError,
    so that a loop that waits for a word ends.
    """

    callback: Callable[..., Any] | None = None
    _typed = 0

    def readable(self) -> bool:
        return True

    def readline(self, _size: int | None = -1, /) -> str:  # type: ignore[override]
        return self.callback("readline") if self.callback else ""

    def read(self, _size: int | None = -1, /) -> str:
        return "".join(iter(self.readline, ""))

    def close(self) -> None:
        """Stay open: the next question reads here too."""

    def ask(self, prompt: object) -> str:
        """Answer ``input``."""
        if self.callback:
            return str(self.callback("input", str(prompt)))
        if self._typed == EMPTY_LINES:
            raise EOFError("EOF when reading a line")
        self._typed += 1
        return ""

    def renew(self) -> None:
        """Get empty lines from the first on."""
        self._typed = 0


#: So many empty lines nobody types while one question is answered.
EMPTY_LINES = 10_000
#: The keyboard of imports and of calls with plain values.
NOBODYS = _Keyboard()


def ask_keyboard(prompt: object = "", /) -> str:
    """Replace ``input``: the test answers, or else there is an empty line."""
    keyboard = sys.stdin
    return (keyboard if isinstance(keyboard, _Keyboard) else NOBODYS).ask(prompt)


_FUNCTIONS = (
    *(types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.MethodWrapperType),
    functools.partial,
)


def _set_grad_enabled(enabled: bool) -> None:
    if not is_left_out():
        torch._C._set_grad_enabled(enabled)
