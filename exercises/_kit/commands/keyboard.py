"""Single keys of a keyboard, without waiting for Enter; on POSIX and on Windows."""

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def listen(tell: Callable[[str], None]) -> Iterator[bool]:
    """
    Call *tell* with every key, from another thread, while the block runs.

    Yields:
        Whether there is a keyboard: not, if stdin is a file or a pipe.
    """
    if not sys.stdin.isatty():
        yield False
        return
    with _single_keys() as read_key:

        def loop() -> None:
            while key := read_key():
                tell(key)

        threading.Thread(target=loop, daemon=True).start()
        yield True


@contextlib.contextmanager
def _single_keys() -> Iterator[Callable[[], str]]:
    try:
        import termios
        import tty
    except ImportError:  # Windows
        import msvcrt

        def read_key() -> str:
            key = msvcrt.getwch()
            # An arrow or a function key is two characters, the second an innocent letter.
            return msvcrt.getwch() and "\0" if key in ("\0", "\xe0") else key

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
