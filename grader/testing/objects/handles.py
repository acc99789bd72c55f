"""
Handles and the classes that mirror those of a submission.

A handle belongs to a class that has just the operations that the student's class has. Each of
them is a question to the box.
"""

import inspect
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy

from grader.box.inside.objects.operations import SPECIAL, operation_of
from grader.box.inside.objects.shared import FORM, OWN_CONTAINERS, Reading, Writing, refuse
from grader.box.inside.optional_torch import torch
from grader.box.inside.policy import CLASS_BASES
from grader.errors import CourseError

from ..failures import wrong


class Asks(Protocol):
    """Carries out operations on the objects of one submission."""

    notes: list[str]

    def place_of(self, handle: Any) -> str:
        """Return what was asked when this object came last, as the test named it; or ""."""

    def may_equal(self, place: str) -> bool:
        """Say whether what came from there may equal a plain value by its own ``__eq__``."""

    def name(self, module: str, name: str) -> Any:
        """Return what a module of the submission calls *name*."""

    def operate(
        self, operation: str, args: Sequence[Any], kwargs: Mapping[str, Any], target: str
    ) -> Any:
        """Carry out an operation inside and return its result; raise what it raised."""


class Mirror(type):
    """The class of the classes that mirror a student's; a test may derive from one."""

    def __new__(meta, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> "Mirror":
        if not bases:
            return super().__new__(meta, name, bases, namespace)
        return _derive(name, bases, namespace)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        remote, label = _of_class(cls)
        return remote.operate("call", (cls, *args), kwargs, label)

    def __getattribute__(cls, name: str) -> Any:
        own = type.__dict__["__dict__"].__get__(cls)
        if name in _OF_CLASSES and "_grader_name" in own:
            remote, label = _of_class(cls)
            return remote.operate("getattr", (cls, name), {}, f"{label}.{name}")
        found = type.__getattribute__(cls, name)
        if name in ("__mro__", "__bases__"):
            plain = tuple(each for each in found if each is not Handle)
            return plain or (object,)
        return found

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

    def __dir__(cls) -> Any:
        remote, label = _of_class(cls)
        return remote.operate("dir", (cls,), {}, label)

    def __iter__(cls) -> Any:
        remote, label = _of_class(cls)
        return remote.operate("iter", (cls,), {}, label)

    @property
    def __signature__(cls) -> inspect.Signature:
        remote, label = _of_class(cls)
        return _signature(remote, cls, label)


#: What every class has, and of which that of the submission's counts.
_OF_CLASSES = frozenset(
    [
        *("__annotations__", "__delattr__", "__dict__", "__dir__", "__doc__", "__eq__"),
        *("__flags__", "__init__", "__ne__", "__setattr__"),
    ]
)
#: The same of every object.
_OF_OBJECTS = ("__annotations__", "__dict__", "__doc__", "__init__")


def _of_class(cls: Mirror) -> tuple[Asks, str]:
    remote: Asks = type.__getattribute__(cls, "_grader_remote")
    return remote, type.__getattribute__(cls, "_grader_label")


class Handle(metaclass=Mirror):
    """An object that stays in the box; the classes of the submission are below this one."""

    _grader_remote: Asks
    _grader_label = ""
    _grader_holds = False

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

    def __copy__(self) -> Any:
        return _operate(self, "copy")

    def __deepcopy__(self, _memo: Any) -> Any:
        return _operate(self, "deepcopy")

    def __eq__(self, other: object) -> Any:
        return _compare(self, other)

    def __ne__(self, other: object) -> Any:
        return not self == other

    __hash__ = object.__hash__


def _of_handle(handle: Handle) -> tuple[Asks, str]:
    remote: Asks = object.__getattribute__(handle, "_grader_remote")
    return remote, object.__getattribute__(handle, "_grader_label") or "."


def _operate(handle: Any, operation: str, *args: Any, **kwargs: Any) -> Any:
    remote, label = _of_handle(handle)
    if operation in ("getattr", "setattr", "delattr"):
        label = f"{label}.{args[0]}"
    elif operation != "call":
        label = f"{label}.__{operation.strip('_')}__"
    return remote.operate(operation, (handle, *args), kwargs, label)


_getsource = inspect.getsource


def source_of(object: Any) -> str:  # as inspect.getsource calls it
    """Do what ``inspect.getsource`` does; of an object of the submission, the box is asked."""
    found = object
    if not issubclass(type(found), Handle | Mirror):
        return _getsource(found)
    is_class = issubclass(type(found), Mirror)
    remote, label = _of_class(found) if is_class else _of_handle(found)
    return str(remote.operate("source", (found,), {}, label))


def kind_of(handle: Any) -> str:
    """Return what a handle is, in words: "a generator", "an object of a class of its own"."""
    name = type(handle).__name__
    if isinstance(handle, Mirror):
        return f"an object of type {type.__name__}"
    if type.__getattribute__(type(handle), "_grader_public"):
        return f"an object of type {name}"
    return "an object of a class of its own"


def _compare(handle: Handle, other: object) -> Any:
    """
    Return what ``handle.__eq__(other)`` gives; the student's own ``__eq__`` is asked inside.

    A container with methods of its own equals a plain value if it holds the same, unless its
    ``__eq__`` says that it does not. Any other object equals one only where an object of the
    solution was compared as well: a class with operators may be what the task asks for, and an
    object that equals everything is not.

    Raises:
        CheckFailed: WRONG, if it equals a plain value anywhere else.
    """
    own_eq = type.__getattribute__(type(handle), "_grader_eq")
    remote, label = _of_handle(handle)
    if is_container(handle) and (is_container(other) or not isinstance(other, Handle)):
        if content_of(handle) != (content_of(other) if is_container(other) else other):
            return False
        return remote.operate("own_eq", (handle, other), {}, f"{label}.__eq__") is not False
    if isinstance(other, Handle) and _of_handle(other)[0] is not remote:
        raise CourseError(
            "An object of the submission was compared with one of the reference. Ask both "
            "for their values and compare those."
        )
    if not own_eq or other is None:
        return True if handle is other else NotImplemented
    place = remote.place_of(handle) or label
    found = remote.operate("own_eq", (handle, other), {}, f"{place}.__eq__")
    unequal = found is NotImplemented or (type(found) in _TRUTHS and not found)
    if not isinstance(other, Handle) and not unequal and not remote.may_equal(place):
        name = label.partition(".")[2]
        raise wrong(f"{name} is {kind_of(handle)}; a plain value was expected.")
    if isinstance(other, Handle) or not unequal:
        remote.notes.append(label)
    return found


#: Types of plain answers to whether two objects are equal.
_TRUTHS = (bool, int, type(None), numpy.bool_)


def is_container(value: object) -> bool:
    """Say whether a value is a handle to a list, tuple or set, say, with methods of its own."""
    return issubclass(type(value), Handle) and type.__getattribute__(type(value), "_grader_holds")


def content_of(handle: Any) -> Any:
    """Return what such a container holds, whatever its class says of it."""
    return _operate(handle, "content")


def _hash(handle: Any) -> int:
    """Return the hash of an object; one that equals a plain value has that one's."""
    found = hash(content_of(handle)) if is_container(handle) else _operate(handle, "hash")
    return int(found)


def _signature(remote: Asks, found: Any, label: str) -> inspect.Signature:
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


def _special(name: str) -> Callable[..., Any]:
    operation, reflected = operation_of(name)
    return _reflected(operation) if reflected else _forward(operation)


_FORWARD = {name: _special(name) for name in SPECIAL if name not in ("eq", "ne", "hash")}
_FORWARD["exit"] = _exit


def _asked(name: str) -> property:
    return property(lambda self: _operate(self, "getattr", name))


#: Classes of libraries that handles to their objects say to be instances of.
_FACES: dict[tuple[str, str], type] = {
    ("torch.nn.modules.module", "Module"): torch.nn.Module,
    ("torch.optim.optimizer", "Optimizer"): torch.optim.Optimizer,
    ("builtins", "function"): types.FunctionType,
    ("builtins", "method"): types.MethodType,
    ("builtins", "generator"): types.GeneratorType,
    ("builtins", "coroutine"): types.CoroutineType,
    ("builtins", "mappingproxy"): types.MappingProxyType,
    ("builtins", "code"): types.CodeType,
}


def mirror_of(remote: Asks, parts: Any, reader: Reading) -> Mirror:
    """Make the class that mirrors one of the submission's."""
    if type(parts) is not list or len(parts) != 5:
        refuse(FORM)
    module, name, bases, special, flags = parts
    if type(module) is not str or type(name) is not str:
        refuse(FORM)
    found = [reader.value(base) for base in bases]
    above = [type.__getattribute__(base, "__mro__") for base in found if isinstance(base, Mirror)]
    if sum(map(len, above)) > CLASS_BASES:
        refuse("a class that derives from too many")
    chosen = tuple(dict.fromkeys(b for b in found if isinstance(b, Mirror)))
    errors = tuple(
        b for b in found if not isinstance(b, Mirror) and issubclass(b, (Exception, SystemExit))
    )
    names = [each for each in special if each in _FORWARD or each in ("eq", "hash")]
    held = {f"{each.__module__}.{each.__name__}": each for each in OWN_CONTAINERS}
    return _make_mirror(
        remote,
        name,
        module,
        (*chosen, *errors),
        names,
        unhashable=bool(flags[0]),
        own_module=module,
        holds=held.get(f"{module}.{name}") or next((b for b in found if b in OWN_CONTAINERS), None),
    )


def _make_mirror(
    remote: Asks,
    name: str,
    module: str,
    bases: tuple[type, ...],
    special: Sequence[str],
    *,
    unhashable: bool,
    own_module: str,
    face: type | None = None,
    holds: type | None = None,
) -> Mirror:
    namespace: dict[str, Any] = {
        f"__{each}__": _FORWARD[each] for each in special if each in _FORWARD
    }
    error = any(issubclass(base, BaseException) for base in bases)
    if error:
        namespace = {"__getattr__": _error_attribute, "__str__": _error_text}
    else:
        faces = [getattr(base, "_grader_face", None) for base in bases]
        above = next(filter(None, faces), None)
        if above is not None:
            face = type(name.rpartition(".")[2] or "object", (above,), {})
        if face is None and holds is not None:
            face = type(name.rpartition(".")[2] or "object", (holds,), {})
        face = face or _FACES.get((module, name))
        if face is not None:
            namespace |= {"__class__": property(lambda _self: face), "_grader_face": face}
        if unhashable:
            namespace["__hash__"] = None
        elif "hash" in special:
            namespace["__hash__"] = _hash
    namespace |= {each: _asked(each) for each in _OF_OBJECTS}
    namespace |= {
        "__module__": module,
        "_grader_name": name,
        "_grader_remote": remote,
        "_grader_label": "",
        "_grader_eq": "eq" in special,
        "_grader_public": own_module == "builtins",
    }
    if holds is not None:
        namespace["_grader_holds"] = True
    if not any(issubclass(base, (Handle, BaseException)) for base in bases):
        bases = (*bases, Handle)
    try:
        return type.__new__(Mirror, name.rpartition(".")[2] or "object", bases, namespace)
    except TypeError:
        return type.__new__(Mirror, name.rpartition(".")[2] or "object", bases[:1], namespace)


def plain_mirror(remote: Asks, kind: type) -> Mirror:
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
        face=kind if kind is not object else None,
    )


# ---- Classes of a test that derive from a submission's ----

#: What a class statement notes about itself.
_NOTES = frozenset(
    [
        *("__module__", "__qualname__", "__doc__", "__classcell__", "__annotations__"),
        *("__firstlineno__", "__static_attributes__", "__classdictcell__"),
        *("__annotate_func__", "__conditional_annotations__"),
    ]
)
#: Special methods that ``super()`` finds.
_ABOVE = frozenset(["__init__", *(f"__{name}__" for name in _FORWARD)])


class _Above:
    """An attribute as ``super()`` finds it in a class of a test: above that class, inside."""

    def __init__(self, place: list[Mirror], name: str) -> None:
        self._place, self._name = place, name

    def __get__(self, found: Any, owner: Mirror) -> Any:
        (cls,) = self._place
        remote, label = _of_class(cls)
        where = owner if found is None else found
        return remote.operate("above", (cls, where, self._name), {}, f"{label}.{self._name}")


def _derive(name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> Mirror:
    """
    Make a class of the test that derives from the submission's.

    Its twin inside has the same methods, which call those of the test back. What ``super()``
    finds is in a class between it and its bases.
    """
    parents = [base for base in bases if isinstance(base, Mirror)]
    if len(parents) < len(bases) or any(issubclass(base, BaseException) for base in parents):
        raise CourseError(
            f"The class {name} derives from one of the submission's and from another, or from an "
            "exception of the submission's. Derive it from classes of the submission alone."
        )
    remote, label = _of_class(parents[0])
    place: list[Mirror] = []
    names = [each for base in parents for each in remote.operate("dir", (base,), {}, label)]
    found = {each: _Above(place, each) for each in names if each[:1] != "_" or each in _ABOVE}
    between = type.__new__(Mirror, name, bases, found)
    own = {each: value for each, value in namespace.items() if each not in _NOTES}
    here = {each for each, value in own.items() if isinstance(value, _METHODS)}

    def get(self: Any, name: str) -> Any:
        if name in here or name.startswith(("_grader", "__")):
            return object.__getattribute__(self, name)
        return _operate(self, "getattr", name)

    facts = {"__getattribute__": get, "_grader_own": own, "_grader_label": f"{label}.{name}"}
    place.append(type.__new__(Mirror, name, (between,), namespace | facts))
    return place[0]


_METHODS = (types.FunctionType, staticmethod, classmethod, property)


def describe_class(cls: Mirror, writer: Writing) -> list[Any] | None:
    """Return what the twin of a class of the test is made of; None for any other class."""
    own = type.__dict__["__dict__"].__get__(cls).get("_grader_own")
    if own is None:
        return None
    between = cls.__bases__[0]
    bases = [writer.node(base) for base in between.__bases__]
    attributes = []
    for name, value in own.items():
        parts = [value]
        if isinstance(value, staticmethod | classmethod):
            parts = [value.__func__]
        elif isinstance(value, property):
            parts = [value.fget, value.fset, value.fdel]
        how = type(value).__name__ if isinstance(value, _METHODS) else "value"
        attributes.append([name, how, [writer.node(part) for part in parts]])
    return [cls.__name__, bases, attributes]


def _error_text(self: Any) -> str:
    """Return the text that an exception of the submission had when it came, or was raised last."""
    return str(BaseException.__getattribute__(self, "_grader_text"))


def _error_attribute(self: Any, name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(name)
    remote = BaseException.__getattribute__(self, "_grader_remote")
    return remote.operate("getattr", (self, name), {}, f".{name}")


class RemoteModule:
    """A module of the submission; its attributes are what the module defines."""

    def __init__(self, remote: Asks, name: str) -> None:
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
