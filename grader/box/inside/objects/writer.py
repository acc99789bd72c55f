"""
The writer of a frame: values as nodes, what is new or has changed, and the raw bytes.

A frame holds JSON: scalars stand for themselves, a JSON list is a tag and its parts. Raw bytes
are in the blob. A plain value is written by its exact type, and one of a subclass as its plain
value, read by the base's own methods.
"""

import collections
import datetime
import decimal
import fractions
import pathlib
import random
import sys
from array import array
from collections.abc import Callable, Iterable
from typing import Any

import numpy

from ..frames import MAX_BLOB
from ..optional_torch import torch
from ..plain import MAX_AXES, NUMPY_KINDS, TIMES
from ..policy import COLUMNS, FIELDS
from ..values import (
    DTYPES,
    MAX_DEPTH,
    MAX_NODES,
    MAX_STRING,
    UnsendableError,
    are_alike,
)
from .generators import state_of
from .shared import (
    CONTAINERS,
    CONTAINERS_BY_NAME,
    MAX_DIGITS,
    TENSORS,
    SharedObjects,
    is_key,
    shallow,
)

#: Lists of at least this many floats are sent as raw bytes.
MANY = 16

_NAMES = {dtype: name for name, dtype in DTYPES.items()}


class ValueWriter:
    """Write one frame: values as nodes, what is new or has changed, and the raw bytes."""

    def __init__(self, table: SharedObjects) -> None:
        self.table = table
        self.defs: list[list[Any]] = []
        self.chunks: list[bytes] = []
        self.size = 0
        self.nodes = 0
        self._new = 0
        self._waiting: list[tuple[int, str, Any, int]] = []
        table.frame += 1

    def changes(self) -> None:
        """Write what has changed on this side since the last frame."""
        for number in self.table.changed():
            kind, value = self.table.kinds[number], self.table.objects[number]
            self._define(number, kind, value, 0)
        self.finish()

    def finish(self) -> None:
        """Write the contents of every container that was met."""
        while self._waiting:
            self._define(*self._waiting.pop(0))

    @property
    def blob(self) -> bytes:
        """The raw bytes of the frame."""
        return b"".join(self.chunks)

    def node(self, value: Any, depth: int = 0) -> Any:
        """
        Return the node of a value.

        Raises:
            UnsendableError: If it is too large or nested too deeply.
        """
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise UnsendableError("it holds too many values or is nested too deeply")
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is int:
            return _int_node(value)
        if kind is str:
            return self._text(value)
        known = self.table.number_of(value)
        if known is not None:
            return ["r", known]
        write = _WRITE.get(kind) or _writer_for(kind)
        if write is not None:
            found = write(self, value, depth)
            if found is not None:
                return found
        return self.handle(value)

    def _text(self, value: str) -> str:
        if str.__len__(value) > MAX_STRING:
            raise UnsendableError(f"it holds a string of {str.__len__(value)} characters")
        return str.__str__(value)

    def raw(self, data: bytes) -> list[int]:
        """Append *data* to the blob and return where it lies."""
        if self.size + len(data) > MAX_BLOB:
            raise UnsendableError(f"it holds {len(data)} bytes")
        self.chunks.append(data)
        self.size += len(data)
        return [self.size - len(data), len(data)]

    def number(self) -> int:
        """Return a new number; it is named by this frame."""
        self._new += 1
        return ((self.table.frame << 18) + self._new) * 2 + self.table.side

    def container(self, value: Any, depth: int) -> Any:
        kind = next(k for k in CONTAINERS if issubclass(type(value), k))
        keys = list(_keys(kind, value))
        if issubclass(kind, dict):
            keys = [key for key in keys if type(key) not in TENSORS]
        if not all(map(is_key, keys)):
            return None
        if are_alike(keys):
            raise UnsendableError("it holds too many keys of one hash")
        number = self.number()
        self.table.add(number, kind.__name__, value)
        self._waiting.append((number, kind.__name__, value, depth))
        return ["r", number]

    def _define(self, number: int, kind: str, value: Any, depth: int) -> None:
        if kind == "storage":
            where = self.raw(self.table.views[number].tobytes())
            changed = [True] if self.table.has_new_version(number) else []
            self.defs.append([number, kind, [*where, *changed]])
        elif kind == "tensor":
            self.defs.append([number, kind, self._tensor_parts(number, value, depth)])
            self.table.note_graph(number, value)
        elif kind in ("array", "dataframe", "series", "index"):
            parts = self._array_parts(value) if kind == "array" else self._frame_parts(value)
            self.defs.append([number, kind, parts])
        elif kind == "generator":
            self.defs.append([number, kind, self._generator_parts(value)])
        else:
            self.defs.append(
                [number, kind, self._content(CONTAINERS_BY_NAME[kind], value, depth + 1)]
            )
        self.table.see(number)

    def _content(self, kind: type, value: Any, depth: int) -> Any:
        if kind is bytearray:
            return self.raw(bytes(value))
        parts = shallow(kind, value)
        self.table.keep(8 * len(parts))
        if kind is list and len(parts) >= MANY and all(type(part) is float for part in parts):
            return ["f", *self.raw(array("d", parts).tobytes())]
        nodes = [self.node(part, depth) for part in parts]
        return [value.maxlen, nodes] if kind is collections.deque else ["l", nodes]

    # ---- Tensors ----

    def tensor(self, value: torch.Tensor, depth: int) -> Any:
        plain = _plain_tensor(value)
        if (
            plain.layout is not torch.strided
            or not plain.is_cpu
            or plain.dtype not in _NAMES
            or plain.is_quantized
        ):
            return None
        if plain.numel() * plain.element_size() > MAX_BLOB or plain.dim() > MAX_AXES:
            raise UnsendableError(f"it holds a tensor of shape {tuple(plain.shape)}")
        number = self.number()
        parts = self._tensor_parts(number, value, depth)
        self.table.add(number, "tensor", value)
        self.defs.append([number, "tensor", parts])
        self.table.see(number)
        return ["r", number]

    def _tensor_parts(self, number: int, value: torch.Tensor, depth: int) -> list[Any]:
        with torch._C.DisableTorchFunctionSubclass():
            requires_grad, leaf = value.requires_grad, value.is_leaf
            flags = requires_grad + 2 * issubclass(type(value), torch.nn.Parameter)
            leaves = None
            if requires_grad and not leaf:
                stage, ends = self.table.leaves_of(number, value)
                leaves = [stage, [self.node(each, depth + 1) for each in ends]]
            grad = value.grad if leaf else None
            plain = _plain_tensor(value)
            if plain.is_conj() or plain.is_neg():
                plain = plain.detach().resolve_conj().resolve_neg()
            storage = self._storage(plain.untyped_storage())
            layout = list(plain.shape), list(plain.stride()), plain.storage_offset()
            name = _NAMES[plain.dtype]
        gradient = None if grad is None else self.node(grad, depth + 1)
        return [storage, name, *layout, flags, leaves, gradient]

    def _storage(self, storage: torch.UntypedStorage) -> int:
        known = self.table.storages.get(storage._cdata)
        if known is not None:
            return known
        number = self.number()
        if storage.nbytes() + self.size > MAX_BLOB:
            raise UnsendableError(f"it holds a tensor over {storage.nbytes()} bytes")
        self.table.add(number, "storage", storage)
        self._define(number, "storage", storage, 0)
        return number

    # ---- numpy and pandas ----

    def array(self, value: Any, depth: int) -> Any:
        if value.dtype.kind not in NUMPY_KINDS or value.ndim > MAX_AXES:
            return None
        number = self.number()
        self.table.add(number, "array", value)
        self._define(number, "array", value, depth)
        return ["r", number]

    def _array_parts(self, value: Any) -> list[Any]:
        plain: Any = numpy.ndarray.view(value, numpy.ndarray)
        self.table.keep(plain.nbytes)
        order = "F" if plain.flags.f_contiguous and not plain.flags.c_contiguous else "C"
        return [plain.dtype.str, list(plain.shape), order, self.raw(plain.tobytes(order))]

    def scalar(self, value: Any, _depth: int) -> Any:
        if value.dtype.kind not in NUMPY_KINDS:
            return None
        return ["np", value.dtype.str, self.raw(value.tobytes())]

    def frame(self, value: Any, _depth: int) -> Any:
        if not self.table.has_pandas:
            return None
        kind = _pandas_kind(value)
        number = self.number()
        try:
            parts = self._frame_parts(value)
        except _NotPlainError:
            return None
        self.table.add(number, kind, value)
        self.defs.append([number, kind, parts])
        self.table.see(number)
        return ["r", number]

    def _frame_parts(self, value: Any) -> list[Any]:
        kind = _pandas_kind(value)
        if kind == "index":
            return [str(value.dtype), self._cells(value), self._plain(value.name)]
        index = [*self._frame_parts(value.index), type(value.index).__name__]
        if kind == "series":
            return [str(value.dtype), self._cells(value), self._plain(value.name), index]
        if value.shape[1] > COLUMNS:
            raise UnsendableError(f"it holds a frame with {value.shape[1]} columns")
        columns = [
            [str(value.dtypes.iloc[place]), self._cells(value.iloc[:, place])]
            for place in range(value.shape[1])
        ]
        names = [*self._frame_parts(value.columns), type(value.columns).__name__]
        return [columns, names, index]

    def _cells(self, column: Any) -> Any:
        pandas = sys.modules["pandas"]
        if isinstance(column, pandas.MultiIndex):
            raise _NotPlainError
        if isinstance(column.dtype, numpy.dtype) and column.dtype.kind in "biufcMm":
            return self._array_parts(numpy.asarray(column.to_numpy()))
        if str(column.dtype) not in ("object", "str", "string"):
            raise _NotPlainError
        return ["l", [self._plain(cell) for cell in column.tolist()]]

    def _plain(self, value: Any) -> Any:
        if not is_key(value):
            raise _NotPlainError
        return self.node(value, 1)

    # ---- Generators of random numbers ----

    def generator(self, value: Any, _depth: int) -> Any:
        """Write a generator of the test; one of the submission's stays there."""
        if state_of(value) is None or self.table.side == 0:
            return None
        number = self.number()
        self.table.add(number, "generator", value)
        self._define(number, "generator", value, 0)
        return ["r", number]

    def _generator_parts(self, value: Any) -> list[Any]:
        kind, numbers, kept = state_of(value) or ("", (), None)
        return [kind, [_int_node(each) for each in numbers], kept]

    # ---- Handles ----

    def handle(self, value: Any) -> Any:
        """Return the node of an object that stays on this side."""
        name = self.table.name_of(value)
        if name:
            return ["n", name]
        kind, parts = self.table.own(value, self)
        known = self.table.number_of(value)  # Describing a class may have met it.
        if known is None:
            known = self.number()
            self.table.add(known, kind, value)
            self.defs.append([known, kind, parts])
        return ["r", known]


def _plain_tensor(value: torch.Tensor) -> torch.Tensor:
    """Return a tensor whose facts are read by torch's own methods, whatever a class overrides."""
    if type(value) in (torch.Tensor, torch.nn.Parameter):
        return value
    with torch._C.DisableTorchFunctionSubclass():
        return torch.Tensor.detach(value)


class _NotPlainError(Exception):
    """A frame of pandas that holds more than plain values."""


def _keys(kind: type, value: Any) -> Iterable[Any]:
    if issubclass(kind, dict):
        return dict.keys(value)
    return set.__iter__(value) if kind is set else ()


def _int_node(value: int) -> Any:
    if -(2**63) <= value < 2**63:
        return value
    if value.bit_length() > 4 * MAX_DIGITS:
        raise UnsendableError(f"it holds an int of {value.bit_length()} bits")
    return ["i", hex(value)]


def _tuple_node(writer: ValueWriter, value: Any, depth: int) -> Any:
    items = [writer.node(item, depth + 1) for item in tuple.__iter__(value)]
    fields = type(value).__dict__.get("_fields")
    if type(fields) is tuple and all(type(name) is str for name in fields):
        name = type(value).__name__[:100]
        if len(fields) > FIELDS:
            raise UnsendableError(f"it holds a named tuple with {len(fields)} fields")
        writer.table.named_tuples[name, fields] = type(value)
        return ["nt", name, list(fields), items]
    return ["t", items]


def _frozenset_node(writer: ValueWriter, value: Any, depth: int) -> Any:
    items = tuple(frozenset.__iter__(value))
    if not all(map(is_key, items)):
        return None
    if are_alike(items):
        raise UnsendableError("it holds too many keys of one hash")
    return ["fs", [writer.node(item, depth + 1) for item in items]]


def _datetime_node(_writer: ValueWriter, value: Any, _depth: int) -> Any:
    kind = next(k for k in TIMES if issubclass(type(value), k))
    zone = getattr(value, "tzinfo", None)
    if zone is not None and type(zone) is not datetime.timezone:
        return None
    return ["dt", kind.__name__, kind.isoformat(value), getattr(value, "fold", 0)]


def _delta_node(_writer: ValueWriter, value: datetime.timedelta, _depth: int) -> Any:
    return ["td", value.days, value.seconds, value.microseconds]


def _plain_int(_writer: ValueWriter, value: int, _depth: int) -> Any:
    return _int_node(int.__index__(value))


def _complex_node(_writer: ValueWriter, value: Any, _depth: int) -> Any:
    plain = complex.__pos__(value)
    return ["c", plain.real, plain.imag]


def _dtype_node(_writer: ValueWriter, value: Any, _depth: int) -> Any:
    return ["ndt", value.str] if value.kind in NUMPY_KINDS and value.names is None else None


_WRITE: dict[type, Callable[[ValueWriter, Any, int], Any]] = {
    bytes: lambda w, v, _: ["b", *w.raw(bytes.__getitem__(v, slice(None)))],
    tuple: _tuple_node,
    torch.Size: lambda w, v, _: ["z", [int(n) for n in tuple.__iter__(v)]],
    frozenset: _frozenset_node,
    complex: _complex_node,
    range: lambda w, v, _: ["R", *(_int_node(n) for n in (v.start, v.stop, v.step))],
    slice: lambda w, v, d: ["sl", *(w.node(n, d + 1) for n in (v.start, v.stop, v.step))],
    decimal.Decimal: lambda w, v, _: ["D", w._text(decimal.Decimal.__str__(v))],
    fractions.Fraction: lambda w, v, _: ["Q", _int_node(v.numerator), _int_node(v.denominator)],
    datetime.timedelta: _delta_node,
    pathlib.PosixPath: lambda w, v, _: ["p", 1, w._text(pathlib.PurePath.__str__(v))],
    pathlib.PurePosixPath: lambda w, v, _: ["p", 0, w._text(pathlib.PurePath.__str__(v))],
    torch.dtype: lambda w, v, _: ["dtype", str(v).removeprefix("torch.")],
    type(Ellipsis): lambda w, v, _: ["e"],
    type(NotImplemented): lambda w, v, _: ["ni"],
    torch.Tensor: ValueWriter.tensor,
    torch.nn.Parameter: ValueWriter.tensor,
    numpy.ndarray: ValueWriter.array,
    random.Random: ValueWriter.generator,
    numpy.random.Generator: ValueWriter.generator,
    numpy.random.RandomState: ValueWriter.generator,
    torch.Generator: ValueWriter.generator,
}
_WRITE.update(dict.fromkeys(CONTAINERS, ValueWriter.container))
_WRITE.update(dict.fromkeys(TIMES, _datetime_node))

#: Plain types, whose subclasses cross as the plain value; the first that fits is taken.
_BASES: tuple[tuple[type, Callable[[ValueWriter, Any, int], Any]], ...] = (
    (torch.Tensor, ValueWriter.tensor),
    (numpy.ndarray, ValueWriter.array),
    (numpy.generic, ValueWriter.scalar),
    (numpy.dtype, _dtype_node),
    (int, _plain_int),
    (float, lambda w, v, _: float.__pos__(v)),
    (str, lambda w, v, _: w._text(v)),
    (complex, _complex_node),
    (bytes, _WRITE[bytes]),
    (tuple, _tuple_node),
    (frozenset, _frozenset_node),
    *((kind, ValueWriter.container) for kind in CONTAINERS),
    *((kind, _datetime_node) for kind in TIMES),
    (datetime.timedelta, _delta_node),
    (decimal.Decimal, _WRITE[decimal.Decimal]),
    (fractions.Fraction, _WRITE[fractions.Fraction]),
)


def _writer_for(kind: type) -> Callable[[ValueWriter, Any, int], Any] | None:
    """Return what writes the values of a subclass of a plain type; None for a handle."""
    if issubclass(kind, type):
        return None
    found = next((write for base, write in _BASES if issubclass(kind, base)), None)
    if found is None:
        pandas = sys.modules.get("pandas")
        if pandas and issubclass(kind, (pandas.DataFrame, pandas.Series, pandas.Index)):
            return ValueWriter.frame
    return found


def _pandas_kind(value: Any) -> str:
    pandas = sys.modules["pandas"]
    if issubclass(type(value), pandas.DataFrame):
        return "dataframe"
    return "series" if issubclass(type(value), pandas.Series) else "index"
