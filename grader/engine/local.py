"""A pool of worker processes on this machine; tasks survive the death of a worker."""

import contextlib
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from multiprocessing.connection import Connection, wait
from typing import TypeVar

from grader.box.shell_limits import MEMORY, PROCESSOR_TIME, in_force
from grader.course.checks import Check
from grader.errors import BoxFailed
from grader.judging.stages import Stage

from .watch import LOOK_S, OUT_OF_MEMORY, End, Progress, Watch
from .worker import (
    NOTHING,
    START_S,
    Judged,
    Ready,
    Task,
    WorkerConfig,
    WorkerFailure,
    send_task,
)

TRIES = 3
#: Another worker starts once this many tasks wait, or the last one has been warm for this long:
#: starting one costs as much as judging half a dozen submissions.
WORTH_TASKS, WORTH_S = 12, 8.0
#: Up to this size a busy worker gets its next task in advance, so that it need not wait for us.
AHEAD_BYTES = 64 << 10
Known = TypeVar("Known")


@dataclass
class _Slot:
    """One slot of the pool: its process, the task that is judged and one that waits."""

    process: subprocess.Popen[bytes]
    connection: Connection
    watch: Watch
    warm: bool = False
    tasks: deque[Task] = field(default_factory=deque)
    end: End | None = None


class Pool:
    """
    A pool of *jobs* worker processes that judge submissions.

    Args:
        config: The settings of every worker.
        jobs: The largest number of processes; each starts when there is enough work for it. It
            may be changed until the first task.
    """

    def __init__(self, config: WorkerConfig, jobs: int) -> None:
        self._config = config
        self.jobs = jobs
        self._slots: list[_Slot] = []
        self._warm_since_s = 0.0
        self._deaths: dict[int, int] = {}
        self._stalls: dict[int, int] = {}
        self._filled: set[int] = set()  # Tasks over which a judge ran out of memory before.
        self.ready: Ready | None = None

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, error: type[BaseException] | None = None, *_exc: object) -> None:
        for slot in self._slots:
            slot.connection.close()  # This ends an idle worker.
            if error is not None or slot.tasks or not slot.warm:
                slot.process.kill()  # Its zygote dies with it.
        for slot in self._slots:
            _wait(slot.process)
            slot.watch.progress.close()
        self._slots = []

    def start(self) -> None:
        """Let a first worker warm up while the caller is still busy, because tasks will come."""
        if not self._slots:
            self._start_worker()

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every check of the course, as the first worker found them; none before it is warm."""
        return self.ready.checks if self.ready is not None else ()

    def prepare(self) -> Ready:
        """
        Start a worker if there has been none, and return its first message once it is warm.

        Raises:
            GraderError: If workers cannot judge.
        """
        if self.ready is None:
            list(self.judge([Task(-1, "", {}, exercises=(NOTHING,))]))
        assert self.ready is not None
        return self.ready

    def judge(self, tasks: Iterable[Task | Known]) -> Iterator[Judged | Known]:
        """
        Yield the judgement of every task, in the order in which they finish.

        What is not a task is yielded at once. A task whose worker dies is given to another
        worker, the last time without looking for words, which may be what ends the workers;
        after three deaths it is NOT_JUDGED in every check. A worker that stalls or runs out of
        memory is ended; what it was at is left out the next time.

        Raises:
            GraderError: If workers cannot judge at all.
        """
        waiting: deque[Task] = deque()
        source = iter(tasks)
        while True:
            growing = 0 < len(self._slots) < self.jobs
            while len(waiting) < (WORTH_TASKS if growing else 1):
                if (found := next(source, None)) is None:
                    break
                if isinstance(found, Task):
                    waiting.append(found)
                else:
                    yield found
            if waiting and (slot := self._slot_for(waiting)) is not None:
                self._send(slot, waiting.popleft())
                continue
            busy = [slot for slot in self._slots if slot.tasks]
            if not busy:
                return
            for slot in self._with_message(busy, self._patience_s if growing and waiting else None):
                message = self._receive(slot)
                if isinstance(message, Judged):
                    number = slot.tasks.popleft().number
                    self._deaths.pop(number, None)
                    self._stalls.pop(number, None)
                    self._filled.discard(number)
                    yield message
                elif isinstance(message, Ready):
                    self.ready, slot.warm = message, True
                    self._warm_since_s = time.monotonic()
                elif isinstance(message, WorkerFailure) and not isinstance(
                    message.error, BoxFailed
                ):
                    raise message.error
                else:
                    self._remove(slot)
                    failed = slot.tasks.popleft()
                    waiting.extendleft(reversed(slot.tasks))
                    if (again := self._again(failed, slot)) is not None:
                        waiting.append(again)
                    else:
                        yield self._give_up(failed)

    def _slot_for(self, waiting: deque[Task]) -> _Slot | None:
        """Return the slot for the first task: idle, new, or busy with an empty queue; or None."""
        idle = next((slot for slot in self._slots if not slot.tasks), None)
        if idle is not None or not self._slots:
            return idle or self._start_worker()
        many = len(waiting) >= WORTH_TASKS or self._patience_s == 0
        if many and len(self._slots) < self.jobs:
            return self._start_worker()
        # A busy worker does not read, so the task has to fit into the buffer of the socket.
        task = waiting[0]
        if sum(map(len, chain(task.files.values(), task.repaired.values()))) > AHEAD_BYTES:
            return None
        return next((slot for slot in self._slots if len(slot.tasks) == 1), None)

    @property
    def _patience_s(self) -> float | None:
        """Seconds until waiting tasks justify another worker; None while one warms up."""
        if not all(slot.warm for slot in self._slots):
            return None
        return max(self._warm_since_s + WORTH_S - time.monotonic(), 0.0)

    def _start_worker(self) -> _Slot:
        # A fresh interpreter, not a fork: a worker must not carry the parent's memory. Not
        # multiprocessing: it imports the main module, and Dask does not allow it.
        ours, theirs = socket.socketpair()
        progress = Progress()
        code = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            "from grader.engine.worker import main; "
            f"main({theirs.fileno()}, {progress.fileno()})"
        )
        command = [sys.executable, "-P", "-c", code]
        shared = [theirs.fileno(), progress.fileno()]
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, pass_fds=shared, close_fds=True
        )
        theirs.close()
        slot = _Slot(process, Connection(ours.detach()), Watch(process.pid, progress))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            slot.connection.send(self._config)
        self._slots.append(slot)
        return slot

    def _again(self, task: Task, slot: _Slot) -> Task | None:
        """Return what is left to judge of a task whose worker ended; None after three deaths."""
        _, stage, number = slot.watch.progress.read()
        stalled = slot.end in (End.STALLED, End.OUT_OF_MEMORY)
        slot.watch.progress.close()
        if stalled and stage in (Stage.WORDS, Stage.FIGURES):
            return replace(task, words=False)
        if stalled and stage is Stage.CHECK and self.ready is not None:
            if slot.end is End.OUT_OF_MEMORY and task.number not in self._filled:
                # Its memory may have been filled by others: another judge tries the same.
                self._filled.add(task.number)
                return task
            return replace(task, stalled=task.stalled | self._left_out(task, self.checks[number]))
        deaths = self._deaths[task.number] = self._deaths.get(task.number, 0) + 1
        return replace(task, words=deaths < TRIES - 1) if deaths < TRIES else None

    def _left_out(self, task: Task, last: Check) -> frozenset[str]:
        """
        Return which checks are not run again, once *last* has stalled a judge.

        Every stall costs a new judge, so a second one costs its exercise, and a third its module.
        """
        stalls = self._stalls[task.number] = self._stalls.get(task.number, 0) + 1
        return frozenset(
            check.name
            for check in self.checks
            if check == last
            or (stalls > 1 and check.exercise == last.exercise)
            or (stalls > 2 and check.module == last.module)
        )

    def _give_up(self, task: Task) -> Judged:
        if self.ready is None:
            raise BoxFailed(
                "Every worker ended before it was ready."
                f'{in_force(MEMORY, PROCESSOR_TIME)} Run "grader doctor".'
            )
        return self.ready.give_up(task)

    def _send(self, slot: _Slot, task: Task) -> None:
        slot.tasks.append(task)
        # A dead worker shows when its answer is read.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            send_task(slot.connection, task)

    def _with_message(self, busy: list[_Slot], patience_s: float | None) -> list[_Slot]:
        """Return the workers that have something to say; end those that have stalled."""
        soon_s = LOOK_S if patience_s is None else min(LOOK_S, patience_s)
        readable = wait([slot.connection for slot in busy], soon_s)
        silent = [slot for slot in busy if slot.connection not in readable and slot.end is None]
        silent_s = self.ready.silent_s if self.ready is not None else START_S
        for slot in silent:
            slot.end = slot.watch.look(silent_s)
            if slot.end is not None:
                slot.process.kill()  # Its connection closes, and its task is given to another.
        return [slot for slot in busy if slot.connection in readable]

    def _receive(self, slot: _Slot) -> object:
        """Return the next message of a worker, or None if it has died."""
        try:
            message: object = slot.connection.recv()
        except (EOFError, OSError):
            return None
        return message

    def _remove(self, slot: _Slot) -> None:
        """Remove the slot of a worker that has died or cannot build its box."""
        self._slots.remove(slot)
        slot.connection.close()
        _wait(slot.process)
        if slot.process.returncode == OUT_OF_MEMORY:
            slot.end = End.OUT_OF_MEMORY


def _wait(process: subprocess.Popen[bytes]) -> None:
    """Wait for a worker to end, and kill it if it does not."""
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
