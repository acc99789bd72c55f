"""
Comparisons of answers with expected values: type, shape and dtype first, then every number.

Nothing is broadcast, and a NaN equals only a NaN. A failure message names types, shapes and
patterns (twice as large, shifted by one position), never a hidden number.
"""

import contextlib
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy

from grader.box.inside.optional_torch import Tensor, torch
from grader.box.inside.values import SentNumber, SentObject, SentTensor
from grader.errors import CourseError

from .failures import Answer, wrong
from .objects.blind import is_blind
from .objects.handles import Handle, Mirror, content_of, is_container
from .objects.remote import as_answer
from .patterns import describe_difference, describe_list_difference
from .replies import is_refusal
from .student import describe
from .transcript import as_sent

#: rtol and atol of a check that gives none, by dtype; of the half floats, torch.testing's.
TOLERANCES = {
    "float32": (1e-5, 1e-6),
    "float64": (1e-9, 1e-12),
    "float16": (1e-3, 1e-5),
    "bfloat16": (1.6e-2, 1e-5),
}


def assert_matches(
    answer: Any,
    expected: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    what: str = "",
    shapes: Sequence[tuple[int, ...]] | None = None,
) -> None:
    """
    Check that *answer* equals *expected* in type, shape, dtype and every value.

    Args:
        answer: What the submission returned: a value or an :class:`Answer`.
        expected: A plain value of any kind, or an :class:`Answer` (the reference's).
        rtol: Relative tolerance. atol: Absolute tolerance. Together they
            replace the default of the dtype; integers and bools are exact.
        what: How the message calls the answer; the function's name by default.
        shapes: Shapes accepted for a tensor; by default that of *expected* only.

    Raises:
        CheckFailed: With the outcome WRONG and a message without hidden numbers.
    """
    if is_blind():
        return
    # A check that asks through drivers may expect some keys of a dict.
    partial = isinstance(answer, Answer) and not isinstance(expected, Answer)
    answer = as_answer(answer)
    name = what or f"{answer.question.function} returned"
    wanted = expected.value if isinstance(expected, Answer) else expected
    _match(answer, answer.value, wanted, name, _Tolerance(rtol, atol, partial), shapes)


def assert_number(
    answer: Any, expected: float, *, atol: float = 1e-6, rtol: float = 0.0, what: str = ""
) -> None:
    """Check that the answer is a Python (or numpy) number within *atol* + *rtol* x |expected|."""
    assert_matches(answer, float(expected), rtol=rtol, atol=atol, what=what)


class _Tolerance:
    def __init__(self, rtol: float | None, atol: float | None, partial: bool) -> None:
        self.partial = partial
        self.given = rtol is not None or atol is not None
        self.rtol, self.atol = rtol or 0.0, atol or 0.0

    def of(self, dtype: str = "float64", *, is_floating: bool = True) -> tuple[float, float]:
        if self.given and is_floating:
            return self.rtol, self.atol
        return TOLERANCES.get(dtype, (0.0, 0.0))


def _match(
    answer: Answer,
    got: Any,
    wanted: Any,
    name: str,
    tolerance: _Tolerance,
    shapes: Sequence[tuple[int, ...]] | None = None,
) -> None:
    wanted = wanted.tensor if isinstance(wanted, SentTensor) else wanted
    if isinstance(wanted, Handle | Mirror | SentObject):
        raise CourseError(
            f"{answer.question.target}: the expected value is {describe(wanted)}, which cannot be "
            "compared. Ask the object for plain values and compare those."
        )
    got = content_of(got) if is_container(got) else got
    if isinstance(got, Handle | Mirror | SentObject):
        raise wrong(f"{name} {describe(got)}, expected {describe(wanted)}.", answer)
    if isinstance(wanted, Tensor):
        _match_tensor(answer, got, wanted, name, tolerance, shapes)
    elif isinstance(wanted, dict):
        _match_dict(answer, got, wanted, name, tolerance)
    elif isinstance(wanted, list | tuple):
        _match_sequence(answer, got, wanted, name, tolerance)
    elif isinstance(wanted, float):
        _match_number(answer, got, wanted, name, tolerance)
    elif isinstance(wanted, SentNumber) and type(wanted.value) is bool:
        value = got.value if isinstance(got, SentNumber) else got
        if type(value) is not bool:
            raise wrong(f"{name} {describe(got)}, expected {describe(wanted)}.", answer)
        if value is not wanted.value:
            raise wrong(f"{name} {describe(got)}, as expected, but not the right one.", answer)
    elif isinstance(wanted, SentNumber):
        _match_number(answer, got, float(wanted.value), name, tolerance)
    elif type(got) is not type(wanted):
        raise wrong(f"{name} {describe(got)}, expected {describe(wanted)}.", answer)
    elif isinstance(wanted, complex):
        _match_complex(answer, got, wanted, name, tolerance)
    elif isinstance(wanted, numpy.ndarray):
        _match_array(answer, got, wanted, name, tolerance)
    elif _is_pandas(wanted):
        _match_frame(answer, got, wanted, name, tolerance)
    elif not same(got, wanted):
        raise wrong(f"{name} {describe(got)}, as expected, but not the right one.", answer)


def _match_dict(
    answer: Answer, got: Any, wanted: dict[Any, Any], name: str, tolerance: _Tolerance
) -> None:
    if not isinstance(got, dict):
        words = [str(key) for key in wanted if str(key).isidentifier()]
        keys = ", ".join(words)
        if not keys:
            raise wrong(f"{name} {describe(got)}, expected {describe(wanted)}.", answer)
        raise wrong(f"{name} {describe(got)}, expected a dict with the keys {keys}.", answer)
    missing = [str(key) for key in wanted if key not in got]
    if missing:
        # A key that is no word may itself be the hidden value.
        message = f"{name} {describe(got)}; the key {missing[0]!r} is missing."
        if not missing[0].isidentifier():
            message = f"{name} {describe(got)}, which lacks a key."
        raise wrong(message, answer)
    if len(got) != len(wanted) and not tolerance.partial:
        raise wrong(f"{name} {describe(got)}, expected {len(wanted)} keys.", answer)
    for key, value in wanted.items():
        _match(answer, got[key], value, f'"{key}" is', tolerance)


def _match_sequence(
    answer: Answer, got: Any, wanted: Sequence[Any], name: str, tolerance: _Tolerance
) -> None:
    if not isinstance(got, list | tuple):
        raise wrong(f"{name} {describe(got)}, expected {describe(wanted)}.", answer)
    if len(got) != len(wanted):
        message = f"{name} {describe(got)}, expected {len(wanted)} entries."
        raise wrong(message, answer)
    if wanted and all(type(value) is float for value in wanted):
        _match_numbers(answer, got, wanted, name, tolerance)
        return
    for index, (one, other) in enumerate(zip(got, wanted, strict=True)):
        _match(answer, one, other, entry_of(name, index), tolerance)


def entry_of(name: str, index: int) -> str:
    """Return the words for an entry of what *name* stands for: "entry 0 of f is"."""
    noun = name.rsplit(" ", 1)[0] if name.endswith((" is", " returned")) else name
    return f"entry {index} of {noun} is"


def same(got: Any, wanted: Any) -> bool:
    """Say whether two values of one plain type are equal; containers of what is not are not."""
    if isinstance(wanted, set | frozenset):
        kinds = [sorted(type(item).__name__ for item in each) for each in (got, wanted)]
        return kinds[0] == kinds[1] and bool(got == wanted)
    return bool(got == wanted)


def _match_complex(
    answer: Answer, got: complex, wanted: complex, name: str, tolerance: _Tolerance
) -> None:
    rtol, atol = tolerance.of()
    pairs = ((got.real, wanted.real), (got.imag, wanted.imag))
    if not all(is_close(one, other, rtol, atol) for one, other in pairs):
        raise wrong(f"{name} a number, as expected, but not the right one.", answer)


def _match_array(answer: Answer, got: Any, wanted: Any, name: str, tolerance: _Tolerance) -> None:
    if got.shape != wanted.shape:
        raise wrong(f"{name} {describe(got)}, expected shape {wanted.shape}.", answer)
    if got.dtype != wanted.dtype:
        message = f"{name} an array of dtype {got.dtype}, expected {wanted.dtype}."
        raise wrong(message, answer)
    if wanted.dtype.kind == "f":
        dtype = wanted.dtype.name if wanted.dtype.itemsize <= 8 else "float64"
        right = _entries_match(got, wanted, *tolerance.of(dtype))
    else:
        equal_nan = wanted.dtype.kind in "cmM"
        right = (got == wanted) | ((got != got) & (wanted != wanted) & equal_nan)
    if not right.all():
        some = _how_many(~right)
        message = f"{name} {describe(got)}, as expected, but {some} wrong."
        raise wrong(message, answer)


def _how_many(wrong_ones: Any) -> str:
    """Return how many values of an array or tensor are wrong, as the subject of a sentence."""
    count, size = int(wrong_ones.sum()), math.prod(wrong_ones.shape)
    if size == 1:
        return "its value is"
    return "every value is" if count == size else f"{count} of {size} are"


def _is_pandas(value: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, pandas.DataFrame | pandas.Series | pandas.Index)


def _match_frame(answer: Answer, got: Any, wanted: Any, name: str, tolerance: _Tolerance) -> None:
    if got.shape != wanted.shape:
        raise wrong(f"{name} {describe(got)}, expected {describe(wanted)}.", answer)
    for part in ("columns", "index"):
        one: Any = getattr(got, part, None)
        other: Any = getattr(wanted, part, None)
        if other is not None and (list(one) != list(other) or list(one.names) != list(other.names)):
            raise wrong(f"{name} {describe(got)} with another {part} than expected.", answer)
    if wanted.ndim == 2:
        for place in range(wanted.shape[1]):
            one, other = got.iloc[:, place], wanted.iloc[:, place]
            _match_cells(answer, one, other, f"column {place} is", tolerance)
    else:
        if got.name != wanted.name:
            raise wrong(f"{name} {describe(got)} of another name than expected.", answer)
        _match_cells(answer, got, wanted, name, tolerance)


def _match_cells(answer: Answer, got: Any, wanted: Any, name: str, tolerance: _Tolerance) -> None:
    if got.dtype != wanted.dtype:
        raise wrong(f"{name} of dtype {got.dtype}, expected {wanted.dtype}.", answer)
    if isinstance(wanted.dtype, numpy.dtype) and wanted.dtype.kind in "biufcMm":
        one, other = numpy.asarray(got.to_numpy()), numpy.asarray(wanted.to_numpy())
        _match_array(answer, one, other, name, tolerance)
    elif not got.equals(wanted):
        raise wrong(f"{name} {describe(got)}, as expected, but with other values.", answer)


def _match_number(
    answer: Answer, got: Any, wanted: float, name: str, tolerance: _Tolerance
) -> None:
    number = number_of(got)
    if number is None:
        raise wrong(f"{name} {describe(got)}, expected a Python float.", answer)
    rtol, atol = tolerance.of()
    if not is_close(number, wanted, rtol, atol):
        pattern = describe_difference([number], [wanted])
        message = f"{name} a number, as expected, but not the right one."
        raise wrong(message, answer, pattern=pattern)


def _match_numbers(
    answer: Answer, got: Sequence[Any], wanted: Sequence[float], name: str, tolerance: _Tolerance
) -> None:
    numbers = [number_of(value) for value in got]
    odd = next((i for i, number in enumerate(numbers) if number is None), None)
    if odd is not None:
        message = f"{name} {describe(got)}; entry {odd} is {describe(got[odd])}, not a float."
        raise wrong(message, answer)
    rtol, atol = tolerance.of()
    plain = [number for number in numbers if number is not None]
    right = [is_close(one, other, rtol, atol) for one, other in zip(plain, wanted, strict=True)]
    if not all(right):
        pattern = describe_list_difference(plain, wanted, right)
        message = (
            f"{name} {describe(got)}, as expected, but {right.count(False)} of them are wrong."
        )
        raise wrong(message, answer, pattern=pattern)


def _match_tensor(
    answer: Answer,
    got: Any,
    wanted: Tensor,
    name: str,
    tolerance: _Tolerance,
    shapes: Sequence[tuple[int, ...]] | None,
) -> None:
    if not isinstance(got, SentTensor | Tensor):
        raise wrong(f"{name} {describe(got)}, expected {describe(wanted)}.", answer)
    tensor = got.detach() if isinstance(got, Tensor) else got.tensor
    wanted = wanted.detach()
    accepted = [tuple(shape) for shape in shapes or [wanted.shape]]
    if tuple(tensor.shape) not in accepted:
        message = f"{name} {describe(got)}, expected shape {accepted[0]}."
        raise wrong(message, answer)
    if tensor.dtype != wanted.dtype:
        found, asked = (str(t.dtype).removeprefix("torch.") for t in (tensor, wanted))
        raise wrong(f"{name} a tensor of dtype {found}, expected {asked}.", answer)
    dtype = str(wanted.dtype).removeprefix("torch.")
    rtol, atol = tolerance.of(dtype, is_floating=wanted.dtype.is_floating_point)
    right = elements_match(tensor.reshape(-1), wanted.reshape(-1), rtol, atol)
    if not bool(right.all()):
        pattern = describe_difference(
            tensor.reshape(-1).to(torch.float64).tolist(),
            wanted.reshape(-1).to(torch.float64).tolist(),
        )
        some = _how_many(~right)
        message = f"{name} {describe(got)}, as expected, but {some} wrong."
        raise wrong(message, answer, pattern=pattern)


def elements_match(got: Tensor, wanted: Tensor, rtol: float, atol: float) -> Tensor:
    """Return where two tensors of one shape agree; NaN equals only NaN, inf only itself."""
    if not wanted.dtype.is_floating_point:
        return got == wanted
    if got.dtype == wanted.dtype and torch.equal(got, wanted):
        return torch.ones_like(got, dtype=torch.bool)
    one, other = got.to(torch.float64), wanted.to(torch.float64)
    close = (one - other).abs() <= atol + rtol * other.abs()
    same = (one == other) | (one.isnan() & other.isnan())
    return same | (close & one.isfinite() & other.isfinite())


def _entries_match(got: Any, wanted: Any, rtol: float, atol: float) -> Any:
    """Return where two arrays of one shape agree, as :func:`elements_match` does for tensors."""
    one, other = (numpy.asarray(each, numpy.float64) for each in (got, wanted))
    with numpy.errstate(all="ignore"):
        close = abs(one - other) <= atol + rtol * abs(other)
    same = (one == other) | (numpy.isnan(one) & numpy.isnan(other))
    return same | (close & numpy.isfinite(one) & numpy.isfinite(other))


def numbers_match(got: Sequence[float], wanted: Sequence[float], *, atol: float) -> bool:
    """Say whether two lists of one length agree, number by number."""
    return all(is_close(one, other, 0.0, atol) for one, other in zip(got, wanted, strict=True))


def number_of(value: Any) -> float | None:
    """Return the number in *value* (an int, a float or numpy's), or None for anything else."""
    if isinstance(value, SentNumber):
        value = value.value
    if isinstance(value, numpy.ndarray) and value.shape == ():
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:  # An int beyond every float is compared as it is.
        return None


def is_close(got: float, wanted: float, rtol: float, atol: float) -> bool:
    """Say whether two numbers agree; NaN equals only NaN, inf only itself."""
    if math.isnan(got) or math.isnan(wanted):
        return math.isnan(got) and math.isnan(wanted)
    return got == wanted or abs(got - wanted) <= atol + rtol * abs(wanted) < math.inf


def assert_plain(answer: Answer) -> None:
    """Check that no tensor in the answer still carries a graph or requires grad."""
    for path, tensor in tensors_in(answer.value):
        if tensor.requires_grad:
            name = answer.question.function
            name = f'{name} under "{path}"' if path else name
            raise wrong(
                f"The numbers of {name} are right, but the result "
                "still carries a graph (requires_grad is True). Return a plain tensor.",
                answer,
                precise=True,
            )


def assert_unchanged(answer: Answer, arguments: Sequence[Any]) -> None:
    """
    Check that the call left its *arguments* unchanged: values, ``requires_grad`` and ``.grad``.

    Args:
        answer: Answer of a ``call`` (or of any driver that reports ``after``).
        arguments: The arguments as the test sent them, in order.
    """
    name = answer.question.function
    after = answer["after"]
    if not isinstance(after, list) or len(after) < len(arguments):
        raise wrong(f"{name} did not leave its arguments as they were.", answer)
    for number, (before, left) in enumerate(zip(arguments, after, strict=False), start=1):
        if isinstance(before, Tensor):
            assert_tensor_unchanged(answer, before, left, f"Argument {number} of {name}")
        elif isinstance(before, list | tuple):
            _assert_list_unchanged(answer, before, left, f"Argument {number} of {name}")


def _assert_list_unchanged(answer: Answer, before: Sequence[Any], left: Any, name: str) -> None:
    if not isinstance(left, list | tuple) or len(left) != len(before):
        raise wrong(f"{name} has changed: it came back as {describe(left)}.", answer, precise=True)
    of = name[0].lower() + name[1:]
    for number, (one, other) in enumerate(zip(before, left, strict=True)):
        if isinstance(one, Tensor):
            assert_tensor_unchanged(answer, one, other, f"Entry {number} of {of}")


def assert_tensor_unchanged(answer: Answer, before: Tensor, left: Any, name: str) -> None:
    """Check that a tensor came back as it was: values, ``requires_grad`` and ``.grad``."""
    if not isinstance(left, SentTensor) or left.tensor.shape != before.shape:
        raise wrong(f"{name} came back as {describe(left)}.", answer, precise=True)
    same = left.tensor.dtype == before.dtype and bool(
        elements_match(left.tensor.reshape(-1), before.detach().reshape(-1), 0.0, 0.0).all()
    )
    if not same:
        message = f"{name} has changed: the caller's tensor must keep its values."
        raise wrong(message, answer, precise=True)
    if left.requires_grad != before.requires_grad:
        message = (
            f"{name} came back with requires_grad={left.requires_grad}. "
            "Work on a detached copy of it."
        )
        raise wrong(message, answer, precise=True)
    grad, found = before.grad if before.is_leaf else None, left.grad
    if (grad is None) != (found is None):
        message = f"{name} came back with a filled .grad. Work on a detached copy of it."
        if found is None:
            message = f"{name} lost its .grad. Work on a detached copy of it."
        raise wrong(message, answer, precise=True)
    if grad is not None and found is not None and not torch.equal(grad, found.tensor):
        of = name[0].lower() + name[1:]
        message = f"The .grad of {of} has changed. Work on a detached copy."
        raise wrong(message, answer, precise=True)


@contextlib.contextmanager
def unchanged(*arguments: Tensor) -> Iterator[None]:
    """Check that what is called meanwhile leaves these tensors as they are, ``.grad`` too."""
    before = [as_sent(argument).live() for argument in arguments]
    yield
    answer = as_answer(None)
    for number, (one, now) in enumerate(zip(before, arguments, strict=True), start=1):
        name = f"Argument {number} of {answer.question.function}"
        assert_tensor_unchanged(answer, one, as_sent(now), name)


def gradient(output: Any, source: Tensor, cotangent: Tensor | None = None) -> Any:
    """
    Return the gradient of *output* at *source*, pulled back from *cotangent* (ones by default).

    An output that is no tensor of that many numbers is returned itself, for the comparison that
    follows to name it.

    Raises:
        CheckFailed: If the graph of *output* does not lead to *source*.
    """
    start = torch.ones_like(source) if cotangent is None else cotangent
    if not isinstance(output, Tensor) or output.numel() != start.numel():
        return output
    answer = as_answer(output)
    found = None
    if output.requires_grad:
        (found,) = torch.autograd.grad(
            output, source, start.reshape(output.shape).to(output.dtype), allow_unused=True
        )
    if found is None:
        raise wrong(
            f"The result of {answer.question.function} is cut off from the graph of its argument: "
            "no gradient gets through.",
            answer,
        )
    return found


def assert_refused(function: Callable[..., Any], *args: Any, because: str, **kwargs: Any) -> None:
    """
    Check that a call is refused with a ValueError.

    Args:
        function: The function of the submission.
        args: Arguments that its contract forbids; kwargs: those by name.
        because: What is wrong with them, in words the student may read:
            "a probability of 1.5 is outside [0, 1]".

    Raises:
        CheckFailed: If the call returned something.
    """
    try:
        value = function(*args, **kwargs)
    except Exception as error:
        if is_refusal(error):
            return
        raise
    answer = as_answer(value)
    raise wrong(
        f"{answer.question.function} returned {describe(value)} where it should refuse: {because}. "
        "Raise ValueError.",
        answer,
    )


def assert_separate(answer: Answer) -> None:
    """Check that tensors in the answer share no memory with each other or with the arguments."""
    name = answer.question.function
    own = [(path, t) for path, t in tensors_in(answer.value) if t.tensor.numel()]
    before = {t.storage for _, t in tensors_in(answer.reply.get("earlier")) if t.tensor.numel()}
    taken = {t.storage for _, t in tensors_in(answer.reply.get("after")) if t.tensor.numel()}
    seen: set[int] = set()
    for path, tensor in own:
        if tensor.storage in taken:
            raise wrong(f"Entry {path} of {name} is a view of an argument.", answer, precise=True)
        if tensor.storage in before:
            message = (
                f"A second call of {name} returns the same memory as the first, so the first "
                "answer changes too. Make new tensors in every call."
            )
            raise wrong(message, answer, precise=True)
        if tensor.storage in seen:
            message = (
                f"Two entries returned by {name} share their memory: "
                "changing one changes the other. Copy the values."
            )
            raise wrong(message, answer, precise=True)
        seen.add(tensor.storage)


def tensors_in(value: Any, path: str = "") -> Iterable[tuple[str, SentTensor]]:
    """Yield every tensor in *value* with the keys and indices that lead to it."""
    if isinstance(value, SentTensor):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from tensors_in(item, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from tensors_in(item, f"{path}.{index}".lstrip("."))
