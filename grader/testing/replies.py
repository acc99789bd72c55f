"""Replies of the box: their form, and the failures that replies without a value stand for."""

import builtins
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy

from grader.box.inside import policy, values
from grader.box.inside.frames import FrameError
from grader.box.inside.values import SentTensor
from grader.messages.message import Message, Name, Value, message, stranger
from grader.results.outcomes import Outcome
from grader.text import clean

from .failures import CheckFailed, Question, failed

#: Exceptions that messages name; a class that the submission defines is not named.
EXCEPTION_NAMES = frozenset(
    name
    for name, found in vars(builtins).items()
    if isinstance(found, type) and issubclass(found, BaseException)
) | {"UnboundLocalError", "LinAlgError", "OutOfMemoryError"}


def check_form(reply: Any) -> None:
    """
    Check that a decoded reply has the form that drivers give it; a submission may have forged it.

    Raises:
        FrameError: If it has another form.
    """
    if type(reply) is not dict or not all(type(key) is str for key in reply):
        raise FrameError("a reply that is not a dict")
    for key, most in (("missing", policy.ERROR_NAME), ("unsendable", policy.ERROR_TEXT)):
        if key in reply and not is_text(reply[key], most):
            raise FrameError(f"{key} is not a short text")
    for key in ("raised", "import_failed"):
        if key in reply:
            _check_error(reply[key])


def _check_error(error: Any) -> None:
    if type(error) is not dict:
        raise FrameError("an exception that is not a dict")
    place, bases = error.get("place"), error.get("bases")
    if not is_text(error.get("type"), policy.ERROR_NAME) or not is_text(
        error.get("text"), policy.ERROR_TEXT
    ):
        raise FrameError("an exception without a short type and text")
    if type(bases) is not list or not all(is_text(base, policy.ERROR_NAME) for base in bases):
        raise FrameError("an exception without bases")
    if type(place) is not list or [type(part) for part in place] not in ([], [str, int, str]):
        raise FrameError("an exception without a place")
    if len(bases) > policy.ERROR_BASES or any(len(part) > policy.ERROR_NAME for part in place[::2]):
        raise FrameError("an exception with too much about it")


@dataclass(frozen=True, eq=False)
class CallReply:
    """
    What was answered to one call of a contract; it is decoded when a check looks at it.

    Args:
        text: What came. blob: Its numbers.
        lost: Ends the child whose answer cannot be read; returns the failure of the check.
    """

    text: bytes
    blob: bytes
    lost: Callable[[FrameError], CheckFailed] = field(repr=False)

    @cached_property
    def digest(self) -> bytes:
        """Equal digests are equal answers."""
        total = hashlib.blake2b(b"%d\n" % len(self.text) + self.text, digest_size=16)
        total.update(self.blob)
        return total.digest()

    @cached_property
    def fields(self) -> dict[str, Any]:
        """
        The fields of the answer.

        Raises:
            CheckFailed: If the answer has another form than the box gives it.
        """
        try:
            found = values.decode(self.text, self.blob)
            _check_part(found)
        except FrameError as error:
            raise self.lost(error) from None
        return dict(found)

    def effects(self, count: int) -> list[Any]:
        """
        Return what was looked at after the call.

        Raises:
            CheckFailed: If there are not so many looks.
        """
        found = self.fields.get("effects")
        if type(found) is not list or len(found) != count:
            raise self.lost(FrameError("a part without what was looked at"))
        try:
            for look in filter(has_raised, found):
                check_form(look)
        except FrameError as error:
            raise self.lost(error) from None
        return found


@dataclass(frozen=True, eq=False)
class CallReplies:
    """What was answered to the calls of a contract, in their order."""

    each: Sequence[CallReply]
    lost: Callable[[FrameError], CheckFailed] = field(repr=False)

    def of(self, calls: int) -> Sequence[CallReply]:
        """
        Return the answers to so many *calls*.

        Raises:
            CheckFailed: If there are not so many answers.
        """
        if len(self.each) != calls:
            raise self.lost(FrameError("another number of answers than calls"))
        return self.each


def read_calls(
    text: bytes, blob: bytes, lost: Callable[[FrameError], CheckFailed]
) -> dict[str, Any]:
    """
    Return the reply to the calls of a contract; its ``value`` is :class:`CallReplies`.

    Raises:
        FrameError: If it has another form than the box gives it.
    """
    if text.startswith(b"["):
        each = [CallReply(*own, lost) for own in values.split(text, blob)]
        return {"value": CallReplies(each, lost)}
    reply = values.decode(text, blob)
    check_form(reply)
    if "value" in reply:
        raise FrameError("one answer to many calls")
    return dict(reply)


def _check_part(part: Any) -> None:
    """Raise FrameError if the answer to one call has another form than the box gives it."""
    check_form(part)
    for key in ("backward", "figure"):
        if key in part:
            check_form(part[key])
    if "figure" in part:
        check_figure(part["figure"])
    if "raised" in part or "unsendable" in part:
        return
    if type(part.get("earlier")) is not list or "value" not in part:
        raise FrameError("a part without answers")


def check_figure(reply: dict[str, Any]) -> None:
    """
    Check that the facts about a figure are no more than the box tells of one.

    Raises:
        FrameError: If they are more; comparing them could take the judge minutes.
    """
    sizes, texts = [], []
    for part in _leaves(reply):
        if isinstance(part, SentTensor):
            sizes.append(part.tensor.numel() / 2)
        elif isinstance(part, numpy.ndarray):
            sizes.append(part.size / 2)
        elif isinstance(part, str):
            texts.append(len(part))
    # Each line stands in three lists at most: with its name, as a line, and as points.
    most = (3 * policy.FIGURE_LINES, 3 * policy.FIGURE_POINTS)
    if len(sizes) > most[0] or sum(sizes) > most[1] or max(sizes, default=0) > policy.LINE_POINTS:
        raise FrameError("a figure with too many points")
    if len(texts) > policy.FIGURE_TEXTS + most[0] or max(texts, default=0) > policy.FIGURE_TEXT:
        raise FrameError("a figure with too much text")


def _leaves(value: object) -> Iterator[object]:
    """Yield the parts of a decoded value that hold no others."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    else:
        yield value


def has_raised(look: object) -> bool:
    """Say whether what was looked at after a call is what the look raised."""
    return type(look) is dict and look.keys() == {"raised"}


def is_text(found: object, most: int) -> bool:
    """Say whether *found* is a string of at most *most* characters."""
    return type(found) is str and len(found) <= most


def is_refusal(raised: Any) -> bool:
    """Say whether an exception, or what the box says of one, is a ValueError: a refusal."""
    if isinstance(raised, BaseException):
        return isinstance(raised, ValueError)
    return bool(raised) and "ValueError" in raised["bases"]


def check_reply(question: Question, reply: dict[str, Any]) -> None:
    """Raise the CheckFailed that *reply* stands for, unless it is a value."""
    name = Name(question.function)
    if "missing" in reply:
        what = clean(str(reply["missing"]))
        module = question.target.partition(".")[0]
        words = message("{what} was not found.", what=Name(what))
        if what == name.text:
            words = message("{what} was not found in {module}.py.", what=name, module=Name(module))
        raise failed(Outcome.UNANSWERED, words, question)
    if "unsendable" in reply:
        words = message(
            "{name} returned something too large to be an answer: {why}.",
            name=name,
            why=Message.whole(stranger(str(reply["unsendable"])).text),
        )
        raise failed(Outcome.WRONG, words, question, reply=reply)
    if "import_failed" in reply:
        raise import_failure(question, reply)
    if "raised" in reply and "value" not in reply:
        raise raised_failure(question, reply)
    if "value" not in reply:
        words = message("{name} broke the connection to the grader.", name=name)
        raise failed(Outcome.KILLED, words, precise=False)


def import_failure(question: Question, reply: dict[str, Any]) -> CheckFailed:
    """Return the failure for a module that cannot be imported; its text holds no hidden input."""
    error = reply["import_failed"]
    values: dict[str, Value | str | int] = {
        "module": Name(question.target.partition(".")[0]),
        "kind": clean(error["type"]),
    }
    place = error["place"]
    if place:
        values |= {"file": clean(str(place[0])), "line": int(place[1])}
    outcome = Outcome.OUT_OF_MEMORY if out_of_memory(error) else Outcome.RAISED
    if "SystemExit" in error["bases"]:
        template = "{module}.py ends the program when it is imported ({kind}). Remove that."
        if place:
            template = (
                "{module}.py ends the program when it is imported ({file}, line {line}: {kind}). "
                "Remove that."
            )
        return failed(outcome, message(template, **values), question, reply=reply)
    values["text"] = clean(error["text"])[:300]
    template = "{module}.py cannot be imported: {kind}: {text}"
    if place:
        template = "{module}.py cannot be imported: {file}, line {line}: {kind}: {text}"
    return failed(outcome, message(template, **values), question, reply=reply)


def raised_failure(question: Question, reply: dict[str, Any]) -> CheckFailed:
    """
    Return the failure for a call that raised.

    Text, line and the names of a submission's own classes can carry hidden inputs out,
    so they go to the teacher only.
    """
    error = reply["raised"]
    bases, name, text = error["bases"], Name(question.function), error["text"]
    place = error["place"]
    at = f" (in {clean(str(place[0]))}, line {int(place[1])})" if place else ""
    kind = clean(error["type"]).rpartition(".")[2]
    note = f"{kind}: {clean(text)}{at}"

    def failure(outcome: Outcome, template: str) -> CheckFailed:
        return failed(outcome, message(template, name=name), question, note=note, reply=reply)

    # torch raises it too, where an operation has no such dtype: that is an answer.
    stated = error.get("own") is not False
    if "NotImplementedError" in bases and stated and "missing the required" not in text:
        return failure(Outcome.UNANSWERED, "{name} is still to be written.")
    if out_of_memory(error):
        template = "{name} asked for more memory than a submission may use."
        return failure(Outcome.OUT_OF_MEMORY, template)
    if "SystemExit" in bases:
        template = "{name} ended the program (sys.exit or exit). Return a value instead."
        return failure(Outcome.RAISED, template)
    words = message("{name} raised {kind}.", name=name, kind=Message.whole(exception_name(kind)))
    return failed(Outcome.RAISED, words, question, note=note, reply=reply, precise=False)


def exception_name(kind: str) -> str:
    """Return the name of an exception for students: a class of the submission's is not named."""
    return kind if kind in EXCEPTION_NAMES else "an exception of its own"


def out_of_memory(error: dict[str, Any]) -> bool:
    """Say whether a described exception is one of the ways to run out of memory."""
    text = error["text"]
    return "MemoryError" in error["bases"] or any(
        sign in text for sign in ("can't allocate memory", "DefaultCPUAllocator", "std::bad_alloc")
    )
