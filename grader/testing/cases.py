"""
Cases: the calls that follow from what a contract says of each parameter.

A course states the kind of every parameter: its dtypes, shapes, contents, memory layouts, whether
it may require grad, and what is refused. Each of these is an axis with options. A case takes one
option from every axis; its tags are these options in words. All combinations are taken up to
``LIMIT``, beyond that so many that every combination of three options occurs. What takes long,
such as more samples than Python nests calls, is combined with nothing else.

The cases are in no order: a call meets whatever the calls before it, of any kind, have left.

An argument is made from its text in Python, so that a case can be shown as a call to paste. An
object, such as a module, is made in the box from the same text.
"""

import math
import zlib
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import combinations, product
from typing import Any, Protocol

import numpy
import torch
from torch import Tensor

from grader.messages.message import mark

#: All combinations are taken if there are no more than these, else every combination of three.
LIMIT = 48

#: The axes that are also combined with each other where all others are plain.
NUMBERS = (".contents", ".dtype")
SIZED = (*NUMBERS, ".shape", ".size")

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
IN_ORDER = mark("the arguments are given in order")
BY_NAME = mark("the arguments are given by name")


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
    """

    text: str
    then: tuple[str, ...] = ()
    named: bool = False
    first: tuple[str, ...] = ()


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
    """

    contents: Mapping[str, Contents]
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: ANY_SHAPE)
    dtypes: Sequence[torch.dtype] = FLOATS
    like: str = ""
    grad: bool = True
    layouts: Options = LAYOUTS
    forbidden: Mapping[str, Contents] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=lambda: SIZES)
    rare: Mapping[str, Contents] = field(default_factory=dict)

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
        rare = [{f"{name}.contents": option} for option in self.rare]
        many = {".size": MANY_SAMPLES}
        if self.shapes is ANY_SHAPE:
            many = {f"{name}.shape": MANY_ENTRIES}
        elif not any(N in shape for shape in self.shapes.values()):
            return rare
        return [*rare, *({**many, f"{name}.dtype": _dtype_words(each)} for each in self.dtypes)]

    def write(self, name: str, choice: Choice, draw: Draw) -> Written:
        shape = self._shape(name, choice, draw)
        make = {**self.contents, **self.forbidden, **self.rare}[choice[f"{name}.contents"]]
        text = _tensor_text(self, name, choice, draw, make, shape)
        if choice.get(f"{name}.grad") == FILLED:
            return Written(text, (f"{name}.grad = torch.full_like({name}, 7.0)",))
        return Written(text)

    def settle(self, name: str, choice: Choice, made: Tensor) -> Choice:
        """Return *choice* without options that make no difference to the tensor *made*."""
        choice = dict(choice)
        if self.layouts and made.is_contiguous():
            choice[f"{name}.layout"] = CONTIGUOUS
        if self.grad and not made.dtype.is_floating_point:
            choice[f"{name}.grad"] = NO_GRAD
        if not made.numel() and choice[f"{name}.contents"] in self.contents:
            choice[f"{name}.contents"] = next(iter(self.contents))
        return choice

    def _shape(self, name: str, choice: Choice, draw: Draw) -> tuple[int, ...]:
        like = draw.arguments[self.like] if self.like else torch.zeros(0)
        if not self.shapes:
            return tuple(like.shape)
        shape = {**self.shapes, MANY_ENTRIES: (MANY,)}[choice[f"{name}.shape"]]
        sizes = {**self.sizes, MANY_SAMPLES: MANY}
        size = sizes[choice[".size"]] if N in shape else 0
        return tuple({N: size, D: like.shape[-1]}.get(n, n) for n in shape)


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

    def alone(self, _name: str) -> Sequence[Choice]:
        return ()

    def write(self, name: str, choice: Choice, draw: Draw) -> Written:
        make = self.contents[choice[f"{name}.contents"]]
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
        text = f"[{', '.join(texts)}]"
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
    text = _layout(numbers, choice.get(f"{name}.layout", CONTIGUOUS), dtype)
    grad = choice.get(f"{name}.grad", NO_GRAD)
    if grad == NO_GRAD or not dtype.is_floating_point:
        return text
    return f"{text}.requires_grad_()" + ".clone()" * (grad == COMPUTED)


def _dtype_words(dtype: torch.dtype) -> str:
    return f"is {str(dtype).removeprefix('torch.')}"


def _layout(numbers: Tensor, layout: str, dtype: torch.dtype) -> str:
    """Return the text of a tensor with these numbers in another memory layout."""
    if layout == STRIDED and numbers.dim():
        between = torch.full_like(numbers, 9.0)
        return f"{_text(torch.stack([numbers, between], 1).flatten(0, 1), dtype)}[::2]"
    if layout == TRANSPOSED and numbers.dim() == 2:
        return f"{_text(numbers.T, dtype)}.T"
    if layout == EXPANDED and numbers.dim() and len(numbers):
        sizes = ", ".join(map(str, numbers.shape))
        return f"{_text(numbers[:1], dtype)}.expand({sizes})"
    return _text(numbers, dtype)


def _text(numbers: Tensor, dtype: torch.dtype) -> str:
    words = "" if dtype == torch.float32 else f", dtype={dtype}"
    if not numbers.numel():
        return f"torch.zeros({', '.join(map(str, numbers.shape))}{words})"
    if not dtype.is_floating_point:
        return f"torch.tensor({numbers.to(dtype).tolist()}{words})"
    return f"torch.tensor({number_text(numbers.tolist())}{words})"


def number_text(value: object) -> str:
    """Return a value as Python text that runs with only torch imported."""
    if isinstance(value, float) and not math.isfinite(value):
        return f"torch.{value!r}".replace("torch.-", "-torch.")
    if isinstance(value, list):
        return f"[{', '.join(map(number_text, value))}]"
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
    """

    options: Mapping[str, str | Callable[[Draw], Written]]
    states: Mapping[str, str] = field(default_factory=dict)
    forbidden: Mapping[str, str | Callable[[Draw], Written]] = field(default_factory=dict)

    @property
    def refused(self) -> Options:
        return tuple(self.forbidden)

    def axes(self, name: str) -> Axes:
        found = {f"{name}.contents": tuple(self.options)}
        return found | ({f"{name}.state": tuple(self.states)} if self.states else {})

    def alone(self, _name: str) -> Sequence[Choice]:
        return ()

    def write(self, name: str, choice: Choice, draw: Draw) -> Written:
        value = {**self.options, **self.forbidden}[choice[f"{name}.contents"]]
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
        count = sum(each.numel() for each in _made(text, {}).parameters())
        dtype = samples.dtype
        given = (
            torch.tensor(numbers, dtype=torch.float64)
            if numbers
            else (0.7 * draw.normal(count)).round(decimals=3)
        )
        flat = _text(given, dtype)
        filled = f"torch.nn.utils.vector_to_parameters({flat}, {{name}}.parameters())"
        return Written(text + (".double()" if dtype == torch.float64 else ""), (filled,))

    return write


@dataclass(frozen=True)
class Case:
    """
    One call: the text of each argument, and the options that it was made of.

    Attributes:
        texts: Parameter → the Python text of its argument; one that was made has a name.
        lines: What has a name → the lines that make it, before the call, in their order.
        tags: Axis → option.
        seed: What its numbers were drawn from.
        refused: Whether the contract forbids it.
        plain: Whether dtypes, shapes and layouts are the first ones of their kinds.
        rare: Whether it stands alone with what takes long or is special.
        refusal: What is wrong with a call that is refused.
        named: The parameters that are given by name alone.
        times: How often it is called, with the same arguments.
    """

    texts: Mapping[str, str]
    lines: Mapping[str, tuple[str, ...]]
    tags: Choice
    seed: int
    refused: bool = False
    plain: bool = True
    refusal: str = ""
    rare: bool = False
    named: Sequence[str] = ()
    times: int = 1

    @property
    def setup(self) -> list[str]:
        """The lines that run before the call."""
        return [line for lines in self.lines.values() for line in lines]

    def arguments(self) -> dict[str, Any]:
        """Make the arguments afresh, by name."""
        names: dict[str, Any] = {"torch": torch}
        for line in self.setup:
            exec(line, names)
        return {name: _made(text, names) for name, text in self.texts.items()}

    @cached_property
    def looked_at(self) -> dict[str, Any]:
        """The arguments, made once; whoever looks at them leaves them alone."""
        return self.arguments()

    def given(self, values: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """Return what is given for the arguments in order, and what is given by name."""
        by_name = self.texts if self.by_name else self.named
        in_order = [value for name, value in values.items() if name not in by_name]
        return in_order, {name: value for name, value in values.items() if name in by_name}

    @cached_property
    def by_name(self) -> bool:
        """Whether the arguments are given by their names."""
        return self.tags[".call"] == BY_NAME

    @cached_property
    def has_grad(self) -> bool:
        """Whether an argument requires grad."""
        return not {GRAD, FILLED, COMPUTED}.isdisjoint(self.tags.values())

    def call(self, function: str, name: str = "") -> str:
        """Return Python to paste, with torch and *function* imported; its result gets a *name*."""
        call = self._call(function, self.texts)
        if self.times > 1:
            call = f"[{call} for _ in range({self.times})]"
        return "; ".join([*self.setup, f"{name} = {call}" if name else call])

    def pull(self, function: str, name: str, start: str) -> str:
        """Return Python to paste, up to ``backward`` from *start*, for the gradient at *name*."""
        made = {**{name: [f"{name} = {self.texts[name]}"]}, **self.lines}
        call = self._call(function, {**self.texts, name: name})
        kept = [f"{name}.retain_grad()"] if self.tags.get(f"{name}.grad") == COMPUTED else []
        pulled = [*(lines[0] for lines in made.values()), *kept, f"{call}.backward({start})"]
        return "; ".join(pulled)

    def _call(self, function: str, texts: Mapping[str, str]) -> str:
        in_order, by_name = self.given(texts)
        words = [*in_order, *(f"{name}={text}" for name, text in by_name.items())]
        return f"{function}({', '.join(words)})"


def _made(text: str, names: Mapping[str, Any]) -> Any:
    # The text was written above, from numbers of ours.
    return eval(text, {"torch": torch, **names})


def cases_of(
    kinds: Mapping[str, ParameterKind],
    *,
    also: Sequence[Choice] = (),
    seed: int = 0,
    strength: int = 3,
    named: Sequence[str] = (),
    calls: Mapping[str, int] = {},
    apart: Sequence[Options] | None = None,
    beside: Sequence[str] = (),
) -> list[Case]:
    """
    Return the cases of a function whose parameters are of these kinds.

    Args:
        kinds: Parameter → its kind, in the order of the function.
        also: Choices that are not combined with anything, beside those of the kinds.
        seed: Another seed gives the same tags with other numbers: the twins.
        strength: How many options of all axes are combined; of those of numbers it is three,
            unless some options stand apart.
        named: The parameters that are given by name alone.
        calls: Option → how often it is called; once if there are none.
        apart: Groups of options that are combined neither with each other nor with dtypes, shapes
            and layouts; None where all is combined.
        beside: The kinds that are no parameters: what is made has a name, and is not given.
    """
    axes: dict[str, Options] = {}
    for name, kind in kinds.items():
        axes |= kind.axes(name)
    axes |= {".times": tuple(calls)} if calls else {}
    axes[".call"] = (IN_ORDER,)

    def varied(*names: str) -> tuple[Options, ...]:
        return tuple(o if axis.endswith(names) else o[:1] for axis, o in axes.items())

    plain = varied(".contents", ".state", ".times")
    plainest = set(product(*plain))
    rows = [*cover(varied(*NUMBERS)), *cover(varied(*SIZED))]
    whole = tuple(axes.values())
    taken, by_name = tuple(rows), cover(plain, strength=2)
    if apart is not None:  # The base, and each group alone in plain cases.
        alone = [_without(plain, apart, group) for group in ((), *apart)]
        rows = [row for each in alone for row in cover(each, strength=strength)]
        whole, by_name = _without(whole, apart), by_name[:1]
        taken = tuple(rows) if strength == 1 else ()
    found = dict.fromkeys([*rows, *cover(whole, strength=strength, taken=taken)], "")
    found |= dict.fromkeys(((*row[:-1], BY_NAME) for row in by_name), "")
    lone = [each for name, kind in kinds.items() for each in kind.alone(name)]
    rare = {
        tuple(choice.get(axis, options[0]) for axis, options in axes.items())
        for choice in (*also, *(lone if strength > 1 else ()))
    }
    found |= dict.fromkeys(sorted(rare), "")
    for name, kind in kinds.items():
        for option in kind.refused:
            of_name = [axis == f"{name}.contents" for axis in axes]
            others = zip(of_name, axes.values(), strict=True)
            refused = cover(tuple((option,) if own else o[:2] for own, o in others), strength=2)
            found |= dict.fromkeys(refused, f"{name} {option}")
    # Tensors look at the numbers, and objects at all of them.
    late = Tensors | TensorLists | Objects
    order = sorted(kinds, key=lambda name: isinstance(kinds[name], late))
    order.sort(key=lambda name: isinstance(kinds[name], Objects))
    cases = {}
    for row, why in found.items():
        case = _case(kinds, order, dict(zip(axes, row, strict=True)), plainest, seed, named, beside)
        times = calls.get(case.tags.get(".times", ""), 1)
        case = replace(case, refused=bool(why), refusal=why, times=times, rare=row in rare)
        cases[repr(sorted(case.tags.items()))] = case
    return [cases[tags] for tags in sorted(cases, key=lambda tags: zlib.crc32(tags.encode()))]


def _without(
    axes: tuple[Options, ...], apart: Sequence[Options], group: Options = ()
) -> tuple[Options, ...]:
    """Return axes without the options that stand *apart*; of the axis of *group* take just it."""
    out = {option for each in apart for option in each}
    return tuple(
        tuple(o for o in options if (o in group if {*group} & {*options} else o not in out))
        for options in axes
    )


def _case(
    kinds: Mapping[str, ParameterKind],
    order: Sequence[str],
    choice: Choice,
    plainest: Set[Options],
    seed: int,
    named: Sequence[str],
    beside: Sequence[str],
) -> Case:
    own = zlib.crc32(repr(sorted(choice.items())).encode(), seed)
    made: dict[str, Any] = {"torch": torch}
    draw = Draw(torch.Generator().manual_seed(own), made)
    texts: dict[str, str] = {}
    lines: dict[str, tuple[str, ...]] = {}
    settled = choice
    for name in order:
        kind = kinds[name]
        written = kind.write(name, choice, draw)
        if written == LEFT_OUT:
            continue
        texts[name] = written.text
        for line in written.first:
            exec(line, made)
        made[name] = _made(written.text, made)
        if isinstance(kind, Tensors | TensorLists):
            settled = kind.settle(name, settled, made[name])
        if written.then or written.named or name in beside:
            then = [line.format(name=name) for line in written.then]
            lines[name] = (*written.first, f"{name} = {written.text}", *then)
            texts[name] = name
    if settled != choice:
        return _case(kinds, order, settled, plainest, seed, named, beside)
    plain = tuple(choice.values()) in plainest
    texts = {name: texts[name] for name in kinds if name in texts and name not in beside}
    # Of the other calls every second one, but for those by name; its twin likewise.
    odd = zlib.crc32(repr(sorted(choice.items())).encode()) % 2
    for name in reversed(tuple(texts)) if plain or (odd and choice[".call"] != BY_NAME) else ():
        kind = kinds[name]
        default = next(iter(kind.options)) if isinstance(kind, Values) and kind.optional else None
        if choice.get(f"{name}.contents") != default:
            if name in named:
                continue
            break  # What stands before it cannot be left out.
        del texts[name]
    return Case(texts, lines, choice, own, plain=plain, named=named)


@cache
def cover(
    axes: tuple[Options, ...], *, strength: int = 3, taken: tuple[Options, ...] = ()
) -> tuple[Options, ...]:
    """
    Return rows with one option of each axis, in which every combination of *strength* occurs.

    The rows are found greedily: each covers as much as it can of what the rows before left, and
    the rows that are *taken* already.
    """
    if len(axes) < strength or (strength > 1 and math.prod(map(len, axes)) <= LIMIT):
        return tuple(product(*axes))
    axis_of = numpy.repeat(numpy.arange(len(axes)), [len(options) for options in axes])
    names = [option for options in axes for option in options]
    # Whether a combination of options still has to occur, in every order of them.
    left = numpy.ones((len(names),) * strength, bool)
    for one, other in combinations(range(strength), 2):
        same = numpy.equal.outer(axis_of, axis_of)
        left &= ~numpy.moveaxis(numpy.broadcast_to(same, left.shape), (-2, -1), (one, other))
    starts = numpy.cumsum([0, *map(len, axes)])
    for known in taken:
        pairs = zip(starts, axes, known, strict=False)
        row = [int(start) + options.index(option) for start, options, option in pairs]
        left[numpy.ix_(*[row] * strength)] = False
    rows = []
    while left.any():
        row = [int(place) for place in numpy.unravel_index(left.argmax(), left.shape)]
        for axis in set(range(len(axes))) - set(axis_of[row]):
            gains = left[numpy.ix_(*[row] * (strength - 1))].sum(tuple(range(strength - 1)))
            row.append(int(numpy.where(axis_of == axis, gains, -1).argmax()))
        left[numpy.ix_(*[row] * strength)] = False
        rows.append(tuple(names[option] for option in sorted(row)))
    return tuple(rows)
