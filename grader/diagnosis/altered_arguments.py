"""
Questions with altered arguments, for which a wrong answer may be the right one.

If an argument was left out, exchanged, truncated, sorted or taken for another one, the answer is
the reference's answer to another question. So a mistake is found that nobody has written down.
"""

import math
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

from grader.box.inside.optional_torch import Tensor, torch
from grader.box.inside.values import UnsendableError
from grader.messages.message import Message, Name, message
from grader.testing.failures import Question

from .arguments import Arguments, Parameter

#: What is said of an answer that is right for the altered number, and how that is altered.
_NUMBERS: tuple[tuple[str, Callable[[float], float]], ...] = (
    ("This is the right answer for {name} = 0. Use the {name} that is given.", lambda v: v * 0),
    (
        "This is the right answer for {name} = 1. Use the {name} that is given.",
        lambda v: type(v)(1),
    ),
    ("This is the right answer for {name} with the opposite sign.", lambda v: -v),
    ("This is the right answer for the absolute value of {name}.", abs),
    ("This is the right answer for {name} truncated to a whole number.", lambda v: type(v)(int(v))),
    ("This is the right answer for twice the {name}.", lambda v: 2 * v),
    ("This is the right answer for the square of {name}.", lambda v: v * v),
)
_FLOATS: tuple[tuple[str, Callable[[float], float]], ...] = (
    ("This is the right answer for half the {name}.", lambda v: v / 2),
    ("This is the right answer for 1 - {name} in place of {name}.", lambda v: 1 - v),
)
_INTEGERS: tuple[tuple[str, Callable[[int], int]], ...] = (
    ("This is the right answer for {name} + 1: one too many.", lambda v: v + 1),
    ("This is the right answer for {name} - 1: one too few.", lambda v: v - 1),
)
_DEFAULT = (
    "This is the right answer for the default of {name}, whatever is given. Use the {name} that is "
    "given."
)
_OPPOSITE = "This is the right answer for the opposite of {name}: it is ignored or inverted."


def _even(t: Tensor) -> Tensor:
    ends = float(t.min()), float(t.max())
    return torch.linspace(*ends, t.numel(), dtype=t.dtype).reshape(t.shape)


def _standard(t: Tensor) -> Tensor:
    return (t - t.mean(0)) / t.std(0, correction=0).clamp_min(1e-9)


_TENSORS: tuple[tuple[str, Callable[[Tensor], Tensor]], ...] = (
    ("This is the right answer for {name} in reverse order.", lambda t: t.flip(0)),
    ("This is the right answer for {name} in sorted order.", lambda t: t.sort(0).values),
    (
        "This is the right answer for evenly spaced numbers from the smallest to the largest of "
        "{name}. Use the numbers that are given.",
        _even,
    ),
    ("This is the right answer for {name} transposed.", lambda t: t.T if t.dim() == 2 else t),
    ("This is the right answer for {name} with the opposite sign.", lambda t: -t),
    ("This is the right answer for the absolute values of {name}.", torch.abs),
    (
        "This is the right answer for {name} with its negative entries set to 0.",
        lambda t: t.clamp(min=0),
    ),
    ("This is the right answer for {name} truncated to whole numbers.", torch.trunc),
    ("This is the right answer for {name} rounded to whole numbers.", torch.round),
    (
        "This is the right answer for {name} scaled to length 1, with everything else unchanged.",
        lambda t: t / t.norm(),
    ),
    ("This is the right answer for {name} divided by its sum.", lambda t: t / t.sum()),
    (
        "This is the right answer for {name} divided by its largest entry.",
        lambda t: t / t.max(),
    ),
    ("This is the right answer for {name} shifted to mean 0.", lambda t: t - t.mean(0)),
    (
        "This is the right answer for {name} shifted and scaled to mean 0 and standard deviation "
        "1. Take it as it is.",
        _standard,
    ),
    ("This is the right answer for twice the {name}.", lambda t: 2 * t),
    ("This is the right answer for half the {name}.", lambda t: t / 2),
    ("This is the right answer for the squares of {name}.", lambda t: t * t),
    (
        "This is the right answer for the mean of {name} in place of each of its entries.",
        lambda t: t.mean().expand_as(t).clone(),
    ),
    ("This is the right answer for zeros in place of {name}.", torch.zeros_like),
    ("This is the right answer for ones in place of {name}.", torch.ones_like),
    (
        "This is the right answer for the first entry of {name} in place of all of them.",
        lambda t: t[:1].expand_as(t).clone(),
    ),
)
_EXCHANGED = "This is the right answer with {one} and {other} exchanged."

_FIRST = message("This is the right answer for only some of the samples. Use all of them.")
_ALL_BUT_ONE = message(
    "This is the right answer without the first or the last sample. Use all of them."
)
#: How many of the samples may be all that is looked at.
_HEADS = (1, 2, 3, 4, 5, 8, 10, 16, 20, 32, 50, 64, 100, 128)


def alterations(
    question: Question, parameters: tuple[Parameter, ...]
) -> Iterator[tuple[str, Message, Question]]:
    """
    Yield questions that differ from *question* by what a mistake does to an argument.

    Yields:
        A name for what was done, the same for every question of a function; what is said of an
        answer that is right for the altered question; that question.
    """
    arguments = Arguments(question, parameters)
    for key, words, changes in [
        *_of_each(arguments, parameters),
        *_of_pairs(arguments),
        *_parts(arguments),
    ]:
        try:
            other = arguments.changed(changes)
        except UnsendableError:
            continue
        if other != question:
            yield key, words, other


Change = tuple[str, Message, dict[str, Any]]


def _of_each(arguments: Arguments, parameters: tuple[Parameter, ...]) -> Iterator[Change]:
    defaults = {each.name: each.default for each in parameters}
    for name, value in arguments.values.items():
        table: tuple[tuple[str, Callable[[Any], Any]], ...] = ()
        if isinstance(value, bool):
            yield name + " opposite", message(_OPPOSITE, name=Name(name)), {name: not value}
        elif isinstance(value, int | float) and math.isfinite(value):
            default = defaults.get(name)
            if isinstance(default, int | float):
                words = message(_DEFAULT, name=Name(name))
                yield name + " default", words, {name: type(value)(default)}
            table = _NUMBERS + (_INTEGERS if isinstance(value, int) else _FLOATS)
        elif isinstance(value, Tensor) and value.is_floating_point() and value.dim():
            table = _TENSORS if value.numel() > 1 else ()
        for template, change in table:
            new = _like(value, change(_plain(value)))
            if new is not None:
                yield template + name, message(template, name=Name(name)), {name: new}


def _plain(value: Any) -> Any:
    return value.detach() if isinstance(value, Tensor) else value


def _like(value: Any, new: Any) -> Any:
    """Return *new* as an argument like *value*; None where it is no such argument."""
    if not isinstance(value, Tensor):
        return new
    if new.shape != value.shape or not bool(new.isfinite().all()):
        return None
    new = new.clone().requires_grad_(value.requires_grad)
    new.grad = value.grad if value.is_leaf else None
    return new


def _of_pairs(arguments: Arguments) -> Iterator[Change]:
    for (one, first), (other, second) in combinations(arguments.values.items(), 2):
        alike = type(first) is type(second) and isinstance(first, int | float | list | Tensor)
        if isinstance(first, Tensor) and isinstance(second, Tensor):
            alike = first.shape == second.shape and first.dtype == second.dtype
        if alike and not isinstance(first, bool):
            words = message(_EXCHANGED, one=Name(one), other=Name(other))
            yield f"{one} {other}", words, {one: second, other: first}


def _parts(arguments: Arguments) -> Iterator[Change]:
    """Yield a part of the samples: of all tensors that have one row for each of them."""
    rows: dict[int, dict[str, Tensor]] = {}
    for name, tensor in arguments.tensors.items():
        if tensor.dim() and len(tensor) > 2:
            rows.setdefault(len(tensor), {})[name] = tensor
    for count, samples in rows.items():
        if len(samples) < 2:
            continue
        parts = {f"first_{head}": slice(head) for head in _HEADS if head < count - 1}
        parts |= {"half": slice(count // 2), "second_half": slice(count // 2, None)}
        parts |= {"every_second": slice(None, None, 2)}
        ends = {"all_but_last": slice(-1), "all_but_first": slice(1, None)}
        for key, part in (parts | ends).items():
            words = _ALL_BUT_ONE if key in ends else _FIRST
            changed = {name: _cut(tensor, part) for name, tensor in samples.items()}
            yield key, words, changed


def _cut(tensor: Tensor, part: slice) -> Tensor:
    return tensor.detach()[part].clone().requires_grad_(tensor.requires_grad)
