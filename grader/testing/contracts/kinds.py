"""
Kinds of parameters: what a contract says of each, and how arguments of a kind are written.

A kind has axes with options: contents, dtypes, shapes, memory layouts, whether a tensor may require
grad, and what is refused. An argument is made from its text in Python, so that it can be shown in a
call to paste. An object, such as a module, is made in the box from the same text.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Protocol

import numpy

from grader.box.inside.optional_torch import Tensor, torch
from grader.box.inside.plain import NAMES
from grader.messages.message import mark

Options = tuple[str, ...]
#: Axis → its options, the plain one first.
Axes = Mapping[str, Options]
#: Axis → the option taken.
Choice = Mapping[str, str]

CONTIGUOUS, STRIDED = mark("is contiguous"), mark("is every second entry of a larger tensor")
TRANSPOSED, EXPANDED = mark("is transposed in memory"), mark("is expanded from one row")
LAYOUTS = (CONTIGUOUS, STRIDED, TRANSPOSED)
NO_GRAD, GRAD = mark("does not require grad"), mark("requires grad")
FILLED = mark("requires grad with a filled .grad")
COMPUTED = mark("is computed from a tensor that requires grad")
MIXED = mark("is float64 and float32 by turns")
PARAMETER = mark("is a torch.nn.Parameter")
SAME, TWICE = mark("is another argument itself"), mark("holds one tensor twice")
IN_ORDER = mark("the arguments are given in order")
BY_NAME = mark("the arguments are given by name")
CHANGED = mark("the tensors were changed in place after another call with them")


class ParameterKind(Protocol):
    """The kind of one parameter, as a contract states it."""

    @property
    def refused(self) -> Options:
        """The options that its contract forbids."""

    def axes(self, name: str) -> Axes:
        """Return the axes of a parameter called *name*; axes of one name are one axis."""

    def alone(self, name: str) -> Sequence[Choice]:
        """Return the choices that are combined with nothing else."""

    def write(self, name: str, choice: Choice, draw: "Draw") -> "Written":
        """Return the Python text of the argument for a choice of options."""


@dataclass(frozen=True)
class Written:
    """
    The Python text of an argument.

    Attributes:
        text: An expression; the arguments that are made before have names.
        then: Lines that run after it is made, and before the call.
        first: Lines that run before it is made.
        named: Whether it has a name in the call that is shown, as it has with lines after it.
        source: The argument that it is, as one object; "" if it is one of its own.
    """

    text: str
    then: tuple[str, ...] = ()
    named: bool = False
    first: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Draw:
    """Random numbers of one case, the arguments that are made already, and the dtype to come."""

    generator: torch.Generator
    arguments: Mapping[str, Any] = field(default_factory=dict)
    dtype: torch.dtype = torch.float64

    @property
    def hair(self) -> float:
        """The smallest difference at a number near 1 that its dtype keeps whatever is computed."""
        return 3e-7 if self.dtype == torch.float32 else 1e-12

    def normal(self, *shape: int) -> Tensor:
        """Return normal numbers in float64."""
        return torch.randn(shape, generator=self.generator, dtype=torch.float64)

    def uniform(self, *shape: int) -> Tensor:
        """Return numbers in [0, 1) in float64."""
        return torch.rand(shape, generator=self.generator, dtype=torch.float64)

    def whole(self, end: int, *shape: int) -> Tensor:
        """Return whole numbers from 0 to *end* - 1."""
        return torch.randint(end, shape, generator=self.generator)


#: Makes the contents of a tensor of this shape, in float64.
Contents = Callable[[Draw, tuple[int, ...]], Tensor]


def take(*numbers: float) -> Contents:
    """Return the contents that repeat *numbers*."""

    def make(_draw: Draw, shape: tuple[int, ...]) -> Tensor:
        count = math.prod(shape)
        repeated = (list(numbers) * (count // len(numbers) + 1))[:count]
        return torch.tensor(repeated, dtype=torch.float64).reshape(shape)

    return make


def normal(scale: float = 1.0, shift: float = 0.0, *, decimals: int = 3) -> Contents:
    """Return contents that are normal numbers."""
    return lambda draw, shape: (scale * draw.normal(*shape) + shift).round(decimals=decimals)


def uniform(low: float, high: float, decimals: int = 3) -> Contents:
    """Return contents that lie between *low* and *high*."""
    return lambda draw, shape: (low + (high - low) * draw.uniform(*shape)).round(decimals=decimals)


def whole(end: int) -> Contents:
    """Return contents that are whole numbers from 0 to *end* - 1."""
    return lambda draw, shape: draw.whole(end, *shape).double()


def spoiled(contents: Contents, number: float) -> Contents:
    """Return *contents* with one entry replaced, neither the first nor the last of many."""

    def make(draw: Draw, shape: tuple[int, ...]) -> Tensor:
        numbers = contents(draw, shape).flatten()
        if len(numbers):
            numbers[len(numbers) // 2] = number
        return numbers.reshape(shape)

    return make


#: The number of samples, which several parameters have in common, and of the columns of ``like``.
N, D = -1, -2
#: More than Python nests calls, and than a byte counts.
MANY = 1001
MANY_SAMPLES, MANY_ENTRIES = mark("there are 1001 samples"), mark("has shape (1001,)")
SIZES: Mapping[str, int] = {
    mark("there are many samples"): 7,
    mark("there is one sample"): 1,
    mark("there are two samples"): 2,
    mark("there is no sample"): 0,
}
#: Where there must be at least one sample.
SAMPLES: Mapping[str, int] = {words: size for words, size in SIZES.items() if size}
ANY_SHAPE: Mapping[str, tuple[int, ...]] = {
    mark("has shape (7,)"): (7,),
    mark("has shape ()"): (),
    mark("has shape (1,)"): (1,),
    mark("has shape (0,)"): (0,),
    mark("has shape (7, 1)"): (7, 1),
    mark("has shape (3, 4)"): (3, 4),
    mark("has shape (2, 1, 3)"): (2, 1, 3),
    mark("has shape (0, 2)"): (0, 2),
}
FLAT: Mapping[str, tuple[int, ...]] = {mark("has shape (N,)"): (N,)}
FLAT_OR_COLUMN: Mapping[str, tuple[int, ...]] = {**FLAT, mark("has shape (N, 1)"): (N, 1)}
FLOATS = (torch.float32, torch.float64)
#: The dtypes of labels that are combined with all else, and others.
LABELS = (*FLOATS, torch.int64, torch.bool, torch.uint8)
RARE_LABELS = (torch.int8, torch.int16, torch.int32, torch.float16)
#: The dtypes that numpy gives to numbers by itself.
DEFAULTS = (numpy.float64, numpy.int64, numpy.bool_)


@dataclass(frozen=True)
class Tensors:
    """
    A parameter that is a tensor.

    Attributes:
        contents: Option → what makes the numbers.
        shapes: Option → shape; ``N`` is the number of samples, ``D`` that of columns of ``like``.
        dtypes: Its dtypes; none where it has that of ``like``.
        like: The parameter whose dtype it has, and whose shape where it has no ``shapes``.
        grad: Whether it may require grad.
        layouts: How it may lie in memory. An expanded tensor is no plain one: torch itself refuses
            to work in place on it, or on a deep copy.
        forbidden: Option → contents that the contract refuses.
        sizes: Option → number of samples.
        rare: Option → contents that are combined with nothing else.
        rare_dtypes: Dtypes that are combined with many samples or entries alone.
        rare_shapes: Option → a shape that is only combined as a contract says.
    """

    library: ClassVar[str] = "torch"

    contents: Mapping[str, Contents]
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: ANY_SHAPE)
    dtypes: Sequence[torch.dtype | str] = FLOATS
    like: str = ""
    grad: bool = True
    layouts: Options = LAYOUTS
    forbidden: Mapping[str, Contents] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=lambda: SIZES)
    rare: Mapping[str, Contents] = field(default_factory=dict)
    rare_dtypes: Sequence[torch.dtype] = ()
    rare_shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def refused(self) -> Options:
        return tuple(self.forbidden)

    def axes(self, name: str) -> Axes:
        found = {f"{name}.contents": tuple(self.contents)}
        if self.dtypes:
            found[f"{name}.dtype"] = tuple(map(_dtype_words, self.dtypes))
        if self.shapes:
            found[f"{name}.shape"] = tuple(self.shapes)
            if any(N in shape for shape in self.shapes.values()):
                found[".size"] = tuple(self.sizes)
        if self.layouts:
            found[f"{name}.layout"] = self.layouts
        if self.grad:
            found[f"{name}.grad"] = (NO_GRAD, GRAD, FILLED, COMPUTED)
        return found

    def alone(self, name: str) -> Sequence[Choice]:
        rare = [*({f"{name}.contents": option} for option in self.rare), *_same(self, name)]
        many = {".size": MANY_SAMPLES}
        if self.shapes is ANY_SHAPE:
            many = {f"{name}.shape": MANY_ENTRIES}
        elif not any(N in shape for shape in self.shapes.values()):
            many = {}
        dtypes = (*(self.dtypes[:1] if self.rare_dtypes else self.dtypes), *self.rare_dtypes)
        dtypes = dtypes if many else (*self.rare_dtypes,)
        return [*rare, *({**many, f"{name}.dtype": _dtype_words(each)} for each in dtypes)]

    def write(self, name: str, choice: Choice, draw: Draw) -> Written:
        if choice[f"{name}.contents"] == SAME:
            return Written(self.like, source=self.like)
        shape = self._shape(name, choice, draw)
        make = {**self.contents, **self.forbidden, **self.rare}[choice[f"{name}.contents"]]
        text = _tensor_text(self, name, choice, draw, make, shape)
        if choice.get(f"{name}.grad") == FILLED:
            return Written(text, (f"{name}.grad = torch.full_like({name}, 7.0)",))
        return Written(text)

    def settle(self, name: str, choice: Choice, made: Tensor) -> Choice:
        """Return *choice* without options that make no difference to the tensor *made*."""
        choice = dict(choice)
        if choice.get(f"{name}.layout") != PARAMETER and made.is_contiguous():
            choice |= {f"{name}.layout": CONTIGUOUS} if self.layouts else {}
        if self.grad and not made.dtype.is_floating_point:
            choice[f"{name}.grad"] = NO_GRAD
        if not made.numel() and choice[f"{name}.contents"] in self.contents:
            choice[f"{name}.contents"] = next(iter(self.contents))
        return choice

    def _shape(self, name: str, choice: Choice, draw: Draw) -> tuple[int, ...]:
        like = draw.arguments[self.like] if self.like else torch.zeros(0)
        if not self.shapes:
            return tuple(like.shape)
        shape = {**self.shapes, **self.rare_shapes, MANY_ENTRIES: (MANY,)}[choice[f"{name}.shape"]]
        sizes = {**self.sizes, MANY_SAMPLES: MANY}
        size = sizes[choice[".size"]] if N in shape else 0
        return tuple({N: size, D: like.shape[-1]}.get(n, n) for n in shape)


@dataclass(frozen=True)
class Arrays(Tensors):
    """
    A parameter that is a numpy array; its attributes are those of :class:`Tensors`.

    Dtypes are named as numpy does: ``"float64"``, ``"int32"``, ``"bool"``.
    """

    library: ClassVar[str] = "numpy"

    dtypes: Sequence[torch.dtype | str] = ("float64", "float32")
    grad: bool = False

    def settle(self, name: str, choice: Choice, made: Any) -> Choice:
        """Return *choice* without options that make no difference to the array *made*."""
        return super().settle(name, choice, torch.from_numpy(made))


@dataclass(frozen=True)
class TensorLists:
    """
    A parameter that is a list of tensors, or None.

    Attributes:
        contents: Option → what makes the numbers of each; None where there is no list.
        shapes: Option → the shape of each; none where they are those of ``like``.
        dtypes: Likewise.
        like: The parameter whose dtypes and shapes it has.
        grad: Whether the tensors may require grad.
    """

    contents: Mapping[str, Contents | None]
    shapes: Mapping[str, tuple[tuple[int, ...], ...]] = field(default_factory=dict)
    dtypes: Sequence[torch.dtype] = ()
    like: str = ""
    grad: bool = False
    refused: Options = ()
    library: ClassVar[str] = "torch"

    def axes(self, name: str) -> Axes:
        found = {f"{name}.contents": tuple(self.contents)}
        if self.dtypes:
            found[f"{name}.dtype"] = (*map(_dtype_words, self.dtypes), MIXED)
        if self.shapes:
            found[f"{name}.shape"] = tuple(self.shapes)
        found[f"{name}.layout"] = LAYOUTS
        if self.grad:
            found[f"{name}.grad"] = (NO_GRAD, GRAD, FILLED, COMPUTED)
        return found

    def alone(self, name: str) -> Sequence[Choice]:
        return _same(self, name) if self.like else [{f"{name}.contents": TWICE}]

    def write(self, name: str, choice: Choice, draw: Draw) -> Written:
        option = choice[f"{name}.contents"]
        if option == SAME:
            return Written(self.like, source=self.like)
        make = next(iter(self.contents.values())) if option == TWICE else self.contents[option]
        if make is None:
            return Written("None")
        if self.shapes:
            shapes = self.shapes[choice[f"{name}.shape"]]
        else:
            shapes = tuple(tuple(tensor.shape) for tensor in draw.arguments[self.like])
        texts = [
            _tensor_text(self, name, choice, draw, make, shape, place)
            for place, shape in enumerate(shapes)
        ]
        text = f"[{texts[0]}] * 2" if option == TWICE else f"[{', '.join(texts)}]"
        if choice.get(f"{name}.grad") != FILLED:
            return Written(text)
        return Written(text, (f"[setattr(p, 'grad', torch.full_like(p, 7.0)) for p in {name}]",))

    def settle(self, name: str, choice: Choice, made: list[Tensor] | None) -> Choice:
        """Return *choice* without options that make no difference to the tensors *made*."""
        choice = dict(choice)
        if all(tensor.is_contiguous() for tensor in made or ()):
            choice[f"{name}.layout"] = CONTIGUOUS
        if made is None and self.grad:
            choice[f"{name}.grad"] = NO_GRAD
        return choice


def _same(kind: Tensors | TensorLists, name: str) -> list[Choice]:
    """Return the choice in which an argument is the one that it is like in all."""
    return [{f"{name}.contents": SAME}] if kind.like and not kind.shapes else []


def _tensor_text(
    kind: Tensors | TensorLists,
    name: str,
    choice: Choice,
    draw: Draw,
    make: Contents,
    shape: tuple[int, ...],
    place: int = 0,
) -> str:
    words = choice[f"{name if kind.dtypes else kind.like}.dtype"]
    if words == MIXED:
        words = _dtype_words((torch.float64, torch.float32)[place % 2])
    dtype: torch.dtype = getattr(torch, words.rpartition(" ")[2])
    numbers = make(replace(draw, dtype=dtype), shape)
    write = _Text(kind.library, dtype)
    text = write.layout(numbers, choice.get(f"{name}.layout", CONTIGUOUS))
    grad = choice.get(f"{name}.grad", NO_GRAD)
    if grad == NO_GRAD or not dtype.is_floating_point:
        return text
    return f"{text}.requires_grad_()" + ".clone()" * (grad == COMPUTED)


def _dtype_words(dtype: torch.dtype | str) -> str:
    return f"is {str(dtype).removeprefix('torch.')}"


@dataclass(frozen=True)
class _Text:
    """Python text of a tensor or an array of one dtype."""

    library: str
    dtype: torch.dtype

    def layout(self, numbers: Tensor, layout: str) -> str:
        """Return the text of what has these numbers and lies so in memory."""
        if layout == PARAMETER:
            return f"torch.nn.Parameter({self.plain(numbers)})"
        if layout == STRIDED and numbers.dim():
            between = torch.full_like(numbers, 9.0)
            return f"{self.plain(torch.stack([numbers, between], 1).flatten(0, 1))}[::2]"
        if layout == TRANSPOSED and numbers.dim() == 2:
            return f"{self.plain(numbers.T)}.T"
        if layout == EXPANDED and numbers.dim() and len(numbers):
            row, sizes = self.plain(numbers[:1]), tuple(numbers.shape)
            if self.library == "numpy":
                return f"numpy.broadcast_to({row}, {sizes})"
            return f"{row}.expand({', '.join(map(str, sizes))})"
        return self.plain(numbers)

    def plain(self, numbers: Tensor) -> str:
        """Return the text of what has these numbers and lies without gaps."""
        is_default = self.dtype == (torch.float64 if self.library == "numpy" else torch.float32)
        dtype = str(self.dtype).removeprefix("torch.")
        words = "" if is_default else f", dtype={self.library}.{dtype}"
        if not numbers.numel():
            sizes = ", ".join(map(str, numbers.shape))
            if self.library == "numpy":
                return f"numpy.zeros({tuple(numbers.shape)}{words})"
            return f"torch.zeros({sizes}{words})"
        make = "numpy.array" if self.library == "numpy" else "torch.tensor"
        listed = (numbers if self.dtype.is_floating_point else numbers.to(self.dtype)).tolist()
        return f"{make}({number_text(listed, self.library)}{words})"


def number_text(value: Any, library: str = "torch") -> str:
    """
    Return a value as Python text that runs with only torch imported.

    Of other values than numbers, texts and containers the text names :data:`NAMES`.
    """
    if isinstance(value, float) and not math.isfinite(value):
        return f"{library}.{value!r}".replace(f"{library}.-", f"-{library}.")
    if type(value) is list:
        return f"[{', '.join(number_text(item, library) for item in value)}]"
    if type(value) is tuple:
        items = [number_text(item, library) for item in value]
        return f"({', '.join(items)}{',' * (len(items) == 1)})"
    if type(value) is dict:
        pairs = [f"{number_text(k)}: {number_text(item, library)}" for k, item in value.items()]
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, numpy.ndarray):
        kind = f", dtype={value.dtype.str!r}"
        if value.dtype.kind in "biuf":
            kind = "" if value.dtype in DEFAULTS else f", dtype=numpy.{value.dtype.name}"
        return f"numpy.array({number_text(value.tolist(), 'numpy')}{kind})"
    if isinstance(value, numpy.generic):
        name = "bool_" if value.dtype == numpy.bool_ else value.dtype.name
        if value.dtype.kind in "biuf":
            return f"numpy.{name}({number_text(value.tolist(), 'numpy')})"
        return f"{number_text(numpy.array(value))}[()]"
    return repr(value)


@dataclass(frozen=True)
class Values:
    """
    A parameter that takes one of some values: a count, a rate, a flag, a text.

    Attributes:
        options: Option → the value, or what draws it.
        forbidden: Option → a value that the contract refuses.
        optional: Whether the first option is the default, which may be left out.
        rare: Option → a value that is combined with nothing else: a call with it takes long.
    """

    options: Mapping[str, object]
    forbidden: Mapping[str, object] = field(default_factory=dict)
    optional: bool = False
    rare: Mapping[str, object] = field(default_factory=dict)

    @property
    def refused(self) -> Options:
        return tuple(self.forbidden)

    def axes(self, name: str) -> Axes:
        return {f"{name}.contents": tuple(self.options)}

    def alone(self, name: str) -> Sequence[Choice]:
        return [{f"{name}.contents": option} for option in self.rare]

    def write(self, name: str, choice: Choice, draw: Draw) -> Written:
        value = {**self.options, **self.forbidden, **self.rare}[choice[f"{name}.contents"]]
        value = value(draw) if callable(value) else value
        return value if isinstance(value, Written) else Written(number_text(value))


#: An option of an argument that is not given: its default is taken.
LEFT_OUT = Written("")


@dataclass(frozen=True)
class Objects:
    """
    A parameter that is an object: a module, an optimizer, tensors of one graph.

    It is made in the box, after the numbers and the tensors.

    Attributes:
        options: Option → its Python text, or what draws it; the other arguments have names there.
        states: Option → a line that runs before the call, "" for none.
        forbidden: Option → an object that the contract refuses.
        rare: Option → an object that is combined with nothing else: a call with it takes long.
    """

    options: Mapping[str, str | Callable[[Draw], Written]]
    states: Mapping[str, str] = field(default_factory=dict)
    forbidden: Mapping[str, str | Callable[[Draw], Written]] = field(default_factory=dict)
    rare: Mapping[str, str | Callable[[Draw], Written]] = field(default_factory=dict)

    @property
    def refused(self) -> Options:
        return tuple(self.forbidden)

    def axes(self, name: str) -> Axes:
        found = {f"{name}.contents": tuple(self.options)}
        return found | ({f"{name}.state": tuple(self.states)} if self.states else {})

    def alone(self, name: str) -> Sequence[Choice]:
        return [{f"{name}.contents": option} for option in self.rare]

    def write(self, name: str, choice: Choice, draw: Draw) -> Written:
        value = {**self.options, **self.forbidden, **self.rare}[choice[f"{name}.contents"]]
        made = Written(value) if isinstance(value, str) else value(draw)
        state = self.states[choice[f"{name}.state"]] if self.states else ""
        return replace(made, then=(*made.then, *filter(None, [state])), named=True)


def module(
    structure: str, like: str = "x", numbers: Sequence[float] = ()
) -> Callable[[Draw], Written]:
    """
    Return what draws a module.

    Args:
        structure: Its Python text; ``{d}`` stands for the number of columns of *like*.
        like: The parameter whose dtype it has; none for that of the structure.
        numbers: In its parameters, one after the other; normal ones if there are none.
    """

    def write(draw: Draw) -> Written:
        samples: Tensor = draw.arguments[like] if like else torch.zeros(0)
        text = structure.format(d=samples.shape[-1])
        count = sum(each.numel() for each in make_argument(text, {}).parameters())
        dtype = samples.dtype
        given = (
            torch.tensor(numbers, dtype=torch.float64)
            if numbers
            else (0.7 * draw.normal(count)).round(decimals=3)
        )
        flat = _Text("torch", dtype).plain(given)
        filled = f"torch.nn.utils.vector_to_parameters({flat}, {{name}}.parameters())"
        return Written(text + (".double()" if dtype == torch.float64 else ""), (filled,))

    return write


def make_argument(text: str, names: Mapping[str, Any]) -> Any:
    """Return what *text* makes with torch and *names*; a kind wrote it, from numbers of ours."""
    return eval(text, {"torch": torch, **NAMES, **names})
