"""One submission under examination: which child answers, for how long, and what its end means."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from grader.box.errors import ChildDied, ChildTimedOut
from grader.box.inside import values
from grader.box.inside.frames import FrameError
from grader.course.words import clean

from .outcomes import CheckFailed, Outcome, Question
from .student import check_reply

IMPORT_LIMIT_S = 10.0
#: After so many calls over the limit in one exercise the rest of it is not asked.
PATIENCE = 2


class Channel(Protocol):
    """A child that holds a submission and answers one question after the other."""

    def exchange(self, text: bytes, blob: bytes, limit_s: float) -> tuple[bytes, bytes]:
        """Send a question, wait at most *limit_s* seconds, return the reply."""

    def close(self) -> None:
        """End the child."""


#: Starts a child that has the given files.
Open = Callable[[Mapping[str, bytes]], Channel]


class Examinee:
    """
    Ask one submission, a fresh child per module and after every child that died.

    Args:
        files: The submission.
        open_channel: Starts a child with them.
    """

    def __init__(self, files: Mapping[str, bytes], open_channel: Open) -> None:
        self._files = files
        self._open = open_channel
        self._channel: Channel | None = None
        self._module = ""
        self._import_failures: dict[str, CheckFailed] = {}
        self._late: dict[str, int] = {}
        #: Drawing is dear, and what is seen on one figure serves several checks.
        self._drawn: dict[Question, dict[str, Any]] = {}
        self.exercise = ""
        self.limit_s = IMPORT_LIMIT_S
        self.cpu_s = 0.0

    def ask(self, question: Question) -> dict[str, Any]:
        """Return the decoded reply; raise CheckFailed where there is none."""
        if question in self._drawn:
            return self._drawn[question]
        module = question.target.partition(".")[0]
        if module in self._import_failures:
            raise self._import_failures[module]
        if self._late.get(self.exercise, 0) >= PATIENCE:
            message = f"Not asked: {question.function} had run into its limit {PATIENCE} times."
            raise CheckFailed(Outcome.TIMED_OUT, message, question=question, precise=True)
        if module != self._module:
            self.close()
            self._module = module
        if self._channel is None:
            self._channel = self._load(question, module)
        reply = self._exchange(self._channel, question, self.limit_s)
        cost = reply.get("cpu_s")
        self.cpu_s += cost if isinstance(cost, float) and 0 <= cost < 3600 else 0.0
        if question.op == "figure":
            self._drawn[question] = reply
        return reply

    def ask_afresh(self, question: Question) -> dict[str, Any]:
        """Ask in a child of its own that has answered nothing before."""
        self.close()
        try:
            return self.ask(question)
        finally:
            self.close()

    def close(self) -> None:
        """End the child, if there is one."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None

    def _load(self, question: Question, module: str) -> Channel:
        channel = self._open(self._files)
        text, blob = values.encode({"op": "load", "target": f"{module}."})
        load = Question("load", f"{module}.{module}.py", text, blob)
        try:
            reply = self._exchange(channel, load, IMPORT_LIMIT_S)
            check_reply(Question(question.op, question.target, text, blob), reply)
        except CheckFailed as failure:
            channel.close()
            self._import_failures[module] = failure
            raise
        return channel

    def _exchange(self, channel: Channel, question: Question, limit_s: float) -> dict[str, Any]:
        name = question.function
        try:
            reply = values.decode(*channel.exchange(question.text, question.blob, limit_s))
            hold_form(reply)
        except ChildTimedOut:
            self._channel = None
            self._late[self.exercise] = self._late.get(self.exercise, 0) + 1
            message = f"{name} gave no answer within {limit_s:g} s. Does a loop never end?"
            raise CheckFailed(Outcome.TIMED_OUT, message, question=question, precise=True) from None
        except ChildDied as death:
            self._channel = None
            raise _death(death, question) from None
        except FrameError as error:
            channel.close()
            self._channel = None
            message = f"{name} wrote into the grader's connection, so its answer was lost."
            note = clean(str(error))
            raise CheckFailed(Outcome.KILLED, message, note, question, precise=True) from None
        return dict(reply)


def hold_form(reply: Any) -> None:
    """
    Hold a decoded reply to the form that drivers give it; a submission may have forged it.

    Raises:
        FrameError: If it has another form.
    """
    if type(reply) is not dict or not all(type(key) is str for key in reply):
        raise FrameError("a reply that is no dict")
    for key in ("missing", "unsendable"):
        if key in reply and type(reply[key]) is not str:
            raise FrameError(f"{key} is no text")
    for key in ("raised", "import_failed"):
        if key in reply:
            _hold_error(reply[key])


def _hold_error(error: Any) -> None:
    if type(error) is not dict:
        raise FrameError("an exception that is no dict")
    place, bases = error.get("place"), error.get("bases")
    if type(error.get("type")) is not str or type(error.get("text")) is not str:
        raise FrameError("an exception without type and text")
    if type(bases) is not list or not all(type(base) is str for base in bases):
        raise FrameError("an exception without bases")
    if type(place) is not list or [type(part) for part in place] not in ([], [str, int, str]):
        raise FrameError("an exception at no place")


def _death(death: ChildDied, question: Question) -> CheckFailed:
    """Return what the end of a child says about the call it was busy with."""
    name = question.function
    if death.over_cpu_limit:
        message = f"{name} used up its processor time. Does a loop never end?"
        return CheckFailed(Outcome.TIMED_OUT, message, death.how, question, precise=True)
    message = f"{name} ended its process instead of returning ({death.how})."
    return CheckFailed(Outcome.KILLED, message, death.how, question, precise=True)
