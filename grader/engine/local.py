"""A pool of worker processes on this machine; one that dies loses nothing."""

import contextlib
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TypeVar

from grader.errors import BoxFailed

from .worker import Broken, Judged, Order, Ready, Task, work

TRIES = 3
Known = TypeVar("Known")


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
        jobs: How many processes; each starts when there is work for it.
    """

    def __init__(self, order: Order, jobs: int) -> None:
        self._order = order
        self._jobs = jobs
        self._seats: list[_Seat] = []
        self._deaths: dict[int, int] = {}
        self._ready: Ready | None = None

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, error: type[BaseException] | None = None, *_exc: object) -> None:
        for seat in self._seats:
            seat.connection.close()  # An idle worker ends by this.
            if error is not None or seat.task is not None:
                seat.process.kill()  # Its zygote dies with it.
        for seat in self._seats:
            seat.process.join(5)
            if seat.process.is_alive():
                seat.process.kill()
        self._seats = []

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
            for seat in self._free_seats():
                task = waiting.popleft() if waiting else next(source, None)
                while task is not None and not isinstance(task, Task):
                    yield task
                    task = next(source, None)
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
                elif isinstance(message, Ready):
                    self._ready = message
                elif isinstance(message, Broken) and not isinstance(message.error, BoxFailed):
                    raise message.error
                else:
                    self._forget(seat)
                    self._deaths[task.number] = self._deaths.get(task.number, 0) + 1
                    if self._deaths[task.number] < TRIES:
                        waiting.append(task)
                    else:
                        yield self._give_up(task)

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

    def _give_up(self, task: Task) -> Judged:
        if self._ready is None:
            raise BoxFailed('Workers end while they are starting. Run "grader doctor".')
        return self._ready.give_up(task)

    def _give(self, seat: _Seat, task: Task) -> None:
        seat.task = task
        # A dead worker is noticed when it is heard from.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            seat.connection.send(task)

    def _heard_from(self, busy: list[_Seat]) -> list[_Seat]:
        heard = wait([seat.connection for seat in busy])
        return [seat for seat in busy if seat.connection in heard]

    def _hear(self, seat: _Seat) -> object:
        """Return the next message of a worker, or None if it has died."""
        try:
            message: object = seat.connection.recv()
        except (EOFError, OSError):
            return None
        return message

    def _forget(self, seat: _Seat) -> None:
        """Give up a worker that has died or cannot build its box."""
        self._seats.remove(seat)
        seat.connection.close()
        seat.process.join(5)
