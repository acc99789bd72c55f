"""A pool of worker processes on this machine; one that dies loses nothing."""

import contextlib
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import TypeVar

from grader.errors import BoxFailed

from .worker import Broken, Judged, Ready, Task, WorkerConfig

TRIES = 3
#: No exercise is called so: a task of it warms a worker up and judges nothing.
NOTHING = ""
#: A further worker starts once so many tasks wait, or the last one has been warm so long:
#: starting costs what judging half a dozen submissions does.
WORTH_TASKS, WORTH_S = 12, 8.0
#: A second task is given to a worker at work up to this size, so that it need not wait for us.
AHEAD_BYTES = 64 << 10
Known = TypeVar("Known")


@dataclass
class _Slot:
    """One place in the pool: the process that has it, its task at work and one that waits."""

    process: subprocess.Popen[bytes]
    connection: Connection
    warm: bool = False
    tasks: deque[Task] = field(default_factory=deque)


class Pool:
    """
    Judge submissions in *jobs* worker processes.

    Args:
        config: What every worker is told.
        jobs: How many processes at most; each starts when there is work enough for it.
    """

    def __init__(self, config: WorkerConfig, jobs: int) -> None:
        self._config = config
        self._jobs = jobs
        self._slots: list[_Slot] = []
        self._warm_since_s = 0.0
        self._deaths: dict[int, int] = {}
        self._ready: Ready | None = None

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, error: type[BaseException] | None = None, *_exc: object) -> None:
        for slot in self._slots:
            slot.connection.close()  # An idle worker ends by this.
            if error is not None or slot.tasks or not slot.warm:
                slot.process.kill()  # Its zygote dies with it.
        for slot in self._slots:
            _wait(slot.process)
        self._slots = []

    def start(self) -> None:
        """Let a first worker warm up while the caller is still busy: there will be work."""
        if not self._slots:
            self._start_worker()

    def prepare(self) -> Ready:
        """
        Start a worker if none has been, and return what it says once it is warm.

        Raises:
            GraderError: If workers cannot work.
        """
        if self._ready is None:
            list(self.judge([Task(-1, "", {}, exercises=(NOTHING,))]))
        assert self._ready is not None
        return self._ready

    def judge(self, tasks: Iterable[Task | Known]) -> Iterator[Judged | Known]:
        """
        Yield the judgement of every task, in the order in which they are done.

        What is no task is handed on at once, in its place. A task whose worker dies is
        given to another; after three deaths it is NOT_JUDGED throughout.

        Raises:
            GraderError: If workers cannot work at all.
        """
        waiting: deque[Task] = deque()
        source = iter(tasks)
        while True:
            growing = 0 < len(self._slots) < self._jobs
            while len(waiting) < (WORTH_TASKS if growing else 1):
                if (found := next(source, None)) is None:
                    break
                if isinstance(found, Task):
                    waiting.append(found)
                else:
                    yield found
            if waiting and (slot := self._slot_for(waiting)) is not None:
                self._give(slot, waiting.popleft())
                continue
            busy = [slot for slot in self._slots if slot.tasks]
            if not busy:
                return
            for slot in self._heard_from(busy, self._patience_s if growing and waiting else None):
                message = self._hear(slot)
                if isinstance(message, Judged):
                    slot.tasks.popleft()
                    yield message
                elif isinstance(message, Ready):
                    self._ready, slot.warm = message, True
                    self._warm_since_s = time.monotonic()
                elif isinstance(message, Broken) and not isinstance(message.error, BoxFailed):
                    raise message.error
                else:
                    self._forget(slot)
                    failed = slot.tasks.popleft()
                    waiting.extendleft(reversed(slot.tasks))
                    self._deaths[failed.number] = self._deaths.get(failed.number, 0) + 1
                    if self._deaths[failed.number] < TRIES:
                        waiting.append(failed)
                    else:
                        yield self._give_up(failed)

    def _slot_for(self, waiting: deque[Task]) -> _Slot | None:
        """Return who takes the first task now: an idle worker, a new one, or one with no other."""
        idle = next((slot for slot in self._slots if not slot.tasks), None)
        if idle is not None or not self._slots:
            return idle or self._start_worker()
        many = len(waiting) >= WORTH_TASKS or self._patience_s == 0
        if many and len(self._slots) < self._jobs:
            return self._start_worker()
        # A worker at work does not read: what it cannot read yet has to fit into the socket.
        if sum(map(len, waiting[0].files.values())) > AHEAD_BYTES:
            return None
        return next((slot for slot in self._slots if len(slot.tasks) == 1), None)

    @property
    def _patience_s(self) -> float | None:
        """How long what waits is left to the workers there are; None while one warms up."""
        if not all(slot.warm for slot in self._slots):
            return None
        return max(self._warm_since_s + WORTH_S - time.monotonic(), 0.0)

    def _start_worker(self) -> _Slot:
        # A fresh interpreter, not a fork: a worker must not carry the parent's memory. Not of
        # multiprocessing either: that imports the main module, and forbids it inside of Dask.
        ours, theirs = socket.socketpair()
        code = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            f"from grader.engine.worker import main; main({theirs.fileno()})"
        )
        command = [sys.executable, "-P", "-c", code]
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], close_fds=True
        )
        theirs.close()
        slot = _Slot(process, Connection(ours.detach()))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            slot.connection.send(self._config)
        self._slots.append(slot)
        return slot

    def _give_up(self, task: Task) -> Judged:
        if self._ready is None:
            raise BoxFailed('Workers end while they are starting. Run "grader doctor".')
        return self._ready.give_up(task)

    def _give(self, slot: _Slot, task: Task) -> None:
        slot.tasks.append(task)
        # A dead worker is noticed when it is heard from.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            slot.connection.send(task)

    def _heard_from(self, busy: list[_Slot], patience_s: float | None) -> list[_Slot]:
        heard = wait([slot.connection for slot in busy], patience_s)
        return [slot for slot in busy if slot.connection in heard]

    def _hear(self, slot: _Slot) -> object:
        """Return the next message of a worker, or None if it has died."""
        try:
            message: object = slot.connection.recv()
        except (EOFError, OSError):
            return None
        return message

    def _forget(self, slot: _Slot) -> None:
        """Give up a worker that has died or cannot build its box."""
        self._slots.remove(slot)
        slot.connection.close()
        _wait(slot.process)


def _wait(process: subprocess.Popen[bytes]) -> None:
    """Wait until a worker has ended; one that does not is killed."""
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
