"""
One submission under examination: which child answers, for how long, and what its end means.

What the checks of a module are known to ask is sent to its child in one go,
and read in the same order. A submission meets the same questions in the same
order whether or not they were sent ahead.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from grader.box.child import ChildDied, ChildTimedOut, Reply
from grader.box.inside import values
from grader.box.inside.frames import FrameError
from grader.course.checks import Check
from grader.results.outcomes import Outcome
from grader.testing.failures import CheckFailed, Question
from grader.testing.student import check_reply
from grader.text import clean

IMPORT_LIMIT_S = 10.0
#: After so many calls over the limit in one exercise the rest of it is not asked.
PATIENCE = 2


class Channel(Protocol):
    """A child that holds a submission and answers one question after the other."""

    def ask(self, text: bytes, blob: bytes) -> None:
        """Send a question without waiting for its answer."""

    def answer(self, limit_s: float) -> Reply:
        """Wait at most *limit_s* seconds for the next answer."""

    def close(self) -> None:
        """End the child."""


#: Starts a child that has the given files.
Open = Callable[[Mapping[str, bytes]], Channel]


@dataclass(frozen=True)
class Planned:
    """
    A question that a check is known to ask.

    Attributes:
        check: The check.
        number: It is the check's question of this number, from 0.
        question: The question.
    """

    check: Check
    number: int
    question: Question

    @property
    def key(self) -> object:
        """Under what its answer is kept; drawing is dear, so one figure serves several checks."""
        return _key(self.check.name, self.number, self.question)


def _key(check: str, number: int, question: Question) -> object:
    return question if question.op == "figure" else (check, number)


class Examinee:
    """
    Ask one submission, a fresh child per module and after every child that died.

    Args:
        files: The submission.
        open_channel: Starts a child with them.
        plan: What the checks are known to ask, in their order.

    Attributes:
        asked: What the current check has asked so far.
        cpu_s: Processor time of all answers, as the children say.
    """

    def __init__(
        self,
        files: Mapping[str, bytes],
        open_channel: Open,
        plan: Iterable[Planned] = (),
    ) -> None:
        self.asked: list[Question] = []
        self.cpu_s = 0.0
        self._files = files
        self._open = open_channel
        self._channel: Channel | None = None
        self._module = ""
        self._import_failures: dict[str, CheckFailed] = {}
        self._late: dict[str, int] = {}
        self._check: Check | None = None
        self._over: set[str] = set()
        self._to_send: dict[str, list[Planned]] = {}
        for planned in plan:
            self._to_send.setdefault(planned.check.module, []).append(planned)
        self._flying: deque[Planned] = deque()
        self._landed: dict[object, tuple[Question, Reply | CheckFailed]] = {}

    def begin(self, check: Check) -> None:
        """Turn to *check*: what is asked from now on is its doing, under its limits."""
        if self._check is not None:
            self.pass_over(self._check)
        self._check = check
        self.asked = []

    def pass_over(self, check: Check) -> None:
        """Forget the answers to *check*, those still to come too."""
        self._over.add(check.name)
        for key in [key for key in self._landed if type(key) is tuple and key[0] == check.name]:
            del self._landed[key]

    def answers_to(self, plan: Iterable[Planned]) -> list[Reply] | None:
        """Return the answers to what the current check will ask; None if there is one without."""
        replies = []
        for planned in plan:
            try:
                reply = self._land(planned.key, planned.question)
            except CheckFailed:
                return None
            if reply is None:
                return None
            replies.append(reply)
        return replies

    def ask(self, question: Question) -> dict[str, Any]:
        """Return the decoded reply; raise CheckFailed where there is none."""
        key = _key(self._check.name if self._check else "", len(self.asked), question)
        self.asked.append(question)
        reply = self._land(key, question)
        if reply is None:
            reply = self._ask_now(question)
            if question.op == "figure":
                self._landed[key] = question, reply
        return self._decode(question, reply)

    def ask_afresh(self, question: Question) -> dict[str, Any]:
        """Ask in a child of its own that has answered nothing before."""
        self.start_afresh()
        try:
            return self.ask(question)
        finally:
            self.close()

    def start_afresh(self) -> None:
        """Let a child that has answered nothing take the next questions, outside every check."""
        self.close()
        self._to_send.clear()
        self._landed.clear()
        self._check = None

    def close(self) -> None:
        """End the child, if there is one."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        self._flying.clear()

    def _land(self, key: object, question: Question) -> Reply | None:
        """Return the reply to a question that was sent ahead, or None if it was not."""
        while key not in self._landed:
            self._have_channel(question)
            if all(planned.key != key for planned in self._flying):
                return None
            self._receive()
        planned, landed = self._landed[key]
        if planned != question:
            return None
        if isinstance(landed, CheckFailed):
            raise landed
        return landed

    def _receive(self) -> None:
        """Take the next answer out of the air, or note why there is none."""
        planned = self._flying.popleft()
        check = planned.check
        landed: Reply | CheckFailed
        try:
            landed = self._answer(planned.question, check.limit_s, check.exercise)
        except CheckFailed as failure:
            landed = failure
            self._lose_flight(check)
        if check.name not in self._over or planned.question.op == "figure":
            self._landed[planned.key] = planned.question, landed

    def _lose_flight(self, check: Check) -> None:
        """
        Send again, later and to a fresh child, what was in the air when *check* ended one.

        The rest of that check will not be asked, and gated checks perhaps not.
        """
        self._to_send[self._module] = [
            planned
            for planned in self._flying
            if planned.check.name != check.name
            and planned.check.name not in self._over
            and not planned.check.gated
        ]
        self._flying.clear()

    def _ask_now(self, question: Question) -> Reply:
        """Ask what nobody foresaw, once everything in the air has landed."""
        while self._flying:
            self._receive()
            self._have_channel(question)
        assert self._channel is not None
        self._channel.ask(question.text, question.blob)
        limit_s = self._check.limit_s if self._check else IMPORT_LIMIT_S
        return self._answer(question, limit_s, self._check.exercise if self._check else "")

    def _have_channel(self, question: Question) -> None:
        """Have a child of the question's module at hand, and on its way what is planned for it."""
        module = question.target.partition(".")[0]
        if module in self._import_failures:
            raise self._import_failures[module]
        exercise = self._check.exercise if self._check else ""
        if self._late.get(exercise, 0) >= PATIENCE:
            message = f"Not asked: {question.function} had run into its limit {PATIENCE} times."
            raise CheckFailed(Outcome.TIMED_OUT, message, question=question, precise=True)
        if module != self._module:
            self.close()
            self._module = module
        if self._channel is None:
            self._start(question, module)

    def _start(self, question: Question, module: str) -> None:
        self._channel = self._open(self._files)
        text, blob = values.encode({"op": "load", "target": f"{module}."})
        load = Question("load", f"{module}.{module}.py", text, blob)
        self._channel.ask(text, blob)
        sent: set[object] = set()
        for planned in self._to_send.pop(module, ()):
            patient = self._late.get(planned.check.exercise, 0) < PATIENCE
            if patient and planned.key not in sent and planned.key not in self._landed:
                self._channel.ask(planned.question.text, planned.question.blob)
                self._flying.append(planned)
                sent.add(planned.key)
        try:
            reply = self._decode(load, self._answer(load, IMPORT_LIMIT_S, ""))
            check_reply(Question(question.op, question.target, text, blob), reply)
        except CheckFailed as failure:
            self.close()
            self._import_failures[module] = failure
            raise

    def _answer(self, question: Question, limit_s: float, exercise: str) -> Reply:
        """Wait for the answer to *question*; one that does not come costs the child its life."""
        assert self._channel is not None
        name = question.function
        try:
            reply = self._channel.answer(limit_s)
        except ChildTimedOut:
            self._channel = None
            self._late[exercise] = self._late.get(exercise, 0) + 1
            message = f"{name} gave no answer within {limit_s:g} s. Does a loop never end?"
            raise CheckFailed(Outcome.TIMED_OUT, message, question=question, precise=True) from None
        except ChildDied as death:
            self._channel = None
            raise _death(death, question) from None
        except FrameError as error:
            raise self._broken(question, error) from None
        self.cpu_s += reply.cost_s
        return reply

    def _decode(self, question: Question, reply: Reply) -> dict[str, Any]:
        try:
            decoded = values.decode(reply.text, reply.blob)
            hold_form(decoded)
        except FrameError as error:
            if self._check is not None:
                self._lose_flight(self._check)
            raise self._broken(question, error) from None
        return dict(decoded)

    def _broken(self, question: Question, error: FrameError) -> CheckFailed:
        """Return what an answer that is none says about the call that wrote it."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        name = question.function
        message = f"{name} wrote into the grader's connection, so its answer was lost."
        return CheckFailed(Outcome.KILLED, message, clean(str(error)), question, precise=True)


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
