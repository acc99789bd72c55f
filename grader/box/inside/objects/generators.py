"""
Generators of random numbers that a test gives a submission: what they hold, and how it is set.

A submission draws from such a generator inside, and the test goes on where it has stopped.
"""

import random
import struct
from collections.abc import Mapping
from typing import Any

import numpy

from ..optional_torch import torch

#: The words of a Mersenne Twister; its place among them is at most that.
_WORDS = 624

#: Where torch has how many of its words are left, and the place of the next one.
_PLACE_OF_TORCH = struct.Struct("<8x i 4x Q")

#: What a generator holds: the name of its kind, its numbers, and a normal number kept for later.
State = tuple[str, tuple[int, ...], float | None]


def state_of(value: Any) -> State | None:
    """Return what a generator holds; None for any other object, and for one of a rare kind."""
    if type(value) is random.Random:
        _, numbers, kept = value.getstate()
        return "Random", numbers, kept
    if type(value) is numpy.random.Generator:
        found = value.bit_generator.state
        if found["bit_generator"] != "PCG64":
            return None
        numbers = *found["state"].values(), found["has_uint32"], found["uinteger"]
        return "PCG64", tuple(map(int, numbers)), None
    if type(value) is numpy.random.RandomState:
        found = value.get_state(legacy=False)
        if found["bit_generator"] != "MT19937":
            return None
        words, place = found["state"]["key"], found["state"]["pos"]
        return "MT19937", (*words.tolist(), place, found["has_gauss"]), found["gauss"]
    if type(value) is torch.Generator and value.device.type == "cpu":
        return "torch", tuple(value.get_state().tolist()), None
    return None


def new_generator(kind: str) -> Any:
    """Return a generator of a kind; raise KeyError if there is none."""
    return _KINDS[kind]()


def set_state(value: Any, state: State) -> None:
    """
    Let a generator hold what another one of its kind holds.

    Raises:
        ValueError, TypeError, RuntimeError: If that cannot be.
    """
    kind, numbers, kept = state
    if type(value) is not type(new_generator(kind)):
        raise TypeError(f"a state of {kind} for another generator")
    if kind == "Random":
        value.setstate((3, numbers, kept))
    elif kind == "PCG64":
        state_, increment, has_word, word = numbers
        inner: dict[str, Any] = {"state": state_, "inc": increment}
        value.bit_generator.state = _facts(kind, inner, has_uint32=has_word, uinteger=word)
    elif kind == "MT19937":
        *words, place, has_normal = numbers
        if len(words) != _WORDS or not 0 <= place <= _WORDS:
            raise ValueError("a Mersenne Twister of another size")
        inner = {"key": numpy.array(words, numpy.uint32), "pos": place}
        value.set_state(_facts(kind, inner, has_gauss=has_normal, gauss=kept))
    else:
        left, place = _PLACE_OF_TORCH.unpack_from(bytes(numbers))
        if not 0 <= place <= _WORDS or left + place > _WORDS + 1:
            raise ValueError("a Mersenne Twister that would read beyond its words")
        value.set_state(torch.tensor(numbers, dtype=torch.uint8))


def _facts(kind: str, state: Mapping[str, Any], **others: Any) -> dict[str, Any]:
    return {"bit_generator": kind, "state": state, **others}


_KINDS: Mapping[str, Any] = {
    "Random": random.Random,
    "PCG64": numpy.random.default_rng,
    "MT19937": numpy.random.RandomState,
    "torch": torch.Generator,
}
