"""A clock for a course's own code on the trusted side: what never returns is ended."""

import faulthandler
import os
import signal
import threading
from collections.abc import Callable
from functools import cache
from types import FrameType
from typing import Any

from grader.errors import CourseError

#: Known mistakes and examples take milliseconds; this is far more, also where every core is busy.
LIMIT_S = 10.0
#: A single call into C code hears no signal. Then the process ends, and another one judges.
HARD_LIMIT_S = 60.0


class Clock:
    """
    A limit of ``LIMIT_S`` on the time of a block; what it waits for others does not count.

    Only the main thread has a clock.

    Raises:
        CourseError: At the end of the block, if time was up; whatever it made of the interruption.
    """

    def __init__(self) -> None:
        self._is_up = False
        self._runs = threading.current_thread() is threading.main_thread()
        self._earlier: Any = None

    def __enter__(self) -> "Clock":
        if self._runs:
            self._earlier = signal.signal(signal.SIGALRM, self._interrupt)
            self._start(LIMIT_S)
        return self

    def __exit__(self, *_error: object) -> None:
        if self._runs:
            self._stop()
            signal.signal(signal.SIGALRM, self._earlier)
        if self._is_up:
            raise _late() from None

    def outside(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        """Return *ask* so that the clock stands still while it waits for its answer."""

        def asking(*question: Any) -> Any:
            left_s = self._stop() if self._runs else 0.0
            try:
                return ask(*question)
            finally:
                if self._runs:
                    self._start(max(left_s, 0.1))

        return asking

    def _start(self, limit_s: float) -> None:
        # Again and again: the first interruption may be caught by the code itself.
        signal.setitimer(signal.ITIMER_REAL, limit_s, 1.0)
        faulthandler.dump_traceback_later(HARD_LIMIT_S, exit=True, file=_nowhere())

    def _stop(self) -> float:
        left_s, _ = signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()
        return left_s

    def _interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        self._is_up = True
        raise _late()


def _late() -> CourseError:
    return CourseError(f"this did not return within {LIMIT_S:g} s. Make it end, or remove it.")


@cache
def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY)
