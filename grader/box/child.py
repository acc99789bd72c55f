"""The trusted side of a child: questions, answers within a time limit, and how it ended."""

import contextlib
import hashlib
import json
import os
import select
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from grader.box.inside.frames import HEAD, FrameError, pack, parse_head
from grader.errors import BoxFailed

from .deaths import ChildDied, explain
from .inside.control import Ended
from .inside.lockdown.forbidden_acts import KILL_ITSELF
from .inside.policy import Limits
from .sandbox import Walls
from .shell_limits import MEMORY, PROCESSOR_TIME, in_force

LOCK_LIMIT_S = 20.0
#: A child that has closed its connection has so long to end before it is killed.
DEATH_LIMIT_S = 3.0
#: On a busy machine a child may take up to this many times its limit.
LENIENCE = 5
#: The kernel counts a process's time in ticks of a hundredth.
CLOCK_ERROR_S = 0.1
_CHUNK = 1 << 18


class ChildTimedOut(Exception):  # noqa: N818 - reads as what happened
    """A child gave no answer within the limit; it has been killed."""


class TimeUsed(NamedTuple):
    """
    The time that a child has used, as the kernel reports it.

    Attributes:
        cpu_s: Its processor time.
        starved_s: How long its main thread could run and had no processor.
        runnable: Whether it runs or waits to run.
    """

    cpu_s: float = 0.0
    starved_s: float = 0.0
    runnable: bool = False


class Parent(Protocol):
    """The zygote that forked a child, as far as the child needs it."""

    walls: Walls
    limits: Limits

    def reap(self, pid: int, patience_s: float | None = None) -> Ended | None:
        """Return how a child ended; None if it has not within *patience_s* seconds."""

    def reap_later(self, pid: int) -> None:
        """Reap a child that has been killed, once the next one is there."""

    def time_used(self, pid: int) -> TimeUsed:
        """Return the time that a child has used so far."""


@dataclass(frozen=True)
class Reply:
    """One answer as bytes; *cost_s* is the processor time that the child reports for it."""

    text: bytes
    blob: bytes
    cost_s: float = 0.0

    @cached_property
    def digest(self) -> bytes:
        """Equal digests are equal answers, whatever they cost."""
        total = hashlib.blake2b(b"%d\n" % len(self.text) + self.text, digest_size=20)
        total.update(self.blob)
        return total.digest()


class Child:
    """
    One locked-in process that holds one submission.

    Questions may be asked before earlier ones are answered; answers come in order. What
    does not fit into the pipe yet is sent while an answer is awaited.
    """

    def __init__(
        self, zygote: Parent, pid: int, pidfds: list[int], questions: int, answers: int
    ) -> None:
        self._zygote = zygote
        self.pid = pid
        self._pidfd = pidfds[0] if pidfds else -1
        self._questions = questions
        self._answers = answers
        self._asked = self._answered = 1
        self._reported_s = 0.0
        self._started_s = time.monotonic()
        self._unsent = bytearray()
        self._waits_for_room = False
        self._unread = bytearray()
        self._poll = select.poll()
        self._poll.register(answers, select.POLLIN)
        os.set_blocking(questions, False)
        os.set_blocking(answers, False)
        self.refused: dict[str, bool] = {}

    def attest(self) -> None:
        """Read which forbidden acts the child was refused; raise BoxFailed if one was not."""
        try:
            report: dict[str, Any] = json.loads(self._receive(0, LOCK_LIMIT_S).text)
        except (ChildTimedOut, ChildDied, FrameError, ValueError) as error:
            raise self._not_locked_in(str(error)) from None
        if "failed" in report:
            raise self._not_locked_in(report["failed"])
        allowed = [act for act, refused in report.items() if refused is not True]
        if allowed:
            raise self._not_locked_in(f"these acts were allowed: {', '.join(allowed)}")
        self.refused = report

    def _not_locked_in(self, why: str) -> BoxFailed:
        self.close()
        return BoxFailed(
            f"A child could not lock itself in: {why}."
            f'{in_force(MEMORY, PROCESSOR_TIME)} Run "grader doctor" to see why.'
        )

    def submit(self, files: Mapping[str, bytes]) -> None:
        """Send the child its submission and wait until it has it; none of it runs yet."""
        listing = json.dumps([[name, len(data)] for name, data in files.items()]).encode()
        try:
            self._send(pack(1, listing, b"".join(files.values())))
            text = self._receive(1, LOCK_LIMIT_S).text
        except (ChildTimedOut, ChildDied, FrameError) as error:
            self.close()
            raise BoxFailed(f"A child did not receive its submission: {error}.") from None
        if text != b"{}":
            self.close()
            raise BoxFailed(f"A child did not receive its submission: {text[:200]!r}.")

    def ask(self, text: bytes, blob: bytes) -> None:
        """
        Send one question; do not wait for the answer.

        It is written at once if the child has nothing else to do, or else, together with those
        that follow, when an answer is awaited.
        """
        self._asked += 1
        self._unsent += pack(self._asked, text, blob)
        if self._asked == self._answered + 1:
            self._flush()

    def answer(self, limit_s: float) -> Reply:
        """
        Return the answer to the first question that has none yet.

        Raises:
            ChildTimedOut: If none came within *limit_s* seconds; the child is dead.
            ChildDied: If the child ended instead.
            BoxFailed: If something outside ended it.
            FrameError: If what came was no answer; the caller should close the child.
        """
        self._answered += 1
        self._flush()
        self._check_processor_time()
        return self._receive(self._answered, limit_s)

    def exchange(self, text: bytes, blob: bytes, limit_s: float) -> tuple[bytes, bytes]:
        """Ask one question and return text and blob of its answer; no other may be unanswered."""
        self.ask(text, blob)
        reply = self.answer(limit_s)
        return reply.text, reply.blob

    def time_used(self) -> TimeUsed:
        """Return the time that it has used so far."""
        return self._zygote.time_used(self.pid)

    def close(self) -> None:
        """Kill the child and forget it."""
        if self._questions < 0:
            return
        self._kill()
        self._close_descriptors()
        self._zygote.reap_later(self.pid)

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self._pidfd >= 0:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            elif not self._zygote.walls.outer:
                os.kill(self.pid, signal.SIGKILL)

    def _close_descriptors(self) -> None:
        for fd in (self._questions, self._answers, self._pidfd):
            if fd >= 0:
                os.close(fd)
        self._questions = self._answers = self._pidfd = -1

    def _send(self, data: bytes) -> None:
        self._unsent += data
        self._flush()

    def _flush(self) -> None:
        """Write what the pipe takes; watch it for more room only while something is unsent."""
        try:
            while self._unsent:
                del self._unsent[: os.write(self._questions, self._unsent)]
        except BlockingIOError:
            self._poll.register(self._questions, select.POLLOUT)
            self._waits_for_room = True
            return
        except BrokenPipeError:
            # The child reads no more; earlier answers can still be read.
            self._unsent.clear()
        if self._waits_for_room:
            self._poll.unregister(self._questions)
            self._waits_for_room = False

    def _receive(self, number: int, limit_s: float) -> Reply:
        limit = _Deadline(limit_s)
        self._read_up_to(HEAD.size, limit)
        cost_us, *lengths = parse_head(bytes(self._unread[: HEAD.size]), number)
        self._read_up_to(HEAD.size + sum(lengths), limit)
        with memoryview(self._unread) as unread:
            end = HEAD.size + lengths[0]
            text, blob = bytes(unread[HEAD.size : end]), bytes(unread[end : end + lengths[1]])
        del self._unread[: HEAD.size + sum(lengths)]
        self._reported_s += cost_us / 1e6
        # What a child says of its time is bounded by the time that it had.
        return Reply(text, blob, min(cost_us / 1e6, time.monotonic() - self._started_s))

    def _read_up_to(self, size: int, limit: "_Deadline") -> None:
        """Read until *size* bytes are there that nobody has taken yet."""
        while len(self._unread) < size:
            self._wait(limit)
            try:
                chunk = os.read(self._answers, _CHUNK)
            except BlockingIOError:
                continue
            if not chunk:
                raise self._died()
            self._unread += chunk

    def _wait(self, limit: "_Deadline") -> None:
        """Wait until there is something to read, and send meanwhile what is still unsent."""
        while True:
            left_s = limit.left_s()
            events = self._poll.poll(left_s * 1000) if left_s > 0 else []
            if not events and not self._is_starved(limit):
                self.close()
                raise ChildTimedOut("no answer in time")
            ready = [fd for fd, _ in events]
            if self._questions in ready:
                self._flush()
            if self._answers in ready:
                return

    def _is_starved(self, limit: "_Deadline") -> bool:
        """
        Say whether the child is late because the machine is busy, and if so move its deadline.

        It is late for that reason if it could run and has not had its seconds of processor time.
        """
        if limit.is_spent():
            return False
        cpu_s, _, runnable = self.time_used()
        if self._reported_s > cpu_s + CLOCK_ERROR_S:
            return False  # It reported more than it had used, to be given more.
        missing_s = limit.limit_s - max(cpu_s - self._reported_s, 0.0)
        if runnable and missing_s > 0:
            limit.extend(missing_s)
            return True
        return False

    def _check_processor_time(self) -> None:
        """End the child if it has used more than its processor time, catching SIGXCPU."""
        limit_s = self._zygote.limits.cpu_s + 1
        if time.monotonic() - self._started_s > limit_s and self.time_used().cpu_s > limit_s:
            self.close()
            raise ChildDied("over its processor time", over_cpu_limit=True)

    def _died(self) -> ChildDied | BoxFailed:
        """Return how the child ended; it has closed its pipe, so it has a moment to exit."""
        ended = self._zygote.reap(self.pid, DEATH_LIMIT_S)
        if ended is None:
            self.close()
            return ChildDied("it closed its connection")
        self._close_descriptors()
        could_kill_itself = not self.refused.get(KILL_ITSELF, False)
        cpu_limit_s = self._zygote.limits.cpu_s
        return explain(ended, cpu_limit_s, could_kill_itself=could_kill_itself)


class _Deadline:
    """The time by which an answer must arrive; on a busy machine it can be moved."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        self._deadline_s = time.monotonic() + limit_s
        self._last_s = self._deadline_s + (LENIENCE - 1) * limit_s

    def left_s(self) -> float:
        return self._deadline_s - time.monotonic()

    def is_spent(self) -> bool:
        return time.monotonic() >= self._last_s

    def extend(self, seconds: float) -> None:
        self._deadline_s = min(time.monotonic() + max(seconds, 0.02), self._last_s)
