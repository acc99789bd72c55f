"""
The reader of a frame, which checks by type and by size all that comes out of the box.
"""

import collections
import datetime
import decimal
import fractions
import pathlib
import re
import struct
import sys
from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..frames import MAX_BLOB
from ..optional_torch import torch
from ..plain import MAX_AXES, array_of, dtype_of, time_of
from ..policy import CLASSES, COLUMNS, FIELDS
from ..values import (
    DTYPES,
    MAX_DEPTH,
    MAX_NODES,
    MAX_STRING,
    UnsendableError,
    are_alike,
)
from .generators import State, new_generator, set_state
from .shared import (
    CONTAINERS_BY_NAME,
    MAX_DIGITS,
    TENSORS,
    Across,
    ChangedAcross,
    SharedObjects,
    fill,
    is_key,
    refuse,
)

_SCALARS = (bool, float, str, int)
#: The order in which what a frame brings is filled: any other kind is 1.
_TURNS = {"storage": 0, "of_torch": 2}


class ValueReader:
    """
    Read one frame: first everything new comes to be, then containers are filled.

    Args:
        table: What this side knows.
        defs: What the frame brings that is new or has changed.
        blob: Its raw bytes.
    """

    def __init__(self, table: SharedObjects, defs: Any, blob: bytes) -> None:
        self.table = table
        self.blob = blob
        self.nodes = self.taken = 0
        self._fill: list[tuple[int, str, Any]] = []
        if type(defs) is not list:
            refuse("changes that are not a list")
        for each in defs:
            if type(each) is not list or len(each) != 3 or type(each[1]) is not str:
                refuse("a change without its three parts")
            self._meet(_count(each[0]), each[1], each[2])
        # What a storage holds comes first: writing it makes the graphs of views over it anew.
        for number, kind, parts in sorted(self._fill, key=lambda each: _TURNS.get(each[1], 1)):
            self._apply(number, kind, parts)
        for each in defs:
            if each[0] in table.objects and self._is_mutable(each[1]):
                table.see(each[0])

    @staticmethod
    def _is_mutable(kind: str) -> bool:
        return kind in CONTAINERS_BY_NAME or kind in _MADE

    def _meet(self, number: int, kind: str, parts: Any) -> None:
        table = self.table
        if number in table.objects:
            if table.kinds[number] != kind or not self._is_mutable(kind):
                refuse("a change of the kind of an object")
            table.note_original(number)
            self._fill.append((number, kind, parts))
        elif number % 2 == table.side:
            refuse("a change of an object that was never given")
        elif kind in CONTAINERS_BY_NAME:
            value: Any = CONTAINERS_BY_NAME[kind]()
            if kind == "deque" and type(parts[0]) is int:
                value = collections.deque(maxlen=_count(parts[0]))
            self._keep(number, kind, value)
            self._fill.append((number, kind, parts))
        elif kind in _MADE:
            value = _MADE[kind](self, number, parts)
            self._keep(number, kind, value)
            if kind == "tensor" and parts[7] is not None:  # Its gradient may come later.
                self._fill.append((number, kind, parts))
        else:
            value = table.foreign(number, kind, parts, self)
            self._keep(number, kind, value)
            if kind == "of_torch":
                self._fill.append((number, kind, parts))

    def _keep(self, number: int, kind: str, value: Any) -> None:
        try:
            self.table.add(number, kind, value)
        except UnsendableError as error:
            refuse(str(error))

    def _apply(self, number: int, kind: str, parts: Any) -> None:
        value = self.table.objects[number]
        if kind == "storage":
            data = self.raw(_list(parts)[:2])
            if len(data) != len(self.table.views[number]):
                refuse("a storage of another size")
            self.table.overwrite(number, data, new_version=len(parts) > 2)
            if number in self.table.bools:
                self._check_bools(number)
        elif kind == "tensor":
            self._change_tensor(number, value, parts)
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
        elif kind == "generator":
            set_state(value, self._state(parts))
        elif kind == "of_torch":
            object.__setattr__(value, "__dict__", self.value(parts[1]))
            if hasattr(value, "__setstate__"):
                value.__setstate__(vars(value))
        else:
            fill(CONTAINERS_BY_NAME[kind], value, self._contents(kind, parts))

    def _contents(self, kind: str, parts: Any) -> Sequence[Any]:
        if type(parts) is not list or len(parts) < 2:
            refuse("a container without its contents")
        if parts[0] == "f":
            return array("d", bytes(self.raw(parts[1:]))).tolist()
        found = [self.value(part) for part in _list(parts[1])]
        self.table.keep(8 * len(found))
        keys = found[::2] if issubclass(CONTAINERS_BY_NAME[kind], dict) else found
        if kind == "defaultdict":
            factory = found[-1] if found else None
            if not (factory is None or isinstance(factory, type) or callable(factory)):
                refuse("a defaultdict without a factory")
            keys = keys[:-1]
        if kind not in ("list", "deque"):
            of_dict = issubclass(CONTAINERS_BY_NAME[kind], dict)
            _check_keys([key for key in keys if not (of_dict and type(key) in TENSORS)])
        return found

    def value(self, node: Any, depth: int = 0) -> Any:
        """
        Return the value of a node.

        Raises:
            FrameError: If it is not as a ValueWriter writes it.
        """
        self.nodes += 1
        if depth > MAX_DEPTH + 2 or self.nodes > 2 * MAX_NODES:
            refuse("too deep or too long")
        kind = type(node)
        if node is None or kind in _SCALARS:
            if kind is int and not -(2**63) <= node < 2**63:
                refuse("an int beyond 64 bits")
            if kind is str and len(node) > MAX_STRING:
                refuse(f"a string of {len(node)} characters")
            return node
        if kind is not list or not node or type(node[0]) is not str:
            refuse("a node that is not a tag and its parts")
        if node[0] == "r":
            number = _count(node[1])
            if number not in self.table.objects or self.table.kinds[number] == "storage":
                refuse("an unknown object")
            return self.table.find(number)
        read = _READ.get(node[0])
        if read is None:
            refuse("an unknown tag")
        return read(self, node[1:], depth + 1)

    def raw(self, where: Any) -> bytearray:
        """Return bytes of the blob; each byte may be used once."""
        if type(where) is not list or len(where) != 2:
            refuse("bytes without offset and length")
        offset, length = map(_count, where)
        self.taken += length
        if offset + length > len(self.blob) or self.taken > len(self.blob):
            refuse("bytes beyond the blob")
        return bytearray(self.blob[offset : offset + length])

    # ---- Tensors ----

    def _storage(self, number: int, parts: Any) -> torch.UntypedStorage:
        data = self.raw(parts)
        # A tensor of torch's own is aligned: the order of a sum must not depend on chance.
        flat = torch.empty(len(data), dtype=torch.uint8)
        self.table.views[number] = view = flat.numpy().data
        view[:] = data
        return flat.untyped_storage()

    def _tensor(self, number: int, parts: Any) -> torch.Tensor:
        plain, flags, leaves = self._plain_tensor(parts)
        if leaves is not None:
            apply: Any = Across.apply
            found: torch.Tensor = apply(self.table, number, *leaves[:1], plain, *leaves[1:])
            return found
        if flags & 2:
            return torch.nn.Parameter(plain, requires_grad=bool(flags & 1))
        return plain.requires_grad_() if flags & 1 else plain

    def _plain_tensor(self, parts: Any) -> tuple[torch.Tensor, int, list[Any] | None]:
        if type(parts) is not list or len(parts) != 8:
            refuse("a tensor without its eight parts")
        sid, name, shape, stride, offset, flags, leaves, _ = parts
        dtype = DTYPES.get(name) if type(name) is str else None
        storage: Any = self.table.objects.get(_count(sid))
        if dtype is None or self.table.kinds.get(sid) != "storage":
            refuse("a tensor of unknown dtype or storage")
        if len(_list(shape)) != len(_list(stride)) or len(shape) > MAX_AXES:
            refuse("a tensor of unknown layout")
        size, many, last = dtype.itemsize, 1, _count(offset)
        for n, s in zip(shape, stride, strict=True):
            many *= _count(n)
            last += (n - 1) * _count(s)
            if n > MAX_BLOB or s > MAX_BLOB or many * size > MAX_BLOB:
                refuse("a tensor that is too large")
        if many and (last + 1) * size > storage.nbytes():
            refuse("a tensor beyond its storage")
        if many:
            tensor = torch.empty(0, dtype=dtype).set_(storage, offset, shape, stride)
        else:
            tensor = torch.empty_strided(shape, stride, dtype=dtype)
        if dtype is torch.bool and sid not in self.table.bools:
            self.table.bools.add(sid)
            self._check_bools(sid)
        if _count(flags) & 1 and not (dtype.is_floating_point or dtype.is_complex):
            refuse("a gradient of an integer tensor")
        found = None
        if leaves is not None:
            stage, ends = _list(leaves)
            found = [_count(stage), *map(self.value, _list(ends))]
            if not flags & 1 or not all(isinstance(leaf, torch.Tensor) for leaf in found[1:]):
                refuse("a graph that does not end in tensors")
        return tensor, flags, found

    def _check_bools(self, storage: int) -> None:
        if self.table.views[storage].tobytes().translate(None, b"\x00\x01"):
            refuse("a bool that is neither 0 nor 1")

    def _change_tensor(self, number: int, tensor: torch.Tensor, parts: Any) -> None:
        plain, flags, leaves = self._plain_tensor(parts)
        with torch._C.DisableTorchFunctionSubclass():
            now = tensor.detach()
            if (
                now.dtype != plain.dtype
                or now.shape != plain.shape
                or now.stride() != plain.stride()
                or (plain.numel() and now.data_ptr() != plain.data_ptr())
            ):
                tensor.data = plain
            if leaves is not None:
                if tensor.is_leaf:
                    tensor.requires_grad_(False)
                with torch.enable_grad():
                    apply: Any = ChangedAcross.apply
                    apply(self.table, number, *leaves[:1], tensor, *leaves[1:])
            self.table.note_graph(number, tensor)
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
            refuse("an array without its four parts")
        shape = [_count(n) for n in _list(parts[1])]
        return array_of(dtype_of(parts[0]), shape, self.raw(parts[3]), parts[2])

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
        if len(_list(parts[0])) > COLUMNS:
            refuse("a frame with too many columns")
        names, index = self._index(number, parts[1]), self._index(number, parts[2])
        columns = [
            pandas.Series(self._column(cells), dtype=_pandas_dtype(dtype), index=index)
            for dtype, cells in _list(parts[0])
        ]
        found = pandas.DataFrame(dict(enumerate(columns)), index=index)
        found.columns = names
        return found

    # ---- Generators of random numbers ----

    def _generator(self, _number: int, parts: Any) -> Any:
        state = self._state(parts)
        value = new_generator(state[0])
        set_state(value, state)
        return value

    def _state(self, parts: Any) -> State:
        kind, numbers, kept = _list(parts)
        if type(kind) is not str or not (kept is None or type(kept) is float):
            refuse("a generator of an unknown kind")
        return kind, tuple([_whole(self, number) for number in _list(numbers)]), kept

    def _column(self, cells: Any) -> Any:
        if type(cells) is list and len(cells) == 2 and cells[0] == "l":
            return [self.value(cell) for cell in _list(cells[1])]
        return self._array(0, cells)


def _replace_frame(value: Any, found: Any) -> None:
    """Let a frame of pandas hold what another holds; an index cannot change."""
    if hasattr(value, "_update_inplace"):
        value._update_inplace(found)


# Other texts are whole records of dtypes, which pandas parses.
_PANDAS_DTYPE = re.compile(r"[a-zA-Z]\w{0,20}(\[[\w, /+:-]{0,40}\])?")


def _pandas_dtype(name: Any) -> str:
    if type(name) is not str or _PANDAS_DTYPE.fullmatch(name) is None:
        refuse("an unknown dtype")
    return name


def _count(found: Any) -> int:
    return found if type(found) is int and 0 <= found < 2**63 else refuse("a count out of range")


def _list(found: Any) -> list[Any]:
    return found if type(found) is list else refuse("a part that is not a list")


def _big_int(_reader: ValueReader, parts: Any, _depth: int) -> int:
    text = parts[0]
    if type(text) is not str or len(text) > MAX_DIGITS + 3 or "0x" not in text[:3]:
        refuse("an int whose digits cannot be read")
    return int(text, 16)


def _whole(reader: ValueReader, node: Any) -> int:
    found = reader.value(node)
    return found if type(found) is int else refuse("a part that is not an int")


def _check_keys(keys: Sequence[Any]) -> None:
    if not all(map(is_key, keys)):
        refuse("a key that is not plain")
    if are_alike(keys):
        refuse("too many keys of one hash")


def _read_named_tuple(reader: ValueReader, parts: Any, depth: int) -> Any:
    name, fields, items = parts
    names, known = _list(fields), reader.table.named_tuples
    if len(names) > FIELDS or len(known) > CLASSES:
        refuse("a named tuple with too many fields, or too many of them")
    if not all(type(n) is str and n.isidentifier() and n[0] != "_" for n in [name, *names]):
        refuse("a named tuple with invalid field names")
    found = [reader.value(item, depth) for item in _list(items)]
    if len(found) != len(names):
        refuse("a named tuple without its fields")
    key = name[:100], tuple(names)
    if key not in known:
        known[key] = _named_tuple(*key)
    return tuple.__new__(known[key], found)


_TUPLES: dict[tuple[str, tuple[str, ...]], Any] = {}


def _named_tuple(name: str, fields: tuple[str, ...]) -> Any:
    if len(_TUPLES) > 1000:
        _TUPLES.clear()
    if (name, fields) not in _TUPLES:
        _TUPLES[name, fields] = collections.namedtuple(name, fields)
    return _TUPLES[name, fields]


def _read_frozenset(reader: ValueReader, parts: Any, depth: int) -> Any:
    items = [reader.value(item, depth) for item in _list(parts[0])]
    _check_keys(items)
    return frozenset(items)


def _read_scalar(reader: ValueReader, parts: Any, _depth: int) -> Any:
    return array_of(dtype_of(parts[0]), [1], reader.raw(parts[1]))[0]


def _read_text(reader: ValueReader, text: Any) -> str:
    found = reader.value(text)
    return found if type(found) is str else refuse("a part that is not a string")


def _fraction(reader: ValueReader, parts: Any, _depth: int) -> fractions.Fraction:
    top, bottom = (_whole(reader, part) for part in parts)
    return fractions.Fraction(top, bottom) if bottom > 0 else refuse("a denominator below 1")


def _read_dtype(_reader: ValueReader, parts: Any, _depth: int) -> Any:
    found = vars(torch).get(parts[0]) if type(parts[0]) is str else None
    return found if isinstance(found, torch.dtype) else refuse("an unknown dtype")


_READ: Mapping[str, Callable[[ValueReader, Any, int], Any]] = {
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
    "dt": lambda r, p, d: time_of(*p),
    "td": lambda r, p, d: datetime.timedelta(*(_whole(r, part) for part in p)),
    "p": lambda r, p, d: (pathlib.PosixPath if p[0] else pathlib.PurePosixPath)(
        _read_text(r, p[1])
    ),
    "np": _read_scalar,
    "dtype": _read_dtype,
    "ndt": lambda r, p, d: dtype_of(p[0]),
    "n": lambda r, p, d: r.table.named(_read_text(r, p[0])),
    "e": lambda r, p, d: Ellipsis,
    "ni": lambda r, p, d: NotImplemented,
}

#: What comes to be at once, from its parts.
_MADE: Mapping[str, Callable[[ValueReader, int, Any], Any]] = {
    "storage": ValueReader._storage,
    "tensor": ValueReader._tensor,
    "array": ValueReader._array,
    "index": ValueReader._index,
    "series": ValueReader._series,
    "dataframe": ValueReader._dataframe,
    "generator": ValueReader._generator,
}

#: What a broken or forged frame raises while it is read.
BROKEN = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError),
    *(RuntimeError, OverflowError, ArithmeticError, struct.error, UnsendableError, MemoryError),
    SyntaxError,
)
