"""
The time limit of a test where no signal can end it: on Windows, and beside the main thread.

There pytest-timeout can only end Python itself, with a page of stacks and without a table.
An endless loop can be ended by an exception all the same; only what never comes back from
inside a library is left to it.
"""

import ctypes
import threading
from collections.abc import Callable

import pytest

GRACE_S = 5.0


def interrupt_after(seconds: float, give_up: Callable[[], None]) -> Callable[[], None]:
    """
    Raise in the calling thread once *seconds* are over.

    Args:
        seconds: The limit.
        give_up: Called, from another thread, if GRACE_S later nothing has come of it.

    Returns:
        A function that calls it off.
    """

    class TooLong(pytest.fail.Exception):
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
        # What was raised too late must not meet the next test.
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, None)

    return cancel
