"""Values in one line, and simple relations between a wrong answer and the right one."""

import math
import operator
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

from _kit.language import Message, message

if TYPE_CHECKING:
    from torch import Tensor

SHOWN_ENTRIES = 6


def is_tensor(value: Any) -> "TypeGuard[Tensor]":
    """Tell whether *value* is a tensor, without importing torch in a course that has none."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def show(value: Any) -> str | Message:
    """Return a value in one short line."""
    if is_tensor(value):
        return message("{tensor}, {numbers}", tensor=brief(value), numbers=values(value.detach()))
    if value is None:
        return "None"
    text = " ".join(repr(value).split())
    text = text if len(text) <= 60 else text[:57] + "..."
    kind = type(value).__name__
    if text.startswith(kind):
        return text
    return message("{text}, of type {kind}", text=text, kind=kind)


def brief(value: "Tensor") -> Message:
    """Return dtype and shape in words."""
    dtype = str(value.dtype).removeprefix("torch.")
    return message("{dtype} tensor of shape {shape}", dtype=dtype, shape=tuple(value.shape))


def values(value: "Tensor", digits: int = 6) -> str:
    """Return the first entries of a tensor that carries no graph."""
    if value.dim() == 0:
        return _digits(value.item(), digits)
    flat = value.flatten()
    shown = ", ".join(_digits(entry, digits) for entry in flat[:SHOWN_ENTRIES].tolist())
    return f"[{shown}{', ...' if flat.numel() > SHOWN_ENTRIES else ''}]"


def _digits(entry: float, digits: int) -> str:
    return f"{entry:.{digits}g}" if isinstance(entry, float) else str(entry)


def differing(got: "Tensor", want: "Tensor", atol: float, rtol: float) -> tuple[str | Message, str]:
    """Return expected and got: all entries of a small tensor, else the wrong ones."""
    if want.numel() <= SHOWN_ENTRIES:
        return _apart(got, want)
    got, want = got.flatten(), want.flatten()
    wrong = ~got.isclose(want, atol=atol, rtol=rtol, equal_nan=True)
    places = wrong.nonzero().flatten()
    first = places[:SHOWN_ENTRIES]
    expected, found = _apart(got[first], want[first])
    first_wrong = message(
        "{expected} ({count} of {all} entries differ; the first are shown)",
        expected=expected,
        count=len(places),
        all=want.numel(),
    )
    return first_wrong, found


def _apart(got: "Tensor", want: "Tensor") -> tuple[str, str]:
    # More digits only where six do not show the difference.
    digits = 6 if values(got) != values(want) else 10
    return values(want, digits), values(got, digits)


def pattern(got: Sequence[float], want: Sequence[float]) -> Message | None:
    """Name a simple relation between wrong numbers and the right ones, if there is one."""

    def near(expected: Sequence[float]) -> bool:
        pairs = zip(got, expected, strict=True)
        return all(abs(one - other) <= 1e-7 + 1e-4 * abs(other) for one, other in pairs)

    is_finite = all(map(math.isfinite, want))
    if not all(map(math.isfinite, got)):
        return message("There is nan or inf in the answer.") if is_finite else None
    square = sum(entry * entry for entry in want)
    if not is_finite or not square:
        return None
    ratio = sum(map(operator.mul, got, want)) / square
    if near([ratio * entry for entry in want]) and abs(ratio - 1) > 1e-3:
        if abs(ratio + 1) < 1e-4:
            return message("Your answer has the opposite sign.")
        # Of a single number every wrong answer has some ratio; only a round one tells much.
        if abs(ratio) > 1e-6 and (len(want) > 1 or _is_round(ratio)):
            return message("Your answer is {ratio} times the expected one.", ratio=f"{ratio:.4g}")
    # Not for constants: 0 in place of 1 has many causes.
    if any(entry != want[0] for entry in want) and near([1 - entry for entry in want]):
        return message("Your answer is 1 minus the expected one.")
    if len(want) > 1 and near(want[::-1]):
        return message("The order is reversed.")
    return None


def _is_round(ratio: float) -> bool:
    whole = max(abs(ratio), 1 / abs(ratio))
    return abs(whole - round(whole)) < 1e-3 or abs(whole - 2.302585) < 1e-3
