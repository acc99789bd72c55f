"""
The parts of a check's message: what came, why, and the call on which it can be seen.

Grading writes the three one after the other, as sentences. Pages show each in its own place, and
count students by the cause alone, because the other two differ from check to check.
"""

import re
from dataclasses import dataclass

from grader.messages.message import Message
from grader.text import clean_lines

_EXAMPLE = "For example, "
_GIVES = re.compile(r"(?P<call>.+?) should give (?P<expected>.+?); it gives (?P<got>.+)\.", re.S)
_RAISES = re.compile(
    r"(?P<call>.+?) raises (?P<got>.+?)(?: \((?P<file>\w+\.py), line (?P<line>\d{1,6})\))?\.", re.S
)
_SENTENCE = re.compile(r"(?<=[.?!]) (?=[A-Z\"'(])")
_NUMBERS = re.compile(r"\([\d, ]*\)|\d+(\.\d+)?")
_LONGEST = 2000


@dataclass(frozen=True)
class Example:
    """
    A call on visible values, as a student can type it.

    Attributes:
        call: The call.
        expected: What the reference gives; "" where the submission raises.
        got: What the submission gives or raises.
        file: The file in which it raises; "" if that is not said.
        line: The line there.
    """

    call: str
    expected: str
    got: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Explanation:
    """
    A message in its parts.

    Attributes:
        found: What came and what was expected, in one sentence.
        why: The cause and what to do, in any number of sentences; "" if it is not known.
        example: A call that shows it.
        shown: The sentence of the example that is of no known form; else "".
    """

    found: str
    why: str
    example: Example | None = None
    shown: str = ""

    @property
    def cause(self) -> str:
        """The words that are the same for everybody who makes this mistake."""
        return self.why or without_numbers(self.found)

    @property
    def key(self) -> str:
        """The first sentence of the cause, with which it is counted."""
        return first_sentence(self.cause)


def explanation_of(message: Message) -> Explanation:
    """
    Return the parts of a message.

    >>> whole = explanation_of(Message.whole("f is None. Return it. For example, f(1) raises E."))
    >>> whole.found, whole.why, whole.example
    ('f is None.', 'Return it.', Example(call='f(1)', expected='', got='E', file='', line=0))
    """
    text = clean_lines(message.text, limit=_LONGEST).strip()
    said, _, shown = (" " + text).partition(" " + _EXAMPLE)
    found, dot, why = said.strip().partition(". ")
    match = _GIVES.fullmatch(shown) or _RAISES.fullmatch(shown)
    if match is None:
        return Explanation(found + dot.strip(), why, None, _EXAMPLE + shown if shown else "")
    parts = match.groupdict()
    example = Example(
        parts["call"],
        parts.get("expected") or "",
        parts["got"],
        parts.get("file") or "",
        int(parts.get("line") or 0),
    )
    return Explanation(found + dot.strip(), why, example)


def without_numbers(text: str) -> str:
    """
    Return a text with a sign for every number and shape, which differ from check to check.

    >>> without_numbers("a float32 tensor of shape (2, 3), 4 of 6 are wrong")
    'a float… tensor of shape …, … of … are wrong'
    """
    return _NUMBERS.sub("…", text)


def first_sentence(text: str) -> str:
    """
    Return the first sentence of a text.

    >>> first_sentence("Sum it. Then divide.")
    'Sum it.'
    """
    return _SENTENCE.split(text, maxsplit=1)[0]
