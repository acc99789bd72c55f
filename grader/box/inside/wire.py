"""
The values that a hidden test and a submission have in common: exactly the same, or not at all.

Each side has one :class:`Table` for the length of a check. A plain value crosses by its exact
type; a value of a subclass crosses as its plain value, read by the base's own methods. What can
change (lists, dicts, sets, arrays, tensors) gets a number when it first crosses and is kept in
step from then on: every frame brings what has changed since the last. Everything else stays
where it is and crosses as a handle.

A frame holds JSON: scalars stand for themselves, a JSON list is a tag and its parts. Raw bytes
are in the blob. What comes out of the box is checked here again, by type and by size.
"""

import collections
import datetime
import decimal
import fractions
import math
import operator
import pathlib
import struct
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NoReturn

import numpy
import torch

from .frames import MAX_BLOB, FrameError
from .values import DTYPES, MAX_AXES, MAX_DEPTH, MAX_NODES, MAX_STRING, UnsendableError

#: All that a check may have in common with its submission.
MAX_KEPT = 128 << 20
MAX_OBJECTS = 200_000
MAX_DIGITS = 100_000
#: Nodes of a graph that are walked to find what a tensor depends on.
MAX_GRAPH = 100_000
#: Lists of at least this many floats are sent as raw bytes.
MANY = 16

_NAMES = {dtype: name for name, dtype in DTYPES.items()}
#: Kinds of numpy dtypes that are plain numbers, texts and times.
_NUMPY_KINDS = frozenset("biufcUSMm")
_SCALARS = (bool, float, str, int)

#: The class behind a value, whatever it says of itself.
_CONTAINERS: tuple[type, ...] = (
    collections.OrderedDict,
    collections.defaultdict,
    collections.Counter,
    dict,
    list,
    set,
    collections.deque,
    bytearray,
)
_CONTAINER_NAMES = {kind: kind.__name__ for kind in _CONTAINERS}
_BY_NAME = {kind.__name__: kind for kind in _CONTAINERS}


#: Said of an answer whose parts are not those of any question.
FORM = "an answer of no known form"


def refuse(what: str) -> NoReturn:
    """Raise the FrameError that says *what* is wrong with a frame."""
    raise FrameError(what)


class Table:
    """
    What one side of a check has in common with the other.

    Args:
        side: 1 outside of the box, 0 inside; whose numbers are odd or even.

    Attributes:
        objects: Number → object; kept until the check is over.
        kinds: Number → what kind of object it is.
        kept: How many bytes they hold.
        frame: How many frames this side has written.
        has_pandas: Whether both sides have loaded pandas; else its frames are handles.
        storages: Where a storage is in memory → its number; views: its bytes.
        bools: The storages of tensors of bools.
    """

    def __init__(self, side: int) -> None:
        self.side = side
        self.objects: dict[int, Any] = {}
        self.kinds: dict[int, str] = {}
        self.kept = 0
        self.frame = 0
        self.has_pandas = "pandas" in sys.modules
        self._numbers: dict[int, int] = {}
        self._seen: dict[int, Any] = {}
        self.storages: dict[int, int] = {}
        self.views: dict[int, memoryview] = {}
        self.bools: set[int] = set()
        self._originals: dict[int, Any] = {}

    # ---- What the two sides do differently ----

    def own(self, value: Any, writer: "Writer") -> tuple[str, Any]:
        """Return kind and description of an object that stays here."""
        raise NotImplementedError

    def foreign(self, number: int, kind: str, parts: Any, reader: "Reader") -> Any:
        """Return what stands here for an object that stays on the other side."""
        raise NotImplementedError

    def vjp(self, number: int, leaves: Sequence[torch.Tensor], grad: torch.Tensor) -> Sequence[Any]:
        """Ask the other side for the vector-Jacobian product of one of its tensors."""
        raise NotImplementedError

    def name_of(self, value: Any) -> str:
        """Return the name by which a type, function or module crosses, or ""."""
        raise NotImplementedError

    def named(self, name: str) -> Any:
        """Return the type, function or module with that name."""
        raise NotImplementedError

    # ---- Numbers ----

    def number_of(self, value: Any) -> int | None:
        """Return the number of an object that both sides know."""
        return self._numbers.get(id(value))

    def add(self, number: int, kind: str, value: Any) -> None:
        """Take an object into the table; it cannot be collected while the check runs."""
        if len(self.objects) >= MAX_OBJECTS:
            raise UnsendableError("it holds too many objects")
        self.objects[number] = value
        self.kinds[number] = kind
        self._numbers[id(value)] = number
        if kind == "storage":
            self.storages[value._cdata] = number
            flat = torch.empty(0, dtype=torch.uint8).set_(value)
            self.views[number] = flat.numpy().data
            self.keep(value.nbytes())

    def keep(self, size: int) -> None:
        """Count bytes that are kept until the check is over."""
        self.kept += size
        if self.kept > MAX_KEPT:
            raise UnsendableError(f"the values of this check hold more than {MAX_KEPT >> 20} MiB")

    def see(self, number: int) -> None:
        """Note what an object holds now, so that a later change is found."""
        self._seen[number] = self._state(number)

    def _state(self, number: int) -> Any:
        kind, value = self.kinds[number], self.objects[number]
        if kind == "storage":
            return self.views[number].tobytes()
        if kind == "tensor":
            return _tensor_state(value)
        if kind == "array":
            return value.dtype, value.shape, value.tobytes()
        if kind in ("bytearray", "dataframe", "series", "index"):
            return bytes(value) if kind == "bytearray" else value.copy(deep=True)
        if kind in _BY_NAME:
            return shallow(_BY_NAME[kind], value)
        return None

    def changed(self) -> Iterator[int]:
        """Yield the numbers of what has changed on this side since it last crossed."""
        for number, seen in self._seen.items():
            kind, value = self.kinds[number], self.objects[number]
            if kind == "storage":
                if self.views[number].tobytes() != seen:
                    yield number
            elif kind == "tensor":
                if _tensor_changed(value, seen):
                    yield number
            elif kind in ("dataframe", "series", "index"):
                if not _same_frame(value, seen):
                    yield number
            elif kind in ("bytearray", "array"):
                if self._state(number) != seen:
                    yield number
            elif not _same_parts(shallow(_BY_NAME[kind], value), seen):
                yield number

    def note_original(self, number: int) -> None:
        """Keep what one of our own objects held before the other side changed it."""
        if number not in self._originals and number % 2 == self.side:
            self._originals[number] = self._seen[number]

    def restore(self) -> None:
        """Give our own objects back what they held when they first crossed."""
        for number, state in self._originals.items():
            kind, value = self.kinds[number], self.objects[number]
            if kind == "storage":
                self.views[number][:] = state
            elif kind == "tensor":
                _restore_tensor(value, state)
            elif kind == "array":
                value[...] = numpy.frombuffer(state[2], state[0]).reshape(state[1])
            elif kind == "bytearray":
                value[:] = state
            elif kind in _BY_NAME:
                fill(_BY_NAME[kind], value, state)
        self._originals.clear()


def shallow(kind: type, value: Any) -> tuple[Any, ...]:
    """Return what a container holds, one level deep, read by the methods of its *kind*."""
    if issubclass(kind, dict):
        items = collections.OrderedDict.items if kind is collections.OrderedDict else dict.items
        pairs = [part for pair in items(value) for part in pair]
        return (*pairs, value.default_factory) if kind is collections.defaultdict else tuple(pairs)
    if kind is list:
        return tuple(list.__iter__(value))
    if kind is set:
        return tuple(set.__iter__(value))
    if kind is collections.deque:
        return tuple(collections.deque.__iter__(value))
    return (bytes(value),)


def fill(kind: type, value: Any, parts: Sequence[Any]) -> None:
    """Make a container hold *parts*, as :func:`shallow` returns them."""
    if issubclass(kind, dict):
        value.clear()
        if kind is collections.defaultdict:
            value.default_factory, parts = parts[-1], parts[:-1]
        for key, item in zip(parts[::2], parts[1::2], strict=True):
            kind.__setitem__(value, key, item)
    elif kind is list:
        value[:] = parts
    elif kind is bytearray:
        value[:] = parts[0]
    else:
        value.clear()
        value.update(parts) if kind is set else value.extend(parts)


def _same_parts(now: Sequence[Any], seen: Sequence[Any]) -> bool:
    return len(now) == len(seen) and all(map(operator.is_, now, seen))


def _tensor_state(value: torch.Tensor) -> tuple[Any, ...]:
    """Return what of a tensor may change besides the bytes of its storage."""
    with torch._C.DisableTorchFunctionSubclass():
        leaf = value.is_leaf
        layout = value.shape, value.stride(), value.data_ptr()
        return value.grad if leaf else None, leaf, bool(value.requires_grad), *layout


def _tensor_changed(value: torch.Tensor, seen: tuple[Any, ...]) -> bool:
    if type(value) not in (torch.Tensor, torch.nn.Parameter):
        now = _tensor_state(value)
        return now[0] is not seen[0] or now[1:] != seen[1:]
    grad, leaf, requires_grad, shape, stride, start = seen
    return (
        value.requires_grad is not requires_grad
        or value.is_leaf is not leaf
        or value.data_ptr() != start
        or value.shape != shape
        or value.stride() != stride
        or (leaf and value.grad is not grad)
    )


def _restore_tensor(value: torch.Tensor, state: tuple[Any, ...]) -> None:
    grad, leaf, requires_grad, *_ = state
    if leaf and value.is_leaf:
        value.requires_grad_(requires_grad)
        value.grad = grad


def _same_frame(one: Any, other: Any) -> bool:
    try:
        same = one.equals(other) and (list(one.index) == list(other.index))
        if hasattr(one, "columns"):
            same = same and list(one.columns) == list(other.columns)
        return bool(same)
    except Exception:
        return False


class Writer:
    """Write one frame: values as nodes, what is new or has changed, and the raw bytes."""

    def __init__(self, table: Table) -> None:
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
        for number in list(self.table.changed()):
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
        return self._handle(value)

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
        kind = next(k for k in _CONTAINERS if issubclass(type(value), k))
        if not all(map(_is_key, _keys(kind, value))):
            return None
        number = self.number()
        self.table.add(number, kind.__name__, value)
        self._waiting.append((number, kind.__name__, value, depth))
        return ["r", number]

    def _define(self, number: int, kind: str, value: Any, depth: int) -> None:
        if kind == "storage":
            self.defs.append([number, kind, self.raw(self.table.views[number].tobytes())])
        elif kind == "tensor":
            self.defs.append([number, kind, self._tensor_parts(value, depth)])
        elif kind in ("array", "dataframe", "series", "index"):
            parts = self._array_parts(value) if kind == "array" else self._frame_parts(value)
            self.defs.append([number, kind, parts])
        else:
            self.defs.append([number, kind, self._content(_BY_NAME[kind], value, depth + 1)])
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
        with torch._C.DisableTorchFunctionSubclass():
            plain = value.detach()
            if (
                plain.layout is not torch.strided
                or plain.device.type != "cpu"
                or plain.dtype not in _NAMES
                or plain.is_quantized
            ):
                return None
            if plain.numel() * plain.element_size() > MAX_BLOB:
                raise UnsendableError(f"it holds a tensor of shape {tuple(plain.shape)}")
            parts = self._tensor_parts(value, depth)
        number = self.number()
        self.table.add(number, "tensor", value)
        self.defs.append([number, "tensor", parts])
        self.table.see(number)
        return ["r", number]

    def _tensor_parts(self, value: torch.Tensor, depth: int) -> list[Any]:
        with torch._C.DisableTorchFunctionSubclass():
            plain = value.detach()
            if plain.is_conj() or plain.is_neg():
                plain = plain.resolve_conj().resolve_neg()
            storage = self._storage(plain.untyped_storage())
            requires_grad, leaf = bool(value.requires_grad), value.is_leaf
            flags = requires_grad + 2 * issubclass(type(value), torch.nn.Parameter)
            leaves = None
            if requires_grad and not leaf:
                leaves = [self.node(each, depth + 1) for each in leaves_of(value)]
            grad = value.grad if leaf else None
            layout = list(plain.shape), list(plain.stride()), int(plain.storage_offset())
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
        if value.dtype.kind not in _NUMPY_KINDS or value.ndim > MAX_AXES:
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
        if value.dtype.kind not in _NUMPY_KINDS:
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
        if not _is_key(value):
            raise _NotPlainError
        return self.node(value, 1)

    # ---- Handles ----

    def _handle(self, value: Any) -> Any:
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


class _NotPlainError(Exception):
    """A frame of pandas that holds more than plain values."""


def _keys(kind: type, value: Any) -> Iterable[Any]:
    if issubclass(kind, dict):
        return dict.keys(value)
    return set.__iter__(value) if kind is set else ()


def _is_key(value: Any, depth: int = 0) -> bool:
    """Say whether a value is plain and stays equal to itself: what may be a key of a dict."""
    if isinstance(value, tuple | frozenset) and type(value) in (tuple, frozenset):
        return depth < MAX_DEPTH and all(_is_key(part, depth + 1) for part in value)
    return type(value) in _KEYS or issubclass(type(value), (int, float, str, numpy.generic))


_KEYS = frozenset(
    [
        *(type(None), bool, int, float, complex, str, bytes, range, type, torch.dtype, torch.Size),
        *(decimal.Decimal, fractions.Fraction, pathlib.PosixPath, pathlib.PurePosixPath),
        *(datetime.date, datetime.time, datetime.datetime, datetime.timedelta),
    ]
)


def _int_node(value: int) -> Any:
    if -(2**63) <= value < 2**63:
        return value
    if value.bit_length() > 4 * MAX_DIGITS:
        raise UnsendableError(f"it holds an int of {value.bit_length()} bits")
    return ["i", hex(value)]


def _tuple_node(writer: Writer, value: Any, depth: int) -> Any:
    items = [writer.node(item, depth + 1) for item in tuple.__iter__(value)]
    fields = type(value).__dict__.get("_fields")
    if type(fields) is tuple and all(type(name) is str for name in fields):
        return ["nt", type(value).__name__[:100], list(fields), items]
    return ["t", items]


def _frozenset_node(writer: Writer, value: Any, depth: int) -> Any:
    items = tuple(frozenset.__iter__(value))
    if not all(map(_is_key, items)):
        return None
    return ["fs", [writer.node(item, depth + 1) for item in items]]


def _datetime_node(_writer: Writer, value: Any, _depth: int) -> Any:
    kind = next(k for k in _TIMES if issubclass(type(value), k))
    zone = getattr(value, "tzinfo", None)
    if zone is not None and type(zone) is not datetime.timezone:
        return None
    return ["dt", kind.__name__, kind.isoformat(value), getattr(value, "fold", 0)]


_TIMES = (datetime.datetime, datetime.date, datetime.time)


def _delta_node(_writer: Writer, value: datetime.timedelta, _depth: int) -> Any:
    return ["td", value.days, value.seconds, value.microseconds]


def _plain_int(_writer: Writer, value: int, _depth: int) -> Any:
    return _int_node(int.__index__(value))


def _complex_node(_writer: Writer, value: Any, _depth: int) -> Any:
    plain = complex.__pos__(value)
    return ["c", plain.real, plain.imag]


_WRITE: dict[type, Callable[[Writer, Any, int], Any]] = {
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
    torch.Tensor: Writer.tensor,
    torch.nn.Parameter: Writer.tensor,
    numpy.ndarray: Writer.array,
}
_WRITE.update(dict.fromkeys(_CONTAINERS, Writer.container))
_WRITE.update(dict.fromkeys(_TIMES, _datetime_node))

#: Plain types, whose subclasses cross as the plain value; the first that fits is taken.
_BASES: tuple[tuple[type, Callable[[Writer, Any, int], Any]], ...] = (
    (torch.Tensor, Writer.tensor),
    (numpy.ndarray, Writer.array),
    (numpy.generic, Writer.scalar),
    (int, _plain_int),
    (float, lambda w, v, _: float.__pos__(v)),
    (str, lambda w, v, _: w._text(v)),
    (complex, _complex_node),
    (bytes, _WRITE[bytes]),
    (tuple, _tuple_node),
    (frozenset, _frozenset_node),
    *((kind, Writer.container) for kind in _CONTAINERS),
    *((kind, _datetime_node) for kind in _TIMES),
    (datetime.timedelta, _delta_node),
    (decimal.Decimal, _WRITE[decimal.Decimal]),
    (fractions.Fraction, _WRITE[fractions.Fraction]),
)


def _writer_for(kind: type) -> Callable[[Writer, Any, int], Any] | None:
    """Return what writes the values of a subclass of a plain type; None for a handle."""
    if issubclass(kind, type):
        return None
    found = next((write for base, write in _BASES if issubclass(kind, base)), None)
    if found is None:
        pandas = sys.modules.get("pandas")
        if pandas and issubclass(kind, (pandas.DataFrame, pandas.Series, pandas.Index)):
            return Writer.frame
    return found


def _pandas_kind(value: Any) -> str:
    pandas = sys.modules["pandas"]
    if issubclass(type(value), pandas.DataFrame):
        return "dataframe"
    return "series" if issubclass(type(value), pandas.Series) else "index"


def leaves_of(value: torch.Tensor) -> list[torch.Tensor]:
    """Return the leaves that a tensor's graph leads to, in the order in which they are met."""
    found: dict[int, torch.Tensor] = {}
    waiting: list[Any] = [value.grad_fn]
    seen: set[Any] = set()
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if len(seen) > MAX_GRAPH:
            raise UnsendableError("it holds a tensor with a very large graph")
        leaf = getattr(node, "variable", None)
        if leaf is not None:
            found[id(leaf)] = leaf
        waiting.extend(each for each, _ in reversed(node.next_functions))
    return list(found.values())


class Across(torch.autograd.Function):
    """A tensor of the other side: backward asks there for the vector-Jacobian product."""

    @staticmethod
    def forward(
        ctx: Any, table: Table, number: int, value: torch.Tensor, *leaves: torch.Tensor
    ) -> torch.Tensor:
        ctx.table, ctx.number, ctx.leaves = table, number, leaves
        fresh = torch.empty(0, dtype=value.dtype)
        storage, offset = value.untyped_storage(), value.storage_offset()
        return fresh.set_(storage, offset, value.shape, value.stride())

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[Any, ...]:
        wanted = [n for n in range(len(ctx.leaves)) if ctx.needs_input_grad[3 + n]]
        found = ctx.table.vjp(ctx.number, [ctx.leaves[n] for n in wanted], grad)
        grads: list[Any] = [None] * len(ctx.leaves)
        for place, each in zip(wanted, found, strict=True):
            grads[place] = each
        return None, None, None, *grads


class Reader:
    """
    Read one frame: first everything new comes to be, then containers are filled.

    Args:
        table: What this side knows.
        defs: What the frame brings that is new or has changed.
        blob: Its raw bytes.
    """

    def __init__(self, table: Table, defs: Any, blob: bytes) -> None:
        self.table = table
        self.blob = blob
        self.nodes = self.taken = 0
        self._fill: list[tuple[int, str, Any]] = []
        if type(defs) is not list:
            refuse("changes that are not a list")
        for each in defs:
            if type(each) is not list or len(each) != 3 or type(each[1]) is not str:
                refuse("a change that is not three parts")
            self._meet(_count(each[0]), each[1], each[2])
        for number, kind, parts in self._fill:
            self._apply(number, kind, parts)
        for each in defs:
            if each[0] in table.objects and self._is_mutable(each[1]):
                table.see(each[0])

    @staticmethod
    def _is_mutable(kind: str) -> bool:
        return kind in _BY_NAME or kind in _MADE

    def _meet(self, number: int, kind: str, parts: Any) -> None:
        table = self.table
        if number in table.objects:
            if table.kinds[number] != kind or not self._is_mutable(kind):
                refuse("a change of an object's kind")
            table.note_original(number)
            self._fill.append((number, kind, parts))
        elif number % 2 == table.side:
            refuse("a change of an object that was never given")
        elif kind in _BY_NAME:
            value: Any = _BY_NAME[kind]()
            if kind == "deque" and type(parts[0]) is int:
                value = collections.deque(maxlen=_count(parts[0]))
            self._keep(number, kind, value)
            self._fill.append((number, kind, parts))
        elif kind in _MADE:
            value = _MADE[kind](self, number, parts)
            self._keep(number, kind, value)
            if kind == "tensor":
                self._fill.append((number, kind, parts))
        else:
            value = table.foreign(number, kind, parts, self)
            self._keep(number, kind, value)

    def _keep(self, number: int, kind: str, value: Any) -> None:
        try:
            self.table.add(number, kind, value)
        except UnsendableError as error:
            refuse(str(error))

    def _apply(self, number: int, kind: str, parts: Any) -> None:
        value = self.table.objects[number]
        if kind == "storage":
            data = self.raw(parts)
            if len(data) != len(self.table.views[number]):
                refuse("a storage of another size")
            self.table.views[number][:] = data
            if number in self.table.bools:
                self._check_bools(number)
        elif kind == "tensor":
            self._change_tensor(value, parts)
        elif kind == "array":
            found = self._array(number, parts)
            if found.shape != value.shape or found.dtype != value.dtype:
                refuse("an array of another shape")
            if value.flags.writeable:
                value[...] = found
        elif kind in ("dataframe", "series", "index"):
            _replace_frame(value, _MADE[kind](self, number, parts))
        elif kind == "bytearray":
            value[:] = self.raw(parts)
        else:
            fill(_BY_NAME[kind], value, self._contents(kind, parts))

    def _contents(self, kind: str, parts: Any) -> Sequence[Any]:
        if type(parts) is not list or len(parts) < 2:
            refuse("a container without contents")
        if parts[0] == "f":
            return array("d", bytes(self.raw(parts[1:]))).tolist()
        found = [self.value(part) for part in _list(parts[1])]
        self.table.keep(8 * len(found))
        keys = found[::2] if issubclass(_BY_NAME[kind], dict) else found
        if kind == "defaultdict":
            factory = found[-1] if found else None
            if not (factory is None or isinstance(factory, type) or callable(factory)):
                refuse("a defaultdict without a factory")
            keys = keys[:-1]
        if kind not in ("list", "deque") and not all(map(_is_key, keys)):
            refuse("a key that is not plain")
        return found

    def value(self, node: Any, depth: int = 0) -> Any:
        """
        Return the value of a node.

        Raises:
            FrameError: If it is not as a Writer writes it.
        """
        self.nodes += 1
        if depth > MAX_DEPTH + 2 or self.nodes > 2 * MAX_NODES:
            refuse("too deep or too long")
        kind = type(node)
        if node is None or kind in _SCALARS:
            if kind is int and not -(2**63) <= node < 2**63:
                refuse("an int beyond 64 bits")
            return node
        if kind is not list or not node or type(node[0]) is not str:
            refuse("a node that is not a tag and its parts")
        if node[0] == "r":
            number = _count(node[1])
            if number not in self.table.objects or self.table.kinds[number] == "storage":
                refuse("an object that is not known")
            return self.table.objects[number]
        read = _READ.get(node[0])
        if read is None:
            refuse("an unknown tag")
        return read(self, node[1:], depth + 1)

    def raw(self, where: Any) -> bytearray:
        """Return bytes of the blob; each byte may be used once."""
        if type(where) is not list or len(where) != 2:
            refuse("bytes without a place")
        offset, length = map(_count, where)
        self.taken += length
        if offset + length > len(self.blob) or self.taken > len(self.blob):
            refuse("bytes beyond the blob")
        return bytearray(self.blob[offset : offset + length])

    # ---- Tensors ----

    def _storage(self, _number: int, parts: Any) -> torch.UntypedStorage:
        data = self.raw(parts)
        # A tensor of torch's own is aligned: the order of a sum must not depend on chance.
        flat = torch.empty(len(data), dtype=torch.uint8)
        if data:
            flat.numpy()[:] = numpy.frombuffer(data, numpy.uint8)
        return flat.untyped_storage()

    def _tensor(self, number: int, parts: Any) -> torch.Tensor:
        plain, flags, leaves = self._plain_tensor(parts)
        if leaves is not None:
            apply: Any = Across.apply
            found: torch.Tensor = apply(self.table, number, plain, *leaves)
            return found
        if flags & 2:
            return torch.nn.Parameter(plain, requires_grad=bool(flags & 1))
        return plain.requires_grad_() if flags & 1 else plain

    def _plain_tensor(self, parts: Any) -> tuple[torch.Tensor, int, list[Any] | None]:
        if type(parts) is not list or len(parts) != 8:
            refuse("a tensor without its eight facts")
        sid, name, shape, stride, offset, flags, leaves, _ = parts
        dtype = DTYPES.get(name) if type(name) is str else None
        storage: Any = self.table.objects.get(_count(sid))
        if dtype is None or self.table.kinds.get(sid) != "storage":
            refuse("a tensor of unknown dtype or storage")
        shape, stride = [_count(n) for n in _list(shape)], [_count(n) for n in _list(stride)]
        size = dtype.itemsize
        if len(shape) != len(stride) or len(shape) > MAX_AXES:
            refuse("a tensor of unknown layout")
        if math.prod(shape) * size > MAX_BLOB or max([*shape, *stride], default=0) > MAX_BLOB:
            refuse("a tensor that is too large")
        last = _count(offset) + sum((n - 1) * s for n, s in zip(shape, stride, strict=True))
        if math.prod(shape) and (last + 1) * size > storage.nbytes():
            refuse("a tensor beyond its storage")
        tensor = torch.empty(0, dtype=dtype)
        if math.prod(shape):
            tensor.set_(storage, offset, shape, stride)
        else:
            tensor = torch.empty_strided(shape, stride, dtype=dtype)
        if dtype is torch.bool:
            self.table.bools.add(sid)
            self._check_bools(sid)
        if _count(flags) & 1 and not (dtype.is_floating_point or dtype.is_complex):
            refuse("a gradient of whole numbers")
        found = None
        if leaves is not None:
            found = [self.value(leaf) for leaf in _list(leaves)]
            if not flags & 1 or not all(
                isinstance(leaf, torch.Tensor) and leaf.is_leaf for leaf in found
            ):
                refuse("a graph that does not end in leaves")
        return tensor, flags, found

    def _check_bools(self, storage: int) -> None:
        if self.table.views[storage].tobytes().translate(None, b"\x00\x01"):
            refuse("a bool that is neither 0 nor 1")

    def _change_tensor(self, tensor: torch.Tensor, parts: Any) -> None:
        plain, flags, _ = self._plain_tensor(parts)
        with torch._C.DisableTorchFunctionSubclass():
            now = tensor.detach()
            if (
                now.dtype != plain.dtype
                or now.shape != plain.shape
                or now.stride() != plain.stride()
                or (plain.numel() and now.data_ptr() != plain.data_ptr())
            ):
                tensor.data = plain
            if tensor.is_leaf:
                tensor.requires_grad_(bool(flags & 1))
                grad = None if parts[7] is None else self.value(parts[7])
                if not (grad is None or isinstance(grad, torch.Tensor)):
                    refuse("a gradient that is not a tensor")
                if grad is not tensor.grad:
                    if grad is not None and grad.shape != tensor.shape:
                        refuse("a gradient of another shape")
                    tensor.grad = grad

    # ---- numpy and pandas ----

    def _array(self, _number: int, parts: Any) -> Any:
        if type(parts) is not list or len(parts) != 4 or parts[2] not in ("C", "F"):
            refuse("an array without its four facts")
        dtype = _dtype(parts[0])
        shape = [_count(n) for n in _list(parts[1])]
        data = self.raw(parts[3])
        if len(shape) > MAX_AXES or math.prod(shape) * dtype.itemsize != len(data):
            refuse("an array of another size")
        if dtype.kind == "b" and data.translate(None, b"\x00\x01"):
            refuse("a bool that is neither 0 nor 1")
        return numpy.frombuffer(data, dtype).reshape(shape, order=parts[2])

    def _index(self, _number: int, parts: Any) -> Any:
        pandas = sys.modules.get("pandas")
        if pandas is None or type(parts) is not list or len(parts) < 3:
            refuse("an index without pandas")
        dtype = _pandas_dtype(parts[0])
        found = pandas.Index(self._column(parts[1]), dtype=dtype, name=self.value(parts[2]))
        if len(parts) > 3 and parts[3] == "RangeIndex" and len(found):
            step = int(found[1] - found[0]) if len(found) > 1 else 1
            steps = range(int(found[0]), int(found[0]) + step * len(found), step or 1)
            if list(steps) == list(found):
                return pandas.RangeIndex(steps, name=found.name)
        if len(parts) > 3 and parts[3] == "RangeIndex":
            return pandas.RangeIndex(0, name=found.name)
        return found

    def _series(self, number: int, parts: Any) -> Any:
        pandas = sys.modules.get("pandas")
        if pandas is None or type(parts) is not list or len(parts) != 4:
            refuse("a series without pandas")
        index = self._index(number, parts[3])
        values, dtype = self._column(parts[1]), _pandas_dtype(parts[0])
        return pandas.Series(values, dtype=dtype, name=self.value(parts[2]), index=index)

    def _dataframe(self, number: int, parts: Any) -> Any:
        pandas = sys.modules.get("pandas")
        if pandas is None or type(parts) is not list or len(parts) != 3:
            refuse("a frame without pandas")
        names, index = self._index(number, parts[1]), self._index(number, parts[2])
        columns = [
            pandas.Series(self._column(cells), dtype=_pandas_dtype(dtype), index=index)
            for dtype, cells in _list(parts[0])
        ]
        found = pandas.DataFrame(dict(enumerate(columns)), index=index)
        found.columns = names
        return found

    def _column(self, cells: Any) -> Any:
        if type(cells) is list and len(cells) == 2 and cells[0] == "l":
            return [self.value(cell) for cell in _list(cells[1])]
        return self._array(0, cells)


def _replace_frame(value: Any, found: Any) -> None:
    """Let a frame of pandas hold what another holds; an index cannot change."""
    if hasattr(value, "_update_inplace"):
        value._update_inplace(found)


def _dtype(name: Any) -> Any:
    if type(name) is not str or len(name) > 20 or name[:1] not in "<>|=":
        refuse("an unknown dtype")
    dtype = numpy.dtype(name)
    if dtype.kind not in _NUMPY_KINDS or dtype.hasobject:
        refuse("an unknown dtype")
    return dtype


def _pandas_dtype(name: Any) -> str:
    if type(name) is not str or len(name) > 30:
        refuse("an unknown dtype")
    return name


def _count(found: Any) -> int:
    return found if type(found) is int and 0 <= found < 2**63 else refuse("a count out of range")


def _list(found: Any) -> list[Any]:
    return found if type(found) is list else refuse("a part that is not a list")


def _big_int(_reader: Reader, parts: Any, _depth: int) -> int:
    text = parts[0]
    if type(text) is not str or len(text) > MAX_DIGITS + 3 or "0x" not in text[:3]:
        refuse("an int that is no number")
    return int(text, 16)


def _whole(reader: Reader, node: Any) -> int:
    found = reader.value(node)
    return found if type(found) is int else refuse("a number that is not whole")


def _read_named_tuple(reader: Reader, parts: Any, depth: int) -> Any:
    name, fields, items = parts
    names = _list(fields)
    if not all(type(n) is str and n.isidentifier() and n[0] != "_" for n in [name, *names]):
        refuse("a named tuple of unknown fields")
    kind = _named_tuple(name[:100], tuple(names))
    return kind(*[reader.value(item, depth) for item in _list(items)])


_TUPLES: dict[tuple[str, tuple[str, ...]], Any] = {}


def _named_tuple(name: str, fields: tuple[str, ...]) -> Any:
    if len(_TUPLES) > 1000:
        _TUPLES.clear()
    if (name, fields) not in _TUPLES:
        _TUPLES[name, fields] = collections.namedtuple(name, fields)
    return _TUPLES[name, fields]


def _read_time(_reader: Reader, parts: Any, _depth: int) -> Any:
    name, text, fold = parts
    kind = next((k for k in _TIMES if k.__name__ == name), None)
    if kind is None or type(text) is not str or len(text) > 50 or fold not in (0, 1):
        refuse("an unknown time")
    found: Any = kind.fromisoformat(text)
    return found.replace(fold=1) if fold else found


def _read_frozenset(reader: Reader, parts: Any, depth: int) -> Any:
    items = [reader.value(item, depth) for item in _list(parts[0])]
    return frozenset(items) if all(map(_is_key, items)) else refuse("a key that is not plain")


def _read_scalar(reader: Reader, parts: Any, _depth: int) -> Any:
    dtype, data = _dtype(parts[0]), reader.raw(parts[1])
    if len(data) != dtype.itemsize:
        refuse("a number of another size")
    if dtype.kind == "b" and data.translate(None, b"\x00\x01"):
        refuse("a bool that is neither 0 nor 1")
    return numpy.frombuffer(data, dtype)[0]


def _read_text(_reader: Reader, text: Any) -> str:
    return text if type(text) is str else refuse("a text that is none")


def _fraction(reader: Reader, parts: Any, _depth: int) -> fractions.Fraction:
    top, bottom = (_whole(reader, part) for part in parts)
    return fractions.Fraction(top, bottom) if bottom > 0 else refuse("a fraction of nothing")


def _read_dtype(_reader: Reader, parts: Any, _depth: int) -> Any:
    found = getattr(torch, parts[0], None) if type(parts[0]) is str else None
    return found if isinstance(found, torch.dtype) else refuse("an unknown dtype")


_READ: Mapping[str, Callable[[Reader, Any, int], Any]] = {
    "i": _big_int,
    "t": lambda r, p, d: tuple([r.value(item, d) for item in _list(p[0])]),
    "nt": _read_named_tuple,
    "z": lambda r, p, d: torch.Size([_count(n) for n in _list(p[0])]),
    "fs": _read_frozenset,
    "c": lambda r, p, d: complex(*(float(r.value(part)) for part in p)),
    "b": lambda r, p, d: bytes(r.raw(p)),
    "R": lambda r, p, d: range(*(_whole(r, part) for part in p)),
    "sl": lambda r, p, d: slice(*(r.value(part, d) for part in p)),
    "D": lambda r, p, d: decimal.Decimal(_read_text(r, p[0])),
    "Q": _fraction,
    "dt": _read_time,
    "td": lambda r, p, d: datetime.timedelta(*(_whole(r, part) for part in p)),
    "p": lambda r, p, d: (pathlib.PosixPath if p[0] else pathlib.PurePosixPath)(
        _read_text(r, p[1])
    ),
    "np": _read_scalar,
    "dtype": _read_dtype,
    "n": lambda r, p, d: r.table.named(_read_text(r, p[0])),
    "e": lambda r, p, d: Ellipsis,
    "ni": lambda r, p, d: NotImplemented,
}

#: What comes to be at once, from its parts.
_MADE: Mapping[str, Callable[[Reader, int, Any], Any]] = {
    "storage": Reader._storage,
    "tensor": Reader._tensor,
    "array": Reader._array,
    "index": Reader._index,
    "series": Reader._series,
    "dataframe": Reader._dataframe,
}

#: What a broken or forged frame raises while it is read.
BROKEN = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError),
    *(RuntimeError, OverflowError, ArithmeticError, struct.error, UnsendableError, MemoryError),
)
