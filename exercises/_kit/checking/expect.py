"""
Comparisons of answers with what the task promises; a difference is told in words.

Every function here returns nothing if the promise is kept and raises Wrong if not. Its first
argument is what a student can look at: the failure shows the code of the test up to that
expression (pasteable.py). ``advice`` is one likely cause and one next step.

Texts of a test are English: a text of the catalogue, or a message if it has values.
"""

from collections.abc import Callable, Iterable, Sized
from typing import TYPE_CHECKING, Any, NoReturn

from _kit.checking.values import brief, differing, is_tensor, pattern, show, values
from _kit.language import Message, Translator, mark, message, translator
from _kit.terminal import joined, pad, wrap

if TYPE_CHECKING:
    from torch import Tensor

SHOWN_CHARS = 260
#: What the author of a test writes: a text of the catalogue, or a message.
Text = str | Message


class Wrong(AssertionError):  # noqa: N818 - the verdict, as students read it
    """
    An answer is not what the task promises; the text says what was expected and got.

    Args:
        want: What was expected; a plain text is a value, which is not translated.
        got: What was found, likewise.
        advice: Likely causes and next steps.
        shown: What to look at, made from the expression that was compared: "{}.shape".
    """

    def __init__(
        self, want: str | Message, got: str | Message, *advice: Text | None, shown: str = "{}"
    ) -> None:
        self.facts = ((mark("expected"), want), (mark("got"), got))
        self.advice = [part for part in advice if part]
        self.shown = shown
        super().__init__(self.text(translator("en")))

    def text(self, translate: Translator, width: int = 78) -> str:
        """Return what was expected and got, and the advice, translated."""
        lines = []
        for name, text in self.facts:
            text = translate(text) if isinstance(text, Message) else text
            text = text if len(text) <= SHOWN_CHARS else text[: SHOWN_CHARS - 3] + "..."
            lines += wrap(text, width, f"  {pad(translate(name), 9)} ", " " * 12)
        lines += wrap(joined(*map(translate, self.advice)), width, "  ", "  ")
        return "\n".join(lines)


def tensor(
    got: Any,
    want: "Tensor",
    advice: Text = "",
    *,
    atol: float = 1e-6,
    rtol: float = 1e-5,
    plain: bool = False,
) -> None:
    """Expect a tensor of the same shape, dtype and (nearly) values; plain: without a graph."""
    if not is_tensor(got):
        _fail(brief(want), show(got), _about_type(got), advice if got is None else "")
    if got.shape != want.shape:
        want_shape, got_shape = (
            message("shape {shape}", shape=tuple(value.shape)) for value in (want, got)
        )
        _fail(want_shape, got_shape, _about_shape(got), shown="{}.shape")
    if got.dtype != want.dtype:
        names = [str(dtype).removeprefix("torch.") for dtype in (want.dtype, got.dtype)]
        which = message("Which line changes the dtype?")
        _fail(*names, which, _about_dtype(want), shown="{}.dtype")
    numbers = got.detach()
    if not numbers.allclose(want, atol=atol, rtol=rtol, equal_nan=True):
        relation = pattern(*(value.flatten().double().tolist() for value in (numbers, want)))
        _fail(*differing(numbers, want, atol, rtol), relation, advice)
    if plain and got.requires_grad:
        _fail(
            message("a plain tensor"),
            message("a tensor with requires_grad=True"),
            message(
                "The numbers are right, but the result still carries a graph. Detach it, or look "
                "for a create_graph=True that is not needed."
            ),
            shown="{}.requires_grad",
        )


def number(got: Any, want: float, advice: Text = "", *, tol: float = 1e-6) -> None:
    """Expect a Python float of (nearly) this value."""
    if is_tensor(got) and got.numel() == 1:
        _fail(_float(want), show(got), message("Return a Python number: item() makes one."))
    if is_tensor(got):
        one = message("One number is asked for, not one for each entry.")
        _fail(_float(want), show(got), one, advice)
    if not isinstance(got, float):  # numpy.float64 is one
        _fail(_float(want), show(got), _about_type(got), advice if got is None else "")
    if not abs(got - want) <= tol + tol * abs(want):
        digits = 6 if f"{got:.6g}" != f"{want:.6g}" else 10
        _fail(f"{want:.{digits}g}", f"{got:.{digits}g}", pattern([got], [want]), advice)


def _float(want: float) -> Message:
    return message("{number}, a Python float", number=repr(float(f"{want:.6g}")))


def keys(got: Any, names: Iterable[str]) -> None:
    """Expect a dict with exactly these keys."""
    names = sorted(names)
    if not isinstance(got, dict):
        wanted = message("a dict with the keys {keys}", keys=", ".join(names))
        _fail(wanted, show(got), _about_type(got))
    found = sorted(map(str, got))
    if found != names:
        wanted, other = (
            message("the keys {keys}", keys=", ".join(some)) for some in (names, found)
        )
        missing, others = set(names) - set(found), set(found) - set(names)
        advice = message("A key of the task is missing.")
        if others:
            advice = message("The task names no other keys.")
        if missing and others:
            advice = message("Compare the spelling.")
        _fail(wanted, other, advice, shown="{}.keys()")


def equal(got: Any, want: Any, advice: Text = "") -> None:
    """Expect a plain value that equals this one and is of its class."""
    if type(got) is not type(want):
        _fail(show(want), show(got), advice)
    if got != want:
        _fail(str(want), str(got), advice)


def that(got: Any, kept: bool, want: Text, advice: Text = "") -> None:
    """Expect a value for which a condition holds; want says in words which one."""
    if not kept:
        _fail(_message(want), show(got), advice)


def instance(got: Any, kind: type | tuple[type, ...], want: Text, advice: Text = "") -> None:
    """Expect a value of a class; want names it."""
    if not isinstance(got, kind):
        _fail(_message(want), show(got), _about_type(got), advice)


def length(got: Any, count: int, advice: Text = "", kind: type | tuple[type, ...] = list) -> None:
    """Expect a list, or another kind of sequence, with this number of entries."""
    want = message("a list of length {count}", count=count)
    if kind is tuple:
        want = message("a tuple of length {count}", count=count)
    instance(got, kind, want, advice)
    assert isinstance(got, Sized)
    if len(got) != count:
        wanted, found = (message("length {count}", count=number) for number in (count, len(got)))
        _fail(wanted, found, advice, shown="len({})")


def graph(got: Any, advice: Text) -> None:
    """Expect a tensor that carries a graph."""
    want = message("a tensor that carries a graph")
    if not is_tensor(got):
        _fail(want, show(got), _about_type(got), "" if got is None else advice)
    if not got.requires_grad:
        _fail(want, message("a plain tensor"), advice, shown="{}.requires_grad")


def unchanged(argument: "Tensor", before: "Tensor") -> None:
    """Expect that a call has left an argument unchanged."""
    if not argument.detach().equal(before.detach()):
        _fail(
            message("unchanged: {numbers}", numbers=values(before)),
            values(argument.detach()),
            message(
                "The call has changed its argument, or a tensor that shares its memory. Clone "
                "before you change something in place: +=, an assignment to an index, a function "
                "that ends in an underscore, an optimizer's step."
            ),
        )


def refusal(call: Callable[[], Any], advice: Text) -> None:
    """Expect that a call raises a ValueError."""
    want = message("a ValueError")
    try:
        answer = call()
    except (NotImplementedError, AttributeError):
        raise  # by a stub, or by a module in which the name is still missing
    except ValueError:
        return
    except Exception as error:
        _fail(want, f"{type(error).__name__}: {error}", advice)
    _fail(want, message("an answer: {answer}", answer=show(answer)), advice)


def _fail(
    want: str | Message, got: str | Message, *advice: Text | None, shown: str = "{}"
) -> NoReturn:
    raise Wrong(want, got, *advice, shown=shown)


def _message(text: Text) -> Message:
    return text if isinstance(text, Message) else message(text)


def _about_type(got: Any) -> Message:
    if got is None:
        return message(
            "None comes from a function without return, or from a .grad that nothing has filled."
        )
    return message("The type is wrong. Compare it with Returns in the task.")


def _about_shape(got: "Tensor") -> Message:
    if got.dim() == 0:
        return message(
            "A dimension is missing: a sum, a mean or a squeeze removes one. Print the shape "
            "after every line."
        )
    if got.dim() == 2 and got.shape[0] == got.shape[1] > 1:
        return message(
            "The shapes (N, 1) and (N,) were broadcast to (N, N). Give both the same shape first."
        )
    return message("Print the shape after every line: which one changes it?")


def _about_dtype(want: "Tensor") -> Message:
    if want.dtype.is_floating_point:
        return message("Keep the dtype of the arguments, unless the task names one under Returns.")
    return message("The task names the dtype under Returns.")
