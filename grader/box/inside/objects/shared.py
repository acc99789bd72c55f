"""
The objects that a hidden test and a submission have in common, as one side knows them.

What can change (lists, dicts, sets, arrays, tensors) gets a number when it first crosses and is
kept in step for the length of a check: each side notices what has changed since it last crossed.
"""

import collections
import datetime
import decimal
import fractions
import json
import operator
import pathlib
import sys
from collections.abc import Callable, Mapping, Sequence
from sys import getrefcount
from typing import Any, NoReturn, Protocol
from weakref import getweakrefcount

import numpy

from ..frames import FrameError
from ..optional_torch import is_left_out, torch
from ..values import MAX_DEPTH, UnsendableError
from .generators import set_state, state_of

#: All that a check may have in common with its submission.
MAX_KEPT = 128 << 20
MAX_OBJECTS = 200_000
MAX_DIGITS = 100_000

#: The class behind a value, whatever it says of itself.
CONTAINERS: tuple[type, ...] = (
    collections.OrderedDict,
    collections.defaultdict,
    collections.Counter,
    dict,
    list,
    set,
    collections.deque,
    bytearray,
)
#: A class that derives from one of these and has methods of its own makes objects, not values.
OWN_CONTAINERS: tuple[type, ...] = (dict, list, set, collections.deque, tuple, frozenset)
CONTAINERS_BY_NAME = {kind.__name__: kind for kind in CONTAINERS}


#: Nodes of a graph that are walked to find what a tensor depends on.
MAX_GRAPH = 100_000

#: Said of an answer whose parts are not those of any question.
FORM = "an answer of an unknown form"


def refuse(what: str) -> NoReturn:
    """Raise the FrameError that says *what* is wrong with a frame."""
    raise FrameError(what)


def _not_plain(value: Any) -> NoReturn:
    raise TypeError(f"{type(value).__name__} in a frame")


# What json.dumps makes anew for every text.
_encode: Any = json.encoder.c_make_encoder(  # type: ignore[attr-defined]
    None, _not_plain, json.encoder.encode_basestring_ascii, None, ":", ",", False, False, True
)
_DECODER = json.JSONDecoder()


def write_json(parts: Any) -> bytes:
    """Return the text of a frame."""
    return "".join(_encode(parts, 0)).encode("ascii")


def read_json(text: bytes) -> Any:
    """Return what :func:`write_json` wrote; raise ValueError for any other text."""
    plain = text.decode("ascii")
    parts, end = _DECODER.raw_decode(plain)
    if end != len(plain):
        raise ValueError("more than one JSON text")
    return parts


class Writing(Protocol):
    """A writer of values into a frame."""

    def node(self, value: Any, depth: int = 0) -> Any:
        """Return the node of a value."""


class Reading(Protocol):
    """A reader of values from a frame."""

    def value(self, node: Any, depth: int = 0) -> Any:
        """Return the value of a node."""


class Across(torch.autograd.Function):
    """A tensor of the other side: backward asks there for the vector-Jacobian product."""

    @staticmethod
    def forward(
        ctx: Any,
        table: "SharedObjects",
        number: int,
        stage: int,
        value: torch.Tensor,
        *leaves: torch.Tensor,
    ) -> torch.Tensor:
        ctx.table, ctx.out, ctx.leaves = table, (number, stage), leaves
        ctx.set_materialize_grads(False)
        fresh = torch.empty(0, dtype=value.dtype)
        storage, offset = value.untyped_storage(), value.storage_offset()
        return fresh.set_(storage, offset, value.shape, value.stride())

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor | None) -> tuple[Any, ...]:
        grads: list[Any] = [None] * len(ctx.leaves)
        if grad is None:
            return None, None, None, None, *grads
        wanted = [n for n in range(len(ctx.leaves)) if ctx.needs_input_grad[4 + n]]
        found = ctx.table.vjp(*ctx.out, [ctx.leaves[n] for n in wanted], grad)
        for place, each in zip(wanted, found, strict=True):
            grads[place] = each
        return None, None, None, None, *grads


class ChangedAcross(Across):
    """A tensor that the other side has changed in place: its graph goes on there."""

    @staticmethod
    def forward(
        ctx: Any,
        table: "SharedObjects",
        number: int,
        stage: int,
        value: torch.Tensor,
        *leaves: torch.Tensor,
    ) -> torch.Tensor:
        ctx.table, ctx.out, ctx.leaves = table, (number, stage), leaves
        ctx.set_materialize_grads(False)
        ctx.mark_dirty(value)
        return value

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor | None) -> tuple[Any, ...]:
        found = Across.backward(ctx, grad)
        # What it held before stands among the leaves. Of a view torch takes None for the whole.
        before = None if grad is None else torch.zeros_like(grad)
        return (*found[:3], before, *found[4:])


class SharedObjects:
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
        named_tuples: Name and fields → the class on this side, once one of it has crossed.
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
        self._bytes: dict[int, bytes] = {}  # What storages held.
        # What may have changed since then: storages, and whatever else can change.
        self._written: set[int] = set()
        self._watched: set[int] = set()
        self._own_memory: set[int] = set()
        self.storages: dict[int, int] = {}
        self.views: dict[int, memoryview] = {}
        self.bools: set[int] = set()
        self.named_tuples: dict[tuple[str, tuple[str, ...]], type] = {}
        self._originals: dict[int, Any] = {}
        self._middle: dict[Any, int] = {}  # Edge of a graph → the tensor that it had crossed as.
        # Tensor → each graph that it had when it crossed: where it begins, where it ends.
        self._graphs: dict[int, list[tuple[Any, dict[int, Any]]]] = {}
        # Where a storage is → the tensors over it, and the version that was seen of each.
        self._over: dict[int, dict[int, int]] = {}

    # ---- What the two sides do differently ----

    def own(self, value: Any, writer: Writing) -> tuple[str, Any]:
        """Return kind and description of an object that stays here."""
        raise NotImplementedError

    def foreign(self, number: int, kind: str, parts: Any, reader: Reading) -> Any:
        """Return what stands here for an object that stays on the other side."""
        raise NotImplementedError

    def vjp(
        self, number: int, stage: int, leaves: Sequence[torch.Tensor], grad: torch.Tensor
    ) -> Sequence[Any]:
        """Ask the other side for the vector-Jacobian product of a tensor, with a graph it had."""
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
        """Take an object into the table; it is kept while the check runs."""
        if len(self.objects) >= MAX_OBJECTS:
            raise UnsendableError("it holds too many objects")
        self.objects[number] = value
        self.kinds[number] = kind
        self._numbers[id(value)] = number
        if kind == "tensor":
            self.note_graph(number, value)
        if kind == "storage":
            self.storages[value._cdata] = number
            # Memory of torch's own, which nobody else can write: numpy's cannot be resized.
            if number in self.views or value.resizable():
                self._own_memory.add(number)
            if number not in self.views:
                flat = torch.empty(0, dtype=torch.uint8).set_(value)
                self.views[number] = flat.numpy().data
            self.keep(value.nbytes())

    def note_graph(self, number: int, value: torch.Tensor) -> None:
        """Note where a tensor stands in a graph now, and over which storage."""
        with torch._C.DisableTorchFunctionSubclass():
            place = value.untyped_storage()._cdata
            self._over.setdefault(place, {})[number] = _version(value)
            if place in self.storages:  # A tensor without elements has none.
                self._written.add(self.storages[place])
            if not value.is_leaf:
                self._middle[value.grad_fn, value.output_nr] = number

    def has_new_version(self, number: int) -> bool:
        """Say whether autograd knows that a storage has changed since it last crossed."""
        over = self._over.get(self.objects[number]._cdata, {})
        return any(_version(self.objects[n]) != seen for n, seen in over.items())

    def overwrite(self, number: int, data: bytes | bytearray, *, new_version: bool) -> None:
        """
        Let a storage hold what the other side has written.

        Where autograd knows of it there, it is told here: it refuses to go through a graph that
        needs what the tensors held before.
        """
        self.views[number][:] = data
        if new_version:
            over = self._over.get(self.objects[number]._cdata, {})
            tensors = [self.objects[n] for n in over if not self.objects[n].is_inference()]
            torch.autograd.graph.increment_version(tensors)

    def keep(self, size: int) -> None:
        """Count bytes that are kept until the check is over."""
        self.kept += size
        if self.kept > MAX_KEPT:
            raise UnsendableError(f"the values of this check hold more than {MAX_KEPT >> 20} MiB")

    def see(self, number: int) -> None:
        """Note what an object holds now, so that a later change is found."""
        kind, value = self.kinds[number], self.objects[number]
        if kind == "storage":
            self._bytes[number] = self.views[number].tobytes()
            self._written.add(number)
            over = self._over.get(value._cdata, {})
            for tensor in over:
                over[tensor] = _version(self.objects[tensor])
        else:
            self._seen[number] = _state(kind, value)
            self._watched.add(number)

    def find(self, number: int) -> Any:
        """Return an object that the program of this side gets hold of now."""
        value = self.objects[number]
        if number in self._seen and number not in self._watched:
            self._watched.add(number)
            if self.kinds[number] == "tensor":
                self.note_graph(number, value)
        return value

    def changed(self) -> list[int]:
        """
        Return the numbers of what has changed on this side since it last crossed.

        This is asked before every frame. What nobody but this table holds is not looked at
        again until the program of this side gets hold of it.
        """
        found, given_up = [], []
        for number in self._watched:
            kind, value = self.kinds[number], self.objects[number]
            if _has_changed(kind, value, self._seen[number]):
                found.append(number)
            elif _is_independent(kind, value) and getrefcount(value) == _ALONE:
                given_up.append(number)
        self._watched.difference_update(given_up)
        given_up = []
        for number in self._written:
            if self.views[number].tobytes() != self._bytes[number]:
                found.append(number)
            elif self._is_alone(number):
                given_up.append(number)
        self._written.difference_update(given_up)
        return sorted(found)

    def _is_alone(self, number: int) -> bool:
        """Say whether a storage is held by this table alone, through tensors given up as well."""
        storage = self.objects[number]
        over = self._over.get(storage._cdata, {})
        uses = torch._C._storage_Use_Count(storage._cdata) - len(over)
        alone = (uses, getrefcount(storage)) == _ALONE_STORAGE
        return alone and number in self._own_memory and self._watched.isdisjoint(over)

    # ---- Graphs ----

    def leaves_of(self, number: int, value: torch.Tensor) -> tuple[int, list[torch.Tensor]]:
        """
        Return the number of a tensor's graph, and what the tensor was computed from.

        That is leaves, and tensors in the middle of the graph that both sides know: there the
        graph of the other side goes on. A tensor that is changed in place gets another graph.
        """
        found: dict[int, torch.Tensor] = {}
        ends: dict[int, Any] = {}
        waiting = [*reversed(value.grad_fn.next_functions)] if value.grad_fn is not None else []
        seen: set[Any] = set()
        while waiting:
            edge = waiting.pop()
            if edge[0] is None or edge in seen:
                continue
            seen.add(edge)
            if len(seen) > MAX_GRAPH:
                raise UnsendableError("it holds a tensor with a very large graph")
            known = self._middle.get(edge)
            leaf: Any = None if known is None else self.objects[known]
            if known is not None and (leaf.grad_fn, leaf.output_nr) == edge:
                ends[known] = torch.autograd.graph.GradientEdge(edge[0], edge[1])
            else:  # A tensor that has changed since stands elsewhere in the graph.
                leaf = getattr(edge[0], "variable", None)
            if leaf is not None:
                found[id(leaf)] = leaf
            else:
                waiting.extend(reversed(edge[0].next_functions))
        graphs = self._graphs.setdefault(number, [])
        graphs.append((torch.autograd.graph.get_gradient_edge(value), ends))
        return len(graphs) - 1, list(found.values())

    def products(
        self,
        out: torch.Tensor,
        stage: int,
        leaves: Sequence[torch.Tensor],
        grad: torch.Tensor,
        differentiable: bool,
    ) -> list[Any]:
        """
        Return the vector-Jacobian products of *out* with *grad*, one for each of *leaves*.

        The graph is that which *out* had when it crossed for the time *stage*, counted from 0. No
        path goes through a tensor in the middle: the other side follows that itself.
        """
        begin, ends = self._graphs[self._numbers[id(out)]][stage]
        inputs: list[Any] = [ends.get(self._numbers.get(id(leaf), -1), leaf) for leaf in leaves]
        cuts = [edge.node.register_prehook(_without(edge.output_nr)) for edge in ends.values()]
        try:
            with torch.set_grad_enabled(differentiable):
                return list(
                    torch.autograd.grad(
                        begin,
                        inputs,
                        grad,
                        retain_graph=True,
                        create_graph=differentiable,
                        allow_unused=True,
                    )
                )
        finally:
            for cut in cuts:
                cut.remove()

    # ---- What the other side changed ----

    def note_original(self, number: int) -> None:
        """Keep what one of our own objects held before the other side changed it."""
        if number not in self._originals and number % 2 == self.side:
            states = self._bytes if number in self._bytes else self._seen
            self._originals[number] = states[number]

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
            elif kind == "generator":
                set_state(value, state)
            elif kind in CONTAINERS_BY_NAME:
                fill(CONTAINERS_BY_NAME[kind], value, state)
        self._originals.clear()


def _without(number: int) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Return a hook that keeps the gradient of one output of a node from going on."""
    return lambda grads: tuple(None if n == number else grad for n, grad in enumerate(grads))


def _references(held: Mapping[int, Any]) -> int:
    for number in held:
        value = held[number]
        return getrefcount(value)
    return 0


#: How many references there are to what only a dict holds while it is looked at.
_ALONE = _references({0: object()})


def _uses() -> tuple[int, int]:
    held = {0: torch.zeros(1).untyped_storage()}
    view = torch.empty(0, dtype=torch.uint8).set_(held[0]).numpy().data
    for number in held:
        storage = held[number]
        return torch._C._storage_Use_Count(storage._cdata), getrefcount(storage)
    return len(view), 0


#: The same of a storage: how many uses of it besides those of tensors, and references to it.
_ALONE_STORAGE = (0, 0) if is_left_out() else _uses()


def _is_independent(kind: str, value: Any) -> bool:
    """Say whether an object changes only through references to it that Python counts."""
    if kind == "tensor":
        return value._use_count() == 1 and not value._is_view() and not getweakrefcount(value)
    if kind == "array":
        return value.base is None and not getweakrefcount(value)
    return kind in CONTAINERS_BY_NAME and not getweakrefcount(value)


def _state(kind: str, value: Any) -> Any:
    """Return what an object holds, so that a later change can be found."""
    if kind == "tensor":
        return _tensor_state(value)
    if kind == "array":
        return value.dtype, value.shape, value.tobytes()
    if kind in ("dataframe", "series", "index"):
        return value.copy(deep=True)
    if kind == "generator":
        return state_of(value)
    return bytes(value) if kind == "bytearray" else shallow(CONTAINERS_BY_NAME[kind], value)


def _has_changed(kind: str, value: Any, seen: Any) -> bool:
    if kind == "tensor":
        now = _tensor_state(value)
        return now[0] is not seen[0] or now[1:] != seen[1:]
    if kind in ("dataframe", "series", "index"):
        return not _same_frame(value, seen)
    if kind in ("bytearray", "array", "generator"):
        return bool(_state(kind, value) != seen)
    return not _same_parts(shallow(CONTAINERS_BY_NAME[kind], value), seen)


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
    if type(value) not in (torch.Tensor, torch.nn.Parameter):
        with torch._C.DisableTorchFunctionSubclass():
            return _plain_tensor_state(value)
    return _plain_tensor_state(value)


def _plain_tensor_state(value: torch.Tensor) -> tuple[Any, ...]:
    leaf = value.is_leaf
    layout = value.shape, value.stride(), value.data_ptr()
    return value.grad if leaf else None, leaf, value.requires_grad, *layout, value.grad_fn


def _version(value: torch.Tensor) -> int:
    return 0 if value.is_inference() else value._version


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


def is_key(value: Any, depth: int = 0) -> bool:
    """Say whether a value is plain and stays equal to itself: what may be a key of a dict."""
    if isinstance(value, tuple | frozenset) and type(value) in (tuple, frozenset):
        return depth < MAX_DEPTH and all(is_key(part, depth + 1) for part in value)
    return type(value) in _KEYS or issubclass(type(value), (int, float, str, numpy.generic))


_KEYS = frozenset(
    [
        *(type(None), bool, int, float, complex, str, bytes, range, type, torch.dtype, torch.Size),
        *(decimal.Decimal, fractions.Fraction, pathlib.PosixPath, pathlib.PurePosixPath),
        *(datetime.date, datetime.time, datetime.datetime, datetime.timedelta),
    ]
)

#: Keys of a dict as well, as in the state of an optimizer: a tensor is known by what it is.
TENSORS = (torch.Tensor, torch.nn.Parameter)
