"""
Plain values beside numbers, texts and containers: Decimal, Fraction, times, arrays of numpy.

They cross as lists of plain parts and, of arrays, raw bytes. What comes back is checked by type
and by size.
"""

import datetime
import math
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

import numpy

from .frames import FrameError

#: Kinds of numpy dtypes that are plain numbers, texts and times.
NUMPY_KINDS = frozenset("biufcUSMm")
MAX_AXES = 8
#: The memory between the entries of a tensor or array is kept up to so many times what they take.
MAX_GAPS = 4
#: Hexadecimal digits of an int: so many that Python still writes it in decimal ones.
MAX_DIGITS = 3500

#: Classes of times; a datetime is a date too, so it comes first.
TIMES = (datetime.datetime, datetime.date, datetime.time)
#: What may be a key of a dict or an item of a set.
KEYS = frozenset([Decimal, Fraction, datetime.timedelta, *TIMES])
#: What the Python text of a plain value may name, besides what Python itself does.
NAMES = {"numpy": numpy, "datetime": datetime, "Decimal": Decimal, "Fraction": Fraction}

# Other texts are whole records of dtypes, which numpy parses.
_NUMPY_DTYPE = re.compile(r"[<>|=][a-zA-Z][0-9]{0,8}(\[[0-9]{0,4}[a-zA-Zμ]{1,2}\])?")


def parts_of(value: Any) -> tuple[list[Any], bytes] | None:
    """
    Return the name of the type of a value, its parts, and its bytes; None for any other type.

    A signalling NaN is none either: comparing it raises.
    """
    kind = type(value)
    if kind is Decimal and not value.is_snan():
        return ["Decimal", str(value)], b""
    if kind is Fraction:
        both = (value.numerator, value.denominator)
        if max(part.bit_length() for part in both) > 4 * MAX_DIGITS:
            return None
        return ["Fraction", *map(hex, both)], b""
    if kind is datetime.timedelta:
        return ["timedelta", value.days, value.seconds, value.microseconds], b""
    if kind in TIMES:
        zone = getattr(value, "tzinfo", None)
        if zone is not None and type(zone) is not datetime.timezone:
            return None
        return [kind.__name__, value.isoformat(), getattr(value, "fold", 0)], b""
    if kind is numpy.ndarray and value.dtype.kind in NUMPY_KINDS and value.ndim <= MAX_AXES:
        facts = [value.dtype.str, list(value.shape), _strides(value)]
        return ["array", *facts], value.tobytes()
    if issubclass(kind, numpy.generic) and value.dtype.kind in NUMPY_KINDS:
        return ["scalar", value.dtype.str], value.tobytes()
    return None


def value_of(parts: Sequence[Any], data: bytearray) -> Any:
    """
    Return the value of what :func:`parts_of` returned.

    Raises:
        FrameError: If the parts are those of no value.
        ArithmeticError: If a text is that of no Decimal.
        ValueError, TypeError: Likewise.
    """
    kind, *facts = parts
    if kind == "Decimal":
        found = Decimal(_text(facts[0]))
        return _refuse("a number that cannot be compared") if found.is_snan() else found
    if kind == "Fraction":
        top, bottom = (_whole(text) for text in facts)
        return Fraction(top, bottom) if bottom > 0 else _refuse("a denominator below 1")
    if kind == "timedelta":
        days, seconds, micros = facts
        return datetime.timedelta(_int(days), _int(seconds), _int(micros))
    if kind == "array":
        name, shape, strides = facts
        return _array(name, shape, strides, data)
    if kind == "scalar":
        return array_of(dtype_of(facts[0]), [1], data)[0]
    return time_of(kind, *facts)


def array_of(dtype: Any, shape: Sequence[int], data: bytearray, order: Any = "C") -> Any:
    """Return the array of these bytes, which it keeps."""
    if len(shape) > MAX_AXES or math.prod(shape) * dtype.itemsize != len(data):
        _refuse("an array of another size")
    if dtype.kind == "b" and data.translate(None, b"\x00\x01"):
        _refuse("a bool that is neither 0 nor 1")
    return numpy.frombuffer(data, dtype).reshape(shape, order=order)


def dtype_of(name: Any) -> Any:
    """Return the dtype of numpy with that name, if it is one of plain values."""
    if type(name) is not str or _NUMPY_DTYPE.fullmatch(name) is None:
        _refuse("an unknown dtype")
    dtype = numpy.dtype(name)
    if dtype.kind not in NUMPY_KINDS or dtype.hasobject:
        _refuse("an unknown dtype")
    return dtype


def time_of(name: Any, text: Any, fold: Any) -> Any:
    """Return the time, date or both in *text*."""
    kind: Any = next((k for k in TIMES if k.__name__ == name), None)
    if kind is None or type(text) is not str or len(text) > 50 or fold not in (0, 1):
        _refuse("an unknown time")
    found = kind.fromisoformat(text)
    return found.replace(fold=1) if fold else found


def span(shape: Sequence[int], strides: Sequence[int]) -> int:
    """Return how many entries the memory of a tensor or array that is not empty holds."""
    return 1 + sum((size - 1) * step for size, step in zip(shape, strides, strict=True))


def _strides(value: Any) -> list[int] | None:
    """Return the strides of an array in entries; None where it is sent as lying without gaps."""
    if value.flags.c_contiguous or not value.size:
        return None
    if any(step < 0 or step % value.itemsize for step in value.strides):
        return None
    steps = [step // value.itemsize for step in value.strides]
    return steps if span(value.shape, steps) <= MAX_GAPS * value.size else None


def _array(name: Any, shape: Any, strides: Any, data: bytearray) -> Any:
    dtype, sizes = dtype_of(name), _counts(shape)
    dense = array_of(dtype, sizes, data)
    if strides is None:
        return dense
    steps = _counts(strides)
    if len(steps) != len(sizes) or not dense.size or span(sizes, steps) > MAX_GAPS * dense.size:
        _refuse("an array of unknown layout")
    wide = numpy.zeros(span(sizes, steps), dtype)
    found = numpy.lib.stride_tricks.as_strided(wide, sizes, [n * dtype.itemsize for n in steps])
    found[...] = dense
    return found


def _counts(found: Any) -> list[int]:
    if type(found) is not list or any(type(n) is not int or not 0 <= n < 2**63 for n in found):
        _refuse("sizes that are no counts")
    return list(found)


def _int(found: Any) -> int:
    return found if type(found) is int else _refuse("a part that is not an int")


def _text(found: Any) -> str:
    return found if type(found) is str else _refuse("a part that is not a string")


def _whole(found: Any) -> int:
    text = _text(found)
    if len(text) > MAX_DIGITS + 3 or "0x" not in text[:3]:
        _refuse("an int whose digits cannot be read")
    return int(text, 16)


def _refuse(what: str) -> NoReturn:
    raise FrameError(what)
