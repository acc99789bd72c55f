"""
The explanation of a check for its student, in its parts: what came, why, and a call that shows it.

Whoever finds a part makes it as a message of its own, and a result keeps the parts. So a page shows
each in its own place, in any language, and students are counted by the cause alone.
"""

import re
from typing import Self

import msgspec

from .message import Code, Message, Name, Phrase, Stranger, message

_SENTENCE = re.compile("(?<=[.?!]) (?=[A-Z\"'(])|(?<=[\N{IDEOGRAPHIC FULL STOP}\uff1f\uff01])(?=.)")
_NUMBERS = re.compile(r"\([\d, ]*\)|\d+(\.\d+)?")


class Raised(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="raised"):
    """
    An exception in place of an answer.

    Attributes:
        error: Its class, and what it says.
        file: The file of the submission in which it was raised; None if that is not known.
        line: The line there.
    """

    error: Stranger
    file: Stranger | None = None
    line: int = 0

    @property
    def told(self) -> Message | Stranger:
        """The exception, and where it was raised."""
        if self.file is None:
            return self.error
        return message(
            "{error} ({file}, line {line})", error=self.error, file=self.file, line=self.line
        )


class ExampleCall(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    A call on visible values, what it should give, and what it gives.

    Attributes:
        call: The call as it can be pasted, or words for one that is no single call.
        shows: What shows the answer after the call, such as ``z.grad``; None for its result.
        expected: What the reference gives; None where that is not shown.
        got: What the submission gives; None where that is not shown.
    """

    call: Code | Phrase
    shows: Name | None = None
    expected: Code | Raised | None = None
    got: Stranger | Raised | None = None

    @property
    def message(self) -> Message:
        """The example as one sentence."""
        call, expected, got = self.call, self.expected, self.got
        if isinstance(got, Raised):
            return message("For example, {call} raises {raised}.", call=call, raised=got.told)
        if expected is None or got is None:
            return message("For example, try {call}.", call=call)
        if isinstance(expected, Raised):
            return message(
                "For example, {call} should raise {wanted}; it gives {got}.",
                call=call,
                wanted=expected.told,
                got=got,
            )
        if self.shows is not None:
            return message(
                "For example, after {call}, {shows} should be {expected}; it is {got}.",
                call=call,
                shows=self.shows,
                expected=expected,
                got=got,
            )
        return message(
            "For example, {call} should give {expected}; it gives {got}.",
            call=call,
            expected=expected,
            got=got,
        )


class Explanation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    The explanation of a check for its student.

    Attributes:
        found: What came and what was expected, as the check itself says it; may be empty.
        why: The cause, where it shows, and what to do; empty if nothing more is known.
        example: A call that shows it.
    """

    found: Message = Message()
    why: tuple[Message, ...] = ()
    example: ExampleCall | None = None

    def __post_init__(self) -> None:
        if not all(self.why):
            raise ValueError("a reason without words")

    @classmethod
    def whole(cls, text: str) -> Self:
        """Return the explanation that is one text, written without a template."""
        return cls(Message.whole(text))

    @property
    def parts(self) -> tuple[Message, ...]:
        """All that there is to read, in order."""
        shown = () if self.example is None else (self.example.message,)
        return tuple(part for part in (self.found, *self.why, *shown) if part)

    @property
    def text(self) -> str:
        """The English text of all parts."""
        return " ".join(part.text for part in self.parts)

    @property
    def reasons(self) -> tuple[Message, ...]:
        """What is wrong: the cause, or what came where no cause is known."""
        return self.why or (self.found,)

    @property
    def cause(self) -> str:
        """The English words that are the same for everybody who makes this mistake."""
        return " ".join(part.text for part in self.why) or without_numbers(self.found.text)

    @property
    def key(self) -> str:
        """The first sentence of the cause, with which it is counted."""
        return first_sentence(self.cause)

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.parts)


def without_numbers(text: str) -> str:
    """
    Return a text with a sign for every number and shape, which differ from check to check.

    >>> without_numbers("a float32 tensor of shape (2, 3), 4 of 6 are wrong")
    'a float… tensor of shape …, … of … are wrong'
    """
    return _NUMBERS.sub("…", text)


def first_sentence(text: str) -> str:
    """
    Return the first sentence of a text, English or Chinese.

    >>> first_sentence("Sum it. Then divide.")
    'Sum it.'
    """
    return _SENTENCE.split(text, maxsplit=1)[0]
