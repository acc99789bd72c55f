"""Values in one line, and simple relations between a wrong answer and the right one."""

from typing import Any

import torch
from torch import Tensor

SHOWN_ENTRIES = 6


def show(value: Any) -> str:
    """Return a value in one short line."""
    if isinstance(value, Tensor):
        return f"{brief(value)}, {values(value.detach())}"
    if value is None:
        return "None"
    text = " ".join(repr(value).split())
    text = text if len(text) <= 60 else text[:57] + "..."
    kind = type(value).__name__
    return text if text.startswith(kind) else f"{text}, of type {kind}"


def brief(value: Tensor) -> str:
    """Return dtype and shape in words."""
    dtype = str(value.dtype).removeprefix("torch.")
    return f"{dtype} tensor of shape {tuple(value.shape)}"


def values(value: Tensor, digits: int = 6) -> str:
    """Return the first entries of a tensor that carries no graph."""
    if value.dim() == 0:
        return _digits(value.item(), digits)
    flat = value.flatten()
    shown = ", ".join(_digits(entry, digits) for entry in flat[:SHOWN_ENTRIES].tolist())
    return f"[{shown}{', ...' if flat.numel() > SHOWN_ENTRIES else ''}]"


def _digits(entry: float, digits: int) -> str:
    return f"{entry:.{digits}g}" if isinstance(entry, float) else str(entry)


def differing(got: Tensor, want: Tensor, atol: float, rtol: float) -> tuple[str, str]:
    """Return expected and got: all entries of a small tensor, else the wrong ones."""
    if want.numel() <= SHOWN_ENTRIES:
        return _apart(got, want)
    got, want = got.flatten(), want.flatten()
    wrong = ~torch.isclose(got, want, atol=atol, rtol=rtol, equal_nan=True)
    places = wrong.nonzero().flatten()
    first = places[:SHOWN_ENTRIES]
    expected, found = _apart(got[first], want[first])
    count = len(places)
    return f"{expected} ({count} of {want.numel()} entries differ; the first are shown)", found


def _apart(got: Tensor, want: Tensor) -> tuple[str, str]:
    # More digits only where six do not show the difference.
    digits = 6 if values(got) != values(want) else 10
    return values(want, digits), values(got, digits)


def pattern(got: Tensor, want: Tensor) -> str:
    """Name a simple relation between a wrong answer and the right one, if there is one."""
    got, want = got.flatten().double(), want.flatten().double()
    if not got.isfinite().all():
        return "There is nan or inf in the answer." if want.isfinite().all() else ""
    if not want.isfinite().all() or not want.any():
        return ""
    ratio = float((got * want).sum() / (want * want).sum())
    if torch.allclose(got, ratio * want, rtol=1e-4, atol=1e-7) and abs(ratio - 1) > 1e-3:
        if abs(ratio + 1) < 1e-4:
            return "Your answer has the opposite sign."
        # Of a single number every wrong answer has some ratio; only a round one tells much.
        if abs(ratio) > 1e-6 and (want.numel() > 1 or _is_round(ratio)):
            return f"Your answer is {ratio:.4g} times the expected one."
    # Not for constants: 0 in place of 1 has many causes.
    if bool((want != want[0]).any()) and torch.allclose(got, 1 - want, rtol=1e-4, atol=1e-7):
        return "Your answer is 1 minus the expected one."
    if want.numel() > 1 and torch.allclose(got, want.flip(0), rtol=1e-4, atol=1e-7):
        return "The order is reversed."
    return ""


def _is_round(ratio: float) -> bool:
    whole = max(abs(ratio), 1 / abs(ratio))
    return abs(whole - round(whole)) < 1e-3 or abs(whole - 2.302585) < 1e-3
