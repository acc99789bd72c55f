"""Single keys of a keyboard, without waiting for Enter; on POSIX and on Windows."""

import contextlib
import importlib
import os
import sys
import threading
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def listen(on_key: Callable[[str], object]) -> Iterator[bool]:
    """
    Call *on_key* with every key, from another thread, while the block runs.

    Yields:
        Whether there is a keyboard; there is none if stdin is a file or a pipe.
    """
    if not sys.stdin.isatty():
        yield False
        return
    with _single_keys() as read_key:

        def loop() -> None:
            while key := read_key():
                on_key(key)

        threading.Thread(target=loop, daemon=True).start()
        yield True


@contextlib.contextmanager
def _single_keys() -> Iterator[Callable[[], str]]:
    try:
        import termios
        import tty
    except ImportError:  # on Windows
        console = importlib.import_module("msvcrt")

        def read_key() -> str:
            key: str = console.getwch()
            # Arrow and function keys are two characters, and the second is a letter.
            return console.getwch() and "\0" if key in ("\0", "\xe0") else key

        yield read_key
        return
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    # Without echo and without waiting for a line; Ctrl-C still interrupts.
    tty.setcbreak(descriptor)
    try:
        yield lambda: os.read(descriptor, 1).decode("ascii", "replace")
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
