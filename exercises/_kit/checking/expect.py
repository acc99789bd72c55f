"""
Compare an answer with a promise and say what is different.

Every function here returns nothing if the promise is kept and raises Wrong if not. Its first
argument is what a student can look at: the failure shows the code of the test up to that
expression (pasteable.py). ``advice`` is one likely cause and one next step.
"""

from collections.abc import Callable, Iterable, Sized
from typing import Any, NoReturn

import torch
from torch import Tensor

from _kit.checking.values import brief, differing, pattern, show, values
from _kit.language import Translator, translator
from _kit.terminal import joined, pad, wrap

SHOWN_CHARS = 260


class Wrong(AssertionError):  # noqa: N818 - the verdict, as students read it
    """
    An answer does not keep a promise; the text says what was expected and got.

    Args:
        want: What was expected.
        got: What was found.
        advice: Likely causes and next steps.
        shown: What to look at, made from the expression that was compared: "{}.shape".
    """

    def __init__(self, want: str, got: str, *advice: str, shown: str = "{}") -> None:
        self.facts = (("expected", want), ("got", got))
        self.advice = advice
        self.shown = shown
        super().__init__(self.text(translator("en")))

    def text(self, translate: Translator, width: int = 78) -> str:
        """Return what was expected and got, and the advice, translated."""
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
    advice: str = "",
    *,
    atol: float = 1e-6,
    rtol: float = 1e-5,
    plain: bool = False,
) -> None:
    """Expect a tensor of the same shape, dtype and (nearly) values; plain: without a graph."""
    if not isinstance(got, Tensor):
        _fail(brief(want), show(got), _about_type(got), advice if got is None else "")
    if got.shape != want.shape:
        wanted, found = tuple(want.shape), tuple(got.shape)
        _fail(f"shape {wanted}", f"shape {found}", _about_shape(got), shown="{}.shape")
    if got.dtype != want.dtype:
        names = [str(dtype).removeprefix("torch.") for dtype in (want.dtype, got.dtype)]
        _fail(*names, "Which line changes the dtype?", _about_dtype(want), shown="{}.dtype")
    numbers = got.detach()
    if not torch.allclose(numbers, want, atol=atol, rtol=rtol, equal_nan=True):
        _fail(*differing(numbers, want, atol, rtol), pattern(numbers, want), advice)
    if plain and got.requires_grad:
        _fail(
            "a plain tensor",
            "a tensor with requires_grad=True",
            "The numbers are right, but the result still carries a graph. Detach it, or look "
            "for a create_graph=True that is not needed.",
            shown="{}.requires_grad",
        )


def number(got: Any, want: float, advice: str = "", *, tol: float = 1e-6) -> None:
    """Expect a Python float of (nearly) this value."""
    if isinstance(got, Tensor) and got.numel() == 1:
        _fail(_float(want), show(got), "Return a Python number: item() makes one.")
    if isinstance(got, Tensor):
        _fail(_float(want), show(got), "One number is asked for, not one for each entry.", advice)
    if not isinstance(got, float):  # numpy.float64 is one
        _fail(_float(want), show(got), _about_type(got), advice if got is None else "")
    if not abs(got - want) <= tol + tol * abs(want):
        digits = 6 if f"{got:.6g}" != f"{want:.6g}" else 10
        relation = pattern(torch.tensor([got]), torch.tensor([want]))
        _fail(f"{want:.{digits}g}", f"{got:.{digits}g}", relation, advice)


def _float(want: float) -> str:
    return f"{float(f'{want:.6g}')!r}, a Python float"


def keys(got: Any, names: Iterable[str]) -> None:
    """Expect a dict with exactly these keys."""
    names = sorted(names)
    if not isinstance(got, dict):
        _fail(f"a dict with the keys {', '.join(names)}", show(got), _about_type(got))
    if sorted(map(str, got)) != names:
        found = f"the keys {', '.join(sorted(map(str, got)))}"
        _fail(f"the keys {', '.join(names)}", found, "Compare the spelling.", shown="{}.keys()")


def equal(got: Any, want: Any, advice: str = "") -> None:
    """Expect a plain value that equals this one and is of its class."""
    if type(got) is not type(want):
        _fail(show(want), show(got), advice)
    if got != want:
        _fail(str(want), str(got), advice)


def that(got: Any, kept: bool, want: str, advice: str = "") -> None:
    """Expect a value for which a condition holds; want says in words which one."""
    if not kept:
        _fail(want, show(got), advice)


def instance(got: Any, kind: type | tuple[type, ...], want: str, advice: str = "") -> None:
    """Expect a value of a class; want names it."""
    if not isinstance(got, kind):
        _fail(want, show(got), _about_type(got), advice)


def length(got: Any, count: int, advice: str = "", kind: type | tuple[type, ...] = list) -> None:
    """Expect a list, or another kind of sequence, with this number of entries."""
    want = f"a tuple of length {count}" if kind is tuple else f"a list of length {count}"
    instance(got, kind, want, advice)
    assert isinstance(got, Sized)
    if len(got) != count:
        _fail(f"length {count}", f"length {len(got)}", advice, shown="len({})")


def graph(got: Any, advice: str) -> None:
    """Expect a tensor that carries a graph."""
    if not isinstance(got, Tensor):
        _fail("a tensor that carries a graph", show(got), _about_type(got), advice)
    if not got.requires_grad:
        _fail("a tensor that carries a graph", "a plain tensor", advice, shown="{}.requires_grad")


def unchanged(argument: Tensor, before: Tensor) -> None:
    """Expect that a call has left an argument unchanged."""
    if not torch.equal(argument.detach(), before.detach()):
        _fail(
            f"unchanged: {values(before)}",
            values(argument.detach()),
            "The call has changed its argument, or a tensor that shares its memory. Clone before "
            "you change something in place: +=, an assignment to an index, a function that ends "
            "in an underscore, an optimizer's step.",
        )


def refusal(call: Callable[[], Any], advice: str) -> None:
    """Expect that a call raises a ValueError."""
    try:
        answer = call()
    except (NotImplementedError, AttributeError):
        raise  # by a stub, or by a module in which the name is still missing
    except ValueError:
        return
    except Exception as error:
        _fail("a ValueError", f"{type(error).__name__}: {error}", advice)
    _fail("a ValueError", f"an answer: {show(answer)}", advice)


def _fail(want: str, got: str, *advice: str, shown: str = "{}") -> NoReturn:
    raise Wrong(want, got, *advice, shown=shown)


def _about_type(got: Any) -> str:
    if got is None:
        return "None comes from a function without return, or from a .grad that nothing has filled."
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
