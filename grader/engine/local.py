"""A pool of worker processes on this machine; one that dies loses nothing."""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from grader.errors import BoxFailed

from .worker import Broken, Judged, Order, Ready, Task, work

TRIES = 3


@dataclass
class _Seat:
    """One place in the pool: the process that has it and the task that lies there."""

    process: BaseProcess
    connection: Connection
    task: Task | None = None


class Pool:
    """
    Judge submissions in *jobs* worker processes.

    Args:
        order: What every worker is told.
        jobs: How many processes.

    Attributes:
        ready: What the first worker said of its box and of the checks.
    """

    def __init__(self, order: Order, jobs: int) -> None:
        self._order = order
        self._jobs = jobs
        self._seats: list[_Seat] = []
        self._deaths: dict[int, int] = {}
        self._failed_starts = 0
        self.ready: Ready | None = None

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_exc: object) -> None:
        for seat in self._seats:
            seat.connection.close()
        for seat in self._seats:
            seat.process.join(5)
            if seat.process.is_alive():
                seat.process.kill()
        self._seats = []

    def warm_up(self) -> Ready:
        """
        Start the first worker and return what it says of its box and of the checks.

        Raises:
            GraderError: If it cannot work.
        """
        if self.ready is None:
            seat = self._sit()
            self.ready = self._await_ready(seat)
        return self.ready

    def judge(self, tasks: Iterable[Task]) -> Iterator[Judged]:
        """
        Yield the judgement of every task, in the order in which they are done.

        A task whose worker dies is given to another; after three deaths it is
        NOT_JUDGED throughout.

        Raises:
            GraderError: If workers cannot work at all.
        """
        blank = self.warm_up().blank
        waiting: deque[Task] = deque()
        source = iter(tasks)
        while True:
            for seat in self._free_seats():
                task = waiting.popleft() if waiting else next(source, None)
                if task is None:
                    break
                self._give(seat or self._sit(), task)
            busy = [seat for seat in self._seats if seat.task is not None]
            if not busy:
                return
            for seat in self._heard_from(busy):
                task = seat.task
                assert task is not None
                message = self._hear(seat)
                if isinstance(message, Judged):
                    seat.task = None
                    yield message
                elif isinstance(message, Broken):
                    raise message.error
                elif message is None:
                    self._deaths[task.number] = self._deaths.get(task.number, 0) + 1
                    if self._deaths[task.number] < TRIES:
                        waiting.append(task)
                    else:
                        yield Judged(task.number, blank, 0.0, 0.0)

    def _free_seats(self) -> Iterator[_Seat | None]:
        """Yield idle workers, then None for every worker that may still be started."""
        yield from [seat for seat in self._seats if seat.task is None]
        while len(self._seats) < self._jobs:
            yield None

    def _sit(self) -> _Seat:
        # spawn, not fork: a worker must not carry the parent's memory.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, self._order), daemon=False)
        process.start()
        theirs.close()
        seat = _Seat(process, ours)
        self._seats.append(seat)
        return seat

    def _await_ready(self, seat: _Seat) -> Ready:
        message = self._hear(seat)
        if isinstance(message, Ready):
            return message
        if isinstance(message, Broken):
            raise message.error
        raise BoxFailed("A worker ended while it was starting. Run \"grader doctor\".")

    def _give(self, seat: _Seat, task: Task) -> None:
        seat.task = task
        try:
            seat.connection.send(task)
        except (BrokenPipeError, ConnectionResetError):
            pass  # It is dead; hearing from it says so.

    def _heard_from(self, busy: list[_Seat]) -> list[_Seat]:
        heard = wait([seat.connection for seat in busy])
        return [seat for seat in busy if seat.connection in heard]

    def _hear(self, seat: _Seat) -> object:
        """Return the next message of a worker, or None if it has died."""
        try:
            message: object = seat.connection.recv()
        except (EOFError, OSError):
            self._seats.remove(seat)
            seat.connection.close()
            seat.process.join(5)
            return None
        return message
