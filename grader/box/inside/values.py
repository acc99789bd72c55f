"""
Plain data in frames: numbers, strings, lists, dicts and tensors, never code.

JSON carries everything but bytes and tensors, which are a description in the text and raw bytes in
the blob. Of any other object only the name of its type is sent. Both directions use the
same format; what comes out of the box is decoded by exact type, and anything unexpected
is refused.
"""

import json
import math
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NoReturn

import numpy

from .frames import MAX_BLOB, MAX_TEXT, FrameError
from .optional_torch import torch
from .plain import KEYS, MAX_AXES, MAX_DIGITS, MAX_GAPS, parts_of, span, value_of
from .policy import ALIKE_KEYS

MAX_DEPTH = 16
#: How many values are read one by one, at most: a contract has some hundreds of calls.
MAX_PARTS = 10_000
#: The text of several values together; their sizes and what does not fit take the rest.
ROOM_FOR_PARTS = MAX_TEXT * 3 // 4
MAX_NODES = 100_000
MAX_STRING = 256 << 10
#: How many tensors of one storage are compared with each other.
MAX_STRETCHES = 1000
TAG = "~"

DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.bool,
        torch.uint8,
        torch.int8,
        torch.int16,
        torch.int32,
        torch.int64,
        torch.float16,
        torch.bfloat16,
        torch.float32,
        torch.float64,
        torch.complex64,
        torch.complex128,
    )
}
_NAMES = {dtype: name for name, dtype in DTYPES.items()}
#: Dtypes whose bytes numpy hands out as they are.
_RAW = frozenset(_NAMES) - {torch.bfloat16, torch.complex64, torch.complex128}
#: Nothing contains itself here: values are copied, and nested no deeper than MAX_DEPTH.
_write_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
#: Lists of at least this many floats are sent as raw bytes: a training run has a thousand.
_MANY = 16


class UnsendableError(Exception):
    """A value that is too large or nested too deeply for a frame."""


@dataclass(frozen=True, eq=False)
class SentTensor:
    """
    A tensor that was sent: its values, and facts noted on the other side.

    Attributes:
        tensor: Values in a tensor of our own, without a graph.
        requires_grad: Whether the original required grad.
        leaf: Whether the original was a leaf.
        storage: Equal numbers in one frame mean shared memory.
        kind: Name of the original's class, ``torch.Tensor`` as a rule.
        grad: The ``.grad`` of a leaf, if it had one.
        strides: Those of the original where its entries have gaps between them, or share memory.
    """

    tensor: torch.Tensor
    requires_grad: bool = False
    leaf: bool = True
    storage: int = 0
    kind: str = "torch.Tensor"
    grad: "SentTensor | None" = None
    strides: Sequence[int] | None = None

    def live(self) -> torch.Tensor:
        """Return the tensor with memory layout, graph and ``.grad`` as they were sent."""
        tensor = self.tensor
        if self.strides is not None:
            places = torch.zeros(tensor.shape, dtype=torch.int64)
            for axis, step in enumerate(self.strides):
                places += (step * torch.arange(tensor.shape[axis])).reshape(
                    [-1 if axis == other else 1 for other in range(tensor.dim())]
                )
            wide = torch.zeros(span(tensor.shape, self.strides), dtype=tensor.dtype)
            wide[places.flatten()] = tensor.flatten()
            tensor = wide.as_strided(tensor.shape, self.strides)
        if self.requires_grad:
            tensor.requires_grad_()
            if not self.leaf:
                return tensor.clone()
        if self.grad is not None:
            tensor.grad = self.grad.tensor
        return tensor


@dataclass(frozen=True)
class SentObject:
    """An object that cannot be sent; only the name of its type was."""

    kind: str


@dataclass(frozen=True)
class SentNumber:
    """A number of another type than int and float, such as ``numpy.float64``."""

    value: float
    kind: str

    def live(self) -> Any:
        """Return the number in its type, if that is one of numpy's."""
        library, _, name = self.kind.rpartition(".")
        kind: Any = getattr(numpy, name, None) if library == "numpy" else None
        is_kind = isinstance(kind, type) and issubclass(kind, numpy.generic)
        return kind(self.value) if is_kind else self


def type_name(value: object) -> str:
    """Return the full name of the class of *value*, cut to 120 characters."""
    cls = type(value)
    return f"{cls.__module__}.{cls.__qualname__}".removeprefix("builtins.")[:120]


@dataclass
class _Writer:
    chunks: list[bytes] = field(default_factory=list)
    size: int = 0
    nodes: int = 0
    #: Start of a storage → the stretches of it that are taken: first and last byte, the distance
    #: that all steps are multiples of, number.
    storages: dict[int, list[tuple[int, int, int, int]]] = field(default_factory=dict)
    stretches: int = 0

    def node(self, value: Any, depth: int = 0) -> Any:
        self.count(1)
        if depth > MAX_DEPTH:
            raise UnsendableError("it is nested too deeply")
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if isinstance(value, torch.Tensor):
            return self.tensor(value, depth)
        if kind is int:
            return value if -(2**63) <= value < 2**63 else _big_int(value)
        if isinstance(value, str):
            if str.__len__(value) > MAX_STRING:
                raise UnsendableError(f"it holds a string of {str.__len__(value)} characters")
            return str.__str__(value)
        if isinstance(value, list):
            if kind is list and len(value) >= _MANY and all(type(item) is float for item in value):
                self.count(len(value))
                return {TAG: "floats", "at": [self.raw(array("d", value).tobytes()), len(value)]}
            return [self.node(item, depth + 1) for item in list.__iter__(value)]
        if isinstance(value, tuple):
            items = [self.node(item, depth + 1) for item in tuple.__iter__(value)]
            return {TAG: "tuple", "items": items}
        if isinstance(value, dict):
            if are_alike([key for key in dict.keys(value) if _is_plain_key(key)]):
                raise UnsendableError("it holds too many keys of one hash")
            items = [
                [self.node(key, depth + 1), self.node(item, depth + 1)]
                for key, item in dict.items(value)
            ]
            return {TAG: "dict", "items": items}
        if kind is complex:
            return {TAG: "complex", "parts": [value.real, value.imag]}
        if kind is bytes and len(value) <= MAX_STRING:
            return {TAG: "bytes", "at": [self.raw(value), len(value)]}
        if (kind is set or kind is frozenset) and all(map(_is_plain_key, value)):
            if are_alike(value):
                raise UnsendableError("it holds too many items of one hash")
            # In an order of their own: equal sets are equal bytes.
            items = sorted((self.node(item, depth + 1) for item in value), key=repr)
            return {TAG: kind.__name__, "items": items}
        number = plain_number(value)
        if number is not None:
            return {TAG: "number", "kind": type_name(value), "value": number}
        plain = parts_of(value)
        if plain is not None:
            parts, data = plain
            return {TAG: "plain", "is": parts, "at": [self.raw(data), len(data)]}
        return {TAG: "object", "kind": type_name(value)}

    def count(self, more: int) -> None:
        """Count values; a list of floats is sent as bytes, and each of them is one."""
        self.nodes += more
        if self.nodes > MAX_NODES:
            raise UnsendableError(f"it holds more than {MAX_NODES} values")

    def raw(self, data: bytes) -> int:
        """Append *data* to the blob and return where it lies."""
        if self.size + len(data) > MAX_BLOB:
            raise UnsendableError(f"it holds {len(data)} bytes of numbers")
        self.chunks.append(data)
        self.size += len(data)
        return self.size - len(data)

    def tensor(self, value: torch.Tensor, depth: int) -> Any:
        with torch._C.DisableTorchFunctionSubclass():
            plain = value.detach() if value.requires_grad else value
            if plain._is_zerotensor():  # Zeros of forward mode, which have no memory.
                plain = torch.zeros(plain.shape, dtype=plain.dtype)
            dtype, shape = plain.dtype, list(plain.shape)
            name = _NAMES.get(dtype)
            if plain.layout is not torch.strided or plain.device.type != "cpu" or name is None:
                what = f"{plain.layout} {plain.device.type} {dtype}".replace("torch.", "")
                return {TAG: "object", "kind": f"torch.Tensor ({what})"}
            length = plain.numel() * dtype.itemsize
            if self.size + length > MAX_BLOB or len(shape) > MAX_AXES:
                raise UnsendableError(f"it holds a tensor of shape {tuple(plain.shape)}")
            order = strides = None
            is_dense = plain.is_contiguous()
            if is_dense and dtype in _RAW and not plain.is_neg():
                offset = self.raw(plain.numpy().tobytes())
            else:
                order = _stride_order(plain)
                strides = list(plain.stride())
                room = span(shape, strides) if length else 0
                if room in (0, plain.numel()) or room > MAX_GAPS * plain.numel():
                    strides = None
                offset = self.raw(_dense_bytes(plain, order) if length else b"")
            storage = self.stretch(plain, length, is_dense)
            is_leaf = value.is_leaf
            facts = 2 * bool(value.requires_grad) + bool(is_leaf)
            kind = None if type(value) is torch.Tensor else type_name(value)
            grad = value.grad if is_leaf else None
        gradient = None if grad is None else self.node(grad, depth + 1)
        is_ = [name, shape, order, offset, facts, storage, kind, gradient, strides]
        return {TAG: "tensor", "is": is_}

    def stretch(self, plain: torch.Tensor, length: int, is_dense: bool) -> int:
        """Return a number that two tensors have in common if their memory overlaps."""
        size, first = plain.element_size(), plain.data_ptr()
        last, stride = first + length - 1, size if length > size else 0
        if not is_dense:
            steps = [
                (n - 1, step * size) for n, step in zip(plain.shape, plain.stride(), strict=True)
            ]
            last = first + size - 1 + sum(count * step for count, step in steps)
            stride = math.gcd(*(step for count, step in steps if count))
        taken = self.storages.setdefault(first - int(plain.storage_offset()) * size, [])
        for low, high, width, number in taken if length else ():
            # Columns of one matrix lie between each other and have no byte in common.
            apart = math.gcd(stride, width)
            between = apart and size <= (first - low) % apart <= apart - size
            if first <= high and low <= last and not between:
                return number
        self.stretches += 1
        if length and len(taken) < MAX_STRETCHES:
            taken.append((first, last, stride, self.stretches))
        return self.stretches


def _dense_bytes(plain: torch.Tensor, order: list[int]) -> bytes:
    dense = plain.permute(order).resolve_conj().resolve_neg().contiguous()
    # An expanded tensor with one entry counts as contiguous with a stride of 0.
    flat = dense.as_strided((dense.numel(),), (1,))
    return bytes(flat.view(torch.uint8).numpy())


def plain_number(value: Any) -> float | int | None:
    """Return the Python number in a numpy scalar or a subclass of float or int."""
    if isinstance(value, float):
        return float.__pos__(value)
    if isinstance(value, int):
        return int.__pos__(value)
    if issubclass(type(value), numpy.generic):
        number = value.item()
        if type(number) in (bool, int, float):
            return number  # type: ignore[no-any-return]  # its type was just looked at
    return None


def _big_int(value: int) -> Any:
    if value.bit_length() > 4 * MAX_DIGITS:
        return {TAG: "object", "kind": "int"}
    return {TAG: "int", "hex": hex(value)}


def _stride_order(tensor: torch.Tensor) -> list[int]:
    """Return the axes from the largest stride to the smallest: a transpose keeps its layout."""
    strides = tensor.stride()
    return sorted(range(tensor.dim()), key=lambda axis: (-strides[axis], axis))


def encode(value: object) -> tuple[bytes, bytes]:
    """
    Return text and blob of *value*.

    Raises:
        UnsendableError: If it does not fit into a frame.
    """
    writer = _Writer()
    text = _write_json(writer.node(value)).encode()
    return text, b"".join(writer.chunks)


def encode_each(parts: Sequence[object]) -> tuple[bytes, bytes]:
    """
    Return text and blob of values that are read one by one.

    Each is encoded by itself, so that equal values are equal bytes whatever stands before them.
    The text has a line with the sizes of their blobs, and then one for each value. One that does
    not fit is replaced by a reply that says so.
    """
    sizes: list[int] = []
    texts: list[bytes] = []
    blobs: list[bytes] = []
    text_size = blob_size = 0
    for part in parts:
        try:
            text, blob = encode(part)
            if text_size + len(text) > ROOM_FOR_PARTS or blob_size + len(blob) > MAX_BLOB:
                raise UnsendableError("all answers together are too large")
        except UnsendableError as error:
            text, blob = encode({"unsendable": str(error)})
        texts.append(text)
        blobs.append(blob)
        sizes.append(len(blob))
        text_size += len(text)
        blob_size += len(blob)
    return b"\n".join([json.dumps(sizes).encode(), *texts]), b"".join(blobs)


def split(text: bytes, blob: bytes) -> list[tuple[bytes, bytes]]:
    """
    Return text and blob of each value that :func:`encode_each` wrote.

    Raises:
        FrameError: If they are too many, or the sizes of the blobs are not those of so many values.
    """
    if text.count(b"\n") > MAX_PARTS:
        _refuse("too many values")
    head, *texts = text.split(b"\n")
    try:
        sizes = json.loads(head)
    except (ValueError, RecursionError):
        raise FrameError("undecodable: sizes of answers") from None
    if type(sizes) is not list or len(sizes) != len(texts):
        _refuse("another number of sizes than of answers")
    ends = list(accumulate(map(_count, sizes)))
    if (ends[-1] if ends else 0) != len(blob):
        _refuse("numbers beyond the blob")
    pairs = zip(texts, sizes, ends, strict=True)
    return [(text, blob[end - size : end]) for text, size, end in pairs]


@dataclass
class _Reader:
    blob: bytes
    nodes: int = 0
    taken: int = 0

    def value(self, node: Any, depth: int = 0) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH + 2 or self.nodes > 2 * MAX_NODES:
            _refuse("too deep or too long")
        kind = type(node)
        if kind is int and not -(2**63) <= node < 2**63:
            _refuse("an int beyond 64 bits")
        if kind is str and len(node) > MAX_STRING:
            _refuse(f"a string of {len(node)} characters")
        if node is None or kind in (bool, float, int, str):
            return node
        if kind is list:
            return [self.value(item, depth + 1) for item in node]
        tag = node.get(TAG)
        if tag == "tuple":
            return tuple(self.value(item, depth + 1) for item in _list(node, "items"))
        if tag == "dict":
            pairs = [self.item(pair, depth + 1) for pair in _list(node, "items")]
            # Of other keys only the types came, and two of one type are not the same key.
            plain = all(_is_plain_key(key) for key, _ in pairs)
            if plain and are_alike([key for key, _ in pairs]):
                _refuse("too many keys of one hash")
            return dict(pairs) if plain else SentObject("dict with keys of other types")
        if tag == "tensor":
            return self.tensor(_list(node, "is"), depth)
        if tag == "floats":
            offset, count = map(_count, _list(node, "at"))
            self.nodes += count
            if self.nodes > 2 * MAX_NODES:
                _refuse("too many values")
            return array("d", self.raw(offset, 8 * count)).tolist()
        if tag in ("set", "frozenset"):
            return self.set(_list(node, "items"), depth, set if tag == "set" else frozenset)
        if tag == "int":
            text = node.get("hex")
            if type(text) is not str or len(text) > MAX_DIGITS + 3 or "0x" not in text[:3]:
                _refuse("an int whose digits cannot be read")
            return int(text, 16)
        if tag == "complex":
            parts = _list(node, "parts")
            if list(map(type, parts)) != [float, float]:
                _refuse("a complex number without two parts")
            return complex(*parts)
        if tag == "bytes":
            offset, count = map(_count, _list(node, "at"))
            return bytes(self.raw(offset, count))
        if tag == "plain":
            offset, count = map(_count, _list(node, "at"))
            return value_of(_list(node, "is"), self.raw(offset, count))
        if tag == "object":
            return SentObject(_text(node, "kind"))
        if tag == "number":
            if type(node.get("value")) not in (bool, int, float):
                _refuse("a number without a value")
            return SentNumber(node["value"], _text(node, "kind"))
        return _refuse("an unknown tag")

    def item(self, pair: Any, depth: int) -> tuple[Any, Any]:
        if type(pair) is not list or len(pair) != 2:
            _refuse("a dict item that is not a pair")
        return self.value(pair[0], depth), self.value(pair[1], depth)

    def set(self, nodes: Sequence[Any], depth: int, kind: Callable[[list[Any]], Any]) -> Any:
        items = [self.value(item, depth + 1) for item in nodes]
        if not all(map(_is_plain_key, items)) or are_alike(items):
            _refuse("a set of something else than plain values, or of too many with one hash")
        return kind(items)

    def raw(self, offset: int, length: int) -> bytearray:
        # Each byte may be used once: thousands of tensors over one blob would fill the memory.
        self.taken += length
        if offset + length > len(self.blob) or self.taken > len(self.blob):
            _refuse("numbers beyond the blob")
        return bytearray(self.blob[offset : offset + length])

    def tensor(self, facts: Sequence[Any], depth: int) -> SentTensor:
        name, shape, order, offset, flags, storage, kind, gradient, strides = facts
        dtype = DTYPES.get(_word(name))
        if dtype is None or type(shape) is not list or len(shape) > MAX_AXES:
            _refuse("a tensor of unknown dtype or shape")
        shape = [_count(size) for size in shape]
        size = math.prod(shape)
        data = self.raw(_count(offset), size * dtype.itemsize)
        if strides is not None:
            if type(strides) is not list or len(strides) != len(shape) or not size:
                _refuse("a tensor of unknown layout")
            strides = [_count(step) for step in strides]
            if span(shape, strides) > MAX_GAPS * size:
                _refuse("a tensor of unknown layout")
        if dtype is torch.bool and data.translate(None, b"\x00\x01"):
            _refuse("a bool that is neither 0 nor 1")
        if order is not None:
            if type(order) is not list or sorted(order) != list(range(len(shape))):
                _refuse("a tensor of unknown layout")
            shape = [shape[axis] for axis in order]
        dense = torch.frombuffer(data, dtype=dtype) if data else torch.empty(0, dtype=dtype)
        tensor = dense.reshape(shape)
        if order is not None:
            tensor = tensor.permute([order.index(axis) for axis in range(len(order))])
        grad = None if gradient is None else self.value(gradient, depth + 1)
        if not (grad is None or isinstance(grad, SentTensor)):
            _refuse("a gradient that is not a tensor")
        bits = _count(flags)
        return SentTensor(
            tensor=tensor,
            requires_grad=bool(bits & 2),
            leaf=bool(bits & 1),
            storage=_count(storage),
            kind="torch.Tensor" if kind is None else _word(kind),
            grad=grad,
            strides=strides,
        )


def decode(text: bytes, blob: bytes) -> Any:
    """
    Return the plain value in *text* and *blob*; tensors become :class:`SentTensor`.

    Raises:
        FrameError: If anything in it is not as :func:`encode` writes it.
    """
    try:
        return decode_parsed(json.loads(text), blob)
    except FrameError:
        raise
    except _BROKEN as error:
        raise FrameError(f"undecodable: {type(error).__name__}") from None


_BROKEN = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, RuntimeError),
    ArithmeticError,
)


def decode_parsed(node: Any, blob: bytes) -> Any:
    """Return the value of a parsed text; it may raise more than :func:`decode`."""
    return _Reader(blob).value(node)


def revive(value: Any) -> Any:
    """Return *value* with every tensor in it turned into a live one, and numbers of numpy too."""
    if isinstance(value, SentTensor | SentNumber):
        return value.live()
    if isinstance(value, list):
        return [revive(item) for item in value]
    if isinstance(value, tuple):
        return tuple(revive(item) for item in value)
    if isinstance(value, dict):
        return {key: revive(item) for key, item in value.items()}
    return value


def are_alike(keys: Collection[object]) -> bool:
    """
    Say whether too many keys have one hash.

    A dict or set compares those each with each, so that its time grows with the square of their
    number; a submission can choose them so.
    """
    if len(keys) <= ALIKE_KEYS:
        return False
    return max(Counter(map(hash, keys)).values()) > ALIKE_KEYS


def _is_plain_key(key: Any) -> bool:
    kind = type(key)
    if kind is tuple or kind is frozenset:
        return all(map(_is_plain_key, key))
    if kind is int:
        return bool(key.bit_length() <= 4 * MAX_DIGITS)
    if kind is bytes:
        return len(key) <= MAX_STRING
    return key is None or kind in (str, float, bool, complex) or kind in KEYS


def _refuse(what: str) -> NoReturn:
    raise FrameError(what)


def _list(node: dict[str, Any], key: str) -> Sequence[Any]:
    found = node.get(key)
    return found if type(found) is list else _refuse(f"{key} is not a list")


def _text(node: dict[str, Any], key: str) -> str:
    return _word(node.get(key))


def _word(found: Any) -> str:
    return found[:200] if type(found) is str else _refuse("a name that is not a string")


def _count(found: Any) -> int:
    return found if type(found) is int and 0 <= found < 2**63 else _refuse("a count out of range")
