"""
One submission and the children that answer for it.

What the checks of a module are known to ask is sent to its child in one go, and read in the
same order. A submission meets the same questions in the same order whether or not they were
sent ahead.
"""

import contextlib
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any, Protocol, TypeVar

from grader.box.child import ChildTimedOut, Reply, TimeUsed
from grader.box.deaths import ChildDied
from grader.box.inside import values
from grader.box.inside.frames import FrameError
from grader.course.checks import Check
from grader.course.manifest import DEFAULT_BUDGET_S
from grader.errors import GraderError
from grader.testing.failures import CheckFailed, Question
from grader.testing.replies import check_reply, read_calls
from grader.testing.student import is_script
from grader.testing.transcript import REPLAY, replay

from .budget import Budget
from .prefetch import SHARED, PlannedQuestion, Prefetch, answer_key
from .replies import child_died, decode_reply, not_asked, over_budget, reply_lost, timed_out

_T = TypeVar("_T")

#: The calls of a contract, which are one question, may take as long as this many; those of one of
#: its checks alone half of that.
LIMITS_OF_CALLS = 8

IMPORT_LIMIT_S = 10.0
#: After so many late calls in one exercise the rest of it is not asked.
PATIENCE = 2


class Channel(Protocol):
    """A child that holds a submission and answers one question after the other."""

    def ask(self, text: bytes, blob: bytes) -> None:
        """Send a question without waiting for its answer."""

    def answer(self, limit_s: float) -> Reply:
        """Wait at most *limit_s* seconds for the next answer."""

    def time_used(self) -> TimeUsed:
        """Return the time that the child has used so far."""

    def close(self) -> None:
        """End the child."""


#: Starts a child that has the given files.
Open = Callable[[Mapping[str, bytes]], Channel]


class SubmissionSession:
    """
    The session with one submission: a fresh child per module, and after every child that ended.

    A session is *without a child* at first; a question starts one for its module, and while the
    child *answers*, planned questions are in flight. The child *ends* when it is closed, dies or
    is late, or when a question to another module comes; the next question starts another. A
    module that cannot be imported is not tried again, nor is an exercise that was late
    ``PATIENCE`` times.

    Args:
        files: The submission.
        open_channel: Starts a child with them.
        plan: What the checks are known to ask, in their order.
        scripts: The names of the checks that run a script. That is the text as it was handed in,
            in a child that has imported nothing.
        ahead: Whether that is sent ahead; the answers are the same if it is not.
        budget_s: The processor time that all answers may take together.
        repaired: What is tried in place of some files where a module cannot be imported.

    Attributes:
        asked: What the current check has asked so far; replies: what came back to operations on
            objects.
        repaired: The modules that could be imported only with their repaired texts.
        cpu_s: Processor time of all answers, as the children say.
        budget: What the answers may cost, measured on this side.
    """

    def __init__(
        self,
        files: Mapping[str, bytes],
        open_channel: Open,
        plan: Iterable[PlannedQuestion] = (),
        repaired: Mapping[str, bytes] | None = None,
        *,
        scripts: Collection[str] = (),
        ahead: bool = True,
        budget_s: float = DEFAULT_BUDGET_S,
    ) -> None:
        self.asked: list[Question] = []
        self.replies: list[Reply] = []
        self.repaired: set[str] = set()
        self.cpu_s = 0.0
        self.budget = Budget(budget_s)
        self._wants_words = False
        self._files = files
        self._repaired = set(repaired or ())
        self._repaired_files = {**files, **repaired} if repaired else {}
        self._open = open_channel
        self._channel: Channel | None = None
        self._module = ""
        self._import_failures: dict[str, CheckFailed] = {}
        self._late_calls: dict[str, int] = {}
        self._check: Check | None = None
        self._decoded: dict[Question, tuple[Reply, dict[str, Any]]] = {}
        self._prefetch = Prefetch(plan, scripts)
        self._ahead = ahead
        self._one_by_one: set[str] = set()  # Modules of which a check asked something else.
        self._put: list[tuple[Check | None, Question]] = []  # What this child has been asked.
        self._callbacks = 0  # Functions of the test that the child waits for.
        self._spent_s = 0.0

    def begin(self, check: Check) -> None:
        """Turn to *check*: it asks the questions that follow, under its limits."""
        if self._check is not None:
            self.pass_over(self._check)
        self._check = check
        self.asked, self.replies = [], []
        self._end_callback()

    def pass_over(self, check: Check) -> None:
        """
        Forget the answers to *check*, those still to come too.

        What it would have asked is put to the submission all the same, sent ahead or not, so that
        a submission that keeps state answers what comes next in the same way.
        """
        home = self._prefetch.home_of(check)
        if not self._is_ahead(home) and home == self._module:
            asked = self.asked if check == self._check else []
            planned = [each.question for each in self._prefetch.planned_for(check)]
            if asked == planned[: len(asked)]:
                for question in planned[len(asked) :]:
                    if self._channel is None:
                        break
                    with contextlib.suppress(CheckFailed):
                        self._ask_now(question)
        self._prefetch.end_check(check)

    def _is_ahead(self, module: str) -> bool:
        return self._ahead and module not in self._one_by_one

    def answers_to(self, plan: Iterable[PlannedQuestion]) -> list[Reply] | None:
        """Return the answers to what the current check will ask; None if one is missing."""
        replies = []
        for planned in plan:
            try:
                reply = self._prefetched(planned.key, planned.question)
            except CheckFailed:
                return None
            if reply is None:
                return None
            replies.append(reply)
        return replies

    def ask(self, question: Question) -> dict[str, Any]:
        """Return the decoded reply; raise CheckFailed where there is none."""
        if question.op == REPLAY:
            return self._replay(question)
        key = answer_key(self._check.name if self._check else "", len(self.asked), question)
        self.asked.append(question)
        reply = self._prefetched(key, question)
        if reply is None:
            if (
                self._prefetch.is_shared(question)
                and _all_calls(self._exercise) in self._late_calls
            ):
                # Another one was late, and so would this be: each check asks its own calls.
                raise timed_out(question, self._check.limit_s if self._check else IMPORT_LIMIT_S)
            reply = self._ask_now(question)
            if question.op == SHARED:
                self._prefetch.keep_answer(key, question, reply)
        return self.decode(question, reply)

    def exchange(self, question: Question, read: Callable[[Reply], _T]) -> _T:
        """
        Send an operation on objects, or what the test answers in the middle of one.

        Returns:
            What *read* makes of the reply. If *read* raises FrameError, the child is ended.
        """
        number = len(self.asked)
        self.asked.append(question)
        if question.op != "do":
            self._callbacks -= question.op == "return"
            reply = self._ask_now(question)
        else:
            self._end_callback()
            check = self._check.name if self._check else ""
            found = self._prefetched((check, number), question)
            if found is None or (_calls_back(found) and self._is_ahead_of(number)):
                found = self._ask_instead(question)
            reply = found
        self.replies.append(reply)
        self._callbacks += _calls_back(reply)
        try:
            return read(reply)
        except FrameError as error:
            raise self._lose_reply(question, error) from None

    def _is_ahead_of(self, number: int) -> bool:
        """Say whether more was sent than the current check's question of this number."""
        return self._check is not None and self._prefetch.was_sent_beyond(self._check, number + 1)

    def _ask_instead(self, question: Question) -> Reply:
        """
        Ask an operation on objects that was not foreseen, or whose answer was not: it calls a
        function of the test, and what was sent after it would be taken for what that returned.

        If something else was sent in its place, that child is ended: a fresh one is asked again
        what really was asked, and from there on nothing is sent ahead.
        """
        check, number = self._check, len(self.asked) - 1
        if check is not None and self._prefetch.was_sent_beyond(check, number):
            before = [q for c, q in self._put if c is not None and self._prefetch.is_over(c)]
            self._one_by_one.add(self._module)
            self._prefetch.forget(self._module, check)
            self._end_child()
            self._ensure_child(question)
            assert self._channel is not None
            again = [*before, *self.asked[:number]]
            for earlier in again:
                self._channel.ask(earlier.text, earlier.blob)
            for earlier in again:
                self._wait(earlier, check.limit_s, check.exercise)
            self._put += [(check, earlier) for earlier in again]
        return self._ask_now(question)

    def exchange_afresh(self, question: Question, read: Callable[[Reply], _T]) -> _T:
        """Send an operation to a child that has answered nothing but this check's before."""
        if question.is_first:
            self.start_afresh()
        return self.exchange(question, read)

    def ask_alone(self, question: Question) -> dict[str, Any]:
        """Ask in a child that is asked nothing else; what is in flight waits for the next one."""
        if self._check is not None:
            self._prefetch.return_in_flight(self._module, self._check)
        self.close()
        try:
            self._have_child(question, question.target.partition(".")[0])
            return self.decode(question, self._ask_now(question))
        finally:
            self.close()

    def _replay(self, question: Question) -> dict[str, Any]:
        """Ask a transcript once more; return the reply to its last operation."""

        def send(text: bytes, blob: bytes) -> tuple[bytes, bytes]:
            op = "within" if self._callbacks else "do"
            op = "return" if text.startswith(b'["return"') else op
            reply = self.exchange(Question(op, question.target, text, blob), lambda found: found)
            return reply.text, reply.blob

        return replay(question, send)

    def _end_callback(self) -> None:
        """End a child that still waits for what a function of the test returns."""
        if self._callbacks:
            self._callbacks = 0
            self._end_child()

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
        self._prefetch.clear()
        self._check = None

    def begin_words(self) -> None:
        """
        Let what follows have a budget of its own: it decides nothing any more.

        If that is used up, GraderError is raised, and not the failure of a check.
        """
        self.budget.renew()
        self._wants_words = True

    def close(self) -> None:
        """End the child, if there is one."""
        self._callbacks = 0
        self._end_child()
        self._prefetch.drop_in_flight()

    @property
    def _exercise(self) -> str:
        return self._check.exercise if self._check else ""

    def _is_given_up(self, exercise: str) -> bool:
        return self._late_calls.get(exercise, 0) >= PATIENCE

    def _prefetched(self, key: object, question: Question) -> Reply | None:
        """Return the reply to a question that was sent ahead, or None if it was not."""
        while not self._prefetch.has_answer(key):
            self._ensure_child(question)
            if self._prefetch.is_in_flight(key):
                self._receive()
            elif not (self._prefetch.is_waiting(self._module, key) and self._receive()):
                return None
        answer = self._prefetch.answer(key, question)
        if isinstance(answer, CheckFailed):
            raise answer
        return answer

    def _receive(self) -> bool:
        """Wait for what is in flight longest; say whether there was anything."""
        planned = self._prefetch.next_in_flight()
        if planned is None:
            return False
        check = planned.check
        answer: Reply | CheckFailed
        try:
            answer = self._wait(planned.question, *self._patience_with(planned))
        except CheckFailed as failure:
            answer = failure
            self._prefetch.return_in_flight(self._module, check)
        self._prefetch.keep(planned, answer)
        return True

    @staticmethod
    def _patience_with(planned: PlannedQuestion) -> tuple[float, str]:
        """Return how long a planned question may take, and the exercise that its lateness costs."""
        check = planned.check
        if planned.question.op != "calls":
            return check.limit_s, check.exercise
        # If it is late, each check asks its own calls.
        return 2 * check.limit_s, _all_calls(check.exercise)

    def _ask_now(self, question: Question) -> Reply:
        """Ask what was not planned, once nothing is in flight any more."""
        while self._receive():
            self._ensure_child(question, self._module)
        assert self._channel is not None
        self._channel.ask(question.text, question.blob)
        self._put.append((self._check, question))
        limit_s = self._check.limit_s if self._check else IMPORT_LIMIT_S
        if question.op not in ("within", "return"):
            self._spent_s = 0.0
        started_s = time.monotonic()
        # A call that calls back has no more time than any other.
        reply = self._wait(question, max(limit_s - self._spent_s, 0.05), self._exercise)
        self._spent_s += time.monotonic() - started_s
        return reply

    def _home(self, question: Question) -> str:
        """
        Return the module whose child answers: for objects, that of the check.

        Outside of a check it is that of the child, if there is one; a child of no module answers
        what names none, such as a question for files.
        """
        named = question.target.partition(".")[0]
        if question.op not in ("do", "within", "return"):
            return named
        if self._check is not None and self._check.module:
            return self._prefetch.home_of(self._check)
        if is_script(question.target) and self._channel is None:
            return question.target
        is_module = f"{named}.py" in self._files
        return named if is_module and not self._module and self._channel is None else self._module

    def _ensure_child(self, question: Question, home: str = "") -> None:
        """Have a child of the question's module, with what is planned for it in flight."""
        module = home or self._home(question)
        self._have_child(question, module)
        if self._is_ahead(module):
            self._send_ahead(module)

    def _have_child(self, question: Question, module: str) -> None:
        """Have a child that has imported *module*."""
        self._check_budget(question)
        if module in self._import_failures:
            raise self._import_failures[module]
        if self._is_given_up(self._exercise):
            raise not_asked(question, PATIENCE)
        if module != self._module:
            self.close()
            self._module = module
        if self._channel is None:
            self._start_child(question, module)

    def _send_ahead(self, module: str) -> None:
        """Send the next of what is known to be asked."""
        assert self._channel is not None
        for planned in self._prefetch.take_waiting(module, self._is_wanted):
            self._channel.ask(planned.question.text, planned.question.blob)
            self._put.append((planned.check, planned.question))
            self._prefetch.add_in_flight(planned)

    def _is_wanted(self, planned: PlannedQuestion) -> bool:
        exercise = planned.check.exercise
        if planned.question.op == SHARED and _all_calls(exercise) in self._late_calls:
            return False
        return not self._is_given_up(exercise)

    def _start_child(self, question: Question, module: str) -> None:
        """
        Start a child that has imported *module*: as it was handed in, or else repaired.

        A repaired text is used for other modules that the checks of this one name, too.
        """
        ways = [self._files] * (module not in self.repaired)
        if self._repaired_files and f"{module}.py" in self._files:
            ways.append(self._repaired_files)
        named = self._prefetch.modules_named_for(module) if self._repaired else set()
        others = sorted(name for name in named if f"{name}.py" in self._repaired)
        first: CheckFailed | None = None
        lacking: set[str] = set()
        # If the others cannot be imported either way, that costs only the checks that need them.
        for names in [[module, *others]] * bool(others) + [[module]]:
            for files in ways:
                try:
                    imports = [name for name in names if not is_script(name)]
                    self._import_in_child(question, imports, files, lacking)
                except CheckFailed as failure:
                    self.close()
                    first = first or failure
                else:
                    if files is not self._files:
                        self.repaired |= lacking
                    return
        assert first is not None, "there is always a way"
        self._import_failures[module] = first
        raise first

    def _import_in_child(
        self,
        question: Question,
        names: Iterable[str],
        files: Mapping[str, bytes],
        lacking: set[str],
    ) -> None:
        """
        Start a child with *files* and wait for the imports; note in *lacking* what cannot be.

        Nothing else is sent before: a module could read it from the pipe while it is imported.
        """
        self._channel = self._open(files)
        self._put = []
        for name in filter(None, names):
            text, blob = values.encode({"op": "load", "target": f"{name}."})
            load = Question("load", f"{name}.{name}.py", text, blob)
            try:
                assert self._channel is not None
                self._channel.ask(text, blob)
                reply = self.decode(load, self._wait(load, IMPORT_LIMIT_S, ""))
                check_reply(Question(question.op, question.target, text, blob), reply)
            except CheckFailed:
                lacking.add(name)
                raise

    def _wait(self, question: Question, limit_s: float, exercise: str) -> Reply:
        """Wait for the answer to *question*; a child that gives none is ended."""
        limit_s *= LIMITS_OF_CALLS // 2 if question.op == "calls" else 1
        self._check_budget(question)
        channel = self._channel
        assert channel is not None
        try:
            with self.budget.waiting(channel):
                reply = channel.answer(limit_s)
        except ChildTimedOut:
            self._channel = None
            self._late_calls[exercise] = self._late_calls.get(exercise, 0) + 1
            raise timed_out(question, limit_s) from None
        except ChildDied as death:
            self._channel = None
            self.budget.lose_child()
            raise child_died(question, death) from None
        except FrameError as error:
            self._end_child()
            raise reply_lost(question, error) from None
        self.cpu_s += reply.cost_s
        self.budget.take(len(reply.text) + len(reply.blob))
        return reply

    def _check_budget(self, question: Question) -> None:
        """Raise if nothing may be asked any more; then the child is ended."""
        if not self.budget.is_used_up:
            return
        self._end_child()
        if self._wants_words:
            raise GraderError("the submission used up its budget while a cause was looked for.")
        raise over_budget(question, self.budget.limit_s)

    def decode(self, question: Question, reply: Reply) -> dict[str, Any]:
        """Return the decoded reply; one that serves many checks is decoded once."""
        known = self._decoded.get(question)
        if known is not None and known[0] is reply:
            return known[1]
        try:
            if question.op != SHARED:
                return decode_reply(reply)
            lost = partial(self._lose_reply, question)
            decoded = read_calls(reply.text, reply.blob, lost)
        except FrameError as error:
            raise self._lose_reply(question, error) from None
        self._decoded[question] = reply, decoded
        return decoded

    def _lose_reply(self, question: Question, error: FrameError) -> CheckFailed:
        """End the child whose reply cannot be read; return the failure of the check."""
        if self._check is not None:
            self._prefetch.return_in_flight(self._module, self._check)
        self._end_child()
        return reply_lost(question, error)

    def _end_child(self) -> None:
        if self._channel is not None:
            self.budget.end_child(self._channel)
            self._channel.close()
            self._channel = None


def _calls_back(reply: Reply) -> bool:
    """Say whether a reply is a question about an object of the test, and no answer."""
    return reply.text.startswith(b'["callback"')


def _all_calls(exercise: str) -> str:
    """Return under what it counts that all calls of a contract together were late."""
    return f"all calls of {exercise}"
