"""Replies of the box: their form, and the failures that replies without a value stand for."""

import builtins
from typing import Any

from grader.box.inside.frames import FrameError
from grader.messages.message import Message, Name, message
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
    for key in ("missing", "unsendable"):
        if key in reply and type(reply[key]) is not str:
            raise FrameError(f"{key} is not a text")
    for key in ("raised", "import_failed"):
        if key in reply:
            _check_error(reply[key])


def _check_error(error: Any) -> None:
    if type(error) is not dict:
        raise FrameError("an exception that is not a dict")
    place, bases = error.get("place"), error.get("bases")
    if type(error.get("type")) is not str or type(error.get("text")) is not str:
        raise FrameError("an exception without type and text")
    if type(bases) is not list or not all(type(base) is str for base in bases):
        raise FrameError("an exception without bases")
    if type(place) is not list or [type(part) for part in place] not in ([], [str, int, str]):
        raise FrameError("an exception without a place")


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
            why=str(reply["unsendable"]),
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
    module = Name(question.target.partition(".")[0])
    place = error["place"]
    at = f"{clean(str(place[0]))}, line {int(place[1])}: " if place else ""
    kind = clean(error["type"])
    words = message(
        "{module}.py cannot be imported: {at}{kind}: {text}",
        module=module,
        at=at,
        kind=kind,
        text=clean(error["text"])[:300],
    )
    outcome = Outcome.OUT_OF_MEMORY if out_of_memory(error) else Outcome.RAISED
    if "SystemExit" in error["bases"]:
        words = message(
            "{module}.py ends the program when it is imported ({at}{kind}). Remove that.",
            module=module,
            at=at,
            kind=kind,
        )
    return failed(outcome, words, question, reply=reply)


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

    if "NotImplementedError" in bases and "missing the required" not in text:
        return failure(Outcome.UNANSWERED, "{name} is still to be written.")
    if out_of_memory(error):
        template = "{name} asked for more memory than a submission may use."
        return failure(Outcome.OUT_OF_MEMORY, template)
    if "SystemExit" in bases:
        template = "{name} ended the program (sys.exit or exit). Return a value instead."
        return failure(Outcome.RAISED, template)
    kind = kind if kind in EXCEPTION_NAMES else "an exception of its own"
    words = message("{name} raised {kind}.", name=name, kind=Message.whole(kind))
    return failed(Outcome.RAISED, words, question, note=note, reply=reply, precise=False)


def out_of_memory(error: dict[str, Any]) -> bool:
    """Say whether a described exception is one of the ways to run out of memory."""
    text = error["text"]
    return "MemoryError" in error["bases"] or any(
        sign in text for sign in ("can't allocate memory", "DefaultCPUAllocator", "std::bad_alloc")
    )
