"""Equality of replies of the box and of the values in them, as the diagnosis needs it."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy

from grader.box.inside import values
from grader.box.inside.optional_torch import torch

from .compare import elements_match, is_close, number_of
from .objects.handles import Handle
from .transcript import as_sent


def same_reply(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two replies are equal: the same exception, or the same values."""
    if "raised" in one or "raised" in other:
        mine, yours = one.get("raised") or {}, other.get("raised") or {}
        return all(key in mine and mine[key] == yours.get(key) for key in ("type", "text"))
    # The names of a module's parameters are free, so they say nothing about a mistake.
    fields = (set(one) | set(other)) - {"after", "parameters"}
    # What an object does says what it is.
    if all(isinstance(each.get("value"), values.SentObject) for each in (one, other)):
        fields -= {"value"} if one.get("effects") else set()
    return bool(fields) and all(
        field in one and field in other and same_value(one[field], other[field]) for field in fields
    )


def same_value(one: Any, other: Any) -> bool:
    """Say whether two values agree in kind and shape, and closely in every number."""
    one, other = as_sent(one), as_sent(other)
    if isinstance(one, Handle | values.SentObject):
        return False  # What was not compared is not equal.
    if isinstance(one, values.SentTensor) and isinstance(other, values.SentTensor):
        mine, yours = one.tensor, other.tensor
        # float64 answers differ by less where a digit was lost on the way.
        rtol, atol = (1e-10, 1e-13) if yours.dtype == torch.float64 else (1e-4, 1e-6)
        return (
            mine.shape == yours.shape
            and mine.dtype == yours.dtype
            and one.requires_grad == other.requires_grad
            and bool(elements_match(mine.reshape(-1), yours.reshape(-1), rtol, atol).all())
        )
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_value(one[k], other[k]) for k in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same_value, one, other))
    if isinstance(one, numpy.ndarray) and isinstance(other, numpy.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and _same_array(one, other)
    mine_number, other_number = number_of(one), number_of(other)
    if mine_number is not None and other_number is not None:
        return is_close(mine_number, other_number, 1e-4, 1e-6)
    return type(one) is type(other) and bool(one == other)


def _same_array(one: Any, other: Any) -> bool:
    if one.dtype.kind == "f":
        return bool(numpy.allclose(one, other, rtol=1e-4, atol=1e-6, equal_nan=True))
    return bool(numpy.array_equal(one, other, equal_nan=one.dtype.kind in "cmM"))


def numbers_in(value: Any) -> Iterator[float]:
    """Yield every number in a decoded value."""
    if isinstance(value, values.SentTensor):
        yield from value.tensor.reshape(-1).to(torch.float64).tolist()
    elif isinstance(value, numpy.ndarray) and value.dtype.kind in "biuf":
        yield from value.reshape(-1).astype(numpy.float64).tolist()
    elif isinstance(value, dict):
        yield from numbers_in(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from numbers_in(item)
    else:
        number = number_of(value)
        if number is not None:
            yield number
