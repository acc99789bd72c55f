"""The budget of one submission: what its answers may cost together, measured on this side."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from typing import Protocol

from grader.box.child import ChildTimedOut, TimeUsed

#: A child is looked at once it has been waited for as long as this.
LOOK_S = 0.25
#: The bytes of all answers of a submission together.
ANSWER_BYTES = 64 << 20
#: What an answer is charged whatever it cost: a judge reads it, and answers may have no end.
ANSWER_S = 0.0005


class Measured(Protocol):
    """A child whose time the kernel tells."""

    def time_used(self) -> TimeUsed:
        """Return what it has used so far."""


class Budget:
    """
    The budget of one submission: processor time of its children, and bytes of their answers.

    Each answer is charged half a millisecond more than it took, so that very many of them end too.
    Time asleep counts as processor time while an answer is waited for; time in which the child or
    the judge could run and had no processor does not. A call that is late is charged nothing: it is
    bounded by its own limit and by the patience with its exercise.

    Args:
        limit_s: Processor time in seconds.

    Attributes:
        used_s: What has been used of it.
        received: The bytes that have come.
    """

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        self.used_s = 0.0
        self.received = 0
        self._waited_s = 0.0
        self._starved = _Starved()
        self._before = TimeUsed()

    @property
    def is_used_up(self) -> bool:
        """Whether nothing may be asked any more."""
        return self.used_s >= self.limit_s or self.received > ANSWER_BYTES

    @property
    def is_heavy(self) -> bool:
        """Whether more than half of it is used, so that two runs together may use it up."""
        return self.used_s > self.limit_s / 2 or self.received > ANSWER_BYTES / 2

    def take(self, answer: int) -> None:
        """Charge an answer of so many bytes."""
        self.received += answer
        self.used_s += ANSWER_S

    def renew(self) -> None:
        """Begin again with all of it."""
        self.used_s, self.received = 0.0, 0

    @contextmanager
    def waiting(self, child: Measured) -> Iterator[None]:
        """Charge the time of the block, in which an answer of *child* is waited for."""
        started_s, starved_s, late = time.monotonic(), self._starved.seconds(), False
        try:
            yield
        except ChildTimedOut:
            late = True
            raise
        finally:
            if late:
                self.begin_child()
            else:
                waited_s = time.monotonic() - started_s
                if waited_s > LOOK_S / 50:
                    waited_s -= self._starved.seconds() - starved_s
                self._waited_s += waited_s
        if self._waited_s > LOOK_S:
            self.look(child)

    def look(self, child: Measured) -> None:
        """Charge what *child* has used since it was looked at last."""
        now, before = child.time_used(), self._before
        starved_s = now.starved_s - before.starved_s
        self.used_s += max(now.cpu_s - before.cpu_s, self._waited_s - starved_s, 0.0)
        self._before, self._waited_s = now, 0.0

    def end_child(self, child: Measured) -> None:
        """Charge a child that is about to be ended; the next one is a new one."""
        if self._waited_s > LOOK_S / 10:
            self.look(child)
        self.begin_child()

    def lose_child(self) -> None:
        """Charge a child that has ended by itself: whatever it was waited for."""
        self.used_s += self._waited_s
        self.begin_child()

    def begin_child(self) -> None:
        """Begin with a child that has used nothing."""
        self._before, self._waited_s = TimeUsed(), 0.0


class _Starved:
    """How long the thread that made this could run and had no processor."""

    def __init__(self) -> None:
        try:
            self._file: FileIO | None = FileIO("/proc/thread-self/schedstat")
        except OSError:  # The system does not say.
            self._file = None

    def seconds(self) -> float:
        """Return the seconds so far, 0 where the system does not say."""
        if self._file is None:
            return 0.0
        return int(os.pread(self._file.fileno(), 64, 0).split()[1]) / 1e9
