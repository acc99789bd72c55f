"""
The time limit of a test where no signal can end it: on Windows, and outside the main thread.

There pytest-timeout can only end Python itself, with a page of stacks and without a table.
An exception raised in the thread ends an endless loop as well; only a call that never returns
from inside a library is left to pytest-timeout.
"""

import ctypes
import threading
from collections.abc import Callable

from _pytest.outcomes import Failed

GRACE_S = 5.0


def interrupt_after(seconds: float, give_up: Callable[[], None]) -> Callable[[], None]:
    """
    Raise an exception in the calling thread after *seconds*.

    Args:
        seconds: The limit.
        give_up: Called, from another thread, if the thread still runs GRACE_S later.

    Returns:
        A function that cancels the limit.
    """

    class TooLong(Failed):
        def __init__(self) -> None:
            super().__init__(f"Timeout (>{seconds}s) from pytest-timeout.")

    thread = ctypes.c_ulong(threading.get_ident())
    over = threading.Event()

    def wait() -> None:
        if over.wait(seconds):
            return
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(TooLong))
        if not over.wait(GRACE_S):
            give_up()

    timer = threading.Thread(target=wait, daemon=True)
    timer.start()

    def cancel() -> None:
        over.set()
        timer.join()
        # An exception raised too late must not end the next test.
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, None)

    return cancel
