"""The trusted end of a child: ask, wait no longer than the limit, kill, tell how it ended."""

import contextlib
import json
import os
import select
import signal
import time
from collections.abc import Mapping
from typing import Protocol

from grader.errors import BoxFailed

from .errors import ChildDied, ChildTimedOut
from .inside.frames import HEAD, FrameError, pack, parse_head
from .sandbox import Walls

LOCK_LIMIT_S = 20.0


class Keeper(Protocol):
    """What a child needs of the zygote that made it."""

    walls: Walls

    def reap(self, pid: int) -> int:
        """Return the wait status of a dead child."""


class Child:
    """One locked-in process that holds one submission."""

    def __init__(
        self, zygote: Keeper, pid: int, pidfds: list[int], questions: int, answers: int
    ) -> None:
        self._zygote = zygote
        self._pid = pid
        self._pidfd = pidfds[0] if pidfds else -1
        self._questions = questions
        self._answers = answers
        self._number = 1
        os.set_blocking(questions, False)
        os.set_blocking(answers, False)
        self.refused: dict[str, bool] = {}

    def attest(self) -> None:
        """Read the child's report on its own walls; raise BoxFailed unless all held."""
        try:
            text, _ = self._receive(0, time.monotonic() + LOCK_LIMIT_S)
            self.refused = json.loads(text)
        except (ChildTimedOut, ChildDied, FrameError, ValueError) as error:
            self.close()
            raise BoxFailed(f"A child could not lock itself in: {error}.") from None
        open_walls = [act for act, refused in self.refused.items() if refused is not True]
        if open_walls:
            self.close()
            raise BoxFailed(f"A child could not lock itself in: {self.refused}.")

    def hand_in(self, files: Mapping[str, bytes]) -> None:
        """Give the child its submission and wait until it has it; none of it runs yet."""
        listing = json.dumps([[name, len(data)] for name, data in files.items()]).encode()
        deadline = time.monotonic() + LOCK_LIMIT_S
        try:
            self._send(pack(1, listing, b"".join(files.values())), deadline)
            text, _ = self._receive(1, deadline)
        except (ChildTimedOut, ChildDied, FrameError) as error:
            self.close()
            raise BoxFailed(f"A child did not take its submission: {error}.") from None
        if text != b"{}":
            self.close()
            raise BoxFailed(f"A child did not take its submission: {text!r}.")

    def exchange(self, text: bytes, blob: bytes, limit_s: float) -> tuple[bytes, bytes]:
        """
        Send one question and return text and blob of the reply.

        Raises:
            ChildTimedOut: If no reply came within *limit_s* seconds; the child is dead.
            ChildDied: If the child ended instead.
            FrameError: If what came was no reply; the caller should close the child.
        """
        deadline = time.monotonic() + limit_s
        self._number += 1
        self._send(pack(self._number, text, blob), deadline)
        return self._receive(self._number, deadline)

    def close(self) -> None:
        """Kill the child and forget it."""
        if self._questions < 0:
            return
        self._kill()
        for fd in (self._questions, self._answers, self._pidfd):
            if fd >= 0:
                os.close(fd)
        self._questions = self._answers = self._pidfd = -1
        with contextlib.suppress(BoxFailed):
            self._zygote.reap(self._pid)

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self._pidfd >= 0:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            elif not self._zygote.walls.outer:
                os.kill(self._pid, signal.SIGKILL)

    def _send(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            self._wait(self._questions, select.POLLOUT, deadline)
            try:
                view = view[os.write(self._questions, view) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise self._died() from None

    def _receive(self, number: int, deadline: float) -> tuple[bytes, bytes]:
        text_length, blob_length = parse_head(self._read(HEAD.size, deadline), number)
        return self._read(text_length, deadline), self._read(blob_length, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        chunks = []
        while size:
            self._wait(self._answers, select.POLLIN, deadline)
            try:
                chunk = os.read(self._answers, min(size, 1 << 20))
            except BlockingIOError:
                continue
            if not chunk:
                raise self._died()
            chunks.append(chunk)
            size -= len(chunk)
        return b"".join(chunks)

    def _wait(self, fd: int, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(fd, event)
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            self.close()
            raise ChildTimedOut("no answer in time")

    def _died(self) -> ChildDied:
        """Return how the child ended; it has closed its pipe, so it is given a moment to die."""
        if self._pidfd >= 0:
            poll = select.poll()
            poll.register(self._pidfd, select.POLLIN)
            ended = bool(poll.poll(1000))
        else:
            ended = True
        self._kill()
        pid, zygote = self._pid, self._zygote
        for fd in (self._questions, self._answers, self._pidfd):
            if fd >= 0:
                os.close(fd)
        self._questions = self._answers = self._pidfd = -1
        status = zygote.reap(pid)
        if not ended:
            return ChildDied("it closed its connection")
        code = os.waitstatus_to_exitcode(status)
        if code >= 0:
            return ChildDied(f"exit code {code}")
        name = signal.Signals(-code).name
        return ChildDied(f"signal {name}", over_cpu_limit=name == "SIGXCPU")
