"""
Cases: the calls that follow from what a contract says of each parameter.

A course states the kind of every parameter: its dtypes, shapes, contents, memory layouts, whether
it may require grad, and what is refused. Each of these is an axis with options. A case takes one
option from every axis; its tags are these options in words. All combinations are taken up to
``LIMIT``, beyond that so many that every combination of three options occurs. What takes long,
such as more samples than Python nests calls, is combined with nothing else.

The cases are in no order: a call meets whatever the calls before it, of any kind, have left.
"""

import math
import zlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import combinations, product
from typing import Any

import numpy

from grader.box.inside.optional_torch import torch
from grader.box.inside.plain import NAMES
from grader.errors import CourseError
from grader.text import clean

from .kinds import (
    BY_NAME,
    CHANGED,
    COMPUTED,
    FILLED,
    GRAD,
    IN_ORDER,
    LEFT_OUT,
    Choice,
    Draw,
    Objects,
    Options,
    ParameterKind,
    TensorLists,
    Tensors,
    Values,
    make_argument,
)

#: All combinations are taken if there are no more than these, else every combination of three.
LIMIT = 48

#: The axes that are also combined with each other where all others are plain.
NUMBERS = (".contents", ".dtype")
SIZED = (*NUMBERS, ".shape", ".size")


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
        function: What is called; "" where no line before the call calls it.
        in_box: Whether two arguments are one object, or change: they are made in the box.
        looks: What is looked at after the call, where that is the case's own.
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
    function: str = ""
    in_box: bool = False
    looks: Options = ()

    @property
    def setup(self) -> list[str]:
        """The lines that run before the call."""
        return [line for lines in self.lines.values() for line in lines]

    def arguments(self) -> dict[str, Any]:
        """Make the arguments afresh, by name."""
        names: dict[str, Any] = {"torch": torch, **NAMES, self.function: lambda *_args: None}
        for line in self.setup:
            exec(line, names)
        return {name: make_argument(text, names) for name, text in self.texts.items()}

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
        made = {**self.lines}
        made.setdefault(name, (f"{name} = {self.texts[name]}",))
        call = self._call(function, {**self.texts, name: name})
        kept = [f"{name}.retain_grad()"] if self.tags.get(f"{name}.grad") == COMPUTED else []
        pulled = [*(lines[0] for lines in made.values()), *kept, f"{call}.backward({start})"]
        return "; ".join(pulled)

    def _call(self, function: str, texts: Mapping[str, str]) -> str:
        in_order, by_name = self.given(texts)
        words = [*in_order, *(f"{name}={text}" for name, text in by_name.items())]
        return f"{function}({', '.join(words)})"


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
    function: str = "",
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
        function: What is called: with tensors that were changed in place after another call, too,
            unless options stand apart from each other; "" for no such case.
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
    if apart is not None:  # Where all else is plain, what is rare is a plain case, too.
        plainest |= {row for row in rare if _is_first(row, axes)}
    for name, kind in kinds.items():
        for option in kind.refused:
            few = {a: dict.fromkeys((*o[:2], *_tables(kinds, a, o)[:1])) for a, o in axes.items()}
            few[f"{name}.contents"] = dict.fromkeys([option])
            refused = cover(tuple(map(tuple, few.values())), strength=2)
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
    tensors = [n for n, kind in kinds.items() if isinstance(kind, Tensors | TensorLists)]
    if function and tensors and apart is None:
        choice = {axis: options[0] for axis, options in axes.items()} | {".call": CHANGED}
        both = [_case(kinds, order, choice, plainest, seed + n, named, beside) for n in (2, 0)]
        cases[repr(sorted(choice.items()))] = _changed(function, tensors, *both)
    return [cases[tags] for tags in sorted(cases, key=lambda tags: zlib.crc32(tags.encode()))]


#: What changes an argument in place.
_IN_PLACE = {
    torch.Tensor: "{}.copy_({})",
    numpy.ndarray: "{}[...] = {}",
    list: "[p.copy_(q) for p, q in zip({}, {})]",
}


def _changed(function: str, tensors: Sequence[str], before: Case, after: Case) -> Case:
    """Return the call of *after* with the tensors of a call *before* it, changed in place."""
    texts = {name: name if name in tensors else text for name, text in after.texts.items()}
    again = replace(after, texts=texts)
    held = after.looked_at
    changes = [_IN_PLACE[type(held[name])].format(name, after.texts[name]) for name in tensors]
    made = [f"{name} = {before.texts[name]}" for name in tensors]
    lines = {"": (*made, again.call(function), *changes)}
    look = after.call(function)
    return replace(again, lines=lines, function=function, in_box=True, looks=(look,))


def _tables(kinds: Mapping[str, ParameterKind], axis: str, options: Options) -> Options:
    """Return those of the shapes of an axis that have several rows and columns."""
    kind = kinds.get(axis.removesuffix(".shape"))
    shapes = kind.shapes if isinstance(kind, Tensors) and axis.endswith(".shape") else {}
    return tuple(o for o in options if sum(n not in (0, 1) for n in shapes.get(o, ())) > 1)


def _is_first(row: Options, axes: Mapping[str, Options]) -> bool:
    """Say whether dtypes, shapes, layouts and the like are the first ones of their kinds."""
    free = (".contents", ".state", ".times")
    return all(
        axis.endswith(free) or option == options[0]
        for option, (axis, options) in zip(row, axes.items(), strict=True)
    )


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
    made: dict[str, Any] = {"torch": torch, **NAMES}
    draw = Draw(torch.Generator().manual_seed(own), made)
    texts: dict[str, str] = {}
    lines: dict[str, tuple[str, ...]] = {}
    settled, in_box = choice, False
    for name in order:
        kind = kinds[name]
        written = kind.write(name, choice, draw)
        in_box |= bool(written.source)
        if written == LEFT_OUT:
            continue
        texts[name] = written.text
        for line in written.first:
            exec(line, made)
        try:
            made[name] = make_argument(written.text, made)
        except (NameError, SyntaxError):
            raise CourseError(
                f"The kind of {name} holds {clean(written.text, limit=80)}, which is no plain "
                "value. Give numbers, texts, containers, Decimals, Fractions, dates or arrays, or "
                "Objects with the Python text that makes it."
            ) from None
        if isinstance(kind, Tensors | TensorLists):
            settled = kind.settle(name, settled, made[name])
        if written.source and written.source not in lines:
            lines[written.source] = (f"{written.source} = {texts[written.source]}",)
            texts[written.source] = written.source
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
    return Case(texts, lines, choice, own, plain=plain, named=named, in_box=in_box)


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
