"""
A message: a template of ours, and values of known kinds that stand in its gaps.

Words from a stranger reach a page only as a :class:`Stranger`, bounded and cleaned when it is
made. A message keeps its template and values, so that it can be shown in any language without
being parsed, and its English text beside them.
"""

import math
from string import Formatter
from typing import Self

import msgspec

from grader.text import clean

#: The longest text of a stranger that a message repeats, in characters.
LONGEST = 400


class Name(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="name"):
    """A name from the contract or the manifest: a function, a module, an exercise."""

    text: str


class Number(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="number"):
    """A number that may be told: a limit, a count, points."""

    value: int | float
    unit: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.value, float) and not math.isfinite(self.value):
            raise ValueError("a number that is not finite")

    @property
    def text(self) -> str:
        """The number as people write it; a count keeps all its digits."""
        whole = isinstance(self.value, int) or (self.value % 1 == 0 and abs(self.value) < 1e15)
        return (str(int(self.value)) if whole else f"{self.value:g}") + self.unit


class AnswerKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="kind"):
    """The kind of an answer: class, shape and dtype, such as ``a float64 tensor of shape (3,)``."""

    text: str


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="code"):
    """Code of a visible example, as it can be pasted."""

    text: str


class Stranger(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="stranger"):
    """Text that a stranger wrote: a file's name, an exception's text. Use :func:`stranger`."""

    text: str

    def __post_init__(self) -> None:
        # A file on disk is not believed either.
        if clean(self.text, limit=LONGEST) != self.text:
            raise ValueError("text of a stranger that is not cleaned")


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="phrase"):
    """Words of ours that are translated in turn."""

    message: "Message"

    @property
    def text(self) -> str:
        """The English words."""
        return self.message.text


Value = Name | Number | AnswerKind | Code | Stranger | Phrase


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """
    One message, as a record of a result holds it.

    Attributes:
        text: The English text.
        template: The English template with ``{gaps}``; "" where the text was written whole and
            its language is found by :meth:`Language.message`.
        values: What stands in the gaps.
    """

    text: str = ""
    template: str = ""
    values: dict[str, Value] = {}

    def __post_init__(self) -> None:
        if self.values and not self.template:
            raise ValueError("a message with values and without a template")
        if self.template and self.text != filled(self.template, self.values):
            raise ValueError("a message whose text is not that of its template")

    @classmethod
    def whole(cls, text: str) -> Self:
        """Return a message whose text was written without a template."""
        return cls(text)

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def message(template: str, **values: Value | Message | str | float) -> Message:
    """
    Return the message of a *template* and what stands in its gaps.

    A plain ``str`` is taken for a stranger's and cleaned; a number is a number that may be told.

    >>> message("{name} gave no answer within {limit_s} s.", name=Name("fit"), limit_s=20).text
    'fit gave no answer within 20 s.'
    """
    kinds = {gap: _value(value) for gap, value in values.items()}
    return Message(filled(template, kinds), template, kinds)


def mark(text: str) -> str:
    """Return a label as it is: it is looked up by a variable, and collected here."""
    return text


def stranger(text: str, *, limit: int = LONGEST) -> Stranger:
    """Return a stranger's *text*, cleaned and cut to *limit* characters."""
    return Stranger(clean(text, limit=min(limit, LONGEST)))


def filled(template: str, values: dict[str, Value]) -> str:
    """
    Return *template* with the texts of *values* in its gaps.

    Raises:
        ValueError: If a gap has no value, a value no gap, or a gap is more than ``{name}``.
    """
    gaps = set[str]()
    for _, gap, form, conversion in Formatter().parse(template):
        if gap is not None:
            if not gap.isidentifier() or form or conversion:
                raise ValueError(f"a gap that is more than a name in {template!r}")
            gaps.add(gap)
    if gaps - values.keys():
        raise ValueError(f"no value for the gap {min(gaps - values.keys())} of {template!r}")
    if values.keys() - gaps:
        raise ValueError(f"no gap for the value {min(values.keys() - gaps)} in {template!r}")
    return template.format_map({gap: value.text for gap, value in values.items()})


def _value(value: Value | Message | str | float) -> Value:
    if isinstance(value, Message):
        return Phrase(value)
    if isinstance(value, str):
        return stranger(value)
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        return Name(str(value))
    if isinstance(value, int | float):
        return Number(value)
    return value
