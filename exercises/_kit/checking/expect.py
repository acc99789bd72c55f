"""
Compare an answer with a promise and say what is different.

Every function here returns nothing if the promise is kept and raises Wrong if
not. ``call`` is what was called, as you would type it; ``advice`` is one likely
cause and one next step.
"""

from collections.abc import Callable, Iterable
from typing import Any, NoReturn

import torch
from torch import Tensor

from _kit.checking.values import brief, differing, pattern, show, values
from _kit.language import Translator, translator
from _kit.terminal import joined, pad, wrap

SHOWN_CHARS = 260
# The tasks ask for a ValueError; these count as well.
REFUSALS = (ValueError, RuntimeError, TypeError, AssertionError)


class Wrong(AssertionError):  # noqa: N818 - the verdict, as students read it
    """An answer does not keep a promise; the text says what was called, expected and got."""

    def __init__(self, call: str, want: str, got: str, *advice: str) -> None:
        self.facts = (("called", call), ("expected", want), ("got", got))
        self.advice = advice
        super().__init__(self.text(translator("en")))

    def text(self, translate: Translator, width: int = 78) -> str:
        """Return what was called, expected and got, and the advice, translated."""
        lines = []
        for name, text in self.facts:
            text = translate(text)
            text = text if len(text) <= SHOWN_CHARS else text[: SHOWN_CHARS - 3] + "..."
            lines += wrap(text, width, f"  {pad(translate(name), 9)} ", " " * 12)
        lines += wrap(joined(*(translate(part) for part in self.advice if part)), width, "  ", "  ")
        return "\n".join(lines)


def tensor(
    got: Any,
    want: Tensor,
    call: str,
    advice: str = "",
    *,
    atol: float = 1e-6,
    rtol: float = 1e-5,
    plain: bool = False,
) -> None:
    """Expect a tensor of the same shape, dtype and (nearly) values; plain: without a graph."""
    if not isinstance(got, Tensor):
        _fail(call, brief(want), show(got), _about_type(got, call, advice))
    if got.shape != want.shape:
        _fail(call, f"shape {tuple(want.shape)}", f"shape {tuple(got.shape)}", _about_shape(got))
    if got.dtype != want.dtype:
        names = [str(dtype).removeprefix("torch.") for dtype in (want.dtype, got.dtype)]
        _fail(call, names[0], names[1], "Which line changes the dtype?", _about_dtype(want))
    numbers = got.detach()
    if not torch.allclose(numbers, want, atol=atol, rtol=rtol, equal_nan=True):
        expected, found = differing(numbers, want, atol, rtol)
        _fail(call, expected, found, pattern(numbers, want), advice)
    if plain and got.requires_grad:
        _fail(
            call,
            "a plain tensor",
            "a tensor with requires_grad=True",
            "The numbers are right, but the result still carries a graph. Detach it, or look "
            "for a create_graph=True that is not needed.",
        )


def number(got: Any, want: float, call: str, advice: str = "", *, tol: float = 1e-6) -> None:
    """Expect a Python float of (nearly) this value."""
    if isinstance(got, Tensor):
        _fail(call, f"the float {want:.6g}", show(got), "Return a Python number: item() makes one.")
    if type(got) is not float:
        _fail(call, f"the float {want:.6g}", show(got), _about_type(got, call, advice))
    if not abs(got - want) <= tol + tol * abs(want):
        digits = 6 if f"{got:.6g}" != f"{want:.6g}" else 10
        relation = pattern(torch.tensor([got]), torch.tensor([want]))
        _fail(call, f"{want:.{digits}g}", f"{got:.{digits}g}", relation, advice)


def keys(got: Any, names: Iterable[str], call: str) -> None:
    """Expect a dict with exactly these keys."""
    names = sorted(names)
    if not isinstance(got, dict):
        _fail(call, f"a dict with the keys {', '.join(names)}", show(got), _about_type(got, call))
    if sorted(map(str, got)) != names:
        found = ", ".join(sorted(map(str, got)))
        _fail(call, f"the keys {', '.join(names)}", f"the keys {found}", "Compare the spelling.")


def equal(got: Any, want: Any, call: str, advice: str = "") -> None:
    """Expect a plain value that equals this one and is of its class."""
    if type(got) is not type(want):
        _fail(call, show(want), show(got), advice)
    if got != want:
        _fail(call, str(want), str(got), advice)


def true(kept: bool, call: str, want: str, got: str, advice: str = "") -> None:
    """Expect a condition to hold; want and got are words."""
    if not kept:
        _fail(call, want, got, advice)


def unchanged(argument: Tensor, before: Tensor, call: str, name: str) -> None:
    """Expect that a call leaves an argument unchanged."""
    if not torch.equal(argument.detach(), before.detach()):
        _fail(
            call,
            f"{name} unchanged: {values(before)}",
            f"{name} is now {values(argument.detach())}",
            "The call changed its argument. Look for operations that end in an underscore, for "
            "+= and for assignments to an index.",
        )


def refusal(function: Callable[..., Any], *args: Any, call: str, advice: str) -> None:
    """Expect that a call raises a ValueError."""
    try:
        answer = function(*args)
    except NotImplementedError:
        raise  # by a stub, which is not written yet
    except REFUSALS:
        return
    except Exception as error:
        _fail(call, "a ValueError", f"{type(error).__name__}: {error}", advice)
    _fail(call, "a ValueError", f"an answer: {show(answer)}", advice)


def _fail(call: str, want: str, got: str, *advice: str) -> NoReturn:
    raise Wrong(call, want, got, *advice)


def _about_type(got: Any, call: str, advice: str = "") -> str:
    if got is None and call[-1] in ']"':  # one entry of an answer
        return advice
    if got is None:
        return "The function returns None. Is a return missing at its end?"
    return "The type is wrong. Compare it with Returns in the task."


def _about_shape(got: Tensor) -> str:
    if got.dim() == 0:
        return (
            "A dimension is missing: a sum, a mean or a squeeze removes one. Print the shape "
            "after every line."
        )
    if got.dim() == 2 and got.shape[0] == got.shape[1] > 1:
        return (
            "The shapes (N, 1) and (N,) were broadcast to (N, N). Give both the same shape first."
        )
    return "Print the shape after every line: which one changes it?"


def _about_dtype(want: Tensor) -> str:
    if want.dtype.is_floating_point:
        return "Keep the dtype of the arguments, unless the task names one under Returns."
    return "The task names the dtype under Returns."
