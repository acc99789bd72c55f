"""Answers beside the reference's, where a check looks at numbers, kinds or arguments alone."""

from typing import Any

import numpy

from grader.box.inside.optional_torch import Tensor, torch
from grader.box.inside.values import SentNumber, SentObject, SentTensor

from ..compare import assert_tensor_unchanged, entry_of, number_of
from ..failures import Answer, wrong
from ..student import describe

#: Kinds of the dtypes of numpy that are numbers.
NUMBERS = "biuf"


def alike(got: Any, wanted: Any) -> tuple[Any, Any]:
    """Return both values with the same dtypes, shapes and containers, where the numbers allow."""
    if isinstance(wanted, dict) and isinstance(got, dict) and got.keys() >= wanted.keys():
        pairs = {key: alike(got[key], wanted[key]) for key in wanted}
        return {k: pair[0] for k, pair in pairs.items()}, {k: pair[1] for k, pair in pairs.items()}
    if isinstance(wanted, list | tuple) and isinstance(got, list | tuple):
        both = [alike(one, other) for one, other in zip(got, wanted, strict=False)]
        if len(got) == len(wanted):
            return [one for one, _ in both], [other for _, other in both]
    if isinstance(wanted, SentTensor):
        tensor = as_tensor(got)
        if tensor is not None and tensor.numel() == wanted.tensor.numel():
            dtype = wanted.tensor.dtype
            if tensor.dtype.is_floating_point and dtype == torch.float64:
                dtype = tensor.dtype  # A float32 has fewer digits to be right.
            both_of = (tensor.reshape(wanted.tensor.shape), wanted.tensor)
            if not dtype.is_floating_point and tensor.dtype.is_floating_point:
                dtype = tensor.dtype  # 0.5 is no class.
            return SentTensor(both_of[0].to(dtype)), SentTensor(both_of[1].to(dtype))
    if isinstance(wanted, numpy.ndarray) and wanted.dtype.kind in NUMBERS:
        array = _as_array(got)
        if array is not None and array.size == wanted.size:
            is_float = array.dtype.kind == "f"
            of_got = is_float and (wanted.dtype == numpy.float64 or wanted.dtype.kind != "f")
            dtype = array.dtype if of_got else wanted.dtype  # As with tensors.
            return array.reshape(wanted.shape).astype(dtype), wanted.astype(dtype)
    if type(wanted) in (bool, int) and isinstance(got, SentNumber) and got.value == wanted:
        return wanted, wanted
    if isinstance(wanted, float) and isinstance(got, SentTensor) and got.tensor.numel() == 1:
        return float(got.tensor), wanted
    if isinstance(wanted, float) and _is_numeric(got) and got.size == 1:
        return float(got.reshape(())), wanted
    return got, wanted


def match_argument(answer: Answer, before: Any, left: Any, name: str) -> None:
    """Check that an argument, and what it holds, is as it was before the call."""
    if isinstance(before, Tensor):
        assert_tensor_unchanged(answer, before, left, name)
        return
    left = left.live() if isinstance(left, SentNumber) else left
    is_alike = type(left) is type(before)
    if isinstance(before, numpy.ndarray):
        if not is_alike or (left.dtype, left.shape) != (before.dtype, before.shape):
            raise wrong(f"{name} came back as {describe(left)}.", answer, precise=True)
        if left.tobytes() != before.tobytes():
            message = f"{name} has changed: the caller's array must keep its values."
            raise wrong(message, answer, precise=True)
        return
    if isinstance(before, dict):
        if not is_alike or list(left) != list(before):
            raise wrong(f"{name} came back as {describe(left)}.", answer, precise=True)
        before, left = list(before.values()), list(left.values())
    if isinstance(before, list | tuple):
        if not is_alike or len(left) != len(before):
            raise wrong(f"{name} came back as {describe(left)}.", answer, precise=True)
        of = name[0].lower() + name[1:]
        for number, (one, other) in enumerate(zip(before, left, strict=True)):
            match_argument(answer, one, other, f"Entry {number} of {of}")
    elif not is_alike and not isinstance(before, SentObject):
        raise wrong(f"{name} has changed: it came back as {describe(left)}.", answer, precise=True)
    elif not isinstance(before, SentObject) and repr(left) != repr(before):
        raise wrong(f"{name} has changed: its value is another one.", answer, precise=True)


def zeroed(value: Any) -> Any:
    """Return a value of the same form whose numbers are all 0."""
    if isinstance(value, SentTensor):
        return SentTensor(torch.zeros_like(value.tensor))
    if isinstance(value, dict):
        return {key: zeroed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(zeroed(item) for item in value)
    if isinstance(value, SentNumber):
        return SentNumber(0.0, value.kind)
    if isinstance(value, numpy.ndarray):
        return numpy.zeros_like(value)
    return type(value)(0) if isinstance(value, bool | int | float) else value


def as_tensor(value: Any) -> Tensor | None:
    if isinstance(value, SentTensor):
        return value.tensor
    if _is_numeric(value):
        return torch.from_numpy(value.astype(numpy.float64))
    numbers = value if isinstance(value, list | tuple) else [value]
    plain = [float(one) if isinstance(one, bool) else number_of(one) for one in numbers]
    if any(number is None for number in plain):
        return None
    return torch.tensor(plain, dtype=torch.float64)


def _is_numeric(value: Any) -> bool:
    return isinstance(value, numpy.ndarray) and value.dtype.kind in NUMBERS


def _as_array(value: Any) -> Any:
    """Return an array of numbers, or a list of them as one; None for anything else."""
    if _is_numeric(value):
        return value
    tensor = None if isinstance(value, SentTensor) else as_tensor(value)
    return None if tensor is None else tensor.numpy()


def match_types(answer: Answer, got: Any, wanted: Any, name: str = "") -> None:
    """Check that containers and numbers are of the very type; *name* is what *got* is called."""
    name = name or f"{answer.question.function} returned"
    if isinstance(wanted, float) and isinstance(got, SentNumber) and got.kind == "numpy.float64":
        return  # It is a float, by inheritance.
    if isinstance(wanted, SentNumber) and isinstance(got, numpy.ndarray) and got.shape == ():
        return  # numpy makes the one of the other.
    if type(got) is not type(wanted):
        raise wrong(f"{name} {describe(got)}, expected {describe(wanted)}.", answer, precise=True)
    if isinstance(wanted, dict):
        for key in wanted:
            match_types(answer, got[key], wanted[key], f'"{key}" is')
    elif isinstance(wanted, list | tuple):
        for index, (one, other) in enumerate(zip(got, wanted, strict=True)):
            match_types(answer, one, other, entry_of(name, index))


def requires_grad(value: Any) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return any(map(requires_grad, value))
    return isinstance(value, SentTensor) and value.requires_grad
